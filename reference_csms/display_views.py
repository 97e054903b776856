"""Display messages and the lists of them as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.listing import ALWAYS, EVERYTHING, Page, Period, rows

if TYPE_CHECKING:
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject


async def display_messages(
    store: Store,
    station: str | None = None,
    *,
    message_id: int | None = None,
    installed: bool | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show display messages; `period` is of the station's last report of it."""
    return await rows(
        store.display_messages,
        page,
        ("told_at", period),
        station=station,
        message_id=message_id,
        installed=installed,
    )


async def display_reports(
    store: Store,
    station: str | None = None,
    *,
    request_id: int | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    return await rows(store.display_reports, page, station=station, request_id=request_id)
