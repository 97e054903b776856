"""Reports that a system under test sends in parts, numbered by seqNo and ended by tbc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import expectations
from harness.verdicts import Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.inbox import Incoming
    from harness.tables import Expectation
    from harness.world import World


async def expect_parts(
    world: World, action: str, rows: Sequence[Expectation], rule: str | None
) -> list[Incoming]:
    """Take a whole report; each part must fit, and none be left out or come twice.

    What rows with `[any]` want is in one of the parts; of that one, values can be kept.
    """
    whole = [row for row in rows if "[any]" in row.path]
    each = [row for row in rows if row not in whole]
    parts: list[Incoming] = []
    more = True
    while more:
        part = await expectations.expect_call(world, action)
        world.checks.pop()  # "sent" is said better by the rows
        _check(world, part, each)
        _check_number(world, part, len(parts), rule)
        parts.append(part)
        more = part.payload.get("tbc", False) is True
    best = max(parts, key=lambda part: sum(f.held for f in expectations.judge(world, part, whole)))
    _check(world, best, whole)
    world.last_payload, world.last_rows, world.last_seq = best.payload, rows, best.seq
    return parts


def _check(world: World, part: Incoming, rows: Sequence[Expectation]) -> None:
    for found in expectations.judge(world, part, rows):
        world.check(expectations.check_of(world, part.action, found, part.seq))


def _check_number(world: World, part: Incoming, expected: int, rule: str | None) -> None:
    number = part.payload.get("seqNo", expected)  # not every report is numbered
    held = number == expected
    world.check(
        Check(held, world.step, part.action, "seqNo", f"{expected}", f"{number}", rule, part.seq)
    )
