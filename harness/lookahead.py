"""Which requests a scenario answers itself, found by reading its steps before they run.

`When the station answers` speaks of the request that the sentence before it expected. That request
must not be answered by the harness's route table meanwhile, so it is held from the last act before
it on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_bdd.parser import Step

_EXPECTS: Final = re.compile(r"the (?:station|CSMS) sends an? ([\w/]+) request\b")
_ANSWERS: Final = re.compile(r"the (?:station|CSMS) answers\b")
_KEEPS: Final = re.compile(
    r"the message(?:'s .+ is kept as \w+$| (?:names|does not name) the certificate )"
)


def holds(steps: Sequence[Step]) -> dict[int, list[str]]:
    """Give, for the index of a step, the actions to hold from that step on."""
    due: dict[int, list[str]] = {}
    for index, step in enumerate(steps):
        if step.type != "when" or not _ANSWERS.match(step.name):
            continue
        expected = _EXPECTS.match(_said_before(steps, index))
        if expected is not None:
            due.setdefault(_last_act(steps, index), []).append(expected.group(1))
    return due


def _said_before(steps: Sequence[Step], index: int) -> str:
    """Give the sentence before a step, but for those that only look at the request once more."""
    earlier = (step.name for step in reversed(steps[:index]) if not _KEEPS.match(step.name))
    return next(earlier, "")


def _last_act(steps: Sequence[Step], before: int) -> int:
    acts = [index for index in range(before) if steps[index].type == "when"]
    return acts[-1] if acts else 0
