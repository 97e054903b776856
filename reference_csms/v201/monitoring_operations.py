"""OCPP 2.0.1, block N: the operator's goals about monitors, in messages that the station takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

from pydantic import Field, model_validator

from reference_csms.device_records import Variable
from reference_csms.goals import Arguments, present, read
from reference_csms.v201.report_operations import Part, ask_in_parts
from reference_csms.v201.variables import items_limit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Self

    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject

_CTRLR: Final = "MonitoringCtrlr"
_AROUND_BYTES: Final = 150
"""The most that a frame has around the elements: message id, action, name of the list."""

Kind = Literal["UpperThreshold", "LowerThreshold", "Delta", "Periodic", "PeriodicClockAligned"]
Criterion = Literal["ThresholdMonitoring", "DeltaMonitoring", "PeriodicMonitoring"]


class MonitoringBase(Arguments):
    base: Literal["All", "FactoryDefault", "HardWiredOnly"]


async def set_monitoring_base(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """N03."""
    wanted = read(MonitoringBase, arguments)
    return await operator.send("SetMonitoringBase", {"monitoringBase": wanted.base})


class MonitoringLevel(Arguments):
    severity: int


async def set_monitoring_level(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """N05."""
    wanted = read(MonitoringLevel, arguments)
    return await operator.send("SetMonitoringLevel", {"severity": wanted.severity})


class Wish(Part):
    """A monitor; without `value` a Delta is told by every step (1, N04.FR.17).

    `monitor_id` replaces one that exists. A severity that is not given is that of an alert.
    """

    variable: str
    type: Kind
    value: int | float | None = None
    severity: int = 5
    transaction: bool = False
    monitor_id: int | None = None

    @model_validator(mode="after")
    def _has_value(self) -> Self:
        if self.value is None and self.type != "Delta":
            raise ValueError(f"a monitor of type {self.type} needs a value")
        return self

    def data(self) -> JsonObject:
        return {
            **present(id=self.monitor_id, transaction=self.transaction or None),
            "value": 1 if self.value is None else self.value,
            "type": self.type,
            "severity": self.severity,
            **self.named(),
        }


class Wishes(Arguments):
    monitors: list[Wish] = Field(min_length=1)


async def set_monitors(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """N04, in as many messages as N04.FR.09 makes of it; gives all results."""
    data = [wish.data() for wish in read(Wishes, arguments).monitors]
    results: list[Any] = []
    for part in await _split(operator, "SetVariableMonitoring", data):
        response = await operator.send("SetVariableMonitoring", {"setMonitoringData": part})
        results += response.get("setMonitoringResult", [])
    return {"setMonitoringResult": results}


class Condemned(Arguments):
    monitor_ids: list[int] = Field(min_length=1)


async def clear_monitors(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """N06, in as many messages as N06.FR.04 makes of it; gives all results."""
    numbers = list(dict.fromkeys(read(Condemned, arguments).monitor_ids))
    results: list[Any] = []
    for part in await _split(operator, "ClearVariableMonitoring", numbers):
        response = await operator.send("ClearVariableMonitoring", {"id": part})
        results += response.get("clearMonitoringResult", [])
    return {"clearMonitoringResult": results}


async def _split(operator: Operator, action: str, elements: Sequence[Any]) -> list[list[Any]]:
    """Cut a list by the station's limits, as far as it told them."""
    wanted = Variable(
        operator.station.identity, _CTRLR, "BytesPerMessage", variable_instance=action
    )
    told = await operator.csms.services.device_model.value(wanted)
    room = int(told) - _AROUND_BYTES if told is not None and told.isdecimal() else None
    return list(_packed(elements, await items_limit(operator, action, _CTRLR), room))


def _packed(elements: Sequence[Any], count: int, room: int | None) -> Iterator[list[Any]]:
    part: list[Any] = []
    for element in elements:
        grown = [*part, element]
        too_long = room is not None and len(json.dumps(grown).encode()) > room
        if part and (len(grown) > count or too_long):
            yield part
            grown = [element]
        part = grown
    if part:
        yield part


class Report(Arguments):
    """What narrows the question; all monitors are asked for without any."""

    criteria: list[Criterion] | None = None
    variables: list[Part] | None = None


async def get_monitoring_report(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """N02, in as many messages as N02.FR.07 makes of it; the answers name our request ids."""
    wanted = read(Report, arguments)
    criteria = {"monitoringCriteria": wanted.criteria}
    action, numbers = "GetMonitoringReport", "monitoring report"
    return await ask_in_parts(operator, action, numbers, criteria, wanted.variables)


OPERATIONS: Final[OperationTable] = {
    "clear-monitors": clear_monitors,
    "get-monitoring-report": get_monitoring_report,
    "set-monitoring-base": set_monitoring_base,
    "set-monitoring-level": set_monitoring_level,
    "set-monitors": set_monitors,
}
