"""Sentences about what the EV driver and the EV do at a station under test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import connectors, sessions
from harness.targets.actions import PlugIn, PresentToken, RequestContractCertificate, Unplug
from steps.bdd import given, then, when

if TYPE_CHECKING:
    from harness.world import World


@when("the EV driver plugs in the cable")
async def _(world: World) -> None:
    """At the EVSE and connector that the parameters name."""
    await world.perform(PlugIn(world.values.get("evse_id"), world.values.get("connector_id")))
    world.states.add(sessions.PLUGGED)


@when("the EV driver unplugs the cable")
async def _(world: World) -> None:
    """At the same place."""
    await world.perform(Unplug(world.values.get("evse_id"), world.values.get("connector_id")))
    world.states.discard(sessions.PLUGGED)


@when("the EV driver presents {token:Word}")
async def _(world: World, token: str) -> None:
    """Present a token to the reader; `$valid_token` also gives the type."""
    id_token, kind = world.token(token)
    await world.perform(PresentToken(id_token, kind, world.values.get("evse_id")))


@given("the EV driver's token is {token:Word}")
@when("the EV driver's token is {token:Word}")
async def _(world: World, token: str) -> None:
    """From here on `$valid_token`, which the reusable states present, is this one."""
    id_token, kind = world.token(token)
    world.values.keep("valid_token", id_token)
    world.values.keep("valid_token_type", kind)


@when("the EV driver goes to the {name:w} EVSE")
async def _(world: World, name: str) -> None:
    """To the `first` or the `second`: sentences and reusable states go on there."""
    sessions.go_to(world, name)


@when("the EV asks for a contract certificate")
async def _(world: World) -> None:
    """By ISO 15118, at the EVSE that the parameters name; then it charges with it."""
    await world.perform(RequestContractCertificate(world.values.get("evse_id")))


@when("{seconds:Word} s pass")
async def _(world: World, seconds: str) -> None:
    """Nothing is done for that time; what comes meanwhile can still be expected."""
    await world.idle(float(world.values.resolve(seconds)))


@when("the station reports the connector as {status:w}")
async def _(world: World, status: str) -> None:
    """The harness's station reports the chosen connector; the CSMS must answer."""
    await connectors.tell(world, connectors.chosen(world), status)


@when("the station reports every connector as {status:w}")
async def _(world: World, status: str) -> None:
    """The same for each connector, in 1.6 also for connector 0."""
    for where in connectors.every(world):
        await connectors.tell(world, where, status)


@then("the station reports the connector as {status:w}{rule:Rule}")
async def _(world: World, status: str, rule: str | None) -> None:
    """The station under test reports the chosen connector, in any form that the version has."""
    await connectors.expect(world, connectors.chosen(world), status, rule)


@then("the station reports every connector as {status:w}{rule:Rule}")
async def _(world: World, status: str, rule: str | None) -> None:
    """The same for each connector, in any order."""
    await connectors.expect_every(world, status, rule)


@then("the station reports the connector as {status:w} and every other one as {other:w}{rule:Rule}")
async def _(world: World, status: str, other: str, rule: str | None) -> None:
    """The chosen connector has one status and all others another, reported in any order."""
    await connectors.expect_every(world, other, rule, chosen=status)
