"""Messages on stations' displays, to read."""

from typing import Any

from fastapi import APIRouter

from reference_csms import display_views
from reference_csms.api.access import Behind, Paged

router = APIRouter(tags=["stored state"])

Rows = list[dict[str, Any]]


@router.get("/display-messages")
async def display_messages(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    """Show display messages, each with the station's answers and whether it still has it."""
    return await display_views.display_messages(csms.store, station, page)


@router.get("/display-reports")
async def display_reports(csms: Behind, page: Paged, station: str | None = None) -> Rows:
    """Show the lists of display messages that were asked for, and how far they have come."""
    return await display_views.display_reports(csms.store, station, page)
