"""Where the station under test connects."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.outcome import Inconclusive, ScenarioError
from harness.verdicts import Check
from ocppj.trace import Kind

if TYPE_CHECKING:
    from harness.world import World
    from ocppj.trace import TraceRecord


async def reconnect(world: World, profile: int) -> None:
    """Connect the harness's station anew; how that ends is for `check_outcome` to judge.

    The profile above the one that the case began with may have another address.
    """
    first = int(world.values.get("security_profile"))
    url = world.csms_url
    if profile != first:
        url = str(world.values.get("upgrade_url"))
    if (profile >= 2) != url.startswith("wss:"):
        raise Inconclusive(f"{url} cannot serve security profile {profile}; see upgrade_url")
    world.attempts.append(await world.puppet.reconnect(url, profile))


def check_outcome(world: World, rule: str | None, *, accepted: bool) -> None:
    """Judge the last attempt to connect; raises ScenarioError where there was none."""
    if not world.attempts:
        raise ScenarioError("the station has not tried to reconnect")
    refusal = world.attempts[-1]
    actual = "accepted" if refusal is None else f"refused: {refusal}"
    expected = "accepted" if accepted else "refused"
    held = (refusal is None) is accepted
    world.check(Check(held, world.step, "connection", "attempt", expected, actual, rule, None))


async def expect(world: World, url: str) -> None:
    """Wait for a new connection, and compare its path; raises CaseFailed when none comes."""
    after = len(world.trace.records)
    wanted = f"{urlsplit(url).path.rstrip('/')}/{world.identity}"

    def opened() -> TraceRecord | None:
        fresh = world.trace.records[after:]
        return next((record for record in fresh if record.kind is Kind.OPENED), None)

    found = await world.until(opened, world.limits.message_s)
    actual = "no connection" if found is None else str(found.data.get("path"))
    seq = None if found is None else found.seq
    held = found is not None and actual == wanted
    world.check(Check(held, world.step, "connection", "path", wanted, actual, None, seq))
