"""Restarting a single EVSE, at once or when it is idle (2.0.1 Part 2, B11 and B12)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from station_sim import availability
from station_sim.moments import Cause, StopReason

if TYPE_CHECKING:
    from station_sim.station import Station


async def restart(station: Station, evse_id: int) -> None:
    """End the transaction and restart the EVSE, which cannot be used meanwhile.

    B11.FR.05, .08, B12.FR.06, .08: its reservation and its availability outlive it.
    """
    point = station.point(evse_id)
    point.abort(Cause.RESET, StopReason.IMMEDIATE_RESET)
    point.restarting = True
    availability.announce(station)
    await asyncio.sleep(station.settings.boot_time)
    point.restarting = False
    availability.announce(station)


async def restart_when_idle(station: Station, evse_id: int) -> None:
    """Restart an EVSE after its transaction (B12.FR.07)."""
    await station.without_transaction(evse_id)
    await restart(station, evse_id)
