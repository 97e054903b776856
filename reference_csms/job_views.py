"""Reservations, local lists, firmware updates and log uploads as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.jobs import FileKind
from reference_csms.listing import ALWAYS, EVERYTHING, Page, Period, given, rows, to_json, within

if TYPE_CHECKING:
    from reference_csms.csms import Csms
    from reference_csms.customers import CustomerInformation
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject


async def reservations(
    csms: Csms,
    station: str | None = None,
    *,
    reservation_id: int | None = None,
    status: str | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show reservations, each with what holds now; `period` is of their expiry."""
    equal = given(station=station, reservation_id=reservation_id)
    found = within(await csms.store.reservations.find(**equal), ("expires_at", period))
    now = csms.services.reservations.status
    return page.of(
        [{**to_json(row), "status": now(row)} for row in found if status in (None, now(row))]
    )


async def local_lists(
    store: Store, station: str | None = None, *, page: Page = EVERYTHING
) -> list[JsonObject]:
    return await rows(store.local_lists, page, station=station)


async def network_profiles(
    store: Store,
    station: str | None = None,
    *,
    slot: int | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    return await rows(store.network_profiles, page, station=station, slot=slot)


async def customer_information(
    store: Store,
    station: str | None = None,
    *,
    request_id: int | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show what was asked about customers: `data` is the text so far, `missing` its gaps."""
    return await rows(
        store.customer_information,
        page,
        ("asked_at", period),
        show=_information,
        station=station,
        request_id=request_id,
    )


def _information(row: CustomerInformation) -> JsonObject:
    missing = list(row.missing)
    return {**to_json(row), "data": row.data, "missing": missing, "complete": row.complete}


async def firmware_updates(
    store: Store,
    station: str | None = None,
    *,
    request_id: int | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    return await _jobs(store, FileKind.FIRMWARE, station, request_id, period, page)


async def published_firmware(
    store: Store,
    station: str | None = None,
    *,
    request_id: int | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    return await _jobs(store, FileKind.PUBLICATION, station, request_id, period, page)


async def log_uploads(
    store: Store,
    station: str | None = None,
    *,
    request_id: int | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    return await _jobs(store, FileKind.LOG, station, request_id, period, page)


async def _jobs(
    store: Store,
    kind: FileKind,
    station: str | None,
    request_id: int | None,
    period: Period,
    page: Page,
) -> list[JsonObject]:
    """Show files on their way; the period is of asking."""
    return await rows(
        store.file_jobs,
        page,
        ("asked_at", period),
        kind=kind,
        station=station,
        request_id=request_id,
    )
