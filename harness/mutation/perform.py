"""Performing a scenario without pytest, which costs more than most scenarios do."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd.feature import get_feature

from harness.mutation.change import Moment
from harness.mutation.mutant import FrameKind
from harness.mutation.tap import Wire
from harness.outcome import CaseFailed
from harness.performance import Performance
from harness.scenarios import file_of
from harness.stage import Stage
from ocppj.dialect import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from pytest_bdd.parser import Step

    from harness.cases import Case
    from harness.mutation.mutant import Mutant
    from harness.plan import Limits, Plan
    from harness.results import CaseResult
    from harness.targets.reference import Surroundings
    from harness.verdicts import Check
    from harness.world import World
    from ocppj.trace import TraceRecord

    Table = Sequence[Sequence[object]] | None
    Perform = Callable[[World, str, str, Table], Coroutine[Any, Any, None]]

MARGIN_S = 5.0
"""How long after its deadline a late frame is sent."""


@dataclass(frozen=True, slots=True)
class Run:
    """A scenario as it went: its result, the check that failed, the wire and the trace."""

    result: CaseResult
    broken: Check | None
    wire: Wire
    records: tuple[TraceRecord, ...]


class Unwritten(LookupError):
    """The case has no scenario."""


class Silent(Performance):
    """A performance that keeps its trace in memory."""

    records: tuple[TraceRecord, ...] = ()

    def moment(self) -> Moment:
        """Tell which step is going on."""
        return Moment(len(self._done), self._world is None or self._world.preparing)

    def write_trace(self, world: World) -> None:
        self.records = tuple(world.trace.records)


def steps_of(case: Case) -> tuple[str, list[Step]]:
    """Give the feature file and the steps of a case; of an outline those of its first example.

    Raises Unwritten where the case has no scenario.
    """
    path = file_of(case.id)
    if path is None:
        raise Unwritten(case.id)
    found = get_feature("/", str(path)).scenarios
    scenario = next(s for name, s in found.items() if name.partition(" ")[0] == case.id)
    contexts = [row for table in scenario.examples for row in table.as_contexts()]
    return str(path), scenario.render(contexts[0] if contexts else {}).steps


def late_s(limits: Limits) -> Mapping[FrameKind, float]:
    """Give the delays that miss a deadline: of an answer, and of an awaited message."""
    answer = limits.answer_s + MARGIN_S
    return {
        FrameKind.REQUEST: limits.message_s + MARGIN_S,
        FrameKind.RESPONSE: answer,
        FrameKind.ERROR: answer,
    }


def run_case(plan: Plan, case: Case, perform: Perform, mutant: Mutant | None = None) -> Run:
    """Run a case on a stage of its own, with the mutant's change where one is given.

    `perform` carries out a sentence: world, keyword (given, when, then), text, table.
    """
    wire = Wire(DIALECTS[case.version], late_s(plan.limits), mutant, plan.seed)  # type: ignore[index]
    stage = Stage(plan)

    def surround(given: Surroundings) -> Surroundings:
        return replace(given, tap=wire.tap)

    stage.surround = surround
    feature_file, steps = steps_of(case)
    performance = Silent(stage, case, feature_file, steps)
    wire.moment = performance.moment
    began = time.perf_counter()
    try:
        raised = _play(stage, performance, steps, perform)
    finally:
        stage.end()
    result = performance.result(raised, time.perf_counter() - began)
    broken = raised.check if isinstance(raised, CaseFailed) else None
    return Run(result, broken, wire, performance.records)


def _play(
    stage: Stage, performance: Performance, steps: Sequence[Step], perform: Perform
) -> BaseException | None:
    """Go through the steps as pytest-bdd does, and give what ended them."""
    try:
        performance.begin()
        for step in steps:
            _step(stage, performance, step, perform)
    except (Exception, pytest.skip.Exception) as error:  # noqa: BLE001 - the result tells it
        return _first(error, performance)
    return _first(None, performance)


def _step(stage: Stage, performance: Performance, step: Step, perform: Perform) -> None:
    performance.before_step(step)
    table = step.datatable.raw() if step.datatable is not None else None
    try:
        stage.loop.run(perform(performance.world, step.type, step.name, table))
    except Exception as error:
        performance.after_step("failed" if isinstance(error, CaseFailed) else "broken", error)
        raise
    performance.after_step("passed")


def _first(error: BaseException | None, performance: Performance) -> BaseException | None:
    try:
        performance.end()
    except Exception as later:  # noqa: BLE001 - it is the reason where there was none before
        return error or later
    return error
