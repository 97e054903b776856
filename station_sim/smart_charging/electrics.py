"""Current, power and phases.

The limit of a period in W means a current per phase of limit / (line voltage x numberPhases), with
3 phases where the period does not say (K01.FR.49, .50, .51 and errata 2.40; 1.6 edition 2, 7.12).
That current is imposed on however many phases are in use (K01.FR.45).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from station_sim.smart_charging.profiles import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from station_sim.smart_charging.profiles import Rate

ASSUMED_PHASES = 3


@dataclass(frozen=True, slots=True)
class Level:
    """What may be drawn: `current` in A per phase, on `phases` phases of `voltage` V."""

    current: Fraction
    phases: int
    voltage: Fraction

    @property
    def power(self) -> Fraction:
        """In watts."""
        return self.current * self.voltage * self.phases

    def within(self, rates: Iterable[Rate]) -> Level:
        """Lower the level to all of the rates; the fewest phases win (errata 2.36)."""
        current, phases = self.current, self.phases
        for rate in rates:
            current = min(current, amperes(rate, self.voltage))
            phases = min(phases, phases_of(rate))
        return Level(current, phases, self.voltage)

    def in_unit(self, unit: Unit) -> Fraction:
        return self.current if unit is Unit.A else self.power


def phases_of(rate: Rate) -> int:
    return ASSUMED_PHASES if rate.phases is None else rate.phases


def amperes(rate: Rate, voltage: Fraction) -> Fraction:
    """Give the current per phase that a rate allows."""
    if rate.unit is Unit.A:
        return rate.value
    return rate.value / (voltage * phases_of(rate))


def exact(number: float) -> Fraction:
    """Take a number as it is written: 0.1 is a tenth."""
    return Fraction(Decimal(str(number)))


def tenths(value: Fraction) -> float:
    """Write a limit with the one digit that OCPP allows, never above what it is (SC.01)."""
    whole = floor(value * 10)
    return whole // 10 if whole % 10 == 0 else whole / 10
