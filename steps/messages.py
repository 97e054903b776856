"""Sentences about requests and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import alternatives, answers, expectations, report_parts, samplings, series
from harness.outcome import ScenarioError
from harness.tables import parse_expectations, parse_fields, parse_messages, value_at
from steps.bdd import given, then, when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.world import World

    Table = Sequence[Sequence[object]] | None


@when("the {peer:Peer} sends {article:Article} {action:Action} request")
async def _(world: World, peer: str, action: str, datatable: Table = None) -> None:
    """The harness's side sends a request: what it would send by itself, and the table over it."""
    world.require_own(peer)
    await world.send(action, parse_fields(datatable))


@when("the {peer:Peer} answers")
async def _(world: World, peer: str, datatable: Table = None) -> None:
    """The harness answers the request that the sentence before expected."""
    world.require_own(peer)
    world.answer(parse_fields(datatable))
    await answers.sent(world)


@then("the {peer:Peer} answers")
async def _(world: World, peer: str, datatable: Table = None) -> None:
    """The system under test answers the harness's last request with a CALLRESULT."""
    world.require_sut(peer)
    await world.expect_answer(parse_expectations(datatable))


@then("the {peer:Peer} answers with error {codes}")
async def _(world: World, peer: str, codes: str) -> None:
    """It answers with a CALLERROR, one of the codes given (`A or B`)."""
    world.require_sut(peer)
    await world.expect_error(codes.split(" or "))


@then(
    "the {peer:Peer} answers with {field:Word} or sends {article:Article} {action:Action} request"
)
async def _(world: World, peer: str, field: str, action: str, datatable: Table) -> None:
    """One way or the other it tells the field; the table is about the request."""
    world.require_sut(peer)
    await alternatives.expect_either(world, field, action, parse_expectations(datatable))


@then("the {peer:Peer} sends {article:Article} {action:Action} request")
async def _(world: World, peer: str, action: str, datatable: Table = None) -> None:
    """The system under test sends a request that fits the table, after what came before."""
    world.require_sut(peer)
    incoming = await world.expect_call(action, parse_expectations(datatable))
    world.evidence(incoming.action, f"sent as the case has it, by {world.step}")


@then(
    "the {peer:Peer} sends {article:Article} {action:Action} request "
    "after {seconds:Word} s{rule:Rule}"
)
async def _(
    world: World,
    peer: str,
    action: str,
    seconds: str,
    rule: str | None,
    datatable: Table = None,
) -> None:
    """The same, that long after the harness's last answer to this action."""
    world.require_sut(peer)
    wait = float(world.values.resolve(seconds))
    await expectations.expect_after(world, action, wait, rule, parse_expectations(datatable))
    world.evidence(action, f"sent {wait:g} s after the answer")


@then("meanwhile the {peer:Peer} sends {article:Article} {action:w} request")
async def _(world: World, peer: str, action: str, datatable: Table = None) -> None:
    """One that came since the last sentence with When, or the one just taken."""
    world.require_sut(peer)
    incoming = await expectations.expect_meanwhile(world, action, parse_expectations(datatable))
    world.evidence(incoming.action, f"sent as the case has it, by {world.step}")


@then("the {peer:Peer} sends, in any order")
async def _(world: World, peer: str, datatable: Table) -> None:
    """Several requests, whichever comes first; the first column names the message."""
    world.require_sut(peer)
    wanted = parse_messages(datatable)
    await expectations.expect_any_order(world, wanted)
    for action, _rows in wanted:
        world.evidence(action, f"sent as the case has it, by {world.step}")


@then("the {peer:Peer} sends all parts of {article:Article} {action:Action} report{rule:Rule}")
async def _(
    world: World, peer: str, action: str, rule: str | None, datatable: Table = None
) -> None:
    """Numbered from 0, up to the one without `tbc`; all fit, `[any]` is an element of the whole."""
    world.require_sut(peer)
    parts = await report_parts.expect_parts(world, action, parse_expectations(datatable), rule)
    world.evidence(action, f"a whole report, {len(parts)} parts")


@then("the {peer:Peer} may send {article:Article} {action:Action} request")
async def _(world: World, peer: str, action: str, datatable: Table = None) -> None:
    """If such requests come, they fit the table; none has to come."""
    world.require_sut(peer)
    world.tolerated.append((action, parse_expectations(datatable)))


@then("the {peer:Peer} sends no {action:Action} request for {seconds:g} s")
async def _(world: World, peer: str, action: str, seconds: float, datatable: Table = None) -> None:
    """None comes within that time, nor came since the last When; or none that fits the table."""
    world.require_sut(peer)
    rows = parse_expectations(datatable)
    await expectations.expect_none(world, action, seconds, rows)


@then("the {peer:Peer} sends {count:d} {action:Action} requests, {seconds:Word} s apart{rule:Rule}")
async def _(
    world: World,
    peer: str,
    count: int,
    action: str,
    seconds: str,
    rule: str | None,
    datatable: Table = None,
) -> None:
    """The next of this action all fit and arrive at that interval, the first within it."""
    await _series(world, peer, count, action, seconds, None, rule, datatable)


@then(
    "the {peer:Peer} sends {count:d} {action:Action} requests, "
    "their {field:Word} {seconds:Word} s apart{rule:Rule}"
)
async def _(
    world: World,
    peer: str,
    count: int,
    action: str,
    field: str,
    seconds: str,
    rule: str | None,
    datatable: Table = None,
) -> None:
    """The same, the interval taken from a date-time field."""
    await _series(world, peer, count, action, seconds, field, rule, datatable)


async def _series(
    world: World,
    peer: str,
    count: int,
    action: str,
    seconds: str,
    field: str | None,
    rule: str | None,
    datatable: Table,
) -> None:
    world.require_sut(peer)
    apart = float(world.values.resolve(seconds))
    rows = parse_expectations(datatable)
    since = world.clock.time()
    taken = await series.expect_series(world, action, count, rows, field)
    series.check_spacing(world, taken, apart, field, rule, since=since)
    if action == samplings.ACTION and field is not None:
        await samplings.complete(world, taken, rows, rule)
    world.evidence(action, f"{count} of them {apart:g} s apart")


@then("the message's {field} is kept as {name:w}")
async def _(world: World, field: str, name: str) -> None:
    """Keep a field of the last request or answer of the system under test as `$name`."""
    if world.last_payload is None:
        raise ScenarioError("there is no message yet")
    value = value_at(world.last_payload, field, world.last_rows, world.values.resolve)
    world.values.keep(name, value, world.last_seq)


@then("the first ${count:w} of ${values:w} are kept as {name:w}")
async def _(world: World, count: str, values: str, name: str) -> None:
    """Shorten a kept list to a number that was kept too."""
    world.values.keep(name, world.values.get(values)[: int(world.values.get(count))])


@given("the {peer:Peer} will answer {action:Action} with")
async def _(world: World, peer: str, action: str, datatable: Table) -> None:
    """The harness's next answer to that request, laid over its usual one."""
    world.require_own(peer)
    world.script_answer(action, parse_fields(datatable))
