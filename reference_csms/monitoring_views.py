"""Monitors, their reports and events as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.views import EVERYTHING, Page, to_json

if TYPE_CHECKING:
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject


def _of(station: str | None) -> dict[str, str]:
    return {} if station is None else {"station": station}


async def monitors(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    return page.of([to_json(row) for row in await store.monitors.find(**_of(station))])


async def monitoring_reports(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    """Show reports of monitors, each with whether all of it arrived and what is missing."""
    rows = await store.monitoring_reports.find(**_of(station))
    return page.of(
        [{**to_json(row), "complete": row.complete, "missing": list(row.missing)} for row in rows]
    )


async def monitoring_settings(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    return page.of([to_json(row) for row in await store.monitoring_settings.find(**_of(station))])
