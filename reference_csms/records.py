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

from ocppj.clock import parse_datetime

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
    NO_CREDIT = "NoCredit"
    NOT_ALLOWED_TYPE_EVSE = "NotAllowedTypeEVSE"
    NOT_AT_THIS_LOCATION = "NotAtThisLocation"
    NOT_AT_THIS_TIME = "NotAtThisTime"


class Caching(StrEnum):
    """Where a station may keep what it was told of a token.

    Offline only: on its local list, which it goes by while offline (C13), and not in its cache,
    so that it asks while online. Never: neither.
    """

    ALWAYS = "always"
    OFFLINE_ONLY = "offline_only"
    NEVER = "never"


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

    `answered_interval_s` is the interval of that answer, to the next heartbeat or the next boot.

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
    answered_interval_s: int | None = None

    @property
    def key(self) -> str:
        return self.identity


@dataclass(frozen=True, slots=True)
class Token:
    """An identifier of an EV driver; id and type are compared without case.

    `cache` says whether a station may keep the answer and `cache_s` for how many seconds,
    `evse_ids` the EVSEs that the token is good for, empty for all. A master pass ends transactions
    of others and starts none (C16). A token of 1.6 has type None.
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
    cache: Caching = Caching.ALWAYS

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
    answer to the question whether it still runs and has messages waiting (2.0.1, E14),
    `stop_answer` its last answer to a remote stop. `remote_start_id` names the remote start that
    it came of.

    `begun`: the message of its start has arrived. `offline`: some of its messages were made while
    the station was offline. `trigger_reason` is that of its newest message; the current is in A,
    the time spent charging in seconds.
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
    stop_answer: str | None = None
    active: bool = True
    begun: bool = False
    offline: bool = False
    trigger_reason: str | None = None
    phases_used: int | None = None
    cable_max_current: int | None = None
    time_spent_charging: int | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.transaction_id)

    @property
    def energy_wh(self) -> float | None:
        """The energy so far, or in all; None while no reading of the register is known."""
        last = self.meter_last if self.meter_stop is None else self.meter_stop
        if last is None or self.meter_start is None:
            return None
        return last - self.meter_start

    @property
    def duration_s(self) -> float | None:
        """How long it lasted; None before its end, or where its start is not known."""
        if self.started_at is None or self.stopped_at is None:
            return None
        return (parse_datetime(self.stopped_at) - parse_datetime(self.started_at)).total_seconds()

    @property
    def complete(self) -> bool:
        """Its first message arrived, its last, and all between them (2.0.1, E 1.3.2)."""
        return self.begun and not self.active and not self.missing


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
class Counter:
    """The last number given out under a name."""

    name: str
    value: int = 0

    @property
    def key(self) -> str:
        return self.name
