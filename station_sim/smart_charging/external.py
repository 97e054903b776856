"""Limits that come from outside and not by OCPP: a grid operator, a building (K11 to K13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_sim.hardware import NotPossible
from station_sim.smart_charging.electrics import amperes, exact
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

if TYPE_CHECKING:
    from fractions import Fraction

    from station_sim.station import Station

SOURCES = ("EMS", "SO", "Other")


def impose(
    station: Station,
    source: str,
    limit: float,
    *,
    unit: str = "A",
    evse_id: int = 0,
    duration: int | None = None,
    critical: bool | None = None,
) -> None:
    """Limit the station or an EVSE from now on, for `duration` seconds or until it is released.

    Raises NotPossible for an unknown source or EVSE, or where external signals are not heeded.
    """
    _check(station, source, evse_id)
    before = _amperes(station, source, evse_id)
    installed = Installed(
        _profile(station, source, Rate(exact(limit), Unit(unit)), evse_id, duration),
        evse_id,
        {},
        source,
    )
    station.smart_charging.install(installed)
    after = _amperes(station, source, evse_id)
    if before == 0 or abs(after - before) / before * 100 > station.herald.significance:
        station.herald.limited(installed, critical)  # K11.FR.02, K12.FR.02
    station.smart_charging.apply()


def release(station: Station, source: str, evse_id: int = 0) -> None:
    """End a limit (K13). Raises NotPossible when there is none of that source and place."""
    _check(station, source, evse_id)
    known = find(station, source, evse_id)
    if known is None:
        raise NotPossible(f"{source} has set no limit for EVSE {evse_id}")
    station.smart_charging.remove(lambda installed: installed.profile.id == known.profile.id)
    station.herald.released(source, evse_id)
    station.smart_charging.apply()


def find(station: Station, source: str, evse_id: int) -> Installed | None:
    """Give the limit that a source has set for a place."""
    for installed in station.memory.profiles:
        place = (installed.source, installed.evse_id)
        if installed.external and place == (source, evse_id):
            return installed
    return None


def _check(station: Station, source: str, evse_id: int) -> None:
    if source not in SOURCES:
        raise NotPossible(f"a limit comes from {', '.join(SOURCES)}, not from {source}")
    if not station.herald.heeds_signals:
        raise NotPossible("external control signals are not heeded")
    if evse_id != 0:
        station.hardware.evse(evse_id)


def _profile(
    station: Station, source: str, rate: Rate, evse_id: int, duration: int | None
) -> Profile:
    known = find(station, source, evse_id)
    # Negative ids stay out of the way of those that a CSMS chooses (K11.FR.06).
    taken = [i.profile.id for i in station.memory.profiles if i.profile.id < 0]
    number = min(taken, default=0) - 1 if known is None else known.profile.id
    schedule = Schedule(
        rate.unit, (Period(0, rate),), station.smart_charging.site.now, duration, id=1
    )
    return Profile(number, 0, Purpose.EXTERNAL, Kind.ABSOLUTE, (schedule,))


def _amperes(station: Station, source: str, evse_id: int) -> Fraction:
    """Give the limit of a source now, which is the hardware's where there is none."""
    site, known = station.smart_charging.site, find(station, source, evse_id)
    local = site.connection() if evse_id == 0 else site.local(evse_id)
    if known is None:
        return local.current
    return amperes(known.profile.schedule.periods[0].rate, local.voltage)
