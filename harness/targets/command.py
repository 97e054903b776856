"""The command driver: anything that a command line can reach.

A command is cut like a shell would, its `{fields}` filled in, and run without a shell. Exit status
0 is done, 127 means that the program has no such action, anything else a failure of the driver.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
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
from harness.targets.external import External, matching
from harness.targets.outstanding import Outstanding
from harness.targets.protocol import DriverFailed, Unsupported, Unverifiable
from harness.targets.templates import fill_command

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.targets.actions import Action, Question
    from harness.targets.settings import CommandSettings, SutFile
    from schemas.catalogue import Version

NOT_OFFERED: Final = 127
_TAIL: Final = 300


class CommandDriver(External):
    """Drives a system by command lines."""

    def __init__(self, sut: SutFile, version: Version, settings: CommandSettings) -> None:
        super().__init__(sut, version)
        self._settings = settings
        self._directory = settings.directory or sut.path.resolve().parent
        self._commands = Outstanding(settings.grace_s)

    async def stop(self) -> None:
        """End the case; raise DriverFailed or Unsupported for a fault nobody has heard of yet."""
        try:
            await self._commands.close()
        finally:
            await super().stop()

    async def settled(self, timeout: float | None = None) -> None:
        await self._commands.settled(timeout)

    async def bring_about(self, action: Action) -> None:
        line = self._line(action)
        match action:
            case SendCommand() | ReadVariables() | StartRemotely() | Pursue():
                await self._commands.begin(name_of(action), self._do(line, self.values(action)))
            case (
                PlugIn()
                | Unplug()
                | PresentToken()
                | EnterBay()
                | LeaveBay()
                | StartEnergy()
                | StopEnergy()
                | PowerCycle()
                | ReportFault()
                | ClearFault()
                | ImposeLimit()
                | ReleaseLimit()
                | RequestContractCertificate()
            ):
                await self._do(line, self.values(action))
            case _:
                assert_never(action)

    async def read(self, question: Question) -> list[dict[str, Any]]:
        self._commands.raise_fault()
        line = self._settings.reads.get(question.collection)
        if line is None:
            raise Unverifiable(f"no command of {self.name} shows {question.collection}")
        values = {**self.always(), "filters": dict(question.filters)}
        try:
            output = await self._run(fill_command(line, values))
        except Unsupported as error:
            raise Unverifiable(str(error)) from error
        return matching(_entries(output, line), question)

    def _line(self, action: Action) -> str:
        line = None
        if isinstance(action, SendCommand):
            line = self._settings.commands.get(action.action)
        elif isinstance(action, Pursue):
            line = self._settings.goals.get(action.goal)
        line = line or self._settings.actions.get(name_of(action))
        if line is None:
            raise Unsupported(f"no command of {self.name} does {name_of(action)}")
        return line

    async def _do(self, line: str, values: Mapping[str, Any]) -> None:
        await self._run(fill_command(line, values))

    async def _run(self, arguments: list[str]) -> bytes:
        shown = " ".join(arguments)
        try:
            process = await asyncio.create_subprocess_exec(
                *arguments,
                cwd=self._directory,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise DriverFailed(f"{shown}: cannot be run: {error}") from error
        output, errors = await self._output(process, shown)
        _judge(shown, process.returncode, errors)
        return output

    async def _output(self, process: asyncio.subprocess.Process, shown: str) -> tuple[bytes, bytes]:
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                return await process.communicate()
        except TimeoutError as error:
            message = f"{shown}: not done within {self._settings.timeout_s:g} s"
            raise DriverFailed(message) from error
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill a command that was given up, together with what it started."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        await process.communicate()


def _judge(shown: str, status: int | None, errors: bytes) -> None:
    if status == 0:
        return
    tail = " ".join(errors.decode(errors="replace").split())[-_TAIL:]
    message = f"{shown}: exit status {status}" + (f": {tail}" if tail else "")
    raise Unsupported(message) if status == NOT_OFFERED else DriverFailed(message)


def _entries(output: bytes, line: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(output)
    except ValueError as error:
        raise DriverFailed(f"{line}: prints no JSON") from error
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise DriverFailed(f"{line}: prints no list of objects")
    return found
