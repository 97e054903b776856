"""Connector statuses: reported by the harness's station, or expected of the station under test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import expectations, rules
from harness.outcome import ScenarioError
from harness.paths import parse_path
from harness.tables import Expectation

if TYPE_CHECKING:
    from harness.inbox import Incoming
    from harness.rules.reports import Connector, Report
    from harness.world import World


def every(world: World) -> list[Connector]:
    """Give all connectors of the station; raises ScenarioError for an unreadable parameter."""
    text = str(world.values.get("connectors_per_evse"))
    try:
        per_evse = [int(count) for count in text.split(",")]
    except ValueError as error:
        raise ScenarioError(f"connectors_per_evse: {text!r} is no list of numbers") from error
    return rules.connectors(world.dialect.version, per_evse)


def _chosen(world: World) -> Connector:
    """Give the connector that the parameters name."""
    evse_id, connector_id = world.values.get("evse_id"), world.values.get("connector_id")
    return rules.connector(world.dialect.version, evse_id, connector_id)


chosen = _chosen


async def tell(world: World, where: Connector, status: str) -> None:
    """Report a status to the CSMS under test, which must take every form of it."""
    for message in rules.report(world.dialect.version, where, status):
        fields = [(path.replace("[any]", "[0]"), value) for path, value in message.fields]
        await world.send(message.action, fields)
        await world.expect_answer()


async def expect(
    world: World, where: Connector, status: str, rule: str | None, *, ordered: bool = True
) -> Incoming:
    """Wait for a status report of the station under test, in either of its forms.

    What it reports once it has booted anew is no report of what was before.
    """
    forms = [
        (message.action, _rows(message, rule))
        for message in rules.report(world.dialect.version, where, status)
    ]
    incoming = await expectations.expect_one_of(
        world, forms, ordered=ordered, before="BootNotification"
    )
    world.evidence(incoming.action, f"connector {where.connector_id} reported as {status}")
    return incoming


def _rows(message: Report, rule: str | None) -> list[Expectation]:
    return [
        Expectation(path, parse_path(path), "is", value, rule) for path, value in message.fields
    ]


async def expect_every(
    world: World, status: str, rule: str | None, *, chosen: str | None = None
) -> None:
    """Wait for a report of each connector, in any order; `chosen` is the chosen one's status."""
    start = last = world.last_claim
    special = _chosen(world)
    for where in every(world):
        world.last_claim = start
        its = chosen if chosen is not None and where == special else status
        await expect(world, where, its, rule)
        last = max(last, world.last_claim)
    world.last_claim = last
