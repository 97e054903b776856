"""Which stations may do what: boots, heartbeats, and the gate before a boot was accepted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reference_csms.records import Registration, Station, changed

if TYPE_CHECKING:
    from datetime import datetime

    from ocppj.clock import Clock
    from reference_csms.settings import Settings
    from reference_csms.store.protocols import StationStore


@dataclass(frozen=True, slots=True)
class BootDecision:
    """The answer to a boot; `interval` is seconds to the next heartbeat, or to the next try."""

    status: Registration
    interval: int
    now: datetime


class RegistrationService:
    def __init__(self, store: StationStore, clock: Clock, settings: Settings) -> None:
        self._store = store
        self._clock = clock
        self._settings = settings

    async def station(self, identity: str) -> Station:
        """Give what is known about a station; a fresh record for an unknown one."""
        return await self._store.stations.get(identity) or Station(identity)

    async def connected(self, identity: str, version: str, security_profile: int = 0) -> None:
        """Note that a station connected with this version; registers an unknown one.

        From a higher security profile there is no way back (A05.FR.07).
        """
        known = await self._store.stations.get(identity)
        rises = security_profile > ((known and known.security_profile) or 0)
        if known is None or known.version != version or rises:
            known = replace(known or Station(identity), version=version)
            higher = security_profile if rises else known.security_profile
            await self._store.stations.put(replace(known, security_profile=higher))

    async def boot(self, identity: str, boot: dict[str, Any]) -> BootDecision:
        """Decide about a boot notification and keep it (1.6 section 4.2, B01.FR.02)."""
        station = await self.station(identity)
        now = self._clock.now()
        status, interval = station.registration, self._interval(station)
        told = changed(
            station, boot=boot, booted_at=now, answered=status, answered_interval_s=interval
        )
        await self._store.stations.put(told)
        return BootDecision(status, interval, now)

    def _interval(self, station: Station) -> int:
        if station.boot_interval_s is not None:
            return station.boot_interval_s
        if station.registration is Registration.ACCEPTED:
            return self._settings.boot_interval_s
        return self._settings.retry_interval_s

    async def heartbeat(self, identity: str) -> datetime:
        """Note a sign of life and give the time."""
        now = self._clock.now()
        station = await self.station(identity)
        await self._store.stations.put(replace(station, heartbeat_at=now))
        return now

    async def changed_password(self, identity: str, password: str) -> None:
        """Note the password that a station took; the one before is worth nothing (A01.FR.03)."""
        station = await self.station(identity)
        await self._store.stations.put(replace(station, password=password))

    async def told_queue(self, identity: str, *, queued: bool) -> None:
        """Keep whether the station has transaction messages waiting (E14.FR.07, .08)."""
        station = await self.station(identity)
        await self._store.stations.put(replace(station, told_queued=queued))

    async def admits(self, identity: str, action: str, invited: set[str]) -> bool:
        """Tell whether a CALL may be handled: not before a boot was accepted, unless asked for.

        B01.FR.10, B02.FR.09, B03.FR.07; recommended by the 1.6-J errata sheet, 3.10. A rejected
        station has nothing to answer to, since B03.FR.03 forbids asking it.
        """
        if action == "BootNotification":
            return True
        station = await self._store.stations.get(identity)
        answered = station.answered if station is not None else None
        if answered in (None, Registration.ACCEPTED):
            return True
        return answered is Registration.PENDING and action in invited
