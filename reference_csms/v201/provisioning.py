"""OCPP 2.0.1, block B: boots and device model reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.clock import format_datetime
from reference_csms.v201.device_model import attributes_of
from schemas.v201 import provisioning as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


async def boot_notification(
    station: ConnectedStation, request: messages.BootNotificationRequest
) -> messages.BootNotificationResponse:
    """B01.FR.02."""
    decision = await station.services.registration.boot(station.identity, request.source)
    return messages.BootNotificationResponse(
        current_time=format_datetime(decision.now),
        interval=decision.interval,
        status=messages.RegistrationStatusEnumType(decision.status.value),
    )


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
