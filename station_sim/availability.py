"""Operative or not: at once, or after the transaction (1.6 section 5.2; 2.0.1 Part 2, G03, G04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_sim.memory import STATION

if TYPE_CHECKING:
    from station_sim.memory import Place
    from station_sim.station import Station


def change(station: Station, place: Place, *, operative: bool) -> str:
    """Change a place (0 for the whole), or schedule it; give the status to answer with.

    The status reports follow from `announce`, after the answer.
    """
    availability = station.memory.availability
    if operative == (place not in availability.inoperative):
        availability.scheduled.pop(place, None)
        return "Accepted"
    if _busy(station, place):
        availability.scheduled[place] = operative
        return "Scheduled"
    _set(station, place, operative)
    return "Accepted"


def _set(station: Station, place: Place, operative: bool) -> None:
    station.memory.availability.set(place, operative)
    if not operative:
        station.reservations.drop(place[0])


def announce(station: Station) -> None:
    """Report the status of every connector that changed."""
    if station.is_online:
        station.voice.report_status(changed_only=True)


def apply_scheduled(station: Station) -> None:
    """Carry out the scheduled changes for which no transaction is in the way any more."""
    availability = station.memory.availability
    for place, operative in list(availability.scheduled.items()):
        if not _busy(station, place):
            del availability.scheduled[place]
            _set(station, place, operative)
    if station.automatic:
        announce(station)


def _busy(station: Station, place: Place) -> bool:
    evse_id, _ = place
    points = station.points if place == STATION else [station.point(evse_id)]
    return any(point.transaction is not None for point in points)
