"""Answers of a 2.0.1 station, block L: firmware, for itself and for the stations behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from ocppj.problems import CallRefused, ErrorCode
from schemas.v201.enums import GenericStatusEnumType
from schemas.v201.firmware import (
    FirmwareStatusEnumType,
    FirmwareStatusNotificationRequest,
    PublishFirmwareRequest,
    PublishFirmwareResponse,
    PublishFirmwareStatusEnumType,
    PublishFirmwareStatusNotificationRequest,
    UnpublishFirmwareRequest,
    UnpublishFirmwareResponse,
    UnpublishFirmwareStatusEnumType,
    UpdateFirmwareRequest,
    UpdateFirmwareResponse,
    UpdateFirmwareStatusEnumType,
)
from schemas.v201.types import StatusInfoType
from station_sim import firmware, publishing

if TYPE_CHECKING:
    from station_sim.station import Station


def update_firmware(station: Station, request: UpdateFirmwareRequest) -> Reply:
    """L01.FR.21 to .27; unsigned firmware (L02) only for a station that is set up for it."""
    given = request.firmware
    wanted = firmware.Wanted(
        given.location,
        given.retrieve_date_time,
        given.install_date_time,
        given.signing_certificate,
        given.signature,
        request.retries,
        request.retry_interval,
    )
    if not station.automatic:
        return Reply(UpdateFirmwareResponse(status=UpdateFirmwareStatusEnumType.ACCEPTED))
    unsigned = wanted.signing_certificate is None and wanted.signature is None
    if unsigned and not station.settings.unsigned_firmware:
        return _refused("Unsigned", "signed firmware only")
    answer, certificate = station.firmware.consider(wanted)
    response = UpdateFirmwareResponse(status=UpdateFirmwareStatusEnumType(answer.value))
    if answer not in (firmware.Answer.ACCEPTED, firmware.Answer.CANCELED):
        return Reply(response)
    job = firmware.Job(wanted, lambda state: _status(state, request.request_id), certificate)

    async def begin() -> None:
        station.firmware.begin(job)

    return Reply(response, (begin,))


def _refused(code: str, why: str) -> Reply:
    rejected = UpdateFirmwareStatusEnumType.REJECTED
    info = StatusInfoType(reason_code=code, additional_info=why)
    return Reply(UpdateFirmwareResponse(status=rejected, status_info=info))


def _status(state: firmware.State, request_id: int) -> FirmwareStatusNotificationRequest:
    """L01.FR.10."""
    return FirmwareStatusNotificationRequest(
        status=FirmwareStatusEnumType(state.value), request_id=request_id
    )


def idle() -> FirmwareStatusNotificationRequest:
    """L01.FR.20: without an update there is no request to name."""
    return FirmwareStatusNotificationRequest(status=FirmwareStatusEnumType.IDLE)


def report_status(station: Station) -> None:
    """Tell how the update stands, as the CSMS asked (L01.FR.25, .26)."""
    station.send(station.firmware.word() or idle())


def publish_firmware(station: Station, request: PublishFirmwareRequest) -> Reply:
    """L03.FR.05; one publication at a time."""
    _require_controller(station)
    publisher = station.firmware.publisher
    if publisher.busy:
        return Reply(PublishFirmwareResponse(status=GenericStatusEnumType.REJECTED))
    publication = publishing.Publication(
        request.location,
        request.checksum,
        lambda state, uris: _published(state, uris, request.request_id),
        request.retries,
        request.retry_interval,
    )

    async def begin() -> None:
        if station.automatic:
            publisher.begin(publication)

    return Reply(PublishFirmwareResponse(status=GenericStatusEnumType.ACCEPTED), (begin,))


def _published(
    state: publishing.State, uris: tuple[str, ...], request_id: int
) -> PublishFirmwareStatusNotificationRequest:
    return PublishFirmwareStatusNotificationRequest(
        status=PublishFirmwareStatusEnumType(state.value),
        location=list(uris) or None,
        request_id=request_id,
    )


def nothing_published() -> PublishFirmwareStatusNotificationRequest:
    return PublishFirmwareStatusNotificationRequest(status=PublishFirmwareStatusEnumType.IDLE)


def report_publication(station: Station) -> None:
    """Tell how the publication stands, as the CSMS asked (L03.FR.10, .11)."""
    station.send(station.firmware.publisher.word() or nothing_published())


def unpublish_firmware(
    station: Station, request: UnpublishFirmwareRequest
) -> UnpublishFirmwareResponse:
    """L04.FR.01 to .04."""
    _require_controller(station)
    ended = station.firmware.publisher.withdraw(request.checksum)
    return UnpublishFirmwareResponse(status=UnpublishFirmwareStatusEnumType(ended.value))


def _require_controller(station: Station) -> None:
    if station.automatic and not station.settings.local_controller:
        raise CallRefused(ErrorCode.NOT_SUPPORTED, "this station is no Local Controller")
