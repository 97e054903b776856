"""Where a document lets a system tell a thing in an answer or in a request of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.checks import MISSING
from harness.expectations import check_of
from harness.outcome import ScenarioError
from harness.paths import parse_path, walk
from harness.tables import judge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.tables import Expectation
    from harness.world import World


async def expect_either(world: World, field: str, action: str, rows: Sequence[Expectation]) -> None:
    """Judge a field of the answer to the last request where it is there, else a request.

    The table is about the request; of the answer, only the rows about the field are judged.
    """
    about = [row for row in rows if row.field == field]
    if not about:
        raise ScenarioError(f"the table says nothing of {field}")
    answer = await world.expect_answer()
    if walk(answer, parse_path(field)) is MISSING:
        incoming = await world.expect_call(action, rows)
        world.evidence(incoming.action, f"sent as the case has it, by {world.step}")
        return
    answered = [sent.action for sent in world.sent if sent.looked_at][-1]
    for found in judge(answer, about, world.values.resolve):
        world.check(check_of(world, answered, found, world.last_seq))
