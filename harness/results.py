"""Results of a run: `results.jsonl` (a line per case, written as it ends) and `run.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.verdicts import Check, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class StepResult:
    """A Gherkin step as it went: `status` is passed, failed, broken, skipped (never reached)."""

    keyword: str
    name: str
    status: str
    duration_s: float = 0.0


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case of one run.

    `tail` shows the last messages before a failure. `expected_failure` is the reason given in the
    SUT file, None when none is. `unseen` names what a partial verdict could not see, `notes` what
    the reader should know without it being a fault. `duration_s` is real time. `trace` is the path
    of the trace below the output folder.
    """

    id: str
    version: str
    role: str
    verdict: Verdict
    reason: str = ""
    tail: str = ""
    expected_failure: str | None = None
    duration_s: float = 0.0
    feature_file: str = ""
    trace: str = ""
    sut: str = ""
    configuration: str = ""
    features: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    steps: tuple[StepResult, ...] = ()
    unseen: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        line = {name: getattr(self, name) for name in self.__slots__}
        line["verdict"] = self.verdict.value
        line["checks"] = [check.to_json() for check in self.checks]
        line["steps"] = [
            {name: getattr(step, name) for name in step.__slots__} for step in self.steps
        ]
        return line

    @classmethod
    def from_json(cls, line: dict[str, Any]) -> CaseResult:
        """Build a result from a line of `results.jsonl`; raises TypeError on unknown members."""
        fields = dict(line)
        fields["verdict"] = Verdict(fields["verdict"])
        fields["checks"] = tuple(Check.from_json(check) for check in fields.get("checks", ()))
        fields["steps"] = tuple(StepResult(**step) for step in fields.get("steps", ()))
        for name in ("features", "unseen", "notes"):
            fields[name] = tuple(fields.get(name, ()))
        return cls(**fields)


@dataclass(frozen=True, slots=True)
class Sut:
    """A system under test as declared."""

    name: str
    role: str
    versions: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        return {"name": self.name, "role": self.role, "versions": list(self.versions)}


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a run as a whole; times are RFC 3339 UTC texts and seconds."""

    tool_version: str
    suts: tuple[Sut, ...]
    started_at: str
    selected: tuple[str, ...]
    clock: str = "virtual"
    seed: int = 0
    duration_s: float = 0.0
    interrupted: bool = False
    configurations: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        line = {name: getattr(self, name) for name in self.__slots__}
        line["suts"] = [sut.to_json() for sut in self.suts]
        return {"format": 1, **line}

    @classmethod
    def from_json(cls, line: dict[str, Any]) -> Run:
        fields = {name: value for name, value in line.items() if name != "format"}
        fields["suts"] = tuple(
            Sut(sut["name"], sut["role"], tuple(sut["versions"])) for sut in fields["suts"]
        )
        fields["selected"] = tuple(fields["selected"])
        return cls(**fields)


def append(path: Path, result: CaseResult) -> None:
    """Add one result; the line is on disk when this returns."""
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(result.to_json()) + "\n")
        file.flush()


def read(path: Path) -> Iterator[CaseResult]:
    """Read `results.jsonl`; raises ValueError naming the line that is none."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield CaseResult.from_json(json.loads(line))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path}, line {number}: no case result: {error}") from error


def write_run(path: Path, run: Run) -> None:
    path.write_text(json.dumps(run.to_json(), indent=2) + "\n", encoding="utf-8")


def read_run(path: Path) -> Run:
    """Read `run.json`; raises ValueError when it is none."""
    try:
        line = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(line, dict):
            raise TypeError("not an object")
        return Run.from_json(line)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: no run description: {error}") from error
