"""Display messages and tariffs as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.views import EVERYTHING, Page, to_json

if TYPE_CHECKING:
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject


def _of(station: str | None) -> dict[str, str]:
    return {} if station is None else {"station": station}


async def display_messages(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    return page.of([to_json(row) for row in await store.display_messages.find(**_of(station))])


async def display_reports(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    return page.of([to_json(row) for row in await store.display_reports.find(**_of(station))])
