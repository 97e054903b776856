"""What the CSMS asked of stations at once, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.listing import ALWAYS, EVERYTHING, Page, Period, rows

if TYPE_CHECKING:
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject


async def outcomes(
    store: Store,
    station: str | None = None,
    *,
    action: str | None = None,
    evse_id: int | None = None,
    connector_id: int | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show the last Reset, UnlockConnector and ClearCache at each place; `period` is of asking."""
    return await rows(
        store.outcomes,
        page,
        ("asked_at", period),
        station=station,
        action=action,
        evse_id=evse_id,
        connector_id=connector_id,
    )


async def remote_starts(
    store: Store,
    station: str | None = None,
    *,
    remote_start_id: int | None = None,
    transaction_id: str | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show remote starts, each with its transaction; `period` is of asking."""
    return await rows(
        store.remote_starts,
        page,
        ("asked_at", period),
        station=station,
        remote_start_id=remote_start_id,
        transaction_id=transaction_id,
    )
