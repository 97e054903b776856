"""What the CSMS asked of stations and follows, to read."""

from typing import Any

from fastapi import APIRouter

from reference_csms import job_views
from reference_csms.api.access import Behind, Paged

router = APIRouter(tags=["stored state"])

Rows = list[dict[str, Any]]


@router.get("/reservations")
async def reservations(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    """Show reservations with what became of them: Used, Cancelled, Expired."""
    return await job_views.reservations(csms, station, page)


@router.get("/local-lists")
async def local_lists(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    return await job_views.local_lists(csms.store, station, page)


@router.get("/network-profiles")
async def network_profiles(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    """Show the network connection profiles of 2.0.1 stations, slot by slot."""
    return await job_views.network_profiles(csms.store, station, page)


@router.get("/customer-information")
async def customer_information(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    """Show reports about customers, put together from their parts, and what was erased."""
    return await job_views.customer_information(csms.store, station, page)


@router.get("/firmware-updates")
async def firmware_updates(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    """Show firmware updates, each with all statuses that the station reported."""
    return await job_views.firmware_updates(csms.store, station, page)


@router.get("/published-firmware")
async def published_firmware(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    """Show what Local Controllers publish, each with all statuses and where it can be had."""
    return await job_views.published_firmware(csms.store, station, page)


@router.get("/log-uploads")
async def log_uploads(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    """Show uploads of logs and diagnostics, each with all statuses."""
    return await job_views.log_uploads(csms.store, station, page)
