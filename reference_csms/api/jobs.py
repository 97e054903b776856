"""What the CSMS asked of stations and follows, to read."""

from typing import Any

from fastapi import APIRouter

from reference_csms import control_views, job_views
from reference_csms.api.access import Behind, During, Paged

router = APIRouter(tags=["stored state"])

Rows = list[dict[str, Any]]


@router.get("/outcomes")
async def outcomes(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    action: str | None = None,
    evse_id: int | None = None,
    connector_id: int | None = None,
) -> Rows:
    """Show the last Reset, UnlockConnector and ClearCache at each place, and how it ended."""
    return await control_views.outcomes(
        csms.store,
        station,
        action=action,
        evse_id=evse_id,
        connector_id=connector_id,
        period=period,
        page=page,
    )


@router.get("/remote-starts")
async def remote_starts(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    remote_start_id: int | None = None,
    transaction_id: str | None = None,
) -> Rows:
    """Show remote starts, each with the transaction that came of it."""
    return await control_views.remote_starts(
        csms.store,
        station,
        remote_start_id=remote_start_id,
        transaction_id=transaction_id,
        period=period,
        page=page,
    )


@router.get("/reservations")
async def reservations(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    reservation_id: int | None = None,
    status: str | None = None,
) -> Rows:
    """Show reservations with what became of them: Used, Cancelled, Expired."""
    return await job_views.reservations(
        csms, station, reservation_id=reservation_id, status=status, period=period, page=page
    )


@router.get("/local-lists")
async def local_lists(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    return await job_views.local_lists(csms.store, station, page=page)


@router.get("/network-profiles")
async def network_profiles(
    csms: Behind, page: Paged, station: str | None = None, slot: int | None = None
) -> Rows:
    """Show the network connection profiles of 2.0.1 stations, slot by slot."""
    return await job_views.network_profiles(csms.store, station, slot=slot, page=page)


@router.get("/customer-information")
async def customer_information(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    request_id: int | None = None,
) -> Rows:
    """Show reports about customers, put together from their parts, and what was erased."""
    return await job_views.customer_information(
        csms.store, station, request_id=request_id, period=period, page=page
    )


@router.get("/firmware-updates")
async def firmware_updates(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    request_id: int | None = None,
) -> Rows:
    """Show firmware updates, each with all statuses that the station reported."""
    return await job_views.firmware_updates(
        csms.store, station, request_id=request_id, period=period, page=page
    )


@router.get("/published-firmware")
async def published_firmware(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    request_id: int | None = None,
) -> Rows:
    """Show what Local Controllers publish, each with all statuses and where it can be had."""
    return await job_views.published_firmware(
        csms.store, station, request_id=request_id, period=period, page=page
    )


@router.get("/log-uploads")
async def log_uploads(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    request_id: int | None = None,
) -> Rows:
    """Show uploads of logs and diagnostics, each with all statuses."""
    return await job_views.log_uploads(
        csms.store, station, request_id=request_id, period=period, page=page
    )
