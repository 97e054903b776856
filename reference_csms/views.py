"""The stored state as JSON: what the REST API shows, and what the harness reads in process."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ocppj.clock import format_datetime
from ocppj.trace import iso
from reference_csms.listing import ALWAYS, EVERYTHING, Page, Period, given, named, rows, to_json
from reference_csms.records import fold

if TYPE_CHECKING:
    from reference_csms.connection import ConnectedStation
    from reference_csms.csms import Csms
    from reference_csms.device_records import Report
    from reference_csms.entries import LoggedMessage
    from reference_csms.records import MeterReading, Station, Transaction
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject

# stations


async def stations(csms: Csms, page: Page = EVERYTHING) -> list[JsonObject]:
    return page.of([await _station(csms, record) for record in await csms.store.stations.find()])


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
    evse_id: int | None = None,
    connector_id: int | None = None,
    remote_start_id: int | None = None,
    active: bool | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show transactions, by order of their first message; `period` is that of their start."""
    equal = given(
        station=station,
        transaction_id=transaction_id,
        evse_id=evse_id,
        connector_id=connector_id,
        remote_start_id=remote_start_id,
        active=active,
    )
    found = await store.transactions.find(**equal)
    return page.of(
        [
            _transaction(row)
            for row in found
            if period.holds(row.started_at) and named(row, {"id_token": id_token})
        ]
    )


def _transaction(row: Transaction) -> JsonObject:
    return {
        **to_json(row),
        "energy_wh": row.energy_wh,
        "duration_s": row.duration_s,
        "complete": row.complete,
    }


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
    equal = given(
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
    names = {"component": component, "variable": variable, "attribute": attribute}
    found = await store.variables.find(**given(station=station, evse_id=evse_id))
    return page.of([to_json(row) for row in found if named(row, names)])


async def configuration_keys(
    store: Store,
    *,
    station: str | None = None,
    name: str | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show 1.6 configuration keys; names are compared without case."""
    found = await store.configuration_keys.find(**given(station=station))
    return page.of([to_json(row) for row in found if named(row, {"name": name})])


async def reports(
    store: Store,
    *,
    station: str | None = None,
    request_id: int | None = None,
    pending: bool | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show device model reports, each with whether all of it arrived and what is missing."""
    found = await store.reports.find(**given(station=station, request_id=request_id))
    return page.of([_report(row) for row in found if pending in (None, row.pending)])


def _report(row: Report) -> JsonObject:
    return {
        **to_json(row),
        "complete": row.complete,
        "pending": row.pending,
        "missing": list(row.missing),
    }


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
    return await rows(
        store.certificates,
        page,
        station=station,
        type=type,
        status=status,
        serial_number=serial_number,
    )


# traffic


async def messages(
    store: Store,
    *,
    station: str | None = None,
    action: str | None = None,
    direction: str | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show the traffic of stations, the newest text first."""
    equal = given(station=station, action=action, direction=direction)
    if period == ALWAYS:
        part = {"limit": page.limit, "offset": page.offset}
        found = await store.messages.find(newest=True, **part, **equal)
        return [_message(row) for row in found]
    found = await store.messages.find(newest=True, limit=EVERYTHING.limit, **equal)
    return page.of([_message(r) for r in found if period.holds(datetime.fromtimestamp(r.at, UTC))])


def _message(row: LoggedMessage) -> JsonObject:
    return {**to_json(row), "at": iso(row.at)}
