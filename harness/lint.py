"""Finds what pytest-bdd is silent about, before a scenario runs.

Two scenarios of one name (the first vanishes), a sentence that fits no definition or two, an
outline without examples, tags on examples, a `Scenario` without its colon, ids that the catalogue
does not have, actions that the version does not have, and tables that nobody could read.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from gherkin.errors import CompositeParserException
from gherkin.parser import Parser

from harness import cases
from harness.paths import TableError
from harness.tables import (
    parse_expectations,
    parse_fields,
    parse_limits,
    parse_messages,
    parse_settings,
)
from schemas import catalogue, tunnel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

MAX_STEPS: Final = 60
MAX_SCENARIOS: Final = 30
_LOST: Final = re.compile(
    r"^\s*(Scenario|Background|Feature|Examples|Scenario Outline)\s+(?!:)[^:]*$"
)
_STEP: Final = re.compile(r"^\s*(?:(?:Given|When|Then|And|But) |\|)", re.MULTILINE)
_ACTION: Final = re.compile(
    r"\b(?:an?|no|the|\d+) ([\w/]+) requests?\b|\b(?:the effect of|will answer) ([\w/]+)"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A sentence of the vocabulary: when it applies, and whether a table may follow."""

    kind: str
    text: str
    matches: Any

    def fits(self, kind: str, sentence: str) -> bool:
        return self.kind == kind and bool(self.matches(sentence))


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a feature file."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.message}"


def lint(files: Iterable[Path], vocabulary: Sequence[Definition]) -> list[Fault]:
    """Read every feature file; the list is empty when all of them can be trusted."""
    faults: list[Fault] = []
    seen: dict[str, Path] = {}
    for file in sorted(files):
        faults += _lint_file(file, vocabulary, seen)
    return faults


def _lint_file(file: Path, vocabulary: Sequence[Definition], seen: dict[str, Path]) -> list[Fault]:
    text = file.read_text(encoding="utf-8")
    faults = [
        Fault(file, number, f"{line.strip()!r} has no colon, Gherkin would drop it")
        for number, line in enumerate(text.splitlines(), start=1)
        if _LOST.match(line)
    ]
    try:
        # The parser's types promise a feature; a file without one gives None.
        feature: Any = Parser().parse(text).get("feature")
    except CompositeParserException as error:
        first = error.errors[0]
        return [*faults, Fault(file, first.location["line"], f"no Gherkin: {first}")]
    if not feature:
        return [*faults, Fault(file, 1, "there is no Feature in this file")]
    return faults + _lint_feature(file, feature, vocabulary, seen)


def _lint_feature(
    file: Path, feature: Any, vocabulary: Sequence[Definition], seen: dict[str, Path]
) -> list[Fault]:
    faults: list[Fault] = []
    background = [c["background"]["steps"] for c in feature["children"] if "background" in c]
    scenarios = [c["scenario"] for c in feature["children"] if "scenario" in c]
    for steps in background:
        faults += _lint_steps(file, steps, vocabulary, _version(file))
    if any("rule" in child for child in feature["children"]):
        faults.append(Fault(file, 1, "a Rule hides its scenarios; let them stand in the Feature"))
    for part in (feature, *scenarios):
        if _STEP.search(part["description"]):
            line = part["location"]["line"]
            faults.append(
                Fault(file, line, "steps below belong to no scenario, a keyword is amiss")
            )
    if len(scenarios) > MAX_SCENARIOS:
        faults.append(Fault(file, 1, f"{len(scenarios)} scenarios, split above {MAX_SCENARIOS}"))
    names = Counter(_id_of(scenario) for scenario in scenarios)
    for scenario in scenarios:
        faults += _lint_scenario(file, scenario, names, seen)
        faults += _lint_steps(file, scenario["steps"], vocabulary, _version(file))
    return faults


def _lint_scenario(
    file: Path, scenario: Any, names: Counter[str], seen: dict[str, Path]
) -> Iterator[Fault]:
    line, case_id = scenario["location"]["line"], _id_of(scenario)
    if names[case_id] > 1:
        yield Fault(file, line, f"{case_id} stands twice in this file, the first would vanish")
    if seen.setdefault(case_id, file) != file:
        yield Fault(file, line, f"{case_id} stands in {seen[case_id]} too")
    case = cases.find(case_id)
    if case is None:
        near = ", ".join(cases.close_matches(case_id)) or "nothing like it"
        yield Fault(file, line, f"{case_id} is in no testcases.csv; there is {near}")
    elif case.version != _version(file) or case.role != _role(file):
        yield Fault(file, line, f"{case_id} belongs to the {case.role} features of {case.version}")
    if scenario["keyword"].strip() != "Scenario" and not scenario["examples"]:
        yield Fault(file, line, f"{case_id} is an outline without Examples")
    if any(examples["tags"] for examples in scenario["examples"]):
        yield Fault(file, line, f"{case_id} has tags on Examples, which pytest-bdd does not apply")
    if not scenario["steps"]:
        yield Fault(file, line, f"{case_id} has no steps, it would pass without a check")
    if len(scenario["steps"]) > MAX_STEPS:
        yield Fault(file, line, f"{case_id} has more than {MAX_STEPS} steps")


def _lint_steps(
    file: Path, steps: Sequence[Any], vocabulary: Sequence[Definition], version: str
) -> Iterator[Fault]:
    kind = "given"
    for step in steps:
        kind = {"Context": "given", "Action": "when", "Outcome": "then"}.get(
            step["keywordType"], kind
        )
        line, text = step["location"]["line"], step["text"]
        fits = [d.text for d in vocabulary if d.fits(kind, text)]
        if not fits:
            yield Fault(file, line, f"no {kind.capitalize()} sentence fits {text!r}")
        if len(fits) > 1:
            yield Fault(file, line, f"{text!r} fits two sentences: {' / '.join(fits)}")
        for match in _ACTION.finditer(text):
            action = match[1] or match[2]
            if not _is_message(version, action):
                yield Fault(file, line, f"OCPP {version} has no message {action}")
        yield from _lint_table(file, step)


def _is_message(version: str, action: str) -> bool:
    known: Any = version
    return bool(catalogue.message(known, action) or tunnel.message(known, action))


def _lint_table(file: Path, step: Any) -> Iterator[Fault]:
    if "dataTable" not in step:
        return
    rows = [[cell["value"] for cell in row["cells"]] for row in step["dataTable"]["rows"]]
    if len(rows) == 1:
        yield Fault(file, step["location"]["line"], "a table without rows says nothing")
    header = {cell.strip() for cell in rows[0]}
    try:
        _reader(header)(rows)
    except TableError as error:
        yield Fault(file, step["location"]["line"], str(error))


def _reader(header: set[str]) -> Callable[[Any], object]:
    if "message" in header:
        return parse_messages
    if "limit" in header:
        return parse_limits
    if "setting" in header:
        return parse_settings
    return parse_expectations if "check" in header else parse_fields


def _id_of(scenario: Any) -> str:
    return str(scenario["name"]).partition(" ")[0]


def _version(file: Path) -> str:
    folders = {folder: version for version, folder in cases.FOLDERS.items()}
    return next((folders[part] for part in file.parts if part in folders), "")


def _role(file: Path) -> str:
    return "csms" if file.parent.name == "csms" else "station"
