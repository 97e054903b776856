"""Answers of a 2.0.1 station, block B: device model reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dispatch import Reply
from schemas.v201.enums import GenericDeviceModelStatusEnumType
from schemas.v201.provisioning import (
    AttributeEnumType,
    ComponentCriterionEnumType,
    DataEnumType,
    GetBaseReportRequest,
    GetBaseReportResponse,
    GetReportRequest,
    GetReportResponse,
    MutabilityEnumType,
    NotifyReportRequest,
    ReportBaseEnumType,
    ReportDataType,
    VariableAttributeType,
    VariableCharacteristicsType,
)
from schemas.v201.types import ComponentType, EVSEType, VariableType
from station_sim.v201.limits import limit
from station_sim.v201.provisioning import model_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from schemas.v201.types import ComponentVariableType
    from station_sim.device_model import DeviceModel, Variable
    from station_sim.station import Station

ITEMS_PER_REPORT = 20
Criterion = ComponentCriterionEnumType


def get_base_report(station: Station, request: GetBaseReportRequest) -> Reply:
    wanted = _BASES[request.report_base]
    model = model_of(station)
    chosen = [variable for variable in model.variables if wanted(variable)]

    async def report() -> None:
        _report(station, request.request_id, chosen)

    status = GenericDeviceModelStatusEnumType.ACCEPTED
    return Reply(GetBaseReportResponse(status=status), (report,))


def _report(station: Station, request_id: int, variables: Sequence[Variable]) -> None:
    if not station.automatic:
        return
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
        variable_characteristics=_characteristics(model, variable),
    )


def _component(variable: Variable) -> ComponentType:
    if variable.evse_id is None:
        return ComponentType(name=variable.component)
    evse = EVSEType(id=variable.evse_id, connector_id=variable.connector_id)
    return ComponentType(name=variable.component, evse=evse)


def _characteristics(model: DeviceModel, variable: Variable) -> VariableCharacteristicsType:
    return VariableCharacteristicsType(
        unit=variable.unit,
        data_type=DataEnumType(variable.type),
        min_limit=variable.minimum,
        max_limit=variable.maximum,
        values_list=",".join(variable.members) or None,
        supports_monitoring=model.monitorable(variable),
    )


_SUMMARY = frozenset({"AvailabilityState", "Available", "Problem"})

_BASES: Mapping[ReportBaseEnumType, Callable[[Variable], bool]] = {
    ReportBaseEnumType.CONFIGURATION_INVENTORY: lambda v: v.mutability != "ReadOnly",
    ReportBaseEnumType.FULL_INVENTORY: lambda _: True,
    ReportBaseEnumType.SUMMARY_INVENTORY: lambda v: v.name in _SUMMARY,
}


def get_report(station: Station, request: GetReportRequest) -> Reply:
    """B08; what is left of all variables by criteria and by names."""
    model = model_of(station)
    named = request.component_variable or []
    limit(model, "DeviceDataCtrlr", "GetReport", request, named)
    criteria = request.component_criteria or []
    chosen = [
        variable
        for variable in model.variables
        if _meets(model, variable, criteria) and is_named(variable, named)
    ]

    async def report() -> None:
        _report(station, request.request_id, chosen)

    if not chosen:
        return Reply(GetReportResponse(status=GenericDeviceModelStatusEnumType.EMPTY_RESULT_SET))
    return Reply(GetReportResponse(status=GenericDeviceModelStatusEnumType.ACCEPTED), (report,))


def _meets(model: DeviceModel, variable: Variable, criteria: Sequence[Criterion]) -> bool:
    """Tell whether a variable's component has one of the criteria (B08.FR.07 to .10, .13)."""
    return not criteria or any(_holds(model, variable, criterion) for criterion in criteria)


def _holds(model: DeviceModel, variable: Variable, criterion: Criterion) -> bool:
    """Look at the component's variable of that name; all but Problem hold where it has none."""
    for other in model.variables:
        if other.name == criterion.value and _place(other) == _place(variable):
            return model.value(other).lower() == "true"
    return criterion is not Criterion.PROBLEM


def _place(variable: Variable) -> tuple[str, int | None, int | None]:
    return variable.component, variable.evse_id, variable.connector_id


def is_named(variable: Variable, named: Sequence[ComponentVariableType]) -> bool:
    """Tell whether a variable is among those named; without any, all are."""
    return not named or any(_fits(variable, one) for one in named)


def _fits(variable: Variable, named: ComponentVariableType) -> bool:
    """Compare with a wanted variable; what is left out stands for all (B08.FR.20 to .24)."""
    wanted, component = named.variable, named.component
    if component.name.casefold() != variable.component.casefold() or component.instance:
        return False
    evse = component.evse
    if evse is not None and (evse.id, evse.connector_id or variable.connector_id) != (
        variable.evse_id,
        variable.connector_id,
    ):
        return False
    if wanted is None:
        return True
    same = wanted.name.casefold() == variable.name.casefold()
    return same and wanted.instance in (None, variable.instance)
