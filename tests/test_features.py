"""The features: they can be trusted, and stand where they belong."""

from __future__ import annotations

import re

import pytest

from harness import cases, scenarios
from harness.lint import lint
from ocpp_conformance.vocabulary import vocabulary
from steps.reusable_states import STATES

FILES = scenarios.feature_files()
STATE = re.compile(r"the reusable state (\w+)")


def ids_in(file):
    return [i for i in sorted(scenarios.written_ids()) if scenarios.file_of(i) == file]


def first_word(block):
    """Give the word with which a feature file of the block begins: `core`, `b`, `smart`."""
    return re.match(r"[A-Z]+\d*(?![a-z])|[A-Z][a-z0-9]*", block)[0].lower()


def test_there_are_features():
    assert FILES
    assert scenarios.written_ids()


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parts[-3]}/{f.parts[-2]}/{f.stem}")
class TestEachFile:
    def test_lint_is_clean(self, file):
        assert [str(fault) for fault in lint([file], vocabulary())] == []

    def test_its_place_is_that_of_its_cases(self, file):
        for case in map(cases.find, ids_in(file)):
            assert file.parts[-3] == cases.FOLDERS[case.version]
            assert file.parts[-2] == {"csms": "csms", "station": "charging_station"}[case.role]
            assert file.stem.partition("_")[0] == first_word(case.block)

    def test_its_states_exist_for_its_version_and_role(self, file):
        case = cases.find(ids_in(file)[0])
        used = set(STATE.findall(file.read_text(encoding="utf-8")))
        assert used <= set(STATES[case.version][case.role])


def test_lint_is_clean_over_all_files():
    assert lint(FILES, vocabulary()) == []


@pytest.mark.parametrize(
    ("block", "word"),
    [("Core", "core"), ("B", "b"), ("SmartCharging", "smart"), ("ISO15118", "iso15118")],
)
def test_how_files_are_named(block, word):
    assert first_word(block) == word


def test_the_text_of_a_case_is_its_scenario():
    text = scenarios.text_of("TC_B_06_CSMS")
    assert text.strip().startswith("Scenario: TC_B_06_CSMS")
    assert text.count("Scenario:") == 1
    assert scenarios.text_of("TC_ZZ_99_CSMS") is None
