"""OCPP 1.6: firmware, diagnostics and logs (FirmwareManagement; security white paper, L01, N01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms import file_results
from reference_csms.jobs import FileJob, FileKind
from schemas.v16 import firmware, security

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation

DIAGNOSTICS = "Diagnostics"


async def diagnostics_status(
    station: ConnectedStation, request: firmware.DiagnosticsStatusNotificationRequest
) -> firmware.DiagnosticsStatusNotificationResponse:
    """Section 4.4."""
    await _reported(station, FileKind.LOG, None, request.status.value)
    return firmware.DiagnosticsStatusNotificationResponse()


async def firmware_status(
    station: ConnectedStation, request: firmware.FirmwareStatusNotificationRequest
) -> firmware.FirmwareStatusNotificationResponse:
    """Section 4.5."""
    await _reported(station, FileKind.FIRMWARE, None, request.status.value)
    return firmware.FirmwareStatusNotificationResponse()


async def log_status(
    station: ConnectedStation, request: security.LogStatusNotificationRequest
) -> security.LogStatusNotificationResponse:
    """N01.FR.08 to .10 (security white paper)."""
    await _reported(station, FileKind.LOG, request.request_id, request.status.value)
    return security.LogStatusNotificationResponse()


async def signed_firmware_status(
    station: ConnectedStation, request: security.SignedFirmwareStatusNotificationRequest
) -> security.SignedFirmwareStatusNotificationResponse:
    """L01.FR.01, L01.FR.10 (security white paper)."""
    await _reported(station, FileKind.FIRMWARE, request.request_id, request.status.value)
    return security.SignedFirmwareStatusNotificationResponse()


async def _reported(
    station: ConnectedStation, kind: FileKind, request_id: int | None, status: str
) -> None:
    await station.services.files.reported(station.identity, kind, request_id, status)


# what stations answer


async def get_diagnostics(
    station: ConnectedStation,
    request: firmware.GetDiagnosticsRequest,
    response: firmware.GetDiagnosticsResponse,
) -> None:
    """Section 5.9: without a file name there is nothing to upload."""
    name = response.file_name
    job = FileJob(
        station.identity,
        FileKind.LOG,
        subject=DIAGNOSTICS,
        location=request.location,
        answer="Accepted" if name else "NothingToUpload",
        file_name=name,
    )
    await station.services.files.asked(job)


async def update_firmware(
    station: ConnectedStation,
    request: firmware.UpdateFirmwareRequest,
    response: firmware.UpdateFirmwareResponse,
) -> None:
    """Section 5.19."""
    job = FileJob(
        station.identity,
        FileKind.FIRMWARE,
        subject="UpdateFirmware",
        location=request.location,
        answer="Accepted",
    )
    await station.services.files.asked(job)


async def signed_update_firmware(
    station: ConnectedStation,
    request: security.SignedUpdateFirmwareRequest,
    response: security.SignedUpdateFirmwareResponse,
) -> None:
    """L01.FR.23 to .27 (security white paper)."""
    await file_results.update_asked(station, "SignedUpdateFirmware", request, response)
