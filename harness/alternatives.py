"""Where a document lets a system tell a thing in an answer or in a request of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.tables import Expectation
    from harness.world import World


async def expect_either(world: World, field: str, action: str, rows: Sequence[Expectation]) -> None:
    """Judge a field of the answer to the last request where it is there, else a request.

    The table is about the request; of the answer, only the rows about the field are judged.
    """
    answer = await world.expect_answer()
    try:
        tables.value_at(answer, field)
    except tables.TableError:
        incoming = await world.expect_call(action, rows)
        world.evidence(incoming.action, f"sent as the case has it, by {world.step}")
    else:
        await world.expect_answer([row for row in rows if row.field == field])
