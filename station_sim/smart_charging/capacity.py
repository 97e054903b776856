"""Sharing what the station may draw among the EVSEs that charge (K04.FR.05; 1.6, 3.13.3)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Load:
    """One EVSE that wants to charge, in A per phase.

    Below `minimum` its EV charges badly, so that it rather waits; `since` is when it began.
    """

    evse_id: int
    wanted: Fraction
    minimum: Fraction = Fraction(0)
    since: float = 0.0


def share(loads: Sequence[Load], available: Fraction) -> Mapping[int, Fraction]:
    """Give each EVSE its part: equal ones, but no more than it wants.

    Where a part falls below a minimum, the EVSE that began last waits (K01.FR.21: the station may
    choose), and the others share what that leaves.
    """
    running = sorted(loads, key=lambda load: load.since)
    while True:
        parts = _level(running, available)
        if all(parts[load.evse_id] >= min(load.minimum, load.wanted) for load in running):
            return {**{load.evse_id: Fraction(0) for load in loads}, **parts}
        running = running[:-1]


def _level(loads: Sequence[Load], available: Fraction) -> dict[int, Fraction]:
    """Fill all up together, those that want least first."""
    parts: dict[int, Fraction] = {}
    left = available
    ordered = sorted(loads, key=lambda load: load.wanted)
    for done, load in enumerate(ordered):
        part = min(load.wanted, left / (len(ordered) - done))
        parts[load.evse_id] = part
        left -= part
    return parts
