"""OCPP 2.0.1, block B: boots and device model reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.clock import format_datetime
from ocppj.dispatch import Reply
from reference_csms.v201.device_model import attributes_of
from schemas.v201 import provisioning as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


ANOTHER: Final = 1008
"""Close code for a station whose certificate is not its own."""


async def boot_notification(
    station: ConnectedStation, request: messages.BootNotificationRequest
) -> messages.BootNotificationResponse | Reply:
    """B01.FR.02, .11, .12; one that we asked for tells of no boot."""
    serial, name = request.charging_station.serial_number, station.certificate_name
    if serial is not None and name is not None and serial != name:
        return await _refused(station, f"the certificate of {name} at the station {serial}")
    if request.reason is not messages.BootReasonEnumType.TRIGGERED:
        await station.services.control.booted(station.identity)
        await station.services.device_model.rebooted(station.identity)
    decision = await station.services.registration.boot(station.identity, request.source)
    return messages.BootNotificationResponse(
        current_time=format_datetime(decision.now),
        interval=decision.interval,
        status=messages.RegistrationStatusEnumType(decision.status.value),
    )


async def _refused(station: ConnectedStation, reason: str) -> Reply:
    """Close the connection without an answer, and log it (A00.FR.408)."""
    await station.services.events.refused_certificate(station.identity, reason)

    async def close() -> None:
        await station.link.close(ANOTHER, "the serial number is not that of the certificate")

    return Reply(None, (close,))


async def notify_report(
    station: ConnectedStation, request: messages.NotifyReportRequest
) -> messages.NotifyReportResponse:
    """B07.FR.04, B08.FR.04: the request id says which report the part belongs to."""
    model = station.services.device_model
    reported = request.report_data or []
    for data in reported:
        for variable in attributes_of(station.identity, data):
            await model.learn(variable)
    await model.take_part(
        station.identity,
        request.request_id,
        request.seq_no,
        at=request.generated_at,
        size=len(reported),
        last=not request.tbc,
    )
    return messages.NotifyReportResponse()
