"""One scenario from beginning to end: the world comes and goes, and a verdict remains."""

from __future__ import annotations

import time
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from harness import finish, lookahead
from harness.outcome import CaseFailed, Inconclusive
from harness.results import CaseResult, StepResult
from harness.verdicts import Verdict
from ocppj import trace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_bdd.parser import Step

    from harness.cases import Case
    from harness.stage import Setup, Stage
    from harness.world import World

_KEYWORDS = {"given": "Given", "when": "When", "then": "Then"}
_PREPARING = _KEYWORDS["given"]


class Performance:
    """Drives the stage for one case and keeps what its result needs."""

    def __init__(self, stage: Stage, case: Case, feature_file: str, steps: Sequence[Step]) -> None:
        self.case = case
        self._stage = stage
        self._feature_file = feature_file
        self._steps = steps
        self._holds = lookahead.holds(steps)
        self._setup: Setup | None = None
        self._world: World | None = None
        self._done: list[StepResult] = []
        self._began = 0.0
        self._error: BaseException | None = None

    @property
    def world(self) -> World:
        assert self._world is not None, "the scenario has not begun"
        return self._world

    def begin(self) -> None:
        """Decide whether the case applies, skipping it if not, and set the stage."""
        self._setup = self._stage.setup(self.case)
        if self._setup.configuration is None:
            pytest.skip(self._setup.reason)
        try:
            self._world = self._stage.open(self.case, self._setup.configuration)
        except BaseException as error:
            self._error = error
            raise

    def before_step(self, step: Step) -> None:
        world = self.world
        world.previous_step = world.step
        world.step = f"{_KEYWORDS[step.type]} {step.name}"
        world.preparing = step.type == "given"
        if step.type == "when":
            world.before_act = world.last_claim
        world.trace.event(trace.Kind.STEP, keyword=_KEYWORDS[step.type], name=step.name)
        for action in self._holds.get(len(self._done), ()):
            world.script.hold(action)
        self._began = time.perf_counter()

    def after_step(self, status: str, error: BaseException | None = None) -> None:
        step = self._steps[len(self._done)]
        took = time.perf_counter() - self._began
        self._done.append(StepResult(_KEYWORDS[step.type], step.name, status, round(took, 6)))
        self._error = error

    def end(self) -> None:
        """Judge what is left, clear the world away and write the trace.

        Raises what was found, unless a step has failed already: that is the better reason.
        """
        if self._world is None:
            return
        failed_before = self._error
        try:
            if failed_before is None and len(self._done) == len(self._steps):
                self._stage.loop.run(finish.finish(self._world))
        except Exception as error:
            self._error = error
            raise
        finally:
            self._clear()

    def _clear(self) -> None:
        world = self.world
        try:
            self._stage.close(world)
        except Exception as error:
            if self._error is None or not isinstance(self._error, CaseFailed):
                self._error = error
                raise
            world.notes.append(f"while clearing up: {error}")
        finally:
            self.write_trace(world)

    def write_trace(self, world: World) -> None:
        """Keep the trace in the folder of the run."""
        path = self._stage.plan.out / "traces" / f"{self.case.id}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        trace.write(path, world.trace.records)

    # the result

    def result(self, raised: BaseException | None, duration_s: float) -> CaseResult:
        """Sum the case up; `raised` is what pytest saw."""
        world = self._world
        verdict, reason = self._verdict(raised)
        return CaseResult(
            id=self.case.id,
            version=self.case.version,
            role=self.case.role,
            verdict=verdict,
            reason=reason,
            tail=raised.tail if isinstance(raised, CaseFailed) else "",
            expected_failure=self._expected_failure(),
            duration_s=round(duration_s, 3),
            feature_file=self._feature_name(),
            trace=f"traces/{self.case.id}.jsonl" if world is not None else "",
            sut=world.sut.name if world is not None else "",
            configuration=self._configuration(),
            features=tuple(sorted(self._declared())),
            checks=tuple(world.checks) if world is not None else (),
            steps=(*self._done, *self._unreached()),
            unseen=tuple(world.unseen) if world is not None else (),
            notes=(*world.notes, *world.judge.advice) if world is not None else (),
        )

    def _verdict(self, raised: BaseException | None) -> tuple[Verdict, str]:
        match raised:
            case None:
                return self._unopposed()
            case pytest.skip.Exception() if self._setup is not None and not self._applies():
                return Verdict.NOT_APPLICABLE, str(raised)
            case CaseFailed():
                return Verdict.FAILED, self._at_step(raised.check.sentence())
            case Inconclusive():
                return Verdict.INCONCLUSIVE, self._at_step(str(raised))
            case _:
                return Verdict.INCONCLUSIVE, self._at_step(f"harness trouble: {_where(raised)}")

    def _unopposed(self) -> tuple[Verdict, str]:
        """Give the verdict where nothing was raised; that alone is no reason to pass."""
        if self._world is None or len(self._done) != len(self._steps):
            return Verdict.INCONCLUSIVE, "not every step was performed"
        unseen = [f"not seen: {thing}" for thing in self._world.unseen]
        if all(check.step.startswith(_PREPARING) for check in self._world.checks):
            return Verdict.INCONCLUSIVE, "; ".join(["no check was made in the main part", *unseen])
        return (Verdict.PARTIAL, "; ".join(unseen)) if unseen else (Verdict.PASSED, "")

    def _applies(self) -> bool:
        return self._setup is not None and self._setup.configuration is not None

    def _at_step(self, reason: str) -> str:
        step = self._world.step if self._world is not None and self._world.step else "set-up"
        return f"{step}: {reason}"

    def _expected_failure(self) -> str | None:
        sut = self._stage.sut
        known = sut.expected_failures if sut is not None else ()
        entry = next((e for e in known if e.case == self.case.id), None)
        if entry is None:
            return None
        return f"{entry.reason} ({entry.link})" if entry.link else entry.reason

    def _feature_name(self) -> str:
        _, found, rest = self._feature_file.replace("\\", "/").rpartition("/features/")
        return f"features/{rest}" if found else self._feature_file

    def _configuration(self) -> str:
        configuration = self._setup.configuration if self._setup is not None else None
        return configuration.name if configuration is not None else ""

    def _declared(self) -> Any:
        configuration = self._setup.configuration if self._setup is not None else None
        return configuration.features if configuration is not None else ()

    def _unreached(self) -> list[StepResult]:
        rest = self._steps[len(self._done) :]
        return [StepResult(_KEYWORDS[step.type], step.name, "skipped") for step in rest]


def _where(error: BaseException | None) -> str:
    """Name an exception of ours and the place it came from."""
    frames = traceback.extract_tb(error.__traceback__ if error is not None else None)
    place = f" at {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}: {error}{place}"
