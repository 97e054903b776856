"""OCPP 2.0.1: reading and writing variables, in messages that the station can take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, field_validator

from reference_csms.device_records import Variable
from reference_csms.goals import Arguments, present, read

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reference_csms.goals import Operator
    from schemas.base import JsonObject

Attribute = Literal["Actual", "Target", "MinSet", "MaxSet"]


class Wanted(Arguments):
    """A variable; `Component.Variable` as text will do for one without instance or EVSE."""

    component: str
    variable: str
    component_instance: str | None = None
    variable_instance: str | None = None
    evse_id: int | None = None
    connector_id: int | None = None
    attribute_type: Attribute | None = None

    def named(self) -> JsonObject:
        evse = present(id=self.evse_id, connectorId=self.connector_id) or None
        component = present(name=self.component, instance=self.component_instance, evse=evse)
        variable = present(name=self.variable, instance=self.variable_instance)
        return present(attributeType=self.attribute_type, component=component, variable=variable)


class Reading(Arguments):
    variables: list[Wanted] = Field(min_length=1)

    @field_validator("variables", mode="before")
    @classmethod
    def _spell_out(cls, given: object) -> object:
        return [_spelled(one) for one in given] if isinstance(given, list) else given


def _spelled(one: object) -> object:
    if not isinstance(one, str):
        return one
    component, _, variable = one.partition(".")
    if not variable:
        return one  # which is no Wanted, and is refused as such
    return {"component": component, "variable": variable}


class Setting(Wanted):
    value: str


class Writing(Arguments):
    variables: list[Setting] = Field(min_length=1)


async def get_variables(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Read variables, in as many messages as B06.FR.05 makes of them; gives all results."""
    wanted = [one.named() for one in read(Reading, arguments).variables]
    results: list[Any] = []
    for part in parts(wanted, await items_limit(operator, "GetVariables")):
        response = await operator.send("GetVariables", {"getVariableData": part})
        results += response.get("getVariableResult", [])
    return {"getVariableResult": results}


async def set_variables(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Write variables, split by B05.FR.11, never one twice in a message (B05.FR.13)."""
    wanted = [
        {**one.named(), "attributeValue": one.value} for one in read(Writing, arguments).variables
    ]
    results: list[Any] = []
    for part in _once_each(wanted, await items_limit(operator, "SetVariables")):
        response = await operator.send("SetVariables", {"setVariableData": part})
        results += response.get("setVariableResult", [])
    return {"setVariableResult": results}


async def items_limit(operator: Operator, message: str, component: str = "DeviceDataCtrlr") -> int:
    """Give the most elements that the station takes: as the operator says, as it told, a guess."""
    identity = operator.station.identity
    station = await operator.csms.services.registration.station(identity)
    if station.items_per_message is not None:
        return station.items_per_message
    told = await operator.csms.services.device_model.value(
        Variable(identity, component, "ItemsPerMessage", variable_instance=message)
    )
    if told is not None and told.isdecimal() and int(told) > 0:
        return int(told)
    return operator.csms.settings.items_per_message


def parts(elements: Sequence[JsonObject], size: int) -> Iterator[list[JsonObject]]:
    for begin in range(0, len(elements), size):
        yield list(elements[begin : begin + size])


def _once_each(elements: Sequence[JsonObject], size: int) -> Iterator[list[JsonObject]]:
    part: list[JsonObject] = []
    names: list[JsonObject] = []
    for element in elements:
        name = {"attributeType": "Actual", **element, "attributeValue": None}
        if len(part) == size or name in names:
            yield part
            part, names = [], []
        part.append(element)
        names.append(name)
    yield part
