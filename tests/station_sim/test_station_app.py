"""Stations as a program: the API is served, and everything ends when asked to."""

import asyncio
import socket

import httpx
import pytest

from station_sim import app
from station_sim.settings import StationSettings


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("with_api", [True, False])
def test_runs_until_cancelled(run, with_api):
    async def scenario(bench):
        port = free_port() if with_api else None
        settings = StationSettings(identity="CP", version="1.6")
        work = app.run(settings, bench.csms.url, count=2, api_port=port, seed=1)
        running = asyncio.create_task(work)
        await bench.csms.expect("StatusNotification", connectorId=2)
        if with_api:
            url = f"http://127.0.0.1:{port}/api/v1/actions/PlugIn"
            async with httpx.AsyncClient(trust_env=False) as http:
                answer = await http.post(url, json={"evse_id": 1}, params={"station": "CP-002"})
            assert answer.json() == {"done": "PlugIn"}
            await bench.csms.expect("StatusNotification", status="Preparing")
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running

    run("1.6", scenario)
