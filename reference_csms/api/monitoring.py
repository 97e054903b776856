"""Monitors on stations' variables, to read."""

from typing import Any

from fastapi import APIRouter

from reference_csms import monitoring_views
from reference_csms.api.access import Behind, Paged

router = APIRouter(tags=["stored state"])

Rows = list[dict[str, Any]]


@router.get("/monitors")
async def monitors(
    csms: Behind,
    page: Paged,
    station: str | None = None,
    monitor_id: int | None = None,
    component: str | None = None,
    variable: str | None = None,
    installed: bool | None = None,
) -> Rows:
    """Show monitors, each with the station's answers and its last event."""
    return await monitoring_views.monitors(
        csms.store,
        station,
        monitor_id=monitor_id,
        component=component,
        variable=variable,
        installed=installed,
        page=page,
    )


@router.get("/monitoring-reports")
async def monitoring_reports(
    csms: Behind, page: Paged, station: str | None = None, request_id: int | None = None
) -> Rows:
    """Show the reports of monitors that were asked for, and how far they have come."""
    return await monitoring_views.monitoring_reports(
        csms.store, station, request_id=request_id, page=page
    )


@router.get("/monitoring-settings")
async def monitoring_settings(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    """Show the monitoring base and level of stations."""
    return await monitoring_views.monitoring_settings(csms.store, station, page=page)
