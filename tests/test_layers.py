"""The architecture: who imports whom, what is free of I/O, and where versions are asked for.

All of it is read from the syntax trees, so that imports for type checking and inside functions
count like any other. One test imports: each package must be the one of this tree.
"""

from __future__ import annotations

import ast
import importlib.util
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = (
    "schemas",
    "ocppj",
    "pki",
    "reference_csms",
    "station_sim",
    "harness",
    "steps",
    "features",
    "reports",
    "ocpp_conformance",
)
BELOW_SYSTEMS = frozenset({"schemas", "ocppj", "pki"})
BELOW_HARNESS = BELOW_SYSTEMS | {"reference_csms", "station_sim"}
MAY_IMPORT = {
    "schemas": frozenset(),
    "ocppj": frozenset({"schemas"}),
    "pki": frozenset(),
    "reference_csms": BELOW_SYSTEMS,
    "station_sim": BELOW_SYSTEMS,
    "harness": BELOW_HARNESS,
    "steps": BELOW_HARNESS | {"harness"},
    "features": frozenset(),
    "reports": frozenset(
        {"harness.results", "harness.cases", "harness.verdicts", "ocppj.trace", "schemas"}
    ),
    "ocpp_conformance": frozenset(PACKAGES),
}
IMPURE = frozenset({"asyncio", "websockets", "tinydb", "time", "random"})
MAY_BE_IMPURE = frozenset(
    {
        "ocppj.link",
        "ocppj.worker",
        "ocppj.outbox",
        "ocppj.handshake",
        "ocppj.clock",
        "ocppj.serving",
    }
)
VERSION_WORDS = frozenset({"1.6", "2.0.1", "2.1", "ocpp1.6", "ocpp2.0.1", "ocpp2.1"})
VERSION_FOLDERS = frozenset({"v16", "v201"})
VERSION_MODULES = frozenset({"ocppj.dialect", "schemas.catalogue"})


def module_name(path: Path, root: Path = ROOT) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of ours by its dotted name."""
    return {
        module_name(path): ast.parse(path.read_text(encoding="utf-8"), str(path))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }


def modules_of(package: str) -> dict[str, ast.Module]:
    return {name: tree for name, tree in modules().items() if f"{name}.".startswith(f"{package}.")}


def imported(name: str, tree: ast.Module, known: frozenset[str]) -> set[str]:
    """List what a module imports; `from a import b` is `a.b` where that is a module of ours."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(name, node)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                found.add(whole if whole in known else base)
    return found


def absolute(name: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parents = name.split(".")[: -node.level]
    return ".".join([*parents, node.module] if node.module else parents)


def imports_of(name: str) -> set[str]:
    return imported(name, modules()[name], frozenset(modules()))


def is_within(name: str, allowed: frozenset[str]) -> bool:
    return any(f"{name}.".startswith(f"{prefix}.") for prefix in allowed)


def forbidden_imports(package: str) -> list[str]:
    allowed = MAY_IMPORT[package] | {package}
    return [
        f"{name} imports {target}"
        for name in modules_of(package)
        for target in sorted(imports_of(name))
        if target.split(".")[0] in PACKAGES and not is_within(target, allowed)
    ]


def needed_by(names: set[str]) -> set[str]:
    """All modules of ours that these import, directly or not, parent packages included."""
    waiting, seen = list(names), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen or name not in modules():
            continue
        seen.add(name)
        waiting.extend(imports_of(name))
        waiting.append(name.rpartition(".")[0])
    return seen


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_point_one_way(package):
    assert forbidden_imports(package) == []


def test_the_folders_are_the_packages_of_the_table():
    found = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert found - {"tools"} <= set(PACKAGES)
    assert set(MAY_IMPORT) == set(PACKAGES)


def test_nothing_of_ours_imports_tests_or_tools():
    beside = {"tests", "tools", "benchmarks", "examples"}
    found = [
        f"{name} imports {target}"
        for name in modules()
        for target in imports_of(name)
        if target.split(".")[0] in beside
    ]
    assert found == []


def test_harness_init_is_empty():
    """So that `reports` and `cases list` read cases and results without pytest."""
    assert (ROOT / "harness" / "__init__.py").read_text(encoding="utf-8").strip() == ""


def test_reports_open_no_socket_and_need_no_pytest():
    reached = needed_by(set(modules_of("reports")))
    barred = frozenset({"pytest", "pytest_bdd", "asyncio", "websockets", "httpx", "socket"})
    found = [
        f"{name} imports {target}"
        for name in sorted(reached)
        for target in sorted(imports_of(name))
        if is_within(target, barred)
    ]
    assert found == []


def test_protocol_logic_is_free_of_io_and_of_time():
    found = [
        f"{name} imports {target}"
        for name in {**modules_of("schemas"), **modules_of("ocppj")}
        if name not in MAY_BE_IMPURE
        for target in sorted(imports_of(name))
        if is_within(target, IMPURE)
    ]
    assert found == []


@pytest.mark.parametrize("package", [name for name in PACKAGES if (ROOT / name).is_dir()])
def test_each_package_is_the_one_of_this_tree(package):
    """Others may have installed a distribution with one of these names."""
    spec = importlib.util.find_spec(package)
    assert spec is not None
    places = [Path(place).resolve() for place in spec.submodule_search_locations or ()]
    assert places == [ROOT / package]


# Versions.


def version_comparisons(tree: ast.AST) -> list[int]:
    """Lines that compare with, or match against, the name of a version."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            operands: list[ast.AST] = [node.left, *node.comparators]
        elif isinstance(node, ast.MatchValue):
            operands = [node.value]
        else:
            continue
        literals = [part for operand in operands for part in literals_of(operand)]
        if any(literal in VERSION_WORDS for literal in literals):
            lines.append(node.lineno)
    return lines


def literals_of(operand: ast.AST) -> list[str]:
    """Give the texts of a literal, or of a display of literals."""
    parts = operand.elts if isinstance(operand, ast.Tuple | ast.List | ast.Set) else [operand]
    return [
        part.value
        for part in parts
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]


def test_versions_are_told_apart_in_their_own_places_only():
    found = [
        f"{name}, line {line}"
        for name, tree in modules().items()
        if name not in VERSION_MODULES and not VERSION_FOLDERS & set(name.split("."))
        for line in version_comparisons(tree)
    ]
    assert found == []


# The tests' own eyes: each must see the fault that it looks for.


@pytest.mark.parametrize(
    "code",
    [
        "if version == '1.6': pass",
        "x = 1 if '2.0.1' != dialect.version else 2",
        "assert version in ('1.6', '2.0')",
        "def f():\n  match version:\n    case '2.0.1' | '2.1': pass",
        "[v for v in vs if v is not '1.6']",
    ],
)
def test_a_version_comparison_is_seen(code):
    assert version_comparisons(ast.parse(code)) != []


@pytest.mark.parametrize(
    "code", ["version = '1.6'", "f('1.6')", "TABLE = {'1.6': 1}", "if x == 1.6 or y == 'a': pass"]
)
def test_what_compares_no_version_is_left_alone(code):
    assert version_comparisons(ast.parse(code)) == []


@pytest.mark.parametrize(
    ("code", "target"),
    [
        ("import a.b as c", "a.b"),
        ("from a import b", "a.b"),
        ("from a import other", "a"),
        ("from a.b import thing", "a.b"),
        ("from . import b", "a.b"),
        ("from .b import thing", "a.b"),
        ("from ..a.b import thing", "a.b"),
        ("def f():\n  import time", "time"),
        ("if TYPE_CHECKING:\n  from asyncio import Future", "asyncio"),
    ],
)
def test_an_import_is_seen(code, target):
    name = "x.y" if ".." in code else "a.m"
    known = frozenset({"a", "a.b", "a.m"})
    assert imported(name, ast.parse(code), known) == {target}


@pytest.mark.parametrize(
    ("name", "inside"),
    [("harness.cases", True), ("harness.casesuite", False), ("harness", False), ("schemas", True)],
)
def test_a_prefix_is_a_package_and_no_spelling(name, inside):
    assert is_within(name, MAY_IMPORT["reports"]) is inside
