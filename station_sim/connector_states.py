"""Connector status as tables: which facts make which status, and which changes are possible.

Sources: 1.6 edition 2, section 4.9 (status table and its events); 2.0.1 Part 2, 3.23.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Facts:
    """What is so at a connector now."""

    faulted: bool = False
    operative: bool = True
    plugged: bool = False
    authorized: bool = False
    transaction: bool = False
    transferring: bool = False
    path_closed: bool = False
    ev_connected: bool = False
    finished: bool = False
    other_in_use: bool = False
    reserved: bool = False


Rule = tuple[str, "Callable[[Facts], bool]"]

# The first rule that holds decides.
RULES_16: Final[tuple[Rule, ...]] = (
    ("Faulted", lambda f: f.faulted),
    ("Charging", lambda f: f.transaction and f.transferring),
    ("SuspendedEV", lambda f: f.transaction and (f.path_closed or not f.ev_connected)),
    ("SuspendedEVSE", lambda f: f.transaction),
    ("Finishing", lambda f: f.plugged and f.finished),
    ("Unavailable", lambda f: not f.operative or f.other_in_use),
    ("Preparing", lambda f: f.authorized),
    ("Reserved", lambda f: f.reserved),
    ("Preparing", lambda f: f.plugged),
    ("Available", lambda _: True),
)

RULES_201: Final[tuple[Rule, ...]] = (
    ("Faulted", lambda f: f.faulted),
    ("Reserved", lambda f: f.reserved and f.operative),  # G03.FR.09: also with a cable plugged in
    ("Occupied", lambda f: f.plugged),
    ("Unavailable", lambda f: not f.operative or f.other_in_use),
    ("Available", lambda _: True),
)

_ANY_FAULT: Final = frozenset({"Faulted"})

# From -> to, 1.6 section 4.9; a fault ends in the status before it, hence in any.
TRANSITIONS_16: Final[Mapping[str, frozenset[str]]] = {
    "Available": frozenset(
        {"Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Reserved", "Unavailable"}
    )
    | _ANY_FAULT,
    "Preparing": frozenset({"Available", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing"})
    | _ANY_FAULT,
    "Charging": frozenset({"Available", "SuspendedEV", "SuspendedEVSE", "Finishing", "Unavailable"})
    | _ANY_FAULT,
    "SuspendedEV": frozenset({"Available", "Charging", "SuspendedEVSE", "Finishing", "Unavailable"})
    | _ANY_FAULT,
    "SuspendedEVSE": frozenset({"Available", "Charging", "SuspendedEV", "Finishing", "Unavailable"})
    | _ANY_FAULT,
    "Finishing": frozenset({"Available", "Preparing", "Unavailable"}) | _ANY_FAULT,
    "Reserved": frozenset({"Available", "Preparing", "Unavailable"}) | _ANY_FAULT,
    "Unavailable": frozenset({"Available", "Preparing", "Charging", "SuspendedEV", "SuspendedEVSE"})
    | _ANY_FAULT,
    "Faulted": frozenset(
        {
            "Available",
            "Preparing",
            "Charging",
            "SuspendedEV",
            "SuspendedEVSE",
            "Finishing",
            "Reserved",
            "Unavailable",
        }
    ),
}


def statuses(rules: tuple[Rule, ...]) -> frozenset[str]:
    return frozenset(status for status, _ in rules)


def status_of(facts: Facts, rules: tuple[Rule, ...]) -> str:
    return next(status for status, holds in rules if holds(facts))


def way(start: str, goal: str, transitions: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """Give the statuses to report from `start` (not included) to `goal`, by possible changes only.

    Most changes are direct; Finishing -> Charging for one passes through Preparing.
    """
    ways: list[tuple[str, ...]] = [(start,)]
    seen = {start}
    for path in ways:
        if path[-1] == goal:
            return path[1:]
        for step in sorted(transitions[path[-1]] - seen - _detours(goal)):
            seen.add(step)
            ways.append((*path, step))
    raise ValueError(f"there is no way from {start} to {goal}")


def _detours(goal: str) -> frozenset[str]:
    # Nobody passes through a fault or an outage to get somewhere else.
    return frozenset({"Faulted", "Unavailable", "Reserved"}) - {goal}
