"""What the CSMS knows of the monitors on stations' variables (2.0.1, N02 to N08)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time

from reference_csms import numbering
from reference_csms.records import exact, fold


@dataclass(frozen=True, slots=True)
class Monitor:
    """One monitor of a station; `monitor_id` is None where the station refused to make it.

    `value` is a limit, a step, or seconds, by its `type`. `answer` is what the station said when we
    set it, `cleared` when we took it away. `installed` tells whether the station has it, as far as
    known; `told_at` is its last report. `alerting` says whether its last event was an alert that
    is not over, `last_value` and `last_event_at` what that event said. `origin` is an
    EventNotificationEnumType, None while only reports have told of it, which do not say.
    """

    station: str
    monitor_id: int | None
    component: str | None = None
    variable: str | None = None
    component_instance: str | None = None
    variable_instance: str | None = None
    evse_id: int | None = None
    connector_id: int | None = None
    type: str | None = None
    value: float | None = None
    severity: int | None = None
    transaction: bool = False
    origin: str | None = None
    answer: str | None = None
    cleared: str | None = None
    installed: bool = False
    told_at: datetime | None = None
    alerting: bool = False
    last_value: str | None = None
    last_event_at: str | None = None

    @property
    def key(self) -> str:
        if self.monitor_id is not None:
            return exact(self.station, self.monitor_id)
        return exact(self.station, None, self.subject)

    @property
    def subject(self) -> str:
        """The variable, type and severity, of which a station takes one monitor (N04.FR.10)."""
        return fold(
            self.component,
            self.component_instance,
            self.evse_id,
            self.connector_id,
            self.variable,
            self.variable_instance,
            self.type,
            self.severity,
        )


@dataclass(frozen=True, slots=True)
class MonitoringReport:
    """What we asked for by GetMonitoringReport: the answer, the parts and monitors that arrived.

    `whole` when nothing narrowed the question, so that what is not listed does not exist.
    """

    station: str
    request_id: int
    answer: str | None = None
    whole: bool = False
    generated_at: str | None = None
    parts: tuple[int, ...] = ()
    last_part: int | None = None
    monitor_ids: tuple[int, ...] = ()

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


@dataclass(frozen=True, slots=True)
class MonitoringSettings:
    """The monitoring base and level of a station: the last it accepted, and its last answers."""

    station: str
    base: str | None = None
    base_answer: str | None = None
    level: int | None = None
    level_answer: str | None = None

    @property
    def key(self) -> str:
        return exact(self.station)
