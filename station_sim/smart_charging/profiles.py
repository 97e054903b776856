"""Charging profiles in one shape for both versions.

Moments are whole POSIX seconds, as `startPeriod` and `duration` are whole: a fraction of a second
in validFrom or startSchedule is cut off. Limits are exact fractions, so that no comparison and no
conversion between A and W depends on rounding. Sources: 1.6 edition 2, 3.13 and 7.8 to 7.14; 2.0.1
Part 2, block K, section 3.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

DAY_S = 86400


class Purpose(StrEnum):
    """In the words of 2.0.1; 1.6 says ChargePointMaxProfile, and has no external constraints."""

    STATION_MAX = "ChargingStationMaxProfile"
    EXTERNAL = "ChargingStationExternalConstraints"
    TX_DEFAULT = "TxDefaultProfile"
    TX = "TxProfile"


class Kind(StrEnum):
    ABSOLUTE = "Absolute"
    RECURRING = "Recurring"
    RELATIVE = "Relative"


class Recurrency(StrEnum):
    DAILY = "Daily"
    WEEKLY = "Weekly"

    @property
    def seconds(self) -> int:
        return DAY_S if self is Recurrency.DAILY else 7 * DAY_S


class Unit(StrEnum):
    """A is per phase, W is the total of all phases."""

    A = "A"
    W = "W"


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit as a schedule period states it; `phases` is None where it does not say."""

    value: Fraction
    unit: Unit
    phases: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """From `start` seconds into the schedule until the next period, or the end (K01.FR.12)."""

    start: int
    rate: Rate
    phase_to_use: int | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """`start` and `duration` are None where absent; `minimum` is minChargingRate."""

    unit: Unit
    periods: tuple[Period, ...]
    start: int | None = None
    duration: int | None = None
    minimum: Rate | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile; it is valid from `valid_from` on and before `valid_to` (K01.FR.36, .37)."""

    id: int
    stack_level: int
    purpose: Purpose
    kind: Kind
    schedules: tuple[Schedule, ...]
    recurrency: Recurrency | None = None
    valid_from: int | None = None
    valid_to: int | None = None
    transaction_id: str | None = None

    @property
    def schedule(self) -> Schedule:
        """The schedule that is followed: the first, where ISO 15118 offers the EV several."""
        return self.schedules[0]

    def overlaps(self, other: Profile) -> bool:
        """Tell whether there is a moment at which both are valid."""
        begins = [p.valid_from for p in (self, other) if p.valid_from is not None]
        ends = [p.valid_to for p in (self, other) if p.valid_to is not None]
        return not begins or not ends or max(begins) < min(ends)
