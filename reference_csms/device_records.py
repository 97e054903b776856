"""What the CSMS stores of the settings of stations: variables, configuration keys, reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time
from typing import Any

from reference_csms import numbering
from reference_csms.records import exact, fold


@dataclass(frozen=True, slots=True)
class Variable:
    """One attribute of a 2.0.1 variable as the station last told it, `status` its last answer.

    `reboot_owed`: the value was taken, and is in force only after the boot that has yet to come.
    """

    station: str
    component: str
    variable: str
    attribute: str = "Actual"
    component_instance: str | None = None
    variable_instance: str | None = None
    evse_id: int | None = None
    connector_id: int | None = None
    value: str | None = None
    status: str = "Accepted"
    mutability: str | None = None
    characteristics: dict[str, Any] | None = None
    read_at: datetime | None = None
    reboot_owed: bool = False

    @property
    def key(self) -> str:
        return exact(self.station) + fold(
            "",
            self.component,
            self.component_instance,
            self.evse_id,
            self.connector_id,
            self.variable,
            self.variable_instance,
            self.attribute,
        )


@dataclass(frozen=True, slots=True)
class ConfigurationKey:
    """One configuration key of a 1.6 station; `known` is False when the station has no such key.

    `outcome` is the last answer to a change of it. `reboot_owed` as for a variable.
    """

    station: str
    name: str
    value: str | None = None
    readonly: bool | None = None
    known: bool = True
    read_at: datetime | None = None
    outcome: str | None = None
    reboot_owed: bool = False

    @property
    def key(self) -> str:
        return exact(self.station) + fold("", self.name)


@dataclass(frozen=True, slots=True)
class Report:
    """A device model report: the station's answer to the request, and the parts that arrived."""

    station: str
    request_id: int
    generated_at: str | None = None
    parts: tuple[int, ...] = ()
    last_part: int | None = None
    variables: int = 0
    answer: str | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.request_id)

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of parts that were passed over so far."""
        return numbering.missing(self.parts, self.last_part)

    @property
    def complete(self) -> bool:
        return numbering.complete(self.parts, self.last_part)

    @property
    def pending(self) -> bool:
        """The station has promised the report, and still owes some of it (B07.FR.03, B08.FR.03)."""
        return self.answer == "Accepted" and not self.complete
