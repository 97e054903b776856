"""How a version names connectors, reports their status and changes a setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from harness.paths import parse_path
from harness.tables import Expectation


@dataclass(frozen=True, slots=True)
class Connector:
    """A place that has a status; `evse_id` is 0 in 1.6, which has no EVSEs."""

    evse_id: int
    connector_id: int


@dataclass(frozen=True, slots=True)
class Report:
    """A message that reports a status, as pairs of path and value."""

    action: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class StartUp:
    """A message that a station sends when it starts.

    A row has path, check, value and requirement; `rule` is what makes the status reports follow.
    """

    action: str
    rows: tuple[tuple[str, str, str, str], ...]
    rule: str = ""

    def expectations(self) -> tuple[Expectation, ...]:
        return tuple(
            Expectation(path, parse_path(path), check, value, requirement)
            for path, check, value, requirement in self.rows
        )


@dataclass(frozen=True, slots=True)
class ComposedSchedule:
    """A composite schedule as answered: `begin` a date-time, `periods` with startPeriod, limit."""

    begin: str
    duration: float
    periods: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The request that reads a setting, and where its answer has the value."""

    action: str
    payload: dict[str, Any]
    value: str


@dataclass(frozen=True, slots=True)
class Setting:
    """The request that changes a setting, and where its answer says whether it did.

    `absent` are the answers of a station that does not have the setting, `fixed` of one that has it
    and cannot change it, `pending` of one that uses the value when it has booted anew, as the Reset
    request with the payload `reset` makes it do.
    """

    action: str
    payload: dict[str, Any]
    status: str
    done: tuple[str, ...]
    absent: tuple[str, ...]
    fixed: tuple[str, ...]
    pending: tuple[str, ...]
    reset: dict[str, Any]
