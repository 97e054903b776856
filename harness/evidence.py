"""Evidence of a message's effect: stored state read back, or an answer that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness import tables
from harness.checks import MISSING, text_of
from harness.expectations import check_of
from harness.outcome import CaseFailed, ScenarioError
from harness.targets.actions import Question
from harness.verdicts import Check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.tables import Expectation, Found
    from harness.world import World

PATIENCE_S = 5.0
_PAUSE_S = 0.25


async def shown(world: World, action: str, collection: str, rows: Sequence[Expectation]) -> None:
    """Check that one entry of a collection fits all rows, and note it as evidence.

    A system may store after it has answered, so it is asked again for a few seconds. What cannot be
    read at all stays unseen and makes the verdict partial.
    """
    question = Question(collection, (("station", world.identity),))
    found: list[Found] = []
    waited = 0.0
    while True:
        entries = await world.read(question)
        if entries is None:
            return
        found = nearest(world, entries, rows)
        if all(f.held for f in found) or waited >= PATIENCE_S:
            break
        await world.idle(_PAUSE_S)
        waited += _PAUSE_S
    _conclude(world, action, collection, found)


def nearest(
    world: World, entries: Sequence[dict[str, Any]], rows: Sequence[Expectation]
) -> list[Found]:
    """Judge the entry that fits the rows best; where there is none, nothing holds."""
    judged = [tables.judge(entry, rows, world.values.resolve) for entry in entries]
    # A row such as `is absent` would hold where there is nothing at all.
    nothing = [
        replace(found, held=False, actual="no entry")
        for found in tables.judge({}, rows, world.values.resolve)
    ]
    return max(judged, key=lambda found: sum(f.held for f in found), default=nothing)


def _conclude(world: World, action: str, collection: str, found: list[Found]) -> None:
    broken = next((f for f in found if not f.held), None)
    if broken is not None and _hidden(world, found):
        world.unseen.append(f"{collection}: {broken.place} is not shown")
        return
    for row in found:
        if row.held:
            world.check(check_of(world, action, row, None))
    if broken is not None:
        subject = f"{collection} shown: {broken.place}"
        check = Check(
            False,
            world.step,
            action,
            subject,
            broken.expected,
            broken.actual,
            broken.row.requirement,
            source=world.values.source(broken.row.value),
        )
        world.checks.append(check)
        raise CaseFailed(check, world.tail())
    values = ", ".join(f"{f.place} {text_of(f.actual)}" for f in found)
    world.evidence(action, f"{collection}: {values}")


def _hidden(world: World, found: Sequence[Found]) -> bool:
    """Tell whether an external system merely does not show a field of an entry that fits."""
    absent = [f for f in found if not f.held and f.actual == text_of(MISSING)]
    return (
        not world.sut.in_process
        and len(absent) < len(found)
        and all(f.held or f in absent for f in found)
    )


def step_shows(world: World, action: str) -> None:
    """Note what the step before has checked; raises ScenarioError when that is nothing."""
    held = [check for check in world.checks if check.step == world.previous_step]
    if not held:
        raise ScenarioError("the sentence before compared nothing, so it is no evidence")
    world.evidence(action, "; ".join(f"{check.subject} {check.actual}" for check in held[:5]))
    world.step = world.previous_step  # the next sentence may name another message that it shows
