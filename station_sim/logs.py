"""Logs and diagnostics: gathered, and left at the place that the CSMS names.

Sources: 1.6 edition 2, 4.4 and 5.9; security white paper of 1.6 and 2.0.1 Part 2, N01.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ocppj.clock import parse_datetime
from station_sim.transfers import TransferFailed, persistently, upload

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from schemas.base import OcppModel
    from station_sim.station import Station


class State(StrEnum):
    """The states of an upload, in the words of UploadLogStatusEnumType."""

    IDLE = "Idle"
    UPLOADING = "Uploading"
    UPLOADED = "Uploaded"
    FAILED = "UploadFailure"
    DENIED = "PermissionDenied"
    UNSUPPORTED = "NotSupportedOperation"


@dataclass(frozen=True, slots=True)
class Job:
    """One upload; `report` makes the message of a state."""

    location: str
    name: str
    content: str
    report: Callable[[State], OcppModel]
    retries: int = 0
    retry_interval: float = 0.0


class LogUploader:
    """Carries out one upload at a time; `state` is the last that was reported."""

    def __init__(self, station: Station) -> None:
        self.state = State.IDLE
        self.job: Job | None = None
        self._station = station
        self._task: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None and not self._task.done()

    def begin(self, job: Job) -> bool:
        """Start an upload and tell whether it put an end to another (N01.FR.11)."""
        replaced = self.busy
        if self._task is not None:
            self._task.cancel()
        self.job = job
        self._task = self._station.tasks.spawn(self._run(job), "log upload")
        return replaced

    async def _run(self, job: Job) -> None:
        await self._enter(job, State.UPLOADING)
        content = job.content.encode()
        tls = self._station.settings.tls
        try:
            await persistently(
                lambda: upload(job.location, job.name, content, tls),
                job.retries,
                job.retry_interval,
            )
        except TransferFailed as failed:
            await self._enter(job, _failure(failed))
        else:
            await self._enter(job, State.UPLOADED)

    async def _enter(self, job: Job, state: State) -> None:
        self.state = state
        await self._station.tell(job.report(state))


def _failure(failed: TransferFailed) -> State:
    if failed.denied:
        return State.DENIED
    return State.UNSUPPORTED if failed.unsupported else State.FAILED


def security_log(station: Station, begin: float | None, end: float | None) -> str:
    """Write the security events of a span of time, a line each (N01.FR.03)."""
    events = [
        f"{event.at} {event.type} {event.tech_info or ''}".rstrip()
        for event in station.memory.security.log
        if _within(event.at, begin, end)
    ]
    return "\n".join([f"Security log of {station.settings.identity}", *events, ""])


def diagnostics(station: Station) -> str:
    """Write what a technician wants to know: the make, the connectors, the settings."""
    settings = station.settings
    connectors = [
        f"EVSE {evse.id} connector {connector.id}: plugged {connector.plugged}, "
        f"locked {connector.locked}, fault {connector.fault}, {evse.meter.energy:.0f} Wh"
        for evse in station.hardware.evses
        for connector in evse.connectors
    ]
    values = [f"{name} = {value}" for name, value in sorted(station.memory.values.items())]
    head = f"Diagnostics of {settings.identity}: {settings.vendor} {settings.model}"
    return "\n".join([head, station.clock.text(), *connectors, *values, ""])


def _within(at: str, begin: float | None, end: float | None) -> bool:
    moment = parse_datetime(at).timestamp()
    return (begin is None or begin <= moment) and (end is None or moment <= end)
