"""OCPP 2.0.1, block N: monitors of variables, what stations answer and send."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reference_csms.monitoring import Monitor
from reference_csms.records import ConnectorStatus
from reference_csms.v201.device_model import variable_of
from schemas.v201 import diagnostics as messages
from schemas.v201.enums import GenericDeviceModelStatusEnumType
from schemas.v201.monitoring import EventTriggerEnumType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reference_csms.connection import ConnectedStation
    from schemas.v201.monitoring import (
        EventDataType,
        MonitorEnumType,
        MonitoringDataType,
        SetMonitoringDataType,
    )
    from schemas.v201.types import ComponentType, VariableType


def _on(
    station: str,
    monitor_id: int | None,
    component: ComponentType,
    variable: VariableType,
    type: MonitorEnumType | None = None,
    severity: int | None = None,
) -> Monitor:
    """Name a monitor by its variable."""
    return Monitor(
        station,
        monitor_id,
        component.name,
        variable.name,
        component.instance,
        variable.instance,
        component.evse.id if component.evse else None,
        component.evse.connector_id if component.evse else None,
        type=None if type is None else type.value,
        severity=severity,
    )


# results


async def base_set(
    station: ConnectedStation,
    request: messages.SetMonitoringBaseRequest,
    response: messages.SetMonitoringBaseResponse,
) -> None:
    """N03.FR.01, N03.FR.02."""
    await station.services.monitoring.base_set(
        station.identity, request.monitoring_base.value, response.status.value
    )


async def level_set(
    station: ConnectedStation,
    request: messages.SetMonitoringLevelRequest,
    response: messages.SetMonitoringLevelResponse,
) -> None:
    """N05.FR.01, N05.FR.02."""
    await station.services.monitoring.level_set(
        station.identity, request.severity, response.status.value
    )


async def monitors_set(
    station: ConnectedStation,
    request: messages.SetVariableMonitoringRequest,
    response: messages.SetVariableMonitoringResponse,
) -> None:
    """N04.FR.02: results name what they are about, and need not keep the order."""
    identity = station.identity
    wanted = {_wish(identity, data).subject: data for data in request.set_monitoring_data}
    for result in response.set_monitoring_result:
        about = _on(
            identity, result.id, result.component, result.variable, result.type, result.severity
        )
        data = wanted.get(about.subject)
        if data is not None:
            number = data.id if result.id is None else result.id
            await station.services.monitoring.asked(
                _wish(identity, data, number), result.status.value
            )


def _wish(station: str, data: SetMonitoringDataType, number: int | None = None) -> Monitor:
    named = _on(station, number, data.component, data.variable, data.type, data.severity)
    return _with(named, data.value, transaction=data.transaction)


def _with(monitor: Monitor, value: float, *, transaction: bool) -> Monitor:
    return replace(monitor, value=value, transaction=transaction)


async def monitors_cleared(
    station: ConnectedStation,
    request: messages.ClearVariableMonitoringRequest,
    response: messages.ClearVariableMonitoringResponse,
) -> None:
    """N06.FR.05."""
    for result in response.clear_monitoring_result:
        if result.id in request.id:
            await station.services.monitoring.cleared(
                station.identity, result.id, result.status.value
            )


async def report_asked(
    station: ConnectedStation,
    request: messages.GetMonitoringReportRequest,
    response: messages.GetMonitoringReportResponse,
) -> None:
    """N02.FR.01, N02.FR.10; the report is welcome before the boot is accepted (B02.FR.09)."""
    if response.status is GenericDeviceModelStatusEnumType.ACCEPTED:
        station.invited.add("NotifyMonitoringReport")
    narrowed = request.monitoring_criteria is not None or request.component_variable is not None
    await station.services.monitoring.expect_report(
        station.identity, request.request_id, response.status.value, whole=not narrowed
    )


# what stations send


async def notify_monitoring_report(
    station: ConnectedStation, request: messages.NotifyMonitoringReportRequest
) -> messages.NotifyMonitoringReportResponse:
    """N02.FR.04: the request id says which report the part belongs to."""
    told = [m for data in request.monitor or () for m in _reported(station.identity, data)]
    await station.services.monitoring.reported(
        station.identity,
        request.request_id,
        request.seq_no,
        told,
        at=request.generated_at,
        last=not request.tbc,
    )
    return messages.NotifyMonitoringReportResponse()


def _reported(station: str, data: MonitoringDataType) -> Iterator[Monitor]:
    for one in data.variable_monitoring:
        named = _on(station, one.id, data.component, data.variable, one.type, one.severity)
        yield _with(named, one.value, transaction=one.transaction)


async def notify_event(
    station: ConnectedStation, request: messages.NotifyEventRequest
) -> messages.NotifyEventResponse:
    """N07.FR.03; each event also tells the value of its variable."""
    services, identity = station.services, station.identity
    for event in request.event_data:
        told = services.monitoring.event(
            identity, event.dump(), generated_at=request.generated_at, seq_no=request.seq_no
        )
        alert = event.trigger is EventTriggerEnumType.ALERTING and not event.cleared
        await services.monitoring.occurred(_heard(identity, event), told, alerting=alert)
        await services.device_model.learn(
            variable_of(identity, event.component, event.variable, None, value=event.actual_value)
        )
        status = _connector_status(identity, event)
        if status is not None:
            await services.availability.report(status)
    return messages.NotifyEventResponse()


def _heard(station: str, event: EventDataType) -> Monitor | None:
    """Give the monitor that an event is about, as far as the event tells of it."""
    number = event.variable_monitoring_id
    if number is None:
        return None
    return replace(
        _on(station, number, event.component, event.variable),
        origin=event.event_notification_type.value,
        last_value=event.actual_value,
        last_event_at=event.timestamp,
    )


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
