"""OCPP 2.0.1, block G: heartbeats and connector status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.clock import format_datetime
from reference_csms.records import ConnectorStatus
from schemas.v201 import availability as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


async def heartbeat(
    station: ConnectedStation, request: messages.HeartbeatRequest
) -> messages.HeartbeatResponse:
    """Use case G02."""
    now = await station.services.registration.heartbeat(station.identity)
    return messages.HeartbeatResponse(current_time=format_datetime(now))


async def status_notification(
    station: ConnectedStation, request: messages.StatusNotificationRequest
) -> messages.StatusNotificationResponse:
    """Use case G01."""
    await station.services.availability.report(
        ConnectorStatus(
            station=station.identity,
            evse_id=request.evse_id,
            connector_id=request.connector_id,
            status=request.connector_status.value,
            timestamp=request.timestamp,
        )
    )
    return messages.StatusNotificationResponse()
