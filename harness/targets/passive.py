"""The passive driver: it does nothing, so that what needs no trigger can still be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.targets.actions import name_of
from harness.targets.external import External
from harness.targets.protocol import Unsupported, Unverifiable

if TYPE_CHECKING:
    from harness.targets.actions import Action, Question


class PassiveDriver(External):
    """Waits; an action that a case needs is unsupported, whatever it is."""

    async def bring_about(self, action: Action) -> None:
        raise Unsupported(f"the passive driver cannot do {name_of(action)}")

    async def read(self, question: Question) -> list[dict[str, Any]]:
        raise Unverifiable(f"the passive driver cannot see {question.collection}")
