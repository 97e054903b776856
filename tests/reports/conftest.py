"""Folders of runs, written by the real writers of results and traces."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from harness import results
from harness.results import CaseResult, Run, Sut
from harness.verdicts import Check, Verdict
from ocppj import frames, trace
from ocppj.dialect import DIALECTS
from ocppj.trace import Direction, Kind, Trace

if TYPE_CHECKING:
    from pathlib import Path

STARTED = 1_750_000_000.0


@dataclass
class Story:
    """The trace of one case, told as calls, answers and observations at the harness's end."""

    version: str
    records: Trace = field(default_factory=lambda: Trace(lambda: STARTED))
    calls: int = 0

    def text(self, direction: Direction, text: str) -> int:
        parsed = frames.parse(text, DIALECTS[self.version])  # type: ignore[index]
        return self.records.text(1, direction, text, parsed).seq

    def from_sut(self, action: str, payload: Any = None, *, error: str = "", **kind: Any) -> Story:
        """Tell that the system under test calls and the harness answers."""
        return self._exchange(Direction.IN, action, payload, error, **kind)

    def to_sut(self, action: str, payload: Any = None, *, error: str = "", **kind: Any) -> Story:
        """Tell that the harness calls and the system under test answers."""
        return self._exchange(Direction.OUT, action, payload, error, **kind)

    def _exchange(
        self,
        way: Direction,
        action: str,
        payload: Any,
        error: str,
        answer: Any = None,
        *,
        answered: bool = True,
    ) -> Story:
        self.calls += 1
        back = Direction.OUT if way is Direction.IN else Direction.IN
        self.text(way, json.dumps([2, f"id-{self.calls}", action, payload or {}]))
        if answered:
            failed = [4, f"id-{self.calls}", error, "", {}]
            self.text(back, json.dumps(failed if error else [3, f"id-{self.calls}", answer or {}]))
        return self

    def observe(self, message: str, shows: str) -> Story:
        self.records.event(Kind.OBSERVATION, message=message, shows=shows)
        return self

    def step(self, keyword: str, name: str) -> Story:
        self.records.event(Kind.STEP, keyword=keyword, name=name)
        return self


@dataclass
class Folder:
    """A run folder under construction."""

    path: Path
    selected: list[str] = field(default_factory=list)

    def case(
        self,
        case_id: str,
        story: Story | None = None,
        verdict: str = "passed",
        *,
        version: str = "2.0.1",
        **more: Any,
    ) -> CaseResult:
        """Add a result and its trace; the role follows from the id."""
        place = ""
        if story is not None:
            place = f"traces/{case_id}.jsonl"
            (self.path / "traces").mkdir(exist_ok=True)
            trace.write(self.path / place, story.records.records)
            version = story.version
        role = "csms" if case_id.endswith("_CSMS") else "station"
        result = CaseResult(
            case_id, version, role, Verdict(verdict), trace=place, sut="Sample", **more
        )
        results.append(self.path / "results.jsonl", result)
        self.selected.append(case_id)
        return result

    def run(self, **more: Any) -> Path:
        """Write run.json, and results.jsonl where no case did; gives the folder."""
        suts = (Sut("Sample CSMS", "csms", ("2.0.1",)), Sut("Sample station", "station", ("1.6",)))
        fields = {
            "tool_version": "0.1.0",
            "suts": suts,
            "started_at": "2026-01-02T03:04:05.000Z",
            "selected": tuple(self.selected),
            "duration_s": 12.5,
            **more,
        }
        results.write_run(self.path / "run.json", Run(**fields))
        (self.path / "results.jsonl").touch()
        return self.path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = tmp_path / "ocpp-report"
    made.mkdir()
    return Folder(made)


@pytest.fixture
def story() -> type[Story]:
    return Story


@pytest.fixture
def check() -> Any:
    """Make a check with only what the test is about."""

    def make(action: str, *, held: bool = True, **more: Any) -> Check:
        fields = {
            "step": "Then",
            "subject": "status",
            "expected": "is Accepted",
            "actual": "Accepted" if held else "Rejected",
            **more,
        }
        return Check(held=held, action=action, **fields)

    return make
