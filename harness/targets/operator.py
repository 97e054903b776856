"""The operator driver: a person beside the system does what the terminal asks for."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, assert_never

from harness.targets.actions import (
    ClearFault,
    EnterBay,
    ImposeLimit,
    LeaveBay,
    PlugIn,
    PowerCycle,
    PresentToken,
    Pursue,
    ReadVariables,
    ReleaseLimit,
    ReportFault,
    RequestContractCertificate,
    SendCommand,
    StartEnergy,
    StartRemotely,
    StopEnergy,
    Unplug,
    name_of,
)
from harness.targets.external import External
from harness.targets.protocol import DriverFailed, Unsupported, Unverifiable
from harness.targets.terminal import Terminal

if TYPE_CHECKING:
    from harness.targets.actions import Action, Question
    from harness.targets.settings import SutFile
    from schemas.catalogue import Version

TERMINAL: Final = Path("/dev/tty")


class OperatorDriver(External):
    """Asks a person. Raises UsageError where there is no terminal."""

    def __init__(self, sut: SutFile, version: Version, terminal: Path = TERMINAL) -> None:
        super().__init__(sut, version)
        self._terminal = Terminal(terminal)
        self._turn = asyncio.Lock()

    async def bring_about(self, action: Action) -> None:
        prompt = f"\n[{self.meeting.case_id}] {self.name}: {instruction(action)}\n"
        hint = "  Enter = done, s = this cannot be done: "
        async with self._turn:
            answer = await self._ask(prompt + hint)
            while answer not in ("", "s"):
                answer = await self._ask(hint)
        if answer == "s":
            raise Unsupported(f"the operator cannot do {name_of(action)}")

    async def read(self, question: Question) -> list[dict[str, Any]]:
        """Ask for what the system shows, as `name=value` pairs, an entry a line."""
        about = ", ".join(f"{name} {value}" for name, value in question.filters)
        text = (
            f"\n[{self.meeting.case_id}] What does {self.name} show of {question.collection}"
            f"{f' ({about})' if about else ''}?\n"
            "  An entry a line as name=value;name=value, Enter = no more, s = it cannot be seen: "
        )
        entries: list[dict[str, Any]] = []
        async with self._turn:
            while line := await self._ask(text if not entries else "  "):
                if line == "s":
                    raise Unverifiable(f"the operator cannot see {question.collection}")
                entries.append({**dict(question.filters), **_pairs(line)})
        return entries

    async def _ask(self, text: str) -> str:
        try:
            return await self._terminal.ask(text)
        except (EOFError, OSError) as error:
            raise DriverFailed(f"the operator's terminal is gone: {error}") from error


def instruction(action: Action) -> str:
    """Say in a sentence what the person is to do."""
    match action:
        case PlugIn():
            kind = "an EV that speaks ISO 15118" if action.iso15118 else "the EV"
            return f"connect {kind} to EVSE {action.evse_id}, connector {action.connector_id}."
        case Unplug():
            return f"take the cable out of EVSE {action.evse_id}, connector {action.connector_id}."
        case PresentToken():
            where = "" if action.evse_id is None else f" at EVSE {action.evse_id}"
            return f"present the token {action.id_token} ({action.type}){where}."
        case EnterBay():
            return f"drive the EV into the bay of EVSE {action.evse_id}."
        case LeaveBay():
            return f"drive the EV out of the bay of EVSE {action.evse_id}."
        case StartEnergy():
            return f"let the EV at EVSE {action.evse_id} draw energy."
        case StopEnergy():
            return f"let the EV at EVSE {action.evse_id} stop drawing energy, cable connected."
        case PowerCycle():
            return "take the power from the station and give it back."
        case ReportFault():
            return (
                f"cause the fault {action.code} at EVSE {action.evse_id}, "
                f"connector {action.connector_id}."
            )
        case ClearFault():
            return f"repair the fault at EVSE {action.evse_id}, connector {action.connector_id}."
        case ImposeLimit():
            limit = f"{action.limit:g} {action.unit}"
            return f"let {action.source}, an external system, limit the station to {limit}."
        case ReleaseLimit():
            return f"let {action.source}, an external system, take its limit back."
        case RequestContractCertificate():
            where = f"the EV at EVSE {action.evse_id}"
            return f"let {where} ask for a contract certificate ({action.action}), then use it."
        case SendCommand():
            return (
                f"send {action.action} to the station {action.station} with "
                f"{json.dumps(action.payload)}."
            )
        case ReadVariables():
            names = ", ".join(f"{part}.{name}" for part, name in action.variables)
            return f"read from the station {action.station}: {names}."
        case StartRemotely():
            where = "" if action.evse_id is None else f", EVSE {action.evse_id},"
            return (
                f"start a transaction at the station {action.station}{where} "
                f"for the token {action.id_token} ({action.type})."
            )
        case Pursue():
            given = json.dumps(action.arguments)
            return f"have the station {action.station} {action.goal}, with {given}."
        case _:
            assert_never(action)


def _pairs(line: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in line.split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}
