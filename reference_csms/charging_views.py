"""Smart charging as JSON: profiles, reports, composite schedules, limits, EVs that negotiate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.views import EVERYTHING, Page, to_json

if TYPE_CHECKING:
    from reference_csms.store.protocols import Store
    from schemas.base import JsonObject


def _given(**equal: object) -> dict[str, object]:
    return {name: value for name, value in equal.items() if value is not None}


async def charging_profiles(
    store: Store,
    station: str | None = None,
    *,
    evse_id: int | None = None,
    connector_id: int | None = None,
    purpose: str | None = None,
    page: Page = EVERYTHING,
) -> list[JsonObject]:
    """Show the profiles that stations hold, as far as we know."""
    equal = _given(station=station, evse_id=evse_id, connector_id=connector_id, purpose=purpose)
    return page.of([to_json(row) for row in await store.charging_profiles.find(**equal)])


async def charging_profile_reports(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    found = await store.profile_reports.find(**_given(station=station))
    return page.of([to_json(row) for row in found])


async def composite_schedules(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    """Show the last composite schedule of each place beside our own calculation."""
    found = await store.composite_schedules.find(**_given(station=station))
    return page.of([to_json(row) for row in found])


async def charging_limits(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    found = await store.charging_limits.find(**_given(station=station))
    return page.of([to_json(row) for row in found])


async def ev_charging(
    store: Store, station: str | None = None, page: Page = EVERYTHING
) -> list[JsonObject]:
    found = await store.ev_charging.find(**_given(station=station))
    return page.of([to_json(row) for row in found])
