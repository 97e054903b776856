"""Whether a mutant was noticed, and at the right frame."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from harness.verdicts import Verdict
from ocppj.frames import Call, CallError, CallResult

if TYPE_CHECKING:
    from harness.mutation.perform import Run


class Fate(StrEnum):
    """What became of a mutant; only `killed` is as it should be."""

    KILLED = "killed"
    KILLED_OTHERWISE = "killed_otherwise"
    SURVIVED = "survived"


def fate(run: Run) -> tuple[Fate, str]:
    """Judge a mutant's run; the text says what was found, or what is wrong with the finding."""
    if run.wire.applied is None:
        fault = run.wire.fault or "the frame never came"
        return Fate.KILLED_OTHERWISE, f"the mutant was not applied: {fault}"
    reason = run.result.reason.splitlines()[0] if run.result.reason else ""
    match run.result.verdict:
        case Verdict.PASSED:
            return Fate.SURVIVED, ""
        case Verdict.FAILED if points_at_mutant(run):
            return Fate.KILLED, reason
        case Verdict.FAILED:
            return Fate.KILLED_OTHERWISE, f"failed, but at another message: {reason}"
        case verdict:
            return Fate.KILLED_OTHERWISE, f"{verdict}: {reason}"


def points_at_mutant(run: Run) -> bool:
    """Tell whether the check that failed looks at the mutated frame or at its exchange.

    It does when it names a trace record with the frame's message id, as the one looked at or as the
    one that the expectation comes from, or when it speaks of the action (a lost frame has no
    record; a wrong one may show in what follows, or in stored state).
    """
    mutant, check = run.wire.mutant, run.broken
    if mutant is None or check is None:
        return False
    named = {check.seq, check.source}
    return check.action == mutant.spot.action or not named.isdisjoint(_records(run))


def _records(run: Run) -> set[int]:
    message_id = run.wire.message_id
    return {
        record.seq
        for record in run.records
        if isinstance(record.frame, Call | CallResult | CallError)
        and record.frame.message_id == message_id
    }
