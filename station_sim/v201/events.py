"""What monitors have found, put into NotifyEvent requests (N07, N08)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.v201.diagnostics import NotifyEventRequest
from schemas.v201.monitoring import (
    EventDataType,
    EventNotificationEnumType,
    EventTriggerEnumType,
)
from schemas.v201.types import ComponentType, EVSEType, VariableType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station_sim.device_model import Variable
    from station_sim.monitoring import Occurrence
    from station_sim.station import Station

EVENTS_PER_MESSAGE = 20


def notifications(station: Station, found: Sequence[Occurrence]) -> list[NotifyEventRequest]:
    """Write one report of events, in parts where there are many (N07.FR.07)."""
    now = station.clock.text()
    starts = range(0, len(found), EVENTS_PER_MESSAGE)
    parts = [found[start : start + EVENTS_PER_MESSAGE] for start in starts]
    return [
        NotifyEventRequest(
            generated_at=now,
            seq_no=number,
            event_data=[_event(station, occurrence) for occurrence in part],
            **({"tbc": True} if number < len(parts) - 1 else {}),
        )
        for number, part in enumerate(parts)
    ]


def _event(station: Station, found: Occurrence) -> EventDataType:
    """N07.FR.06; what is written nowhere else says that an alert is over (N07.FR.02)."""
    return EventDataType(
        event_id=next(station.event_ids),
        timestamp=found.at,
        trigger=EventTriggerEnumType(found.trigger.value),
        actual_value=found.value,
        cleared=True if found.cleared else None,
        transaction_id=found.transaction,
        component=component_of(found.variable),
        variable_monitoring_id=found.monitor.id,
        event_notification_type=EventNotificationEnumType(found.monitor.origin.value),
        variable=name_of(found.variable),
    )


def component_of(variable: Variable) -> ComponentType:
    if variable.evse_id is None:
        return ComponentType(name=variable.component)
    place = {} if variable.connector_id is None else {"connector_id": variable.connector_id}
    return ComponentType(name=variable.component, evse=EVSEType(id=variable.evse_id, **place))


def name_of(variable: Variable) -> VariableType:
    if variable.instance is None:
        return VariableType(name=variable.name)
    return VariableType(name=variable.name, instance=variable.instance)
