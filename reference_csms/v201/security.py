"""OCPP 2.0.1, block A: security events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.records import SecurityEvent
from schemas.v201 import security as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation


async def security_event_notification(
    station: ConnectedStation, request: messages.SecurityEventNotificationRequest
) -> messages.SecurityEventNotificationResponse:
    """A04.FR.03."""
    await station.services.events.security(
        SecurityEvent(station.identity, request.type, request.timestamp, request.tech_info)
    )
    return messages.SecurityEventNotificationResponse()
