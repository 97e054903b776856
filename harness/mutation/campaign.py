"""A campaign: every mutant of every case, spread over worker processes."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
from collections import Counter
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from harness import cases
from harness.mutation.change import possible
from harness.mutation.perform import run_case
from harness.mutation.verdict import Fate, fate
from harness.verdicts import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor

    from harness.cases import Case
    from harness.mutation.change import Sent
    from harness.mutation.mutant import Mutant
    from harness.mutation.perform import Perform
    from harness.plan import Plan
    from schemas.catalogue import Version

FRAMES: Final = 3
"""Of each kind and action the first frames of a step are mutated; periodic ones come for ever."""
_BATCH: Final = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mutant; `before` and `after` are the values at its path.

    `prepared` says that the frame belongs to the preparation of the case.
    """

    mutant: Mutant
    fate: Fate
    before: Any
    after: Any
    finding: str
    prepared: bool = False


@dataclass(frozen=True, slots=True)
class Baseline:
    """The unchanged run of a case, and the mutants to be made of it: none unless it passed."""

    case: str
    verdict: Verdict
    reason: str
    mutants: tuple[Mutant, ...]


@dataclass(slots=True)
class CaseCampaign:
    """A case with all that was found about it; `done` when every mutant has an outcome."""

    baseline: Baseline
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def done(self) -> bool:
        return len(self.outcomes) == len(self.baseline.mutants)

    def sort(self) -> None:
        """Put the outcomes, which come as workers finish, into the order of the mutants."""
        place = {mutant: index for index, mutant in enumerate(self.baseline.mutants)}
        self.outcomes.sort(key=lambda outcome: place[outcome.mutant])


def run(
    plan: Plan, perform: Perform, workers: int, progress: Callable[[CaseCampaign, int], None]
) -> list[CaseCampaign]:
    """Run all mutants of the plan's cases; `progress` gets a case and how many outcomes are new."""
    found: dict[str, CaseCampaign] = {}
    with _executor(workers) as pool:
        waiting: set[Future[Any]] = {
            pool.submit(record, plan, case_id, perform) for case_id in plan.cases
        }
        while waiting:
            done, waiting = concurrent.futures.wait(
                waiting, return_when=concurrent.futures.FIRST_COMPLETED
            )
            for future in done:
                result = future.result()
                if isinstance(result, Baseline):
                    found[result.case] = CaseCampaign(result)
                    waiting.update(_submit(pool, plan, result, perform))
                    progress(found[result.case], 0)
                else:
                    campaign = found[result[0].mutant.case]
                    campaign.outcomes.extend(result)
                    progress(campaign, len(result))
    for campaign in found.values():
        campaign.sort()
    return [found[case_id] for case_id in plan.cases]


def record(plan: Plan, case_id: str, perform: Perform) -> Baseline:
    """Run a case unchanged, and find the mutants of the frames that the system sent."""
    case = _case(case_id)
    unchanged = run_case(plan, case, perform)
    result = unchanged.result
    if result.verdict is not Verdict.PASSED:
        return Baseline(case_id, result.verdict, result.reason, ())
    version: Version = case.version  # type: ignore[assignment]
    mutants = tuple(
        mutant
        for sent in _first(unchanged.wire.sent)
        for mutant in possible(version, case_id, sent, plan.seed)
    )
    return Baseline(case_id, result.verdict, "", mutants)


def _first(sent: Sequence[Sent]) -> Iterator[Sent]:
    seen: Counter[tuple[Any, ...]] = Counter()
    for frame in sent:
        key = (frame.moment.step, frame.spot.kind, frame.spot.action)
        seen[key] += 1
        if seen[key] <= FRAMES:
            yield frame


def judge(plan: Plan, mutants: Sequence[Mutant], perform: Perform) -> list[Outcome]:
    """Run some mutants of one case."""
    return [_outcome(plan, mutant, perform) for mutant in mutants]


def _outcome(plan: Plan, mutant: Mutant, perform: Perform) -> Outcome:
    run = run_case(plan, _case(mutant.case), perform, mutant)
    end, finding = fate(run)
    applied = run.wire.applied
    before, after = (applied.before, applied.after) if applied is not None else (None, None)
    return Outcome(mutant, end, before, after, finding, run.wire.prepared)


def _case(case_id: str) -> Case:
    case = cases.find(case_id)
    assert case is not None, case_id
    return case


def _submit(
    pool: Executor, plan: Plan, baseline: Baseline, perform: Perform
) -> Iterator[Future[Any]]:
    for start in range(0, len(baseline.mutants), _BATCH):
        yield pool.submit(judge, plan, baseline.mutants[start : start + _BATCH], perform)


class _Here(concurrent.futures.Executor):
    """Runs in this process, at once."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(work(*args, **named))
        return future


@contextmanager
def _executor(workers: int) -> Iterator[Executor]:
    """Give a pool whose waiting work is given up when the user interrupts."""
    if workers == 1:
        yield _Here()
        return
    # Not forked: a child would inherit the threads and the terminal of this process.
    spawn = multiprocessing.get_context("spawn")
    pool = concurrent.futures.ProcessPoolExecutor(workers, mp_context=spawn)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
