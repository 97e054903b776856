"""The vocabulary: small, unambiguous, documented, and without logic of its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from harness import cases
from harness.outcome import ScenarioError
from ocpp_conformance.vocabulary import sentences
from steps import bdd
from steps.reusable_states import STATES, enter
from tools import step_page

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "steps").rglob("*.py"))
KINDS = {"given", "when", "then"}


def definitions():
    """Give every step definition with its place."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.AsyncFunctionDef | ast.FunctionDef) and any(
                isinstance(d, ast.Call) and isinstance(d.func, ast.Name) and d.func.id in KINDS
                for d in node.decorator_list
            ):
                yield pytest.param(node, id=f"{path.name}:{node.lineno}")


def test_all_definitions_are_found():
    # A definition may serve under two keywords, one decorator each.
    decorators = sum(len(found.values[0].decorator_list) for found in definitions())
    assert decorators == len(sentences())


def test_the_vocabulary_stays_small():
    assert 20 <= len(sentences()) <= 60


def test_no_sentence_stands_twice():
    texts = [(sentence.kind, sentence.pattern) for sentence in sentences()]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("step", list(definitions()))
def test_a_definition_parses_and_delegates(step):
    body = step.body[1:]
    assert ast.get_docstring(step), "the sentence is documented by its docstring"
    assert body[-1].end_lineno - body[0].lineno < 10
    assert not any(isinstance(node, ast.While | ast.Try) for node in ast.walk(step))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_step_knows_a_case(path):
    assert not re.search(r"\b(TC|X)_\w*\d", path.read_text(encoding="utf-8"))


def test_every_sentence_is_on_the_page():
    page = step_page.current()
    for sentence in sentences():
        assert sentence.meaning in page
    assert page.count("### `") == len(sentences())


def test_the_page_is_current():
    written = (ROOT / "docs" / "steps.md").read_text(encoding="utf-8")
    assert written == step_page.current(), "run python -m tools.step_page"


def test_the_page_tells_the_whole_table_language():
    page = step_page.current()
    for word in ("[*]", "[any]", "[key=", "(absent)", "$now", *step_page.CHECKS):
        assert f"{word}" in page


def test_the_page_goes_where_it_is_told(tmp_path, capsys):
    assert step_page.main([str(tmp_path)]) == 0
    assert (tmp_path / "steps.md").read_text(encoding="utf-8") == step_page.current()
    assert "steps.md" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("kind", "text", "fits"),
    [
        ("then", "the CSMS answers", True),
        ("then", "the csms answers", False),
        ("then", "the charger answers", False),
        ("when", "the station sends an Authorize request", True),
        ("when", "the station sends the Authorize request", False),
        ("then", "the station reports the connector as Available (G01.FR.01)", True),
        ("then", "the station reports the connector as Available (G01.FR.01) twice", False),
        ("then", "the station sends 3 Heartbeat requests, $interval s apart", True),
    ],
)
def test_what_fits_a_sentence(kind, text, fits):
    found = [s for s in sentences() if s.kind == kind and bdd.matches(s, text)]
    assert len(found) == int(fits)


def test_states_belong_to_a_version_and_a_role():
    assert set(STATES) == set(cases.FOLDERS)
    assert all(set(roles) == set(cases.ROLES) for roles in STATES.values())


class Recorder:
    """Enough of a world for a state that is none."""

    def __init__(self):
        self.dialect = type("Dialect", (), {"version": "2.0.1"})
        self.sut = type("Sut", (), {"role": "csms"})
        self.step = "Given the reusable state Dreaming"


def test_an_unknown_state_names_those_that_there_are():
    with pytest.raises(ScenarioError, match=r"no reusable state Dreaming; there are Authorized,"):
        enter(Recorder(), "Dreaming").send(None)
