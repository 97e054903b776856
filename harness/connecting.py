"""Where the station under test connects."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from harness.verdicts import Check
from ocppj.trace import Kind

if TYPE_CHECKING:
    from harness.world import World
    from ocppj.trace import TraceRecord


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
