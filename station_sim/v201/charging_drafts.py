"""What a 2.0.1 station would say of limits, profiles and EVs now: words for the hand puppet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from ocppj.clock import format_datetime
from schemas.v201.smart_charging import (
    ChargingLimitSourceEnumType,
    ChargingLimitType,
    ClearedChargingLimitRequest,
    NotifyChargingLimitRequest,
    NotifyEVChargingScheduleRequest,
)
from station_sim.smart_charging.electrics import exact
from station_sim.smart_charging.installed import Installed
from station_sim.smart_charging.profiles import (
    Kind,
    Period,
    Profile,
    Purpose,
    Rate,
    Schedule,
    Unit,
)
from station_sim.v201.charging_needs import Negotiations
from station_sim.v201.charging_profiles import written_schedule
from station_sim.v201.smart_charging import reports

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemas.base import JsonObject
    from station_sim.hardware import Evse
    from station_sim.station import Station

_LIMIT_A = 16
_EMS = ChargingLimitSourceEnumType.EMS


def _evse(station: Station) -> Evse:
    """Choose the EVSE meant: of the open transaction, with an EV at it, or the first."""
    entry, evses = station.ledger.latest, station.hardware.evses
    if entry is not None and entry.evse_id:
        return station.hardware.evse(entry.evse_id)
    return next((evse for evse in evses if evse.vehicle is not None), evses[0])


def _limited(station: Station) -> JsonObject:
    (schedule,) = _external(station).profile.schedules
    return NotifyChargingLimitRequest(
        charging_limit=ChargingLimitType(charging_limit_source=_EMS),
        charging_schedule=[written_schedule(schedule)],
    ).dump()


def _external(station: Station) -> Installed:
    """Give a limit that is in force, or one such as the building might set."""
    known = next((i for i in station.memory.profiles if i.external), None)
    rate = Rate(exact(_LIMIT_A), Unit.A)
    schedule = Schedule(Unit.A, (Period(0, rate),), station.smart_charging.site.now, id=1)
    made = Profile(-1, 0, Purpose.EXTERNAL, Kind.ABSOLUTE, (schedule,))
    return known or Installed(made, 0, {}, _EMS.value)


def _schedule(station: Station) -> JsonObject:
    evse = _evse(station)
    begin, schedule = Negotiations(station).schedule(evse)
    return NotifyEVChargingScheduleRequest(
        time_base=format_datetime(datetime.fromtimestamp(begin, UTC)),
        charging_schedule=written_schedule(schedule),
        evse_id=evse.id,
    ).dump()


def _report(station: Station) -> JsonObject:
    found = list(station.memory.profiles) or [_external(station)]
    first = next(reports(station.smart_charging.report_asked, found))
    return first.model_copy(update={"tbc": False}).dump()


DRAFTS: Final[Mapping[str, Callable[[Station], JsonObject]]] = {
    "ClearedChargingLimit": lambda _: ClearedChargingLimitRequest(
        charging_limit_source=_EMS
    ).dump(),
    "NotifyChargingLimit": _limited,
    "NotifyEVChargingNeeds": lambda station: Negotiations(station).needs(_evse(station)).dump(),
    "NotifyEVChargingSchedule": _schedule,
    "ReportChargingProfiles": _report,
}
