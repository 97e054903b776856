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

if TYPE_CHECKING:
    from schemas.base import OcppModel
    from station_sim.station import Station

# What a station does where the CSMS leaves the choice to it.
RETRIES = 2
RETRY_INTERVAL_S = 10
_OUTCOMES = (logs.State.IDLE, logs.State.UPLOADING, logs.State.UPLOADED)


def update_firmware(station: Station, request: simple.UpdateFirmwareRequest) -> Reply:
    """5.19; L01.FR.20: a station with a security profile takes signed firmware only."""
    if station.settings.security_profile > 0:
        raise CallRefused(ErrorCode.NOT_SUPPORTED, "use SignedUpdateFirmware")
    job = firmware.Job(
        request.location,
        _moment(request.retrieve_date) or 0.0,
        simple_report,
        retries=_given(request.retries, RETRIES),
        retry_interval=_given(request.retry_interval, RETRY_INTERVAL_S),
    )

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
    wanted = request.firmware
    certificate = station.firmware.trusted(wanted.signing_certificate)
    if station.automatic and certificate is None:
        station.security.report("InvalidFirmwareSigningCertificate")  # L01.FR.02
        return Reply(secure.SignedUpdateFirmwareResponse(status=status.INVALID_CERTIFICATE))
    job = firmware.Job(
        wanted.location,
        _moment(wanted.retrieve_date_time) or 0.0,
        lambda state: signed_report(state, request.request_id),
        install_at=_moment(wanted.install_date_time),
        retries=_given(request.retries, RETRIES),
        retry_interval=_given(request.retry_interval, RETRY_INTERVAL_S),
        signature=wanted.signature,
        certificate=certificate,
    )

    async def begin() -> None:
        if station.automatic:
            station.firmware.begin(job)

    answer = status.ACCEPTED_CANCELED if station.firmware.busy else status.ACCEPTED
    return Reply(secure.SignedUpdateFirmwareResponse(status=answer), (begin,))


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
        retries=_given(request.retries, RETRIES),
        retry_interval=_given(request.retry_interval, RETRY_INTERVAL_S),
    )
    response = simple.GetDiagnosticsResponse(file_name=name)
    return _uploading(station, response, job)


def diagnostics_report(state: logs.State) -> OcppModel:
    """Make the message of a state; the first edition has one word for all failures."""
    known = (
        DiagnosticsStatus(state.value) if state in _OUTCOMES else DiagnosticsStatus.UPLOAD_FAILED
    )
    return simple.DiagnosticsStatusNotificationRequest(status=known)


def get_log(station: Station, request: secure.GetLogRequest) -> Reply:
    """N01.FR.01 to .04, .11."""
    status = secure.LogStatusEnumType
    kind = request.log_type
    name = f"{kind.value}-{station.settings.identity}.txt"
    begin, end = _moment(request.log.oldest_timestamp), _moment(request.log.latest_timestamp)
    content = (
        logs.security_log(station, begin, end)
        if kind is secure.LogEnumType.SECURITY_LOG
        else logs.diagnostics(station)
    )
    job = logs.Job(
        request.log.remote_location,
        name,
        content,
        lambda state: log_report(state, request.request_id),
        retries=_given(request.retries, RETRIES),
        retry_interval=_given(request.retry_interval, RETRY_INTERVAL_S),
    )
    answer = status.ACCEPTED_CANCELED if station.logs.busy else status.ACCEPTED
    return _uploading(station, secure.GetLogResponse(status=answer, filename=name), job)


def log_report(state: logs.State, request_id: int | None) -> OcppModel:
    """Make the message of a state; without an upload it names no request (N01.FR.12)."""
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


def _given(wanted: int | None, usual: int) -> int:
    return usual if wanted is None else wanted
