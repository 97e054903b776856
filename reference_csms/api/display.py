"""Messages on stations' displays, to read."""

from typing import Any

from fastapi import APIRouter

from reference_csms import display_views
from reference_csms.api.access import Behind, During, Paged

router = APIRouter(tags=["stored state"])

Rows = list[dict[str, Any]]


@router.get("/display-messages")
async def display_messages(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    message_id: int | None = None,
    installed: bool | None = None,
) -> Rows:
    """Show display messages, each with the station's answers and whether it still has it."""
    return await display_views.display_messages(
        csms.store,
        station,
        message_id=message_id,
        installed=installed,
        period=period,
        page=page,
    )


@router.get("/display-reports")
async def display_reports(
    csms: Behind, page: Paged, station: str | None = None, request_id: int | None = None
) -> Rows:
    """Show the lists of display messages that were asked for, and how far they have come."""
    return await display_views.display_reports(
        csms.store, station, request_id=request_id, page=page
    )
