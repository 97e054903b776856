"""Answers of a 2.0.1 station, block B: variables, reports, reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from ocppj.problems import CallRefused, ErrorCode
from schemas.v201.enums import GenericDeviceModelStatusEnumType
from schemas.v201.provisioning import (
    AttributeEnumType,
    DataEnumType,
    GetBaseReportRequest,
    GetBaseReportResponse,
    GetVariableDataType,
    GetVariableResultType,
    GetVariablesRequest,
    GetVariablesResponse,
    GetVariableStatusEnumType,
    MutabilityEnumType,
    NotifyReportRequest,
    ReportBaseEnumType,
    ReportDataType,
    ResetEnumType,
    ResetRequest,
    ResetResponse,
    ResetStatusEnumType,
    SetVariableDataType,
    SetVariableResultType,
    SetVariablesRequest,
    SetVariablesResponse,
    SetVariableStatusEnumType,
    VariableAttributeType,
    VariableCharacteristicsType,
)
from schemas.v201.types import ComponentType, EVSEType, VariableType
from station_sim.device_model import DeviceModel, Lookup, Variable
from station_sim.moments import StopReason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from station_sim.station import Station

ITEMS_PER_REPORT = 20
_PASSWORD = "SecurityCtrlr.BasicAuthPassword"


def model_of(station: Station) -> DeviceModel:
    assert isinstance(station.store, DeviceModel)
    return station.store


def _find(
    model: DeviceModel, component: ComponentType, variable: VariableType
) -> Variable | Lookup:
    evse = component.evse
    return model.find(
        component.name,
        variable.name,
        component_instance=component.instance,
        instance=variable.instance,
        evse_id=None if evse is None else evse.id,
        connector_id=None if evse is None else evse.connector_id,
    )


def _limit(model: DeviceModel, action: str, items: Sequence[object]) -> None:
    limit = model.number(f"DeviceDataCtrlr.ItemsPerMessage[{action}]")
    if len(items) > limit:
        too_many = f"{len(items)} items, at most {limit} are taken"
        raise CallRefused(ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION, too_many)


def get_variables(station: Station, request: GetVariablesRequest) -> GetVariablesResponse:
    model = model_of(station)
    _limit(model, "GetVariables", request.get_variable_data)
    results = [_get(model, data) for data in request.get_variable_data]
    return GetVariablesResponse(get_variable_result=results)


def _get(model: DeviceModel, data: GetVariableDataType) -> GetVariableResultType:
    variable = _find(model, data.component, data.variable)
    status, value = _read(model, variable, data.attribute_type)
    return GetVariableResultType(
        attribute_status=status,
        attribute_type=AttributeEnumType(data.attribute_type),
        attribute_value=value,
        component=data.component,
        variable=data.variable,
    )


def _read(
    model: DeviceModel, variable: Variable | Lookup, attribute: AttributeEnumType
) -> tuple[GetVariableStatusEnumType, str | None]:
    """B06.FR.06 to .10."""
    if isinstance(variable, Lookup):
        return GetVariableStatusEnumType(variable.value), None
    if attribute is not AttributeEnumType.ACTUAL:
        return GetVariableStatusEnumType.NOT_SUPPORTED_ATTRIBUTE_TYPE, None
    if variable.mutability == "WriteOnly":
        return GetVariableStatusEnumType.REJECTED, None
    return GetVariableStatusEnumType.ACCEPTED, model.value(variable)


def set_variables(station: Station, request: SetVariablesRequest) -> Reply:
    """B05; a new password is used on a new connection, made after the answer (A01)."""
    model = model_of(station)
    _limit(model, "SetVariables", request.set_variable_data)
    before = model.text(_PASSWORD)
    results = [_set(model, data) for data in request.set_variable_data]
    after = model.text(_PASSWORD)

    async def renew() -> None:
        if after != before:
            station.change_password(after)

    return Reply(SetVariablesResponse(set_variable_result=results), (renew,))


def _set(model: DeviceModel, data: SetVariableDataType) -> SetVariableResultType:
    variable = _find(model, data.component, data.variable)
    return SetVariableResultType(
        attribute_type=AttributeEnumType(data.attribute_type),
        attribute_status=_write(model, variable, data),
        component=data.component,
        variable=data.variable,
    )


def _write(
    model: DeviceModel, variable: Variable | Lookup, data: SetVariableDataType
) -> SetVariableStatusEnumType:
    """B05.FR.04 to .10."""
    if isinstance(variable, Lookup):
        return SetVariableStatusEnumType(variable.value)
    if data.attribute_type is not AttributeEnumType.ACTUAL:
        return SetVariableStatusEnumType.NOT_SUPPORTED_ATTRIBUTE_TYPE
    if not model.set(variable, data.attribute_value):
        return SetVariableStatusEnumType.REJECTED
    return SetVariableStatusEnumType.ACCEPTED


# reports


def get_base_report(station: Station, request: GetBaseReportRequest) -> Reply:
    wanted = _BASES[request.report_base]
    model = model_of(station)
    chosen = [variable for variable in model.variables if wanted(variable)]

    async def report() -> None:
        _report(station, request.request_id, chosen)

    status = GenericDeviceModelStatusEnumType.ACCEPTED
    return Reply(GetBaseReportResponse(status=status), (report,))


def _report(station: Station, request_id: int, variables: Sequence[Variable]) -> None:
    starts = range(0, len(variables), ITEMS_PER_REPORT)
    parts = [variables[start : start + ITEMS_PER_REPORT] for start in starts]
    for number, part in enumerate(parts):
        request = NotifyReportRequest(
            request_id=request_id,
            generated_at=station.clock.text(),
            report_data=[_entry(model_of(station), variable) for variable in part],
            tbc=number < len(parts) - 1,
            seq_no=number,
        )
        station.send(request)


def _entry(model: DeviceModel, variable: Variable) -> ReportDataType:
    readable = variable.mutability != "WriteOnly"
    attribute = VariableAttributeType(
        type=AttributeEnumType.ACTUAL,
        value=model.value(variable) if readable else None,
        mutability=MutabilityEnumType(variable.mutability),
        persistent=True,
        constant=False,
    )
    return ReportDataType(
        component=_component(variable),
        variable=VariableType(name=variable.name, instance=variable.instance),
        variable_attribute=[attribute],
        variable_characteristics=_characteristics(variable),
    )


def _component(variable: Variable) -> ComponentType:
    if variable.evse_id is None:
        return ComponentType(name=variable.component)
    evse = EVSEType(id=variable.evse_id, connector_id=variable.connector_id)
    return ComponentType(name=variable.component, evse=evse)


def _characteristics(variable: Variable) -> VariableCharacteristicsType:
    return VariableCharacteristicsType(
        unit=variable.unit,
        data_type=DataEnumType(variable.type),
        min_limit=variable.minimum,
        max_limit=variable.maximum,
        values_list=",".join(variable.members) or None,
        supports_monitoring=False,
    )


_SUMMARY = frozenset({"AvailabilityState", "Available", "Problem"})

_BASES: Mapping[ReportBaseEnumType, Callable[[Variable], bool]] = {
    ReportBaseEnumType.CONFIGURATION_INVENTORY: lambda v: v.mutability != "ReadOnly",
    ReportBaseEnumType.FULL_INVENTORY: lambda _: True,
    ReportBaseEnumType.SUMMARY_INVENTORY: lambda v: v.name in _SUMMARY,
}


# reset


def reset(station: Station, request: ResetRequest) -> Reply:
    """B11, B12; a single EVSE cannot be reset here (AllowReset is false, B11.FR.09)."""
    if request.evse_id is not None:
        return Reply(ResetResponse(status=ResetStatusEnumType.REJECTED))
    busy = any(point.transaction is not None for point in station.points)
    when_idle = busy and request.type is ResetEnumType.ON_IDLE

    async def reboot() -> None:
        if when_idle:
            station.reset_when_idle("ScheduledReset")
        else:
            station.reset("RemoteReset", StopReason.IMMEDIATE_RESET)

    status = ResetStatusEnumType.SCHEDULED if when_idle else ResetStatusEnumType.ACCEPTED
    return Reply(ResetResponse(status=status), (reboot,))
