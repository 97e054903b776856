"""Monitors on variables: what they are, and which ones a station has (2.0.1 Part 2, N03 to N08)."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas.base import OcppModel

SEVERITIES: Final = range(10)
"""From 0, the worst, to 9."""
CAPACITY: Final = 100
_FIRST_CUSTOM: Final = 100


class Kind(StrEnum):
    """The types of monitors, spelled as in MonitorEnumType."""

    UPPER = "UpperThreshold"
    LOWER = "LowerThreshold"
    DELTA = "Delta"
    PERIODIC = "Periodic"
    ALIGNED = "PeriodicClockAligned"


THRESHOLDS: Final = frozenset({Kind.UPPER, Kind.LOWER})
PERIODICS: Final = frozenset({Kind.PERIODIC, Kind.ALIGNED})


class Origin(StrEnum):
    """Where a monitor comes from, spelled as in EventNotificationEnumType."""

    HARD_WIRED = "HardWiredMonitor"
    PRECONFIGURED = "PreconfiguredMonitor"
    CUSTOM = "CustomMonitor"


class Base(StrEnum):
    """Which monitors of the factory are active, spelled as in MonitoringBaseEnumType."""

    ALL = "All"
    FACTORY_DEFAULT = "FactoryDefault"
    HARD_WIRED_ONLY = "HardWiredOnly"


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor; `path` names the variable, `value` is a limit, a step, or seconds.

    With `transaction` it only works while there is a transaction at its EVSE.
    """

    id: int
    path: str
    kind: Kind
    value: float
    severity: int
    transaction: bool = False
    origin: Origin = Origin.CUSTOM


@dataclass(slots=True)
class State:
    """What a monitor has told: whether the value is beyond the limit, and the value itself."""

    alerting: bool = False
    told: str | None = None


_HEAT: Final = "TemperatureSensor.Temperature"
_FACTORY: Final = (
    (Base.HARD_WIRED_ONLY, Monitor(1, _HEAT, Kind.UPPER, 85, 2, origin=Origin.HARD_WIRED)),
    (Base.FACTORY_DEFAULT, Monitor(2, _HEAT, Kind.UPPER, 70, 4, origin=Origin.PRECONFIGURED)),
    (Base.ALL, Monitor(3, _HEAT, Kind.LOWER, -25, 6, origin=Origin.PRECONFIGURED)),
)
"""Each monitor of the factory, with the narrowest base in which it is active."""
_INCLUDED: Final = {
    Base.ALL: frozenset(Base),
    Base.FACTORY_DEFAULT: frozenset({Base.FACTORY_DEFAULT, Base.HARD_WIRED_ONLY}),
    Base.HARD_WIRED_ONLY: frozenset({Base.HARD_WIRED_ONLY}),
}


def _factory(base: Base) -> dict[int, Monitor]:
    return {monitor.id: monitor for least, monitor in _FACTORY if least in _INCLUDED[base]}


@dataclass(slots=True)
class Event:
    """A message about events that waits to be delivered; `severity` is that of the worst."""

    request: OcppModel
    severity: int


@dataclass(slots=True)
class Monitors:
    """The active monitors, and what is kept with them over reboots (N07.FR.13)."""

    base: Base = Base.FACTORY_DEFAULT
    level: int = SEVERITIES[-1]
    active: dict[int, Monitor] = field(default_factory=lambda: _factory(Base.FACTORY_DEFAULT))
    outbox: deque[Event] = field(default_factory=deque)
    _states: dict[int, State] = field(default_factory=dict)
    _last_id: int = _FIRST_CUSTOM - 1

    def __iter__(self) -> Iterator[Monitor]:
        return iter(list(self.active.values()))

    def rebase(self, base: Base) -> None:
        """Go to a base; only All leaves custom and changed monitors alone (N03.FR.03 to .05)."""
        self.base = base
        kept = self.active if base is Base.ALL else {}
        wanted = {**_factory(base), **kept}
        for number in [n for n, known in self.active.items() if wanted.get(n) != known]:
            self._states.pop(number, None)
        self.active = dict(sorted(wanted.items()))

    def install(self, monitor: Monitor, value: str) -> Monitor | None:
        """Take a custom monitor, new where its id is 0; `value` is that of its variable now.

        None when there is no room. A replaced one is custom from then on (N04.FR.15).
        """
        if monitor.id == 0:
            if len(self.active) >= CAPACITY:
                return None
            self._last_id += 1
            monitor = replace(monitor, id=self._last_id)
        before = self._states.get(monitor.id, State())
        # N07.FR.11: whether a new limit clears the old alert is found out at the next look.
        self._states[monitor.id] = State(before.alerting and monitor.kind in THRESHOLDS, value)
        self.active[monitor.id] = replace(monitor, origin=Origin.CUSTOM)
        return self.active[monitor.id]

    def remove(self, number: int) -> None:
        """Drop a monitor, without a word about an alert that it has given (N07.FR.12)."""
        del self.active[number]
        self._states.pop(number, None)

    def rival(self, monitor: Monitor) -> bool:
        """Tell whether another one has its variable, type and severity (N04.FR.10)."""
        return any(
            (other.path, other.kind, other.severity)
            == (monitor.path, monitor.kind, monitor.severity)
            for other in self
            if other.id != monitor.id
        )

    def state(self, monitor: Monitor) -> State:
        return self._states.setdefault(monitor.id, State())

    def forget(self, monitor: Monitor) -> None:
        """Start anew with a monitor that is not at work."""
        self._states.pop(monitor.id, None)
