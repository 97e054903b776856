"""OCPP 2.0.1, block N: events of monitored variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.records import ConnectorStatus
from reference_csms.v201.device_model import variable_of
from schemas.v201 import diagnostics as messages

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation
    from schemas.v201.monitoring import EventDataType


async def notify_event(
    station: ConnectedStation, request: messages.NotifyEventRequest
) -> messages.NotifyEventResponse:
    """N07.FR.03; each event also tells the value of its variable."""
    services = station.services
    await services.events.monitored(
        station.identity, [event.dump() for event in request.event_data]
    )
    for event in request.event_data:
        await services.device_model.learn(
            variable_of(
                station.identity, event.component, event.variable, None, value=event.actual_value
            )
        )
        status = _connector_status(station.identity, event)
        if status is not None:
            await services.availability.report(status)
    return messages.NotifyEventResponse()


def _connector_status(identity: str, event: EventDataType) -> ConnectorStatus | None:
    """Connector.AvailabilityState stands for a StatusNotification (G01, E02.FR.05)."""
    evse = event.component.evse
    named = (event.component.name.casefold(), event.variable.name.casefold())
    if named != ("connector", "availabilitystate") or evse is None or evse.connector_id is None:
        return None
    return ConnectorStatus(
        station=identity,
        evse_id=evse.id,
        connector_id=evse.connector_id,
        status=event.actual_value,
        timestamp=event.timestamp,
    )
