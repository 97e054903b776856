"""Sentences about reusable states and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import settings
from harness.tables import parse_settings
from steps.bdd import given, when
from steps.reusable_states import enter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.world import World


@given("the reusable state {state:w}")
async def _(world: World, state: str) -> None:
    """Bring the official document's state about, in preparation."""
    await enter(world, state)


@when("the reusable state {state:w} is entered")
async def _(world: World, state: str) -> None:
    """The same as a part of the case: its checks are judged like any other."""
    await enter(world, state)


@given("the station's settings")
async def _(world: World, datatable: Sequence[Sequence[object]]) -> None:
    """Set configuration keys (1.6) or variables (2.0.1) of the station under test over OCPP."""
    await settings.change(world, parse_settings(datatable))
