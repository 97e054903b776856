"""OCPP 2.0.1, block L: firmware of stations, and what Local Controllers publish of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from reference_csms import file_results
from reference_csms.firmware_goals import wanted_firmware
from reference_csms.goals import Arguments, present, read
from reference_csms.jobs import FileJob, FileKind
from schemas.v201 import firmware

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject

# what stations tell


async def firmware_status(
    station: ConnectedStation, request: firmware.FirmwareStatusNotificationRequest
) -> firmware.FirmwareStatusNotificationResponse:
    """L01.FR.01, L01.FR.10."""
    await station.services.files.reported(
        station.identity, FileKind.FIRMWARE, request.request_id, request.status.value
    )
    return firmware.FirmwareStatusNotificationResponse()


async def publication_status(
    station: ConnectedStation, request: firmware.PublishFirmwareStatusNotificationRequest
) -> firmware.PublishFirmwareStatusNotificationResponse:
    """L03.FR.01, L03.FR.04."""
    await station.services.files.reported(
        station.identity,
        FileKind.PUBLICATION,
        request.request_id,
        request.status.value,
        locations=tuple(request.location or ()),
    )
    return firmware.PublishFirmwareStatusNotificationResponse()


# what they answer


async def update_asked(
    station: ConnectedStation,
    request: firmware.UpdateFirmwareRequest,
    response: firmware.UpdateFirmwareResponse,
) -> None:
    """L01.FR.21 to .27."""
    await file_results.update_asked(station, "UpdateFirmware", request, response)


async def publication_asked(
    station: ConnectedStation,
    request: firmware.PublishFirmwareRequest,
    response: firmware.PublishFirmwareResponse,
) -> None:
    """L03.FR.05."""
    job = FileJob(
        station.identity,
        FileKind.PUBLICATION,
        request.request_id,
        subject="PublishFirmware",
        location=request.location,
        answer=response.status.value,
        checksum=request.checksum,
    )
    await station.services.files.asked(job)


async def withdrawal_asked(
    station: ConnectedStation,
    request: firmware.UnpublishFirmwareRequest,
    response: firmware.UnpublishFirmwareResponse,
) -> None:
    """L04.FR.02 to .04."""
    gone = response.status is not firmware.UnpublishFirmwareStatusEnumType.DOWNLOAD_ONGOING
    await station.services.files.withdrawn(
        station.identity, request.checksum, response.status.value, gone=gone
    )


# what an operator wants


async def update_firmware(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """L01, or L02 without a signature."""
    wanted = wanted_firmware(arguments)
    number = await operator.csms.store.next_number("request")
    image = wanted.image(operator.csms.clock)
    payload = {"requestId": number, "firmware": image, **wanted.tries}
    return {**await operator.send("UpdateFirmware", payload), "requestId": number}


class Publication(Arguments):
    """`checksum` is the MD5 of the whole file, in hexadecimal (L03.FR.02)."""

    location: str
    checksum: str = Field(pattern="^[0-9a-fA-F]{32}$")
    retries: int | None = None
    retry_interval_s: int | None = None


async def publish_firmware(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """L03."""
    wanted = read(Publication, arguments)
    number = await operator.csms.store.next_number("request")
    payload = present(
        requestId=number,
        location=wanted.location,
        checksum=wanted.checksum,
        retries=wanted.retries,
        retryInterval=wanted.retry_interval_s,
    )
    return {**await operator.send("PublishFirmware", payload), "requestId": number}


class Withdrawal(Arguments):
    checksum: str = Field(pattern="^[0-9a-fA-F]{32}$")


async def unpublish_firmware(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """L04."""
    wanted = read(Withdrawal, arguments)
    return await operator.send("UnpublishFirmware", {"checksum": wanted.checksum})


OPERATIONS: Final[OperationTable] = {
    "publish-firmware": publish_firmware,
    "unpublish-firmware": unpublish_firmware,
    "update-firmware": update_firmware,
}
