"""Stations as a program: what the command line's `station run` needs."""

from __future__ import annotations

import asyncio
import random
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocppj.clock import SystemClock
from ocppj.problems import BugLog
from ocppj.serving import serve_app
from ocppj.trace import NoTrace
from station_sim.api import create_app
from station_sim.fleet import Fleet, identities
from station_sim.script.journal import Journal
from station_sim.script.player import play
from station_sim.script.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from station_sim.script.grammar import Script
    from station_sim.script.player import Report
    from station_sim.settings import StationSettings


@dataclass(frozen=True, slots=True)
class Play:
    """A script for every station, and who is told how it goes."""

    script: Script
    report: Report


async def run(
    settings: StationSettings,
    url: str,
    *,
    count: int = 1,
    api_port: int | None = None,
    seed: int | None = None,
    play: Play | None = None,
    announce: Callable[[str], None] = lambda _: None,
) -> int:
    """Run stations against the CSMS at `url` until cancelled, or until all scripts have ended.

    With `api_port` the simulator's API listens on the loopback interface, and `announce` gets its
    address. Gives the number of script lines that failed. Raises OSError where the port is taken,
    and the first bug of our own that turned up while running.
    """
    bugs = BugLog()
    scripted = play is not None or api_port is not None
    journals = {identity: Journal() for identity in identities(settings.identity, count)}
    fleet = Fleet(
        settings,
        count,
        clock=SystemClock(),
        rng=random.Random(seed),
        new_id=lambda: str(uuid.uuid4()),
        bugs=bugs,
        recorder=lambda identity: journals[identity] if scripted else NoTrace(),
    )
    api = None
    if api_port is not None:
        api = await serve_app(create_app(fleet.stations, journals), "127.0.0.1", api_port)
        announce(api.url)
    try:
        await fleet.start(url)
        failures = await _play(play, fleet, journals)
    finally:
        if api is not None:
            await api.close()
        await fleet.stop()
    if bugs.bugs:
        raise bugs.bugs[0]
    return failures


async def _play(what: Play | None, fleet: Fleet, journals: Mapping[str, Journal]) -> int:
    """Let all stations play at once; without a script they run on."""
    if what is None:
        await asyncio.Event().wait()
        return 0
    async with asyncio.TaskGroup() as group:
        playing = [
            group.create_task(
                play(what.script, Stage(station, journals[identity], number), what.report),
                name=f"script, {identity}",
            )
            for number, (identity, station) in enumerate(fleet.stations.items(), start=1)
        ]
    return sum(task.result() for task in playing)
