"""Sentences about what a CSMS is asked to do, and about what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import evidence, goals
from harness.tables import parse_expectations, parse_fields
from harness.targets.actions import Pursue, ReadVariables, SendCommand, StartRemotely
from schemas import tunnel
from steps.bdd import then, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.world import World

    Table = Sequence[Sequence[object]] | None


@when("the CSMS is asked to send {article:Article} {action:Action} request")
async def _(world: World, action: str, datatable: Table = None) -> None:
    """An exact request, where the case gives no goal that the CSMS could choose a payload for."""
    payload = world.command_payload(action, parse_fields(datatable))
    named = tunnel.wrap(world.dialect.version, action, payload)
    await world.operate(SendCommand(world.identity, *named))


@when("the CSMS is asked for {goal:Word}")
async def _(world: World, goal: str, datatable: Table = None) -> None:
    """A goal, named as the operations of docs/rest_api.md; the table gives its arguments."""
    arguments = goals.arguments(world.values, parse_fields(datatable))
    await world.operate(Pursue(world.identity, goal, arguments))


@when("the CSMS is asked to read the variable {component:w}.{variable:w}")
async def _(world: World, component: str, variable: str) -> None:
    """Read one variable of the device model."""
    await world.operate(ReadVariables(world.identity, ((component, variable),)))


@when("the CSMS is asked to start a transaction for {token:Word}")
async def _(world: World, token: str) -> None:
    """Start remotely; `$valid_token` also gives the type."""
    id_token, kind = world.token(token)
    evse_id = world.values.get("evse_id")
    await world.operate(StartRemotely(world.identity, id_token, kind, evse_id))


@then("the {peer:Peer} shows the effect of {action:Action} in its {collection:Word}")
async def _(world: World, peer: str, action: str, collection: str, datatable: Table) -> None:
    """Read state back through the public interface; one entry fits all rows of the table."""
    world.require_sut(peer)
    await evidence.shown(world, action, collection, parse_expectations(datatable))


@then("this shows the effect of {action:Action}")
async def _(world: World, action: str) -> None:
    """What the sentence before has checked is evidence of an earlier request's effect."""
    evidence.step_shows(world, action)
