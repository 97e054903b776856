"""The reusable states of the official documents, by version and role of the system under test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from harness.outcome import ScenarioError
from steps.reusable_states import v16, v201

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from harness.world import World

    State = Callable[[World], Awaitable[None]]

STATES: Final[Mapping[str, Mapping[str, Mapping[str, State]]]] = {
    "1.6": v16.STATES,
    "2.0.1": v201.STATES,
}


async def enter(world: World, name: str) -> None:
    """Bring a state about; raises ScenarioError for one that this version and role do not have."""
    states = STATES[world.dialect.version][world.sut.role]
    state = states.get(name)
    if state is None:
        raise ScenarioError(f"no reusable state {name}; there are {', '.join(sorted(states))}")
    sentence = world.step
    world.step = f"{sentence} [{name}]"
    await state(world)
    world.states.add(name)
    world.step = sentence
