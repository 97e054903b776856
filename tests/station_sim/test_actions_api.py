"""The acts by name, and the HTTP API over them."""

import asyncio
from pathlib import Path

import httpx
import pytest

from station_sim import actions
from station_sim.api import create_app
from station_sim.fleet import Fleet, identities
from station_sim.settings import StationSettings


def client(*stations):
    app = create_app({station.settings.identity: station for station in stations})
    transport = httpx.ASGITransport(app=app)
    return httpx.AsyncClient(transport=transport, base_url="http://station")


def test_a_session_over_the_api(run):
    async def scenario(bench):
        station = await bench.booted()
        async with client(station) as http:

            async def act(name, **fields):
                answer = await http.post(f"/api/v1/actions/{name}", json=fields)
                assert answer.status_code == 200, answer.text
                await asyncio.sleep(1)

            await act("EnterBay", evse_id=1)
            await act("PlugIn", evse_id=1, connector_id=1)
            await act("PresentToken", id_token="TAG", type="Central", evse_id=None)
            state = (await http.get("/api/v1/state")).json()
            evse = state["evses"][0]
            assert (evse["pilot"], evse["contactor_closed"], evse["power_w"]) == ("C", True, 11000)
            assert evse["connectors"][0]["locked"] is True
            assert (state["connected"], state["registration"]) == (True, "Accepted")
            await act("StopEnergy", evse_id=1)
            await act("StartEnergy", evse_id=1)
            await act("ReportFault", evse_id=1, code="GroundFailure")
            await act("ClearFault", evse_id=1)
            await act("GoOffline")
            assert (await http.get("/api/v1/state")).json()["connected"] is False
            await act("GoOnline")
            await act("Unplug", evse_id=1)
            await act("LeaveBay", evse_id=1)
            await act("SetClock", time="2031-01-01T00:00:00Z")
            assert (await http.get("/api/v1/state")).json()["time"].startswith("2031")
            await act("PowerCycle")
            await bench.csms.expect("BootNotification")

    run("2.0.1", scenario)


def test_the_manual_names_every_act():
    manual = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text(encoding="utf-8")
    assert [name for name in actions.NAMES if f"`{name}`" not in manual] == []


@pytest.mark.parametrize(
    ("action", "fields", "status", "says"),
    [
        ("PlugIn", {}, 422, "'evse_id' is missing"),
        ("PlugIn", {"evse_id": "1"}, 422, "'evse_id' is '1'"),
        ("PlugIn", {"evse_id": True}, 422, "'evse_id' is True"),
        ("PlugIn", {"evse_id": 1, "colour": "red"}, 422, "unknown field 'colour'"),
        ("PlugIn", [1], 422, "no JSON object"),
        ("PlugIn", {"evse_id": 9}, 409, "no EVSE 9"),
        ("Unplug", {"evse_id": 1}, 409, "no EV"),
        ("LeaveBay", {"evse_id": 1}, 409, "not occupied"),
        ("SetClock", {"time": "noon"}, 422, "noon"),
        ("Explode", {}, 404, "Explode"),
    ],
)
def test_wrong_acts_say_why(run, action, fields, status, says):
    async def scenario(bench):
        station = bench.station()
        async with client(station) as http:
            answer = await http.post(f"/api/v1/actions/{action}", json=fields)
            assert answer.status_code == status
            assert says in answer.json()["detail"]

    run("1.6", scenario)


def test_a_body_that_is_no_json_and_a_station_that_is_none(run):
    async def scenario(bench):
        async with client(bench.station()) as http:
            answer = await http.post("/api/v1/actions/PlugIn", content=b"{")
            assert answer.status_code == 422
            answer = await http.get("/api/v1/state", params={"station": "nobody"})
            assert answer.status_code == 404

    run("1.6", scenario)


def test_stations_are_chosen_by_identity(run):
    async def scenario(bench):
        first, second = bench.station(identity="A"), bench.station(identity="B")
        async with client(first, second) as http:
            chosen = {"station": "B"}
            answer = await http.post("/api/v1/actions/PlugIn", json={"evse_id": 2}, params=chosen)
            assert answer.status_code == 200
            assert first.hardware.evse(2).vehicle is None
            assert second.hardware.evse(2).vehicle is not None

    run("1.6", scenario)


def test_an_unknown_act_is_a_key_error(run):
    async def scenario(bench):
        with pytest.raises(KeyError):
            await actions.act(bench.station(), "Explode", {})

    run("1.6", scenario)


@pytest.mark.parametrize(("count", "expected"), [(1, ("CP",)), (3, ("CP-001", "CP-002", "CP-003"))])
def test_identities_of_a_fleet(count, expected):
    assert identities("CP", count) == expected
    assert len(set(identities("CP", 2000))) == 2000


def test_a_fleet_boots(run):
    async def scenario(bench):
        model = bench.station()
        fleet = Fleet(
            StationSettings(identity="CP", version="2.0.1"),
            20,
            clock=bench.csms.clock,
            rng=model.rng,
            new_id=model.new_id,
            bugs=bench.bugs,
        )
        await fleet.start(bench.csms.url)
        await asyncio.sleep(5)
        try:
            booted = [m for m in bench.csms.received if m.action == "BootNotification"]
            assert len(booted) == 20
            assert all(s.is_online for s in fleet.stations.values())
        finally:
            await fleet.stop()

    run("2.0.1", scenario)
