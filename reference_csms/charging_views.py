"""Smart charging as JSON: profiles, reports, composite schedules, limits, EVs that negotiate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.listing import ALWAYS, EVERYTHING, Page, Period, rows

if TYPE_CHECKING:
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject


async def charging_profiles(
    store: Store,
    station: str | None = None,
    *,
    profile_id: int | None = None,
    transaction_id: str | None = None,
    evse_id: int | None = None,
    connector_id: int | None = None,
    purpose: str | None = None,
    installed: bool | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show the profiles that stations hold, as far as we know; `period` is of setting them."""
    return await rows(
        store.charging_profiles,
        page,
        ("set_at", period),
        station=station,
        profile_id=profile_id,
        transaction_id=transaction_id,
        evse_id=evse_id,
        connector_id=connector_id,
        purpose=purpose,
        installed=installed,
    )


async def charging_profile_reports(
    store: Store,
    station: str | None = None,
    *,
    request_id: int | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    return await rows(store.profile_reports, page, station=station, request_id=request_id)


async def composite_schedules(
    store: Store,
    station: str | None = None,
    *,
    evse_id: int | None = None,
    connector_id: int | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show the last composite schedule of each place beside our own calculation."""
    return await rows(
        store.composite_schedules,
        page,
        ("asked_at", period),
        station=station,
        evse_id=evse_id,
        connector_id=connector_id,
    )


async def charging_limits(
    store: Store,
    station: str | None = None,
    *,
    evse_id: int | None = None,
    source: str | None = None,
    period: Period = ALWAYS,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show the limits of others; `period` is of their notification."""
    return await rows(
        store.charging_limits,
        page,
        ("notified_at", period),
        station=station,
        evse_id=evse_id,
        source=source,
    )


async def ev_charging(
    store: Store,
    station: str | None = None,
    *,
    evse_id: int | None = None,
    transaction_id: str | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    return await rows(
        store.ev_charging,
        page,
        station=station,
        evse_id=evse_id,
        transaction_id=transaction_id,
    )
