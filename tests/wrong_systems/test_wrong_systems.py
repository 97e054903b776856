"""The oracle: a system with one behaviour broken fails the cases that are there to notice it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness import cases, scenarios
from harness.plan import Plan
from harness.stage import Stage
from harness.verdicts import Verdict
from tests.wrong_systems.performing import perform
from tests.wrong_systems.registry import ALL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.wrong_systems.entry import WrongSystem

ACTIVE = [wrong for wrong in ALL if wrong.caught]
ONLY_WAITING = [wrong for wrong in ALL if not wrong.caught]
NEEDED_PER_ROLE = 12
ACTIVE_PER_ROLE = 8
HARMLESS = {"csms": ("TC_001_CSMS", "TC_B_01_CSMS"), "station": ("TC_001_CS", "TC_B_01_CS")}
"""Cases that a system which only waits for its own must pass: otherwise it is broken elsewhere."""


def name_of(wrong: WrongSystem) -> str:
    return f"{wrong.role} that {wrong.name}".replace(" ", "-")


@pytest.mark.parametrize("wrong", ACTIVE, ids=name_of)
def test_it_fails_the_cases_that_must_catch_it(wrong: WrongSystem, tmp_path: Path) -> None:
    results = perform(wrong, wrong.caught, tmp_path)
    told = {id: f"{result.verdict}: {result.reason}" for id, result in results.items()}
    missed = [
        told[case_id]
        for case_id, fragment in wrong.caught.items()
        if results[case_id].verdict is not Verdict.FAILED
        or fragment not in results[case_id].reason.partition("\n")[0]
    ]
    assert not missed, "\n\n".join(missed)


def test_the_reference_passes_every_case_that_catches_a_wrong_system(tmp_path: Path) -> None:
    named = {case_id for wrong in ACTIVE for case_id in wrong.caught}
    results = perform(None, sorted(named), tmp_path)
    assert {result.verdict for result in results.values()} == {Verdict.PASSED}


@pytest.mark.parametrize("wrong", ONLY_WAITING, ids=name_of)
def test_one_that_only_waits_is_sound_in_what_it_does_not_break(
    wrong: WrongSystem, tmp_path: Path
) -> None:
    results = perform(wrong, HARMLESS[wrong.role], tmp_path)
    assert {result.verdict for result in results.values()} == {Verdict.PASSED}


@pytest.mark.parametrize("wrong", ALL, ids=name_of)
def test_it_names_cases_of_its_own_role(wrong: WrongSystem) -> None:
    named = [*wrong.caught, *wrong.waits_for]
    found = [cases.find(case_id) for case_id in named]
    assert named
    assert {case.role if case else "unknown" for case in found} == {wrong.role}


def runs(case_id: str, out: Path) -> bool:
    """Tell whether a case is written and applies to a built-in system as it declares itself."""
    case = cases.find(case_id)
    assert case is not None
    written = scenarios.file_of(case_id) is not None
    return written and Stage(Plan(out, (case_id,))).setup(case).configuration is not None


@pytest.mark.parametrize("wrong", ALL, ids=name_of)
def test_it_waits_for_no_case_that_runs(wrong: WrongSystem, tmp_path: Path) -> None:
    due = [case_id for case_id in wrong.waits_for if runs(case_id, tmp_path)]
    assert not due, f"they run by now, so move them to `caught`: {', '.join(due)}"


def test_a_case_that_runs_is_told_from_an_unwritten_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert runs("TC_001_CSMS", tmp_path)
    monkeypatch.setattr(scenarios, "file_of", lambda _: None)
    assert not runs("TC_001_CSMS", tmp_path)


@pytest.mark.parametrize("role", ["csms", "station"])
def test_there_are_enough_of_each_role(role: str) -> None:
    assert sum(wrong.role == role for wrong in ALL) >= NEEDED_PER_ROLE
    assert sum(wrong.role == role for wrong in ACTIVE) >= ACTIVE_PER_ROLE


def test_names_are_told_apart() -> None:
    names = [(wrong.role, wrong.name) for wrong in ALL]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("wrong", ALL, ids=name_of)
def test_the_fault_is_one_sentence(wrong: WrongSystem) -> None:
    assert wrong.fault.count(".") == wrong.fault.endswith(".") == 1
