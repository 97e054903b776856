"""The plan of a run: what the command line decided, as the workers read it from a file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ocppj.clock import SystemClock


@dataclass(frozen=True, slots=True)
class Limits:
    """Deadlines and tolerances, all in seconds.

    `answer_delay_s` is the time that the harness lets pass before it answers, and
    `time_tolerance_s` how far compared times may be apart: nothing on the virtual clock.
    `registration_s` is how long a station waits in preparation for a CSMS to accept it.
    """

    answer_s: float = 30.0
    message_s: float = 60.0
    time_tolerance_s: float = 0.0
    answer_delay_s: float = 0.05
    registration_s: float = 600.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Which cases run against what. `sut_file` None means the built-in systems.

    `starts_at` is the POSIX time at which each case begins on the virtual clock, None for the real
    present.
    """

    out: Path
    cases: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
    sut_file: Path | None = None
    seed: int = 0
    official_schemas: Path | None = None
    starts_at: float | None = None

    @property
    def virtual(self) -> bool:
        """In-process runs use the virtual clock; external systems live in real time."""
        return self.sut_file is None

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), default=str), encoding="utf-8")


def load(path: Path) -> Plan:
    """Read what `Plan.save` wrote."""
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Plan(
        out=Path(data["out"]),
        cases=tuple(data["cases"]),
        limits=Limits(**data["limits"]),
        sut_file=Path(data["sut_file"]) if data["sut_file"] else None,
        seed=data["seed"],
        official_schemas=Path(data["official_schemas"]) if data["official_schemas"] else None,
        starts_at=data["starts_at"],
    )


def full_hour() -> float:
    """Give the beginning of this hour: what a station sends by the clock is then always the same.

    It lies close enough to the present for certificates, which are judged by the real clock.
    """
    return SystemClock().time() // 3600 * 3600
