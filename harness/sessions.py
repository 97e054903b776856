"""Charging at several EVSEs in one scenario: what the states know is kept for each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from harness.outcome import ScenarioError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.world import World

PLUGGED: Final = "plugged"
"""Among the states: a sentence, and no reusable state, had the cable plugged in."""
NAMES: Final = ("first", "second")
_VALUES: Final = ("evse_id", "connector_id", "valid_token", "valid_token_type", "transaction_id")


@dataclass(frozen=True, slots=True)
class Session:
    """What is so at one EVSE: the states it is in, and the values that speak of it."""

    states: frozenset[str]
    values: Mapping[str, Any]


def go_to(world: World, name: str) -> None:
    """Let the states go on at another EVSE, with what they left there; ScenarioError if unknown.

    The parameters name the first EVSE and the second, whose first connector is meant.
    """
    if name not in NAMES:
        raise ScenarioError(f"there is no {name} EVSE, only the {' and the '.join(NAMES)}")
    here = {value: world.values.find(value) for value in _VALUES}
    world.sessions[world.place] = Session(frozenset(world.states), here)
    fresh = {**here, "evse_id": world.values.get("second_evse_id"), "connector_id": 1}
    session = world.sessions.get(name, Session(frozenset(), fresh))
    world.place = name
    world.states = set(session.states)
    for value, known in session.values.items():
        world.values.keep(value, known)
