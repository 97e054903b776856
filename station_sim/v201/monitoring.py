"""Answers of a 2.0.1 station, block N: monitors of variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from schemas.v201.diagnostics import (
    ClearVariableMonitoringRequest,
    ClearVariableMonitoringResponse,
    GetMonitoringReportRequest,
    GetMonitoringReportResponse,
    MonitoringCriterionEnumType,
    NotifyMonitoringReportRequest,
    SetMonitoringBaseRequest,
    SetMonitoringBaseResponse,
    SetMonitoringLevelRequest,
    SetMonitoringLevelResponse,
    SetVariableMonitoringRequest,
    SetVariableMonitoringResponse,
)
from schemas.v201.enums import GenericDeviceModelStatusEnumType, GenericStatusEnumType
from schemas.v201.monitoring import (
    ClearMonitoringResultType,
    ClearMonitoringStatusEnumType,
    MonitorEnumType,
    MonitoringDataType,
    SetMonitoringResultType,
    SetMonitoringStatusEnumType,
    VariableMonitoringType,
)
from station_sim.device_model import Variable
from station_sim.monitors import PERIODICS, SEVERITIES, THRESHOLDS, Base, Kind, Monitor, Origin
from station_sim.v201.events import component_of, name_of
from station_sim.v201.limits import limit
from station_sim.v201.provisioning import find, model_of
from station_sim.v201.reports import is_named
from station_sim.v201.voice import Voice201

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from schemas.v201.monitoring import SetMonitoringDataType
    from station_sim.monitoring import Monitoring
    from station_sim.station import Station

VARIABLES_PER_REPORT: Final = 10
_CTRLR: Final = "MonitoringCtrlr"
_Status = SetMonitoringStatusEnumType


def monitoring_of(station: Station) -> Monitoring:
    assert isinstance(station.voice, Voice201)
    return station.voice.monitoring


def _enabled(station: Station) -> bool:
    return model_of(station).flag(f"{_CTRLR}.Enabled")


# base and level


def set_monitoring_base(station: Station, request: SetMonitoringBaseRequest) -> Reply:
    """N03.FR.01, N03.FR.03 to .05."""
    statuses = GenericDeviceModelStatusEnumType
    if not _enabled(station):
        return Reply(SetMonitoringBaseResponse(status=statuses.REJECTED))
    station.memory.monitors.rebase(Base(request.monitoring_base.value))
    return _changed(station, SetMonitoringBaseResponse(status=statuses.ACCEPTED))


def set_monitoring_level(station: Station, request: SetMonitoringLevelRequest) -> Reply:
    """N05.FR.01, N05.FR.02."""
    if not _enabled(station) or request.severity not in SEVERITIES:
        return Reply(SetMonitoringLevelResponse(status=GenericStatusEnumType.REJECTED))
    station.memory.monitors.level = request.severity
    return _changed(station, SetMonitoringLevelResponse(status=GenericStatusEnumType.ACCEPTED))


def _changed(
    station: Station,
    response: SetMonitoringBaseResponse
    | SetMonitoringLevelResponse
    | SetVariableMonitoringResponse
    | ClearVariableMonitoringResponse,
) -> Reply:
    """Answer, and let the monitors speak only after that."""

    async def look() -> None:
        monitoring_of(station).changed()

    return Reply(response, (look,))


# single monitors


def set_variable_monitoring(station: Station, request: SetVariableMonitoringRequest) -> Reply:
    """N04."""
    model, data = model_of(station), request.set_monitoring_data
    limit(model, _CTRLR, "SetVariableMonitoring", request, data)
    results = [_set(station, each) for each in data]
    return _changed(station, SetVariableMonitoringResponse(set_monitoring_result=results))


def _set(station: Station, data: SetMonitoringDataType) -> SetMonitoringResultType:
    status, number = _install(station, data)
    return SetMonitoringResultType(
        id=number,
        status=status,
        type=data.type,
        component=data.component,
        variable=data.variable,
        severity=data.severity,
    )


def _install(station: Station, data: SetMonitoringDataType) -> tuple[_Status, int | None]:
    """Install a monitor, and give its id; every refusal has its reason in N04."""
    model, monitors = model_of(station), station.memory.monitors
    variable = find(model, data.component, data.variable)
    if not isinstance(variable, Variable):
        return _Status(variable.value), None  # N04.FR.03, N04.FR.04
    kind = Kind(data.type.value)
    if not model.monitorable(variable) or (kind in THRESHOLDS and not variable.numeric):
        return _Status.UNSUPPORTED_MONITOR_TYPE, None  # N04.FR.05
    monitor = Monitor(
        data.id or 0, variable.path, kind, data.value, data.severity, data.transaction
    )
    replaced = data.id is None or _replaceable(monitors.active.get(data.id), monitor)
    if not (_enabled(station) and replaced and _sensible(variable, monitor)):
        return _Status.REJECTED, None
    if monitors.rival(monitor):
        return _Status.DUPLICATE, None  # N04.FR.10
    installed = monitors.install(monitor, model.value(variable))
    return (_Status.REJECTED, None) if installed is None else (_Status.ACCEPTED, installed.id)


def _replaceable(known: Monitor | None, monitor: Monitor) -> bool:
    """N04.FR.13, N04.FR.16, N04.FR.18."""
    return (
        known is not None and known.path == monitor.path and known.origin is not Origin.HARD_WIRED
    )


def _sensible(variable: Variable, monitor: Monitor) -> bool:
    """N04.FR.06, N04.FR.14; a severity has ten values, and time does not stand still."""
    if monitor.severity not in SEVERITIES:
        return False
    if monitor.kind in THRESHOLDS:
        low, high = variable.minimum, variable.maximum
        value = monitor.value
        return (low is None or value >= low) and (high is None or value <= high)
    return monitor.value >= (1 if monitor.kind in PERIODICS else 0)


def clear_variable_monitoring(station: Station, request: ClearVariableMonitoringRequest) -> Reply:
    """N06.FR.01, N06.FR.05."""
    limit(model_of(station), _CTRLR, "ClearVariableMonitoring", request, request.id)
    results = [
        ClearMonitoringResultType(status=_clear(station, number), id=number)
        for number in request.id
    ]
    return _changed(station, ClearVariableMonitoringResponse(clear_monitoring_result=results))


def _clear(station: Station, number: int) -> ClearMonitoringStatusEnumType:
    """N06.FR.02, N06.FR.03."""
    monitors = station.memory.monitors
    known = monitors.active.get(number)
    if known is None:
        return ClearMonitoringStatusEnumType.NOT_FOUND
    if known.origin is Origin.HARD_WIRED or not _enabled(station):
        return ClearMonitoringStatusEnumType.REJECTED
    monitors.remove(number)
    return ClearMonitoringStatusEnumType.ACCEPTED


# reports

_CRITERIA: Final[Mapping[MonitoringCriterionEnumType, frozenset[Kind]]] = {
    MonitoringCriterionEnumType.THRESHOLD_MONITORING: THRESHOLDS,
    MonitoringCriterionEnumType.DELTA_MONITORING: frozenset({Kind.DELTA}),
    MonitoringCriterionEnumType.PERIODIC_MONITORING: PERIODICS,
}


def get_monitoring_report(station: Station, request: GetMonitoringReportRequest) -> Reply:
    """N02; the report follows the answer."""
    named, model = request.component_variable or [], model_of(station)
    limit(model, "DeviceDataCtrlr", "GetReport", request, named)
    criteria = request.monitoring_criteria or list(MonitoringCriterionEnumType)
    kinds = frozenset[Kind]().union(*(_CRITERIA[criterion] for criterion in criteria))
    chosen = [
        monitor
        for monitor in station.memory.monitors
        if monitor.kind in kinds and is_named(model.at(monitor.path), named)
    ]

    async def report() -> None:
        if station.automatic:
            for part in reports(station, request.request_id, chosen):
                station.send(part)

    statuses = GenericDeviceModelStatusEnumType
    if not chosen:
        return Reply(GetMonitoringReportResponse(status=statuses.EMPTY_RESULT_SET))
    return Reply(GetMonitoringReportResponse(status=statuses.ACCEPTED), (report,))


def reports(
    station: Station, request_id: int, monitors: Sequence[Monitor]
) -> list[NotifyMonitoringReportRequest]:
    """Write a report, variable by variable (N02.FR.03, N02.FR.04, N02.FR.09)."""
    found: dict[str, list[Monitor]] = {}
    for monitor in monitors:
        found.setdefault(monitor.path, []).append(monitor)
    entries = [_entry(model_of(station).at(path), group) for path, group in found.items()]
    starts = range(0, len(entries), VARIABLES_PER_REPORT)
    return [
        NotifyMonitoringReportRequest(
            request_id=request_id,
            generated_at=station.clock.text(),
            monitor=entries[start : start + VARIABLES_PER_REPORT],
            tbc=start + VARIABLES_PER_REPORT < len(entries),
            seq_no=number,
        )
        for number, start in enumerate(starts)
    ]


def _entry(variable: Variable, monitors: Sequence[Monitor]) -> MonitoringDataType:
    return MonitoringDataType(
        component=component_of(variable),
        variable=name_of(variable),
        variable_monitoring=[
            VariableMonitoringType(
                id=monitor.id,
                transaction=monitor.transaction,
                value=monitor.value,
                type=MonitorEnumType(monitor.kind.value),
                severity=monitor.severity,
            )
            for monitor in monitors
        ],
    )
