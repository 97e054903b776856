"""The case list of the audit: the whole catalogue, each case with how it ended in the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from harness.cases import Case
    from harness.results import Run
    from reports.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class CaseEntry:
    """An entry of `cases` in audit.json.

    `expected_failure` is the reason declared in the SUT file, None where none is. `requirements`
    are those of the catalogue, then those that only a check of the run named. `messages` are
    those of the main part.
    """

    id: str
    version: str
    role: str
    block: str
    name: str
    verdict: Verdict
    expected_failure: str | None
    features: tuple[str, ...]
    requirements: tuple[str, ...]
    messages: tuple[str, ...]
    duration_s: float
    feature_file: str
    trace: str
    reason: str
    sut: str = ""
    configuration: str = ""
    unseen: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    checks_held: int = 0
    checks_failed: int = 0

    @property
    def unexpected_pass(self) -> bool:
        return self.verdict is Verdict.PASSED and self.expected_failure is not None


def entries(catalogue: Sequence[Case], facts: Iterable[CaseFacts], run: Run) -> list[CaseEntry]:
    """Every case of the catalogue in its order, then results of cases that it does not know."""
    ran = {fact.result.id: fact for fact in facts}
    selected = frozenset(run.selected)
    known = {case.id for case in catalogue}
    listed = [
        _performed(ran[case.id]) if case.id in ran else _untested(case, _why(case, run, selected))
        for case in catalogue
    ]
    return listed + [_performed(fact) for fact in ran.values() if fact.result.id not in known]


def summary(listed: Iterable[CaseEntry]) -> Mapping[str, int]:
    """Count the verdicts; `selected` is the sum of the five that a run gives."""
    every = list(listed)
    counts = {
        verdict.value: sum(entry.verdict is verdict for entry in every) for verdict in Verdict
    }
    selected = sum(counts.values()) - counts[Verdict.UNTESTED]
    expected = sum(e.verdict is Verdict.FAILED and e.expected_failure is not None for e in every)
    return {
        "selected": selected,
        **counts,
        "expected_failures": expected,
        "unexpected_passes": sum(entry.unexpected_pass for entry in every),
    }


def _why(case: Case, run: Run, selected: frozenset[str]) -> str:
    if case.id not in selected:
        return "not selected"
    return "the run was interrupted before it" if run.interrupted else "no scenario yet"


def _untested(case: Case, reason: str) -> CaseEntry:
    return CaseEntry(
        id=case.id,
        version=case.version,
        role=case.role,
        block=case.block,
        name=case.title,
        verdict=Verdict.UNTESTED,
        expected_failure=None,
        features=(),
        requirements=case.requirements,
        messages=case.messages,
        duration_s=0.0,
        feature_file="",
        trace="",
        reason=reason,
    )


def _performed(fact: CaseFacts) -> CaseEntry:
    case, result = fact.case, fact.result
    checked = (check.requirement for check in result.checks if check.requirement)
    named = case.requirements if case is not None else ()
    return CaseEntry(
        id=result.id,
        version=result.version,
        role=result.role,
        block=case.block if case is not None else "",
        name=case.title if case is not None else "",
        verdict=result.verdict,
        expected_failure=result.expected_failure,
        features=result.features,
        requirements=tuple(dict.fromkeys((*named, *checked))),
        messages=case.messages if case is not None else (),
        duration_s=round(result.duration_s, 3),
        feature_file=result.feature_file,
        trace=result.trace,
        reason=result.reason,
        sut=result.sut,
        configuration=result.configuration,
        unseen=result.unseen,
        notes=result.notes,
        checks_held=sum(check.held for check in result.checks),
        checks_failed=sum(not check.held for check in result.checks),
    )
