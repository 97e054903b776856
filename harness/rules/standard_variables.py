"""The variables that the specification names, and what it says of each.

Sources: Part 2, "Referenced Components and Variables"; Part 4, 8; errata 2025-09, 2.57, 2.62, 2.63
and 2.66. Where the documents write a name in two ways, the table has both.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from schemas.v201.diagnostics import MonitoringBaseEnumType
from schemas.v201.display import MessagePriorityEnumType
from schemas.v201.enums import IdTokenEnumType, MeasurandEnumType, MessageFormatEnumType

if TYPE_CHECKING:
    from collections.abc import Mapping

_TABLE: Final = Path(__file__).with_name("standard_variables.csv")
_ENUMS: Final = (
    IdTokenEnumType,
    MeasurandEnumType,
    MessageFormatEnumType,
    MessagePriorityEnumType,
    MonitoringBaseEnumType,
)
_ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class StandardVariable:
    """One variable; what is empty is left to the station.

    `needed` is `always`, or `block`: where the component is there and not said to be unavailable.
    `minimum` is what minLimit has to be, `maximum` the most that maxLimit may be.
    """

    component: str
    names: tuple[str, ...]
    instance: str
    type: str
    mutability: tuple[str, ...]
    unit: str
    needed: str
    members: frozenset[str]
    minimum: float | None
    maximum: float | None
    value_needed: bool
    """False: maxLimit is, and tells what matters."""

    @property
    def path(self) -> str:
        instance = f"[{self.instance}]" if self.instance else ""
        return f"{self.component}.{self.names[0]}{instance}"

    def is_instance(self, instance: str) -> bool:
        return self.instance == _ANY or self.instance.lower() == instance.lower()


def find(component: str, name: str, instance: str = "") -> StandardVariable | None:
    """Give what is said of a variable; names have no case. None: it is a station's own."""
    known = _by_name().get((component.lower(), name.lower()), ())
    return next((one for one in known if one.is_instance(instance)), None)


def named(data: Mapping[str, Any]) -> StandardVariable | None:
    """Give what is said of a variable that a message names, as ReportDataType does."""
    variable = data["variable"]
    return find(data["component"]["name"], variable["name"], variable.get("instance", ""))


@cache
def table() -> tuple[StandardVariable, ...]:
    """Read the table."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return tuple(_variable(row) for row in csv.DictReader(file))


@cache
def _by_name() -> Mapping[tuple[str, str], list[StandardVariable]]:
    found: dict[tuple[str, str], list[StandardVariable]] = {}
    for one in table():
        for name in one.names:
            found.setdefault((one.component.lower(), name.lower()), []).append(one)
    return found


def _variable(row: Mapping[str, str]) -> StandardVariable:
    return StandardVariable(
        row["component"],
        tuple(row["variable"].split()),
        row["instance"],
        row["type"],
        tuple(row["mutability"].split()),
        row["unit"],
        row["needed"],
        _members(row["members"]),
        float(row["minimum"]) if row["minimum"] else None,
        float(row["maximum"]) if row["maximum"] else None,
        not row["actual"],
    )


def _members(cell: str) -> frozenset[str]:
    """Read a list of values, or the name of an enumeration."""
    enum = next((each for each in _ENUMS if each.__name__ == cell), None)
    return frozenset(filter(None, cell.split(",")) if enum is None else map(str, enum))
