"""What the drivers of external systems share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from harness.targets.actions import (
    OPERATIONS,
    PHYSICAL_ACTS,
    Action,
    ClearFault,
    EnterBay,
    ImposeLimit,
    LeaveBay,
    PlugIn,
    ReadVariables,
    ReleaseLimit,
    ReportFault,
    Unplug,
    fields_of,
    name_of,
)
from harness.targets.protocol import Meeting, Unsupported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.targets.actions import Question
    from harness.targets.protocol import Role
    from harness.targets.settings import Scalar, SutFile
    from schemas.catalogue import Version


class UsageError(Exception):
    """The driver cannot work in these surroundings; the command line ends with exit code 2."""


class External(ABC):
    """An external system: it lives on the real clock, outside this process."""

    in_process = False

    def __init__(self, sut: SutFile, version: Version) -> None:
        self.name: str = sut.name
        self.role: Role = sut.role
        self.version: str = version
        self.features: Mapping[str, Scalar] = sut.features
        self._meeting: Meeting | None = None
        self._to_undo: list[Action] = []

    @property
    def meeting(self) -> Meeting:
        """The meeting of the current case. Raises RuntimeError outside a case (our own bug)."""
        if self._meeting is None:
            raise RuntimeError("the driver was not started")
        return self._meeting

    async def start(self, meeting: Meeting) -> None:
        self._meeting = meeting

    async def stop(self) -> None:
        """End the case: what was done to the hardware is undone, last first.

        Raises DriverFailed or Unsupported where that fails: the next case would begin with a
        station that is not idle.
        """
        try:
            while self._to_undo:
                await self.perform(self._to_undo.pop())
        finally:
            self._to_undo.clear()
            self._meeting = None

    async def perform(self, action: Action) -> None:
        self._refuse_foreign(action)
        await self.bring_about(action)
        self._note(action)

    @abstractmethod
    async def bring_about(self, action: Action) -> None:
        """Do an action of the system's own role. Raises Unsupported or DriverFailed."""

    @abstractmethod
    async def read(self, question: Question) -> list[dict[str, Any]]:
        """Ask what the system shows. Raises Unverifiable or DriverFailed."""

    def _note(self, action: Action) -> None:
        """Remember what undoes a physical act, until the case has done that itself."""
        undoing = undo(action)
        if undoing is not None:
            self._to_undo.append(undoing)
        elif action in self._to_undo:
            self._to_undo.remove(action)

    async def settled(self, timeout: float | None = None) -> None:  # noqa: B027 - a hook
        """Wait for what `perform` left under way and raise its fault; nothing is by default."""

    def _refuse_foreign(self, action: Action) -> None:
        """Raise Unsupported for an action of the other role."""
        ours = OPERATIONS if self.role == "csms" else PHYSICAL_ACTS
        if not isinstance(action, ours):
            raise Unsupported(f"a {self.role} cannot do {name_of(action)}")

    def values(self, action: Action) -> dict[str, Any]:
        """Give the values that a template of this action may use."""
        values = {**fields_of(action), **self.always()}
        if isinstance(action, ReadVariables):
            values["variables"] = [
                {"component": component, "variable": variable}
                for component, variable in action.variables
            ]
        return values

    def always(self) -> dict[str, Any]:
        """Give the values that every template may use."""
        return {
            "identity": self.meeting.identity,
            "url": self.meeting.url,
            "version": self.version,
        }


def undo(action: Action) -> Action | None:
    """Give the act that takes another one back; None where there is none."""
    match action:
        case PlugIn(evse_id, connector_id, _):
            return Unplug(evse_id, connector_id)
        case EnterBay(evse_id):
            return LeaveBay(evse_id)
        case ReportFault(evse_id, connector_id, _):
            return ClearFault(evse_id, connector_id)
        case ImposeLimit(source, _, _):
            return ReleaseLimit(source)
        case _:
            return None


def matching(entries: list[dict[str, Any]], question: Question) -> list[dict[str, Any]]:
    """Leave out what the filters exclude; an entry that lacks a filter's member stays."""
    return [
        entry
        for entry in entries
        if all(str(entry.get(name, value)) == value for name, value in question.filters)
    ]
