"""Answers of a 2.0.1 station, block B: variables, reports, reset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from schemas.v201.provisioning import (
    AttributeEnumType,
    GetVariableDataType,
    GetVariableResultType,
    GetVariablesRequest,
    GetVariablesResponse,
    GetVariableStatusEnumType,
    ResetEnumType,
    ResetRequest,
    ResetResponse,
    ResetStatusEnumType,
    SetVariableDataType,
    SetVariableResultType,
    SetVariablesRequest,
    SetVariablesResponse,
    SetVariableStatusEnumType,
)
from station_sim.configuration import split
from station_sim.device_model import DeviceModel, Lookup, Variable
from station_sim.evse_resets import restart, restart_when_idle
from station_sim.moments import StopReason
from station_sim.v201 import network_profile
from station_sim.v201.limits import limit

if TYPE_CHECKING:
    from schemas.v201.types import ComponentType, VariableType
    from station_sim.station import Station

_PASSWORD = "SecurityCtrlr.BasicAuthPassword"
PRIORITY = "OCPPCommCtrlr.NetworkConfigurationPriority"
_AFTER_BOOT = frozenset({PRIORITY, "OCPPCommCtrlr.WebSocketPingInterval"})


def model_of(station: Station) -> DeviceModel:
    assert isinstance(station.store, DeviceModel)
    return station.store


def find(model: DeviceModel, component: ComponentType, variable: VariableType) -> Variable | Lookup:
    evse = component.evse
    return model.find(
        component.name,
        variable.name,
        component_instance=component.instance,
        instance=variable.instance,
        evse_id=None if evse is None else evse.id,
        connector_id=None if evse is None else evse.connector_id,
    )


def get_variables(station: Station, request: GetVariablesRequest) -> GetVariablesResponse:
    model = model_of(station)
    limit(model, "DeviceDataCtrlr", "GetVariables", request, request.get_variable_data)
    results = [_get(model, data) for data in request.get_variable_data]
    return GetVariablesResponse(get_variable_result=results)


def _get(model: DeviceModel, data: GetVariableDataType) -> GetVariableResultType:
    variable = find(model, data.component, data.variable)
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
    limit(model, "DeviceDataCtrlr", "SetVariables", request, request.set_variable_data)
    before = model.text(_PASSWORD)
    results = [_set(station, data) for data in request.set_variable_data]
    after = model.text(_PASSWORD)

    async def renew() -> None:
        if after != before:
            station.change_password(after)

    return Reply(SetVariablesResponse(set_variable_result=results), (renew,))


def _set(station: Station, data: SetVariableDataType) -> SetVariableResultType:
    variable = find(model_of(station), data.component, data.variable)
    return SetVariableResultType(
        attribute_type=AttributeEnumType(data.attribute_type),
        attribute_status=_write(station, variable, data),
        component=data.component,
        variable=data.variable,
    )


def _write(
    station: Station, variable: Variable | Lookup, data: SetVariableDataType
) -> SetVariableStatusEnumType:
    """B05.FR.04 to .10; B10.FR.01, A05.FR.04: what is new in the connection waits for a boot."""
    model = model_of(station)
    if isinstance(variable, Lookup):
        return SetVariableStatusEnumType(variable.value)
    if data.attribute_type is not AttributeEnumType.ACTUAL:
        return SetVariableStatusEnumType.NOT_SUPPORTED_ATTRIBUTE_TYPE
    if variable.path == PRIORITY and not _all_set(station, data.attribute_value):
        return SetVariableStatusEnumType.REJECTED
    if not model.set(variable, data.attribute_value):
        return SetVariableStatusEnumType.REJECTED
    if variable.path in _AFTER_BOOT:
        return SetVariableStatusEnumType.REBOOT_REQUIRED
    return SetVariableStatusEnumType.ACCEPTED


def _all_set(station: Station, priority: str) -> bool:
    """Tell whether each slot has a profile that can be used (B10.FR.02, A05.FR.02, .03, .10)."""
    slots = [slot for slot in split(priority) if slot.isdecimal()]
    return bool(slots) and all(network_profile.usable(station, int(slot)) for slot in slots)


# reset


def reset(station: Station, request: ResetRequest) -> Reply:
    """B11, B12; B11.FR.06: not while firmware is being installed."""
    if station.firmware.past_recall:
        return Reply(ResetResponse(status=ResetStatusEnumType.REJECTED))
    if request.evse_id is not None:
        return _reset_evse(station, request.evse_id, request.type)
    when_idle = station.charging and request.type is ResetEnumType.ON_IDLE

    async def reboot() -> None:
        if when_idle:
            station.reset_when_idle("ScheduledReset")
        else:
            station.reset("RemoteReset", StopReason.IMMEDIATE_RESET)

    status = ResetStatusEnumType.SCHEDULED if when_idle else ResetStatusEnumType.ACCEPTED
    return Reply(ResetResponse(status=status), (reboot,))


def _reset_evse(station: Station, evse_id: int, type: ResetEnumType) -> Reply:
    """B11.FR.08, .09, B12.FR.01, .02, .07 to .09: only where AllowReset says that it can be."""
    known = 1 <= evse_id <= len(station.points)
    if not known or not model_of(station).flag(f"EVSE:{evse_id}.AllowReset"):
        return Reply(ResetResponse(status=ResetStatusEnumType.REJECTED))
    busy = station.point(evse_id).transaction is not None
    when_idle = busy and type is ResetEnumType.ON_IDLE

    async def begin() -> None:
        if station.automatic:
            work = restart_when_idle if when_idle else restart
            station.tasks.spawn(work(station, evse_id), f"reset of EVSE {evse_id}")

    status = ResetStatusEnumType.SCHEDULED if when_idle else ResetStatusEnumType.ACCEPTED
    return Reply(ResetResponse(status=status), (begin,))
