"""What the engine knows of a system under test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.targets.actions import Action, Question

Role = Literal["csms", "station"]


class Unsupported(Exception):
    """The driver has no way to bring this action about: what the SUT file declares is wrong."""


class DriverFailed(Exception):
    """The driver tried and could not act: the verdict is inconclusive, never an accusation."""


class Unverifiable(Exception):
    """The system shows nothing of this: what was to be seen stays unseen, the verdict partial."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where the two sides of one case meet.

    For a CSMS under test, `identity` is the station that the harness plays; for a station under
    test, `url` is the address at which the harness serves it (without the identity).
    """

    case_id: str
    version: str
    identity: str
    url: str


class SystemUnderTest(Protocol):
    """A system under test behind its driver.

    A driver never fails for an OCPP outcome, never invents an observation, and never looks at the
    id of a case. `perform` resolves when the action is under way, not when OCPP answered it.
    """

    name: str
    role: Role
    version: str
    features: Mapping[str, bool | int | float | str]
    in_process: bool

    async def start(self, meeting: Meeting) -> None:
        """Be ready for one case."""
        ...

    async def perform(self, action: Action) -> None:
        """Bring an action about. Raises Unsupported or DriverFailed."""
        ...

    async def settled(self, timeout: float | None = None) -> None:
        """Wait for what `perform` has left under way.

        Raises the Unsupported or DriverFailed that it ended with: an action that never took place
        must not be held against the system.
        """
        ...

    async def read(self, question: Question) -> list[dict[str, Any]]:
        """Ask what the system shows. Raises Unverifiable or DriverFailed."""
        ...

    async def stop(self) -> None:
        """End the case; leaves nothing running that the driver started for it."""
        ...
