"""The lint: each thing that pytest-bdd is silent about is found, with its line."""

from __future__ import annotations

import pytest

from harness.lint import Definition, lint
from ocpp_conformance.vocabulary import vocabulary

GOOD = """Feature: B
  Scenario: TC_B_06_CSMS Asks
    Given a connected station
    When the CSMS is asked to read the variable OCPPCommCtrlr.OfflineThreshold
    Then the CSMS sends a GetVariables request
      | field           | check      | value |
      | getVariableData | is present |       |
    And the CSMS shows the effect of GetVariables in its variables
      | field | check | value |
      | value | is    | 1     |
"""


@pytest.fixture
def found(tmp_path):
    """Lint texts by file name; gives `line: message` of each fault."""

    def run(text, *others, words=None):
        folder = tmp_path / "ocpp201" / "csms"
        folder.mkdir(parents=True)
        files = [folder / f"{number}.feature" for number in range(1 + len(others))]
        for file, content in zip(files, (text, *others), strict=True):
            file.write_text(content, encoding="utf-8")
        return [f"{fault.line}: {fault.message}" for fault in lint(files, words or vocabulary())]

    return run


def test_a_good_file(found):
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("Scenario: TC", "Scenario TC", "2: 'Scenario TC_B_06_CSMS Asks' has no colon"),
        ("Scenario: TC", "Scenari: TC", "1: steps below belong to no scenario"),
        ("Feature: B\n", "# nothing\n", "no Gherkin"),
        ("is asked", "is begged", "4: no When sentence fits"),
        ("TC_B_06_CSMS", "TC_B_6_CSMS", "in no testcases.csv; there is"),
        ("TC_B_06_CSMS", "TC_B_06_CS", "2: TC_B_06_CS belongs to the station features of 2.0.1"),
        ("TC_B_06_CSMS", "TC_001_CSMS", "belongs to the csms features of 1.6"),
        ("Scenario:", "Scenario Outline:", "is an outline without Examples"),
        ("sends a GetVariables", "sends a GetVarables", "5: OCPP 2.0.1 has no message GetVarables"),
        ("sends a GetVariables request", "sends 2 Beat requests, 3 s apart", "no message Beat"),
        ("effect of GetVariables", "effect of Everything", "8: OCPP 2.0.1 has no message Every"),
        ("| check |", "| test  |", "8: table columns field, test, value"),
        ("is present", "is around ", "5: getVariableData: no check 'is around'"),
        ("      | value | is    | 1     |\n", "", "8: a table without rows says nothing"),
    ],
)
def test_each_fault(found, old, new, fault):
    assert old in GOOD
    assert any(fault in line for line in found(GOOD.replace(old, new)))


def test_an_empty_file(found):
    assert found("") == ["1: there is no Feature in this file"]


def test_a_scenario_without_steps(found):
    assert any("has no steps" in line for line in found(GOOD.partition("    Given")[0]))


def test_too_many_steps(found):
    step = "    And the CSMS sends a GetVariables request\n"
    assert any("more than 60 steps" in line for line in found(GOOD + step * 60))


def test_too_many_scenarios(found):
    scenario = "\n  Scenario: TC_B_{n:02}_CSMS x\n    Given a connected station\n"
    text = "Feature: B\n" + "".join(scenario.format(n=n) for n in range(31))
    assert any("31 scenarios, split above 30" in line for line in found(text))


def test_two_scenarios_of_one_name(found):
    _, _, scenario = GOOD.partition("\n")
    faults = [line for line in found(GOOD + scenario) if "stands twice" in line]
    assert len(faults) == 2


def test_one_case_in_two_files(found):
    assert any("stands in" in line for line in found(GOOD, GOOD))


def test_tags_on_examples(found):
    text = GOOD.replace("Scenario:", "Scenario Outline:")
    text += "    @slow\n    Examples:\n      | x |\n      | 1 |\n"
    assert any("has tags on Examples" in line for line in found(text))


def test_a_rule_hides_scenarios(found):
    text = GOOD.replace("  Scenario:", "  Rule: one\n  Scenario:")
    assert any("Rule hides its scenarios" in line for line in found(text))


def test_steps_of_a_background(found):
    text = GOOD.replace("  Scenario:", "  Background:\n    Given it rains\n\n  Scenario:")
    assert found(text) == ["3: no Given sentence fits 'it rains'"]


def test_a_text_that_fits_two_sentences(found):
    twice = [*vocabulary(), Definition("given", "a {kind} station", lambda t: "connected" in t)]
    (fault,) = found(GOOD, words=twice)
    assert fault.startswith("3: 'a connected station' fits two sentences")
