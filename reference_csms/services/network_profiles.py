"""Network connection profiles: what each slot of a station holds (2.0.1, B09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reference_csms.network_profiles import NetworkProfile

if TYPE_CHECKING:
    from ocppj.clock import Clock
    from reference_csms.store.protocols import NetworkProfileStore

ACCEPTED = "Accepted"


class NetworkProfileService:
    def __init__(self, store: NetworkProfileStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def answered(self, station: str, slot: int, data: dict[str, Any], status: str) -> None:
        """Keep a profile with the station's answer; a refused one does not replace a held one."""
        profile = NetworkProfile(station, slot, data, status, self._clock.now())
        known = await self._store.network_profiles.get(profile.key)
        held = known is not None and known.status == ACCEPTED
        if status == ACCEPTED or not held:
            await self._store.network_profiles.put(profile)
