"""Many stations of one make."""

from __future__ import annotations

import asyncio
import dataclasses
from typing import TYPE_CHECKING

from ocppj.trace import NoTrace
from station_sim.station import Station

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from ocppj.clock import Clock
    from ocppj.problems import BugLog
    from ocppj.trace import Recorder
    from station_sim.settings import StationSettings


def identities(base: str, count: int) -> tuple[str, ...]:
    """Name `count` stations: ID-001, ID-002, ...; a single one is just ID."""
    if count == 1:
        return (base,)
    digits = max(3, len(str(count)))
    return tuple(f"{base}-{number:0{digits}}" for number in range(1, count + 1))


class Fleet:
    """Stations with equal settings but for their identity; `stations` is keyed by it.

    `recorder` is asked for a recorder for each of them.
    """

    def __init__(
        self,
        settings: StationSettings,
        count: int,
        *,
        clock: Clock,
        rng: random.Random,
        new_id: Callable[[], str],
        bugs: BugLog,
        recorder: Callable[[str], Recorder] = lambda _: NoTrace(),
    ) -> None:
        self.stations = {
            identity: Station(
                dataclasses.replace(settings, identity=identity),
                clock=clock,
                rng=rng,
                new_id=new_id,
                bugs=bugs,
                recorder=recorder(identity),
            )
            for identity in identities(settings.identity, count)
        }

    async def start(self, url: str) -> None:
        for station in self.stations.values():
            await station.start(url)
            await asyncio.sleep(0)  # let this one dial before the next, however many there are

    async def stop(self) -> None:
        await asyncio.gather(*(station.stop() for station in self.stations.values()))
