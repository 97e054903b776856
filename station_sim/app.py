"""Stations as a program: what the command line's `station run` needs."""

from __future__ import annotations

import asyncio
import random
import uuid
from typing import TYPE_CHECKING

import uvicorn

from ocppj.clock import SystemClock
from ocppj.problems import BugLog
from station_sim.api import create_app
from station_sim.fleet import Fleet

if TYPE_CHECKING:
    from station_sim.settings import StationSettings


async def run(
    settings: StationSettings,
    url: str,
    *,
    count: int = 1,
    api_port: int | None = None,
    seed: int | None = None,
) -> None:
    """Run stations against the CSMS at `url` until cancelled.

    With `api_port` the simulator's API listens on the loopback interface. Raises the first bug of
    our own that turned up while running.
    """
    bugs = BugLog()
    rng = random.Random(seed)
    fleet = Fleet(
        settings, count, clock=SystemClock(), rng=rng, new_id=lambda: str(uuid.uuid4()), bugs=bugs
    )
    try:
        await fleet.start(url)
        await _serve(fleet, api_port)
    finally:
        await fleet.stop()
    if bugs.bugs:
        raise bugs.bugs[0]


async def _serve(fleet: Fleet, api_port: int | None) -> None:
    """Wait for the end, serving the API meanwhile."""
    if api_port is None:
        await asyncio.Event().wait()
        return
    app = create_app(fleet.stations)
    config = uvicorn.Config(
        app, host="127.0.0.1", port=api_port, log_level="warning", lifespan="off"
    )
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(), name="simulator API")
    try:
        await asyncio.shield(serving)
    finally:
        server.should_exit = True  # it closes its sockets itself, when it is asked to
        await serving
