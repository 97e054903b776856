"""The state of connectors as stations report it, and the availability that was asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.records import Availability

if TYPE_CHECKING:
    from ocppj.clock import Clock
    from reference_csms.records import ConnectorStatus
    from reference_csms.store.protocols import StationStore


class AvailabilityService:
    def __init__(self, store: StationStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def report(self, status: ConnectorStatus) -> None:
        await self._store.connectors.put(status)

    async def asked(
        self,
        station: str,
        *,
        evse_id: int | None,
        connector_id: int | None,
        operational: bool,
        answer: str,
    ) -> None:
        """Keep the station's answer to a change of availability."""
        await self._store.availabilities.put(
            Availability(station, evse_id, connector_id, operational, answer, self._clock.now())
        )
