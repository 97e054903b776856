"""Smart charging, to read."""

from typing import Any

from fastapi import APIRouter

from reference_csms import charging_views
from reference_csms.api.access import Behind, During, Paged

router = APIRouter(tags=["stored state"])

Rows = list[dict[str, Any]]


@router.get("/charging-profiles")
async def charging_profiles(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    profile_id: int | None = None,
    transaction_id: str | None = None,
    evse_id: int | None = None,
    connector_id: int | None = None,
    purpose: str | None = None,
    installed: bool | None = None,
) -> Rows:
    """Show the charging profiles that stations accepted or reported."""
    return await charging_views.charging_profiles(
        csms.store,
        station,
        profile_id=profile_id,
        transaction_id=transaction_id,
        evse_id=evse_id,
        connector_id=connector_id,
        purpose=purpose,
        installed=installed,
        period=period,
        page=page,
    )


@router.get("/charging-profile-reports")
async def charging_profile_reports(
    csms: Behind, page: Paged, station: str | None = None, request_id: int | None = None
) -> Rows:
    return await charging_views.charging_profile_reports(
        csms.store, station, request_id=request_id, page=page
    )


@router.get("/composite-schedules")
async def composite_schedules(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    evse_id: int | None = None,
    connector_id: int | None = None,
) -> Rows:
    """Show composite schedules, each beside the CSMS's own calculation."""
    return await charging_views.composite_schedules(
        csms.store,
        station,
        evse_id=evse_id,
        connector_id=connector_id,
        period=period,
        page=page,
    )


@router.get("/charging-limits")
async def charging_limits(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    evse_id: int | None = None,
    source: str | None = None,
) -> Rows:
    """Show the limits that others have set at stations."""
    return await charging_views.charging_limits(
        csms.store, station, evse_id=evse_id, source=source, period=period, page=page
    )


@router.get("/ev-charging")
async def ev_charging(
    csms: Behind,
    page: Paged,
    station: str | None = None,
    evse_id: int | None = None,
    transaction_id: str | None = None,
) -> Rows:
    """Show what EVs negotiated by ISO 15118."""
    return await charging_views.ev_charging(
        csms.store, station, evse_id=evse_id, transaction_id=transaction_id, page=page
    )
