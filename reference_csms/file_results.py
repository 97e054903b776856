"""What stations answer about firmware and logs, where both versions ask alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reference_csms.jobs import FileJob, FileKind

if TYPE_CHECKING:
    from enum import StrEnum

    from reference_csms.connection import ConnectedStation

    class Upload(Protocol):
        @property
        def remote_location(self) -> str: ...

    class LogRequest(Protocol):
        @property
        def request_id(self) -> int: ...
        @property
        def log_type(self) -> StrEnum: ...
        @property
        def log(self) -> Upload: ...

    class LogAnswer(Protocol):
        @property
        def status(self) -> StrEnum: ...
        @property
        def filename(self) -> str | None: ...

    class Firmware(Protocol):
        @property
        def location(self) -> str: ...

    class UpdateRequest(Protocol):
        @property
        def request_id(self) -> int: ...
        @property
        def firmware(self) -> Firmware: ...

    class UpdateAnswer(Protocol):
        @property
        def status(self) -> StrEnum: ...


async def log_asked(station: ConnectedStation, request: LogRequest, response: LogAnswer) -> None:
    """N01.FR.01, .05, .12 (in 1.6, the security white paper's N01)."""
    job = FileJob(
        station.identity,
        FileKind.LOG,
        request.request_id,
        subject=request.log_type.value,
        location=request.log.remote_location,
        answer=response.status.value,
        file_name=response.filename,
    )
    await station.services.files.asked(job)


async def update_asked(
    station: ConnectedStation, action: str, request: UpdateRequest, response: UpdateAnswer
) -> None:
    """L01.FR.21 to .27 (in 1.6, the security white paper's L01); `action` is what asked for it."""
    job = FileJob(
        station.identity,
        FileKind.FIRMWARE,
        request.request_id,
        subject=action,
        location=request.firmware.location,
        answer=response.status.value,
    )
    await station.services.files.asked(job)
