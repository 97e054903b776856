"""Monitors, their reports and events as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.listing import EVERYTHING, Page, given, named, rows, to_json

if TYPE_CHECKING:
    from reference_csms.monitoring import MonitoringReport
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject


async def monitors(
    store: Store,
    station: str | None = None,
    *,
    monitor_id: int | None = None,
    component: str | None = None,
    variable: str | None = None,
    installed: bool | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show monitors; names are compared without case."""
    names = {"component": component, "variable": variable}
    equal = given(station=station, monitor_id=monitor_id, installed=installed)
    found = await store.monitors.find(**equal)
    return page.of([to_json(row) for row in found if named(row, names)])


async def monitoring_reports(
    store: Store,
    station: str | None = None,
    *,
    request_id: int | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show reports of monitors, each with whether all of it arrived and what is missing."""
    return await rows(
        store.monitoring_reports, page, show=_report, station=station, request_id=request_id
    )


def _report(row: MonitoringReport) -> JsonObject:
    return {**to_json(row), "complete": row.complete, "missing": list(row.missing)}


async def monitoring_settings(
    store: Store, station: str | None = None, *, page: Page = EVERYTHING
) -> list[JsonObject]:
    return await rows(store.monitoring_settings, page, station=station)
