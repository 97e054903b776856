"""The device model of OCPP 2.0.1: a table of variables, and their values.

Source: Part 2, "Referenced Components and Variables", and the appendix's list of components. The
table names what this simulator really has; a variable without a function behind it is left out.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ocppj.clock import parse_datetime
from station_sim.configuration import split
from station_sim.meter import MEASURANDS

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Mapping

    from station_sim.settings import ConnectorSettings, EvseSettings, StationSettings

_TABLE: Final = Path(__file__).with_name("device_model.csv")


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable; numbers are limited by value, strings and lists by length (2.51)."""

    component: str
    name: str
    instance: str | None
    evse_id: int | None
    connector_id: int | None
    type: str
    mutability: str
    default: str
    unit: str | None
    minimum: float | None
    maximum: float | None
    members: tuple[str, ...]

    @property
    def path(self) -> str:
        """The name of the variable in settings, such as `EVSE:1.Available`, `A.B[instance]`."""
        place = "" if self.evse_id is None else f":{self.evse_id}"
        place += "" if self.connector_id is None else f":{self.connector_id}"
        instance = "" if self.instance is None else f"[{self.instance}]"
        return f"{self.component}{place}.{self.name}{instance}"

    @property
    def kind(self) -> str:
        """The variable without its place: what `live` values are given for."""
        return f"{self.component}.{self.name}"

    @property
    def numeric(self) -> bool:
        return self.type in ("integer", "decimal")

    def accepts(self, value: str) -> bool:
        """Tell whether a value has the right form and lies within the limits (B05.FR.07, .08)."""
        return _CHECKS[self.type](self, value)


def _is_boolean(_: Variable, value: str) -> bool:
    return value.lower() in ("true", "false")


def _is_number(variable: Variable, value: str, read: Callable[[str], float]) -> bool:
    try:
        number = read(value)
    except ValueError:
        return False
    low = variable.minimum is not None and number < variable.minimum
    return not low and not (variable.maximum is not None and number > variable.maximum)


def _is_date_time(_: Variable, value: str) -> bool:
    try:
        parse_datetime(value)
    except ValueError:
        return False
    return True


def _is_text(variable: Variable, value: str) -> bool:
    short = variable.minimum is not None and len(value) < variable.minimum
    return not short and not (variable.maximum is not None and len(value) > variable.maximum)


def _is_option(variable: Variable, value: str) -> bool:
    return value in variable.members


def _is_members(variable: Variable, value: str) -> bool:
    items = split(value)
    known = len(set(items)) == len(items) and set(items) <= set(variable.members)
    return known and not (variable.maximum is not None and len(value) > variable.maximum)


_CHECKS: Final[Mapping[str, Callable[[Variable, str], bool]]] = {
    "boolean": _is_boolean,
    "integer": lambda variable, value: _is_number(variable, value, int),
    "decimal": lambda variable, value: _is_number(variable, value, float),
    "dateTime": _is_date_time,
    "string": _is_text,
    "OptionList": _is_option,
    "MemberList": _is_members,
    "SequenceList": _is_members,
}


class Lookup(StrEnum):
    """Why a variable was not found, in the words of the attribute statuses."""

    UNKNOWN_COMPONENT = "UnknownComponent"
    UNKNOWN_VARIABLE = "UnknownVariable"


class DeviceModel:
    """A station's variables; `values` is where the values live, so that they survive a reboot.

    `live` computes values that are measured, not stored, by `Component.Variable`; `observed` are
    those of them whose changes are noticed.
    """

    def __init__(
        self,
        settings: StationSettings,
        values: dict[str, str],
        live: Mapping[str, Callable[[Variable], str]],
        observed: Container[str] = (),
    ) -> None:
        self.variables = tuple(_variables(settings))
        self.changed: Callable[[str], None] = lambda _: None
        self._by_path = {variable.path.casefold(): variable for variable in self.variables}
        self._components = {_component_key(v) for v in self.variables}
        self._values, self._live, self._observed = values, live, observed
        for variable in self.variables:
            values.setdefault(variable.path, variable.default)

    def apply(self, values: Mapping[str, str]) -> None:
        """Set values as the factory does, read-only ones included. Raises KeyError."""
        for path, value in values.items():
            self._values[self._by_path[path.casefold()].path] = value

    def accepts(self, path: str, value: str) -> bool:
        """Tell whether a variable can have a value, whoever may change it. Raises KeyError."""
        return self.at(path).accepts(value)

    def find(
        self,
        component: str,
        name: str,
        *,
        component_instance: str | None = None,
        instance: str | None = None,
        evse_id: int | None = None,
        connector_id: int | None = None,
    ) -> Variable | Lookup:
        """Look a variable up; names are compared without case, "" is no instance (B06.FR.15)."""
        key = (component.casefold(), evse_id, connector_id)
        if component_instance or key not in self._components:
            return Lookup.UNKNOWN_COMPONENT
        for variable in self.variables:
            same_name = variable.name.casefold() == name.casefold()
            same_instance = (variable.instance or "").casefold() == (instance or "").casefold()
            if _component_key(variable) == key and same_name and same_instance:
                return variable
        return Lookup.UNKNOWN_VARIABLE

    def at(self, path: str) -> Variable:
        """Give the variable of that path. Raises KeyError."""
        return self._by_path[path.casefold()]

    def monitorable(self, variable: Variable) -> bool:
        """Tell whether monitors can watch a variable: one that changes, and is noticed to."""
        return variable.mutability != "ReadOnly" or variable.kind in self._observed

    def value(self, variable: Variable) -> str:
        compute = self._live.get(variable.kind)
        return self._values[variable.path] if compute is None else compute(variable)

    def set(self, variable: Variable, value: str) -> bool:
        """Set a variable as the CSMS asks; false when its access or value rules forbid it."""
        if variable.mutability == "ReadOnly" or not variable.accepts(value):
            return False
        self._values[variable.path] = value
        self.changed(variable.path)
        return True

    def text(self, path: str) -> str:
        return self._values[path]

    def number(self, path: str) -> int:
        return int(self._values[path])

    def flag(self, path: str) -> bool:
        return self._values[path].lower() == "true"

    def items(self, path: str) -> tuple[str, ...]:
        return split(self._values[path])


def _component_key(variable: Variable) -> tuple[str, int | None, int | None]:
    return variable.component.casefold(), variable.evse_id, variable.connector_id


def _variables(settings: StationSettings) -> Iterator[Variable]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    facts = _station_facts(settings)
    for row in rows:
        if row["scope"] == "station":
            yield _variable(row, facts)
        elif row["scope"] == "vendor":
            yield from (_variable({**row, "instance": name}, facts) for name in settings.vendors)
    for evse_id, evse in enumerate(settings.evses, start=1):
        here = facts | _evse_facts(evse)
        yield from (_variable(row, here, evse_id) for row in rows if row["scope"] == "evse")
        for connector_id, connector in enumerate(evse.connectors, start=1):
            there = here | _connector_facts(connector)
            for row in rows:
                if row["scope"] == "connector":
                    yield _variable(row, there, evse_id, connector_id)


def _variable(
    row: Mapping[str, str],
    facts: Mapping[str, str],
    evse_id: int | None = None,
    connector_id: int | None = None,
) -> Variable:
    cells = {name: facts.get(cell, cell) for name, cell in row.items()}
    return Variable(
        cells["component"],
        cells["variable"],
        cells["instance"] or None,
        evse_id,
        connector_id,
        cells["type"],
        cells["mutability"],
        cells["default"],
        cells["unit"] or None,
        float(cells["minimum"]) if cells["minimum"] else None,
        float(cells["maximum"]) if cells["maximum"] else None,
        split(cells["members"]),
    )


def _station_facts(settings: StationSettings) -> dict[str, str]:
    # 2.1.12: a cable that is fixed cannot be unlocked.
    sockets = any(not c.fixed_cable for evse in settings.evses for c in evse.connectors)
    return {
        "@live": "",
        "@identity": settings.identity,
        "@secc_id": f"DE-OPC-S-{settings.serial_number}",
        "@vendor": settings.vendor,
        "@model": settings.model,
        "@sockets": str(sockets).lower(),
        "@if_sockets": "ReadWrite" if sockets else "ReadOnly",
        "@ping_interval": str(settings.ping_interval),
        "@measurands": ",".join(MEASURANDS),
    }


def _evse_facts(evse: EvseSettings) -> dict[str, str]:
    return {"@phases": str(evse.phases), "@power": str(evse.max_power)}


def _connector_facts(connector: ConnectorSettings) -> dict[str, str]:
    return {"@connector_type": connector.type}
