"""Reservations, local lists, firmware updates and log uploads as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.jobs import FileKind
from reference_csms.views import EVERYTHING, Page, to_json

if TYPE_CHECKING:
    from reference_csms.csms import Csms
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject


def _of(station: str | None) -> dict[str, str]:
    return {} if station is None else {"station": station}


async def reservations(
    csms: Csms, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    """Show reservations, each with what holds now: time ends one without a message."""
    found = await csms.store.reservations.find(**_of(station))
    status = csms.services.reservations.status
    return page.of([{**to_json(row), "status": status(row)} for row in found])


async def local_lists(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    return page.of([to_json(row) for row in await store.local_lists.find(**_of(station))])


async def network_profiles(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    return page.of([to_json(row) for row in await store.network_profiles.find(**_of(station))])


async def customer_information(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    """Show what was asked about customers: `data` is the text so far, `missing` its gaps."""
    found = await store.customer_information.find(**_of(station))
    rows = [
        {**to_json(row), "data": row.data, "missing": list(row.missing), "complete": row.complete}
        for row in found
    ]
    return page.of(rows)


async def firmware_updates(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    return await _jobs(store, FileKind.FIRMWARE, station, page)


async def published_firmware(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    return await _jobs(store, FileKind.PUBLICATION, station, page)


async def log_uploads(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    return await _jobs(store, FileKind.LOG, station, page)


async def _jobs(store: Store, kind: FileKind, station: str | None, page: Page) -> list[JsonObject]:
    found = await store.file_jobs.find(kind=kind, **_of(station))
    return page.of([to_json(row) for row in found])
