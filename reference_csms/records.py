"""What the CSMS stores: one frozen value per kind of thing, the same for all OCPP versions.

Moments are aware UTC datetimes where the CSMS reckons with them, and the station's own text where
it only passes them on. 1.6 knows no EVSE: `evse_id` is None there and `connector_id` counts alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

R = TypeVar("R")


class Registration(StrEnum):
    """The answers to a boot, spelled alike in both versions."""

    ACCEPTED = "Accepted"
    PENDING = "Pending"
    REJECTED = "Rejected"


class TokenStatus(StrEnum):
    """What the operator says about a token; expiry and concurrency are found out."""

    ACCEPTED = "Accepted"
    BLOCKED = "Blocked"
    EXPIRED = "Expired"
    INVALID = "Invalid"
    UNKNOWN = "Unknown"
    CONCURRENT_TX = "ConcurrentTx"


def fold(*parts: object) -> str:
    """Make a key that is compared without case; parts are kept apart, None is a part too."""
    return "\x1f".join("" if part is None else str(part).casefold() for part in parts)


def exact(*parts: object) -> str:
    """Make a key that is compared as it stands."""
    return "\x1f".join("" if part is None else str(part) for part in parts)


def changed(record: R, **changes: Any) -> R:
    """Do what `dataclasses.replace` does with a large record, in half the time.

    Raises AttributeError for a field that the record does not have.
    """
    kind: Any = type(record)  # mypy takes no type for hashable
    names, values = _layout(kind)
    copy = object.__new__(type(record))
    put = object.__setattr__
    for name, value in zip(names, values(record), strict=True):
        put(copy, name, value)
    for name, value in changes.items():
        put(copy, name, value)
    return copy


@cache
def _layout(kind: type[Any]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(kind))
    return names, attrgetter(*names)


@dataclass(frozen=True, slots=True)
class Station:
    """One station; `boot` is the last boot notification, `answered` what was said to it.

    `told_queued` is the station's last answer whether transaction messages wait (2.0.1, E14).
    `serial_number` is what the operator registered; the boot may tell another, or more of them.
    """

    identity: str
    version: str | None = None
    registration: Registration = Registration.ACCEPTED
    password: str | None = None
    security_profile: int | None = None
    boot_interval_s: int | None = None
    items_per_message: int | None = None
    evses: tuple[int, ...] = ()
    boot: dict[str, Any] | None = None
    booted_at: datetime | None = None
    answered: Registration | None = None
    heartbeat_at: datetime | None = None
    told_queued: bool | None = None
    serial_number: str | None = None

    @property
    def key(self) -> str:
        return self.identity


@dataclass(frozen=True, slots=True)
class Token:
    """An identifier of an EV driver; id and type are compared without case.

    `cache_s` limits how many seconds a station may keep the answer, `evse_ids` the EVSEs that the
    token is good for, empty for all. A token of 1.6 has type None.
    """

    id_token: str
    type: str | None = None
    status: TokenStatus = TokenStatus.ACCEPTED
    group: str | None = None
    group_type: str | None = None
    expires_at: datetime | None = None
    cache_s: int | None = None
    language: str | None = None
    master_pass: bool = False
    evse_ids: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        return fold(self.id_token, self.type)

    @property
    def folded(self) -> str:
        return fold(self.id_token)


@dataclass(frozen=True, slots=True)
class ConnectorStatus:
    """The last status of a connector; connector 0 of 1.6 is the station as a whole."""

    station: str
    connector_id: int
    status: str
    evse_id: int | None = None
    timestamp: str | None = None
    error_code: str | None = None
    info: str | None = None
    vendor_id: str | None = None
    vendor_error_code: str | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.evse_id, self.connector_id)


@dataclass(frozen=True, slots=True)
class Availability:
    """The availability that was asked of a station, EVSE or connector, and the answer."""

    station: str
    evse_id: int | None
    connector_id: int | None
    operational: bool
    answer: str
    asked_at: datetime

    @property
    def key(self) -> str:
        return exact(self.station, self.evse_id, self.connector_id)


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction as reported; `transaction_id` is text for both versions.

    `meter_start`, `meter_stop` and `meter_last`, the newest, are Wh; `total_cost` is the running or
    final cost where a tariff holds. `first_seq_no`, `last_seq_no` and `missing` tell which
    messages of a 2.0.1 transaction arrived. `told_ongoing` and `told_queued` are the station's last
    answer to the question whether it still runs and has messages waiting (2.0.1, E14).
    """

    station: str
    transaction_id: str
    started_at: str | None = None
    evse_id: int | None = None
    connector_id: int | None = None
    id_token: str | None = None
    id_token_type: str | None = None
    authorization: str | None = None
    charging_state: str | None = None
    meter_start: float | None = None
    meter_stop: float | None = None
    meter_last: float | None = None
    total_cost: float | None = None
    currency: str | None = None
    stopped_at: str | None = None
    stopped_reason: str | None = None
    stop_token: str | None = None
    stop_token_type: str | None = None
    reservation_id: int | None = None
    remote_start_id: int | None = None
    first_seq_no: int | None = None
    last_seq_no: int | None = None
    missing: tuple[int, ...] = ()
    told_ongoing: bool | None = None
    told_queued: bool | None = None
    active: bool = True

    @property
    def key(self) -> str:
        return exact(self.station, self.transaction_id)


@dataclass(slots=True)  # not frozen: made by the million, in a quarter of the time
class MeterReading:
    """The values of one moment; each value has the members that OCPP gives a sampled value.

    `text` is the JSON of the meter value with its values: a third of the memory, nothing for the
    garbage collector to walk through, where a CSMS holds them by the hundred thousand.
    """

    station: str
    timestamp: str
    text: str
    evse_id: int | None = None
    connector_id: int | None = None
    transaction_id: str | None = None

    @property
    def values(self) -> list[dict[str, Any]]:
        values: list[dict[str, Any]] = json.loads(self.text)["sampledValue"]
        return values


@dataclass(frozen=True, slots=True)
class Variable:
    """One attribute of a 2.0.1 variable as the station last told it, `status` its last answer."""

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
    """One configuration key of a 1.6 station; `known` is False when the station has no such key."""

    station: str
    name: str
    value: str | None = None
    readonly: bool | None = None
    known: bool = True
    read_at: datetime | None = None

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
    def complete(self) -> bool:
        return self.last_part is not None and self.parts == tuple(range(self.last_part + 1))


@dataclass(frozen=True, slots=True)
class MonitoringEvent:
    """One element of a NotifyEvent request, as sent."""

    station: str
    received_at: datetime
    data: dict[str, Any]
    generated_at: str | None = None
    seq_no: int | None = None


@dataclass(frozen=True, slots=True)
class SecurityEvent:
    station: str
    type: str
    timestamp: str
    tech_info: str | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """A CALL of the CSMS and how it ended: `result`, `error`, or `failure` without an answer."""

    station: str
    action: str
    request: dict[str, Any]
    sent_at: datetime
    result: dict[str, Any] | None = None
    error: dict[str, Any] | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class VendorMessage:
    """A DataTransfer request that reached us."""

    station: str
    vendor_id: str
    status: str
    received_at: datetime
    message_id: str | None = None
    data: Any = None


@dataclass(slots=True)
class LoggedMessage:
    """A text that crossed a station's link at `at`, POSIX seconds; `direction` as the CSMS sees it.

    `action` is that of a CALL, `problem` what is wrong with a text that is no frame. Not
    frozen only because two are made for each CALL, and that takes a quarter of the time.
    """

    at: float
    station: str
    connection: int
    direction: str
    text: str
    action: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """The last number given out under a name."""

    name: str
    value: int = 0

    @property
    def key(self) -> str:
        return self.name
