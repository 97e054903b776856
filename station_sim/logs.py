"""Logs and diagnostics: gathered, and left at the place that the CSMS names.

Sources: 1.6 edition 2, 4.4 and 5.9; security white paper of 1.6 and 2.0.1 Part 2, N01.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, Self

from ocppj.clock import parse_datetime
from station_sim.transfers import (
    RETRIES,
    RETRY_INTERVAL_S,
    TransferFailed,
    given,
    persistently,
    upload,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemas.base import OcppModel
    from station_sim.station import Station

    class Place(Protocol):
        @property
        def remote_location(self) -> str: ...
        @property
        def oldest_timestamp(self) -> str | None: ...
        @property
        def latest_timestamp(self) -> str | None: ...

    class GetLog(Protocol):
        @property
        def log_type(self) -> StrEnum: ...
        @property
        def log(self) -> Place: ...
        @property
        def retries(self) -> int | None: ...
        @property
        def retry_interval(self) -> int | None: ...


class State(StrEnum):
    """The states of an upload, in the words of UploadLogStatusEnumType."""

    IDLE = "Idle"
    UPLOADING = "Uploading"
    UPLOADED = "Uploaded"
    FAILED = "UploadFailure"
    DENIED = "PermissionDenied"
    UNSUPPORTED = "NotSupportedOperation"
    CANCELED = "AcceptedCanceled"


SECURITY_LOG: Final = "SecurityLog"
DIAGNOSTICS_LOG: Final = "DiagnosticsLog"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a GetLog asks for, alike in both versions; `kind` in the words of LogEnumType."""

    kind: str
    location: str
    oldest: str | None = None
    latest: str | None = None
    retries: int | None = None
    retry_interval: int | None = None

    @classmethod
    def of(cls, request: GetLog) -> Self:
        """Read the request of either version."""
        return cls(
            request.log_type.value,
            request.log.remote_location,
            request.log.oldest_timestamp,
            request.log.latest_timestamp,
            request.retries,
            request.retry_interval,
        )


@dataclass(frozen=True, slots=True)
class Job:
    """One upload; `report` makes the message of a state, None where there is none."""

    location: str
    name: str
    content: str
    report: Callable[[State], OcppModel | None]
    retries: int = 0
    retry_interval: float = 0.0


@dataclass(slots=True)
class _Upload:
    """A job under way; it ends by itself, or when somebody cancels its transfer."""

    job: Job
    over: asyncio.Event
    state: State = State.IDLE
    canceled: bool = False
    _scope: asyncio.Timeout | None = None

    def cancel(self) -> None:
        self.canceled = True
        if self._scope is not None:
            self._scope.reschedule(asyncio.get_running_loop().time())

    async def carry(self, station: Station) -> State:
        """Transfer the file and say how that ended."""
        if self.canceled:
            return State.CANCELED
        job, content = self.job, self.job.content.encode()
        tls = station.settings.tls
        try:
            async with asyncio.timeout(None) as self._scope:
                await persistently(
                    lambda: upload(job.location, job.name, content, tls),
                    job.retries,
                    job.retry_interval,
                )
        except TransferFailed as failed:
            return _failure(failed)
        except TimeoutError:
            return State.CANCELED
        finally:
            self._scope = None
        return State.UPLOADED


class LogUploader:
    """Carries out one upload at a time."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._upload: _Upload | None = None

    @property
    def busy(self) -> bool:
        """Whether a new request would cancel an upload."""
        current = self._upload
        return current is not None and current.state in (State.IDLE, State.UPLOADING)

    def word(self) -> OcppModel | None:
        """Give the message about the upload under way, None where there is none."""
        current = self._upload
        return current.job.report(current.state) if current is not None and self.busy else None

    def begin(self, job: Job) -> bool:
        """Start an upload and tell whether it put an end to another (1.6 N01.FR.11, N01.FR.12)."""
        replaced, before = self.busy, self._upload
        if before is not None and replaced:
            before.cancel()
        self._upload = _Upload(job, asyncio.Event())
        self._station.tasks.spawn(self._run(self._upload, before), "log upload")
        return replaced

    async def _run(self, current: _Upload, before: _Upload | None) -> None:
        """N01.FR.08 to .10, .20; a canceled upload has its last word before the next begins."""
        try:
            if before is not None:
                await before.over.wait()
            if not current.canceled:
                await self._enter(current, State.UPLOADING)
            await self._enter(current, await current.carry(self._station))
        finally:
            current.over.set()

    async def _enter(self, current: _Upload, state: State) -> None:
        current.state = state
        message = current.job.report(state)
        if message is not None:
            await self._station.tell(message)


def prepare(
    station: Station, wanted: Wanted, report: Callable[[State], OcppModel | None]
) -> Job | None:
    """Gather what a GetLog asks for; None where there is no such information (N01.FR.05)."""
    begin, end = _moment(wanted.oldest), _moment(wanted.latest)
    content = _CONTENTS[wanted.kind](station, begin, end)
    if content is None:
        return None
    return Job(
        wanted.location,
        f"{wanted.kind}-{station.settings.identity}.txt",
        content,
        report,
        retries=given(wanted.retries, RETRIES),
        retry_interval=given(wanted.retry_interval, RETRY_INTERVAL_S),
    )


def _failure(failed: TransferFailed) -> State:
    if failed.denied:
        return State.DENIED
    return State.UNSUPPORTED if failed.unsupported else State.FAILED


def _moment(text: str | None) -> float | None:
    return None if text is None else parse_datetime(text).timestamp()


def security_log(station: Station, begin: float | None, end: float | None) -> str | None:
    """Write the security events of a span of time, a line each (N01.FR.03); None without any."""
    events = [
        f"{event.at} {_name(station, event.type)} {event.tech_info or ''}".rstrip()
        for event in station.memory.security.log
        if _within(event.at, begin, end)
    ]
    if not events and (begin, end) != (None, None):
        return None
    return "\n".join([f"Security log of {station.settings.identity}", *events, ""])


def _name(station: Station, event: str) -> str:
    """Name an event as the version does, which is how the CSMS hears of it."""
    return str(station.papers.security_event(event, None).dump()["type"])


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


def _diagnostics_of(station: Station, begin: float | None, end: float | None) -> str | None:
    """Give the diagnostics, which tell of now (N01.FR.04); nothing is known of what is to come."""
    now = station.clock.time()
    backwards = begin is not None and end is not None and end < begin
    later = begin is not None and now < begin
    return None if backwards or later else diagnostics(station)


_CONTENTS: Final[Mapping[str, Callable[[Station, float | None, float | None], str | None]]] = {
    SECURITY_LOG: security_log,
    DIAGNOSTICS_LOG: _diagnostics_of,
}


def _within(at: str, begin: float | None, end: float | None) -> bool:
    moment = parse_datetime(at).timestamp()
    return (begin is None or begin <= moment) and (end is None or moment <= end)
