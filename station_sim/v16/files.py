"""Firmware, diagnostics and logs of 1.6 (edition 2, 5.9, 5.19; security white paper, L01, N01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.clock import parse_datetime
from ocppj.dispatch import Reply
from ocppj.problems import CallRefused, ErrorCode
from schemas.v16 import firmware as simple
from schemas.v16 import security as secure
from schemas.v16.enums import DiagnosticsStatus, FirmwareStatus
from station_sim import firmware, logs
from station_sim.transfers import RETRIES, RETRY_INTERVAL_S, given

if TYPE_CHECKING:
    from schemas.base import OcppModel
    from station_sim.station import Station

_OUTCOMES = (logs.State.IDLE, logs.State.UPLOADING, logs.State.UPLOADED)


def update_firmware(station: Station, request: simple.UpdateFirmwareRequest) -> Reply:
    """5.19; L01.FR.20: a station with a security profile takes signed firmware only."""
    if station.dialling.security_profile > 0:
        raise CallRefused(ErrorCode.NOT_SUPPORTED, "use SignedUpdateFirmware")
    wanted = firmware.Wanted(
        request.location,
        request.retrieve_date,
        retries=request.retries,
        retry_interval=request.retry_interval,
    )
    job = firmware.Job(wanted, simple_report)

    async def begin() -> None:
        if station.automatic:
            station.firmware.begin(job)

    return Reply(simple.UpdateFirmwareResponse(), (begin,))


def simple_report(state: firmware.State) -> OcppModel | None:
    """Make the message of a state; the first edition has a word for some states only."""
    if state not in firmware.SIMPLE:
        return None
    return simple.FirmwareStatusNotificationRequest(status=FirmwareStatus(state.value))


def signed_update_firmware(station: Station, request: secure.SignedUpdateFirmwareRequest) -> Reply:
    """L01.FR.23, .24: the certificate is judged before anything is fetched."""
    status = secure.UpdateFirmwareStatusEnumType
    if not station.automatic:
        return Reply(secure.SignedUpdateFirmwareResponse(status=status.ACCEPTED))
    image = request.firmware
    wanted = firmware.Wanted(
        image.location,
        image.retrieve_date_time,
        image.install_date_time,
        image.signing_certificate,
        image.signature,
        request.retries,
        request.retry_interval,
    )
    answer, certificate = station.firmware.consider(wanted)
    response = secure.SignedUpdateFirmwareResponse(status=status(answer.value))
    if answer not in (firmware.Answer.ACCEPTED, firmware.Answer.CANCELED):
        return Reply(response)
    job = firmware.Job(wanted, lambda state: signed_report(state, request.request_id), certificate)

    async def begin() -> None:
        station.firmware.begin(job)

    return Reply(response, (begin,))


def signed_report(state: firmware.State, request_id: int | None) -> OcppModel:
    status = secure.FirmwareStatusEnumType(state.value)
    number = None if state is firmware.State.IDLE else request_id
    return secure.SignedFirmwareStatusNotificationRequest(status=status, request_id=number)


def get_diagnostics(station: Station, request: simple.GetDiagnosticsRequest) -> Reply:
    """5.9."""
    name = f"diagnostics-{station.settings.identity}.txt"
    job = logs.Job(
        request.location,
        name,
        logs.diagnostics(station),
        diagnostics_report,
        retries=given(request.retries, RETRIES),
        retry_interval=given(request.retry_interval, RETRY_INTERVAL_S),
    )
    response = simple.GetDiagnosticsResponse(file_name=name)
    return _uploading(station, response, job)


def diagnostics_report(state: logs.State) -> OcppModel | None:
    """Make the message of a state; one word for all failures, none for a canceled upload."""
    if state is logs.State.CANCELED:
        return None
    known = (
        DiagnosticsStatus(state.value) if state in _OUTCOMES else DiagnosticsStatus.UPLOAD_FAILED
    )
    return simple.DiagnosticsStatusNotificationRequest(status=known)


def get_log(station: Station, request: secure.GetLogRequest) -> Reply:
    """N01.FR.01 to .04, .11."""
    status = secure.LogStatusEnumType
    job = logs.prepare(
        station, logs.Wanted.of(request), lambda state: log_report(state, request.request_id)
    )
    if job is None:
        return Reply(secure.GetLogResponse(status=status.REJECTED))
    answer = status.ACCEPTED_CANCELED if station.logs.busy else status.ACCEPTED
    return _uploading(station, secure.GetLogResponse(status=answer, filename=job.name), job)


def log_report(state: logs.State, request_id: int | None) -> OcppModel | None:
    """Make the message of a state; without an upload it names no request (N01.FR.12).

    The white paper has no word for a canceled upload.
    """
    if state is logs.State.CANCELED:
        return None
    status = secure.UploadLogStatusEnumType(state.value)
    number = None if state is logs.State.IDLE else request_id
    return secure.LogStatusNotificationRequest(status=status, request_id=number)


def _uploading(station: Station, response: OcppModel, job: logs.Job) -> Reply:
    async def begin() -> None:
        if station.automatic:
            station.logs.begin(job)

    return Reply(response, (begin,))


def _moment(text: str | None) -> float | None:
    return None if text is None else parse_datetime(text).timestamp()
