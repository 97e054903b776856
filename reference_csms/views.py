"""The stored state as JSON: what the REST API shows, and what the harness reads in process."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ocppj.clock import format_datetime, parse_datetime
from ocppj.trace import iso
from reference_csms.records import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reference_csms.connection import ConnectedStation
    from reference_csms.csms import Csms
    from reference_csms.records import LoggedMessage, MeterReading, Station
    from reference_csms.store.protocols import Log, Store
    from schemas.base import JsonObject

_SECRET = frozenset({"password"})


def to_json(record: object) -> JsonObject:
    """Give the members of a record as JSON, without secrets; absent ones are null."""
    return {
        member.name: _json(getattr(record, member.name))
        for member in fields(record)  # type: ignore[arg-type]
        if member.name not in _SECRET
    }


def _json(value: object) -> Any:
    if isinstance(value, datetime):
        return format_datetime(value)
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted."""

    limit: int = 100
    offset: int = 0

    def of(self, rows: Sequence[JsonObject]) -> list[JsonObject]:
        return list(rows[self.offset : self.offset + self.limit])


EVERYTHING = Page(limit=1_000_000)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of time, from `begin` on and before `end`; a row without a moment is in none."""

    begin: datetime | None = None
    end: datetime | None = None

    def holds(self, moment: str | None) -> bool:
        if self.begin is None and self.end is None:
            return True
        if moment is None:
            return False
        at = parse_datetime(moment)
        return (self.begin is None or self.begin <= at) and (self.end is None or at < self.end)


ALWAYS = Period()


def _given(**equal: object) -> dict[str, Any]:
    return {name: value for name, value in equal.items() if value is not None}


# stations


async def stations(csms: Csms, page: Page = EVERYTHING) -> list[JsonObject]:
    rows = [await _station(csms, record) for record in await csms.store.stations.find()]
    return page.of(rows)


async def station(csms: Csms, identity: str) -> JsonObject | None:
    """Show one station with its connection and its connectors; None when it is unknown."""
    record = await csms.store.stations.get(identity)
    return None if record is None else await _station(csms, record)


async def _station(csms: Csms, record: Station) -> JsonObject:
    live = csms.connected(record.identity)
    return {
        **to_json(record),
        "registration": record.registration.lower(),
        "answered": None if record.answered is None else record.answered.lower(),
        "has_password": record.password is not None,
        "connected": live is not None,
        "connection": None if live is None else _connection(live),
        "connectors": await connectors(csms.store, record.identity),
        "availability": [
            to_json(row) for row in await csms.store.availabilities.find(station=record.identity)
        ],
    }


def _connection(live: ConnectedStation) -> JsonObject:
    return {
        "number": live.connection,
        "connected_at": format_datetime(live.connected_at),
        "subprotocol": live.dialect.subprotocol,
        "security_profile": live.security_profile,
    }


async def connectors(store: Store, station: str) -> list[JsonObject]:
    return [to_json(row) for row in await store.connectors.find(station=station)]


# tokens


async def tokens(store: Store, page: Page = EVERYTHING) -> list[JsonObject]:
    return page.of([to_json(token) for token in await store.tokens.find()])


async def token(store: Store, id_token: str, type: str | None) -> JsonObject | None:
    found = await store.tokens.get(fold(id_token, type))
    return None if found is None else to_json(found)


# transactions and meter values


async def transactions(
    store: Store,
    *,
    station: str | None = None,
    transaction_id: str | None = None,
    id_token: str | None = None,
    active: bool | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show transactions, by order of their first message; `period` is that of their start."""
    found = await store.transactions.find(
        **_given(station=station, transaction_id=transaction_id, active=active)
    )
    rows = [
        to_json(row)
        for row in found
        if period.holds(row.started_at)
        and (id_token is None or fold(row.id_token) == fold(id_token))
    ]
    return page.of(rows)


async def meter_values(
    store: Store,
    *,
    station: str | None = None,
    transaction_id: str | None = None,
    evse_id: int | None = None,
    connector_id: int | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show meter readings in order of arrival."""
    equal = _given(
        station=station,
        transaction_id=transaction_id,
        evse_id=evse_id,
        connector_id=connector_id,
    )
    if period == ALWAYS:
        found = await store.meter_readings.find(limit=page.limit, offset=page.offset, **equal)
        return [_reading(row) for row in found]
    found = await store.meter_readings.find(limit=EVERYTHING.limit, **equal)
    return page.of([_reading(row) for row in found if period.holds(row.timestamp)])


def _reading(row: MeterReading) -> JsonObject:
    shown = to_json(row)
    del shown["text"]
    return {**shown, "values": row.values}


# settings of stations


async def variables(
    store: Store,
    *,
    station: str | None = None,
    component: str | None = None,
    variable: str | None = None,
    attribute: str | None = None,
    evse_id: int | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show 2.0.1 variables; names are compared without case."""
    named = {"component": component, "variable": variable, "attribute": attribute}
    found = await store.variables.find(**_given(station=station, evse_id=evse_id))
    return page.of([to_json(row) for row in found if _named(row, named)])


def _named(row: object, names: dict[str, str | None]) -> bool:
    return all(
        wanted is None or fold(getattr(row, name)) == fold(wanted) for name, wanted in names.items()
    )


async def configuration_keys(
    store: Store,
    *,
    station: str | None = None,
    name: str | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show 1.6 configuration keys; names are compared without case."""
    found = await store.configuration_keys.find(**_given(station=station))
    return page.of([to_json(row) for row in found if _named(row, {"name": name})])


async def reports(store: Store, *, station: str | None = None) -> list[JsonObject]:
    """Show device model reports, each with whether all of it arrived."""
    found = await store.reports.find(**_given(station=station))
    return [{**to_json(row), "complete": row.complete} for row in found]


# certificates


async def certificates(
    store: Store,
    *,
    station: str | None = None,
    type: str | None = None,
    status: str | None = None,
    serial_number: str | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show the certificates of stations as issued, installed or told; keys are in no record."""
    found = await store.certificates.find(**_given(station=station, type=type, status=status))
    rows = [row for row in found if serial_number in (None, row.serial_number)]
    return page.of([to_json(row) for row in rows])


# logs


async def log(entries: Log[Any], page: Page = EVERYTHING, **equal: object) -> list[JsonObject]:
    """Show entries of a log in order of arrival, those that have the given members."""
    found = await entries.find(limit=page.limit, offset=page.offset, **_given(**equal))
    return [to_json(entry) for entry in found]


async def messages(
    store: Store,
    *,
    station: str | None = None,
    action: str | None = None,
    direction: str | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show the traffic of stations, the newest text first."""
    found = await store.messages.find(
        limit=page.limit,
        offset=page.offset,
        newest=True,
        **_given(station=station, action=action, direction=direction),
    )
    return [_message(row) for row in found]


def _message(row: LoggedMessage) -> JsonObject:
    return {**to_json(row), "at": iso(row.at)}
