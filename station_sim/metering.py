"""When meter values are taken: periodically in a transaction, and at full intervals of the day."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from station_sim.charging import ChargingPoint
    from station_sim.moments import Transaction
    from station_sim.policy import MeterPlan
    from station_sim.station import Station

DAY_S = 86400


class Metering:
    """Owns a sampling task per transaction and interval."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._changed = asyncio.Event()

    def begin(self, point: ChargingPoint, transaction: Transaction) -> None:
        """Sample from the start of the transaction until its end."""
        plan = self._station.policy.meter_plan
        voice = self._station.voice
        for interval, take in (
            (plan.updated_interval, voice.sampled),
            (plan.ended_interval, voice.stored),
        ):
            if interval > 0:
                work = self._sample(point, transaction, interval, take)
                self._station.tasks.spawn(work, f"meter values of {transaction.id}")

    async def _sample(
        self,
        point: ChargingPoint,
        transaction: Transaction,
        interval: float,
        take: Callable[[ChargingPoint, Transaction], None],
    ) -> None:
        loop = asyncio.get_running_loop()
        due = loop.time() + interval
        await asyncio.sleep(interval)
        while transaction.ongoing:
            take(self._station.points[transaction.evse_id - 1], transaction)
            due += interval
            await asyncio.sleep(due - loop.time())

    def settings_changed(self) -> None:
        """Let the full intervals be looked up again."""
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    async def run_aligned(self) -> None:
        """Report all EVSEs at each full interval since midnight UTC."""
        voice = self._station.voice
        await self._at_full_intervals(lambda plan: plan.aligned_interval, voice.aligned)

    async def run_aligned_ended(self) -> None:
        """Keep values at each full interval for the end of the transactions."""
        voice = self._station.voice
        await self._at_full_intervals(
            lambda plan: plan.aligned_ended_interval, voice.stored_aligned
        )

    async def _at_full_intervals(
        self, interval_of: Callable[[MeterPlan], float], take: Callable[[ChargingPoint], None]
    ) -> None:
        while True:
            interval = interval_of(self._station.policy.meter_plan)
            try:
                async with asyncio.timeout(self._until_full(interval)):
                    await self._changed.wait()
            except TimeoutError:
                for point in self._station.points:
                    take(point)

    def _until_full(self, interval: float) -> float | None:
        if interval <= 0:
            return None
        return interval - self._station.clock.time() % DAY_S % interval
