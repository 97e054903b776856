"""Scripts that are sent to running stations over HTTP."""

import asyncio
from contextlib import asynccontextmanager

import httpx

from station_sim.api import create_app
from station_sim.script.journal import Journal


@asynccontextmanager
async def client(bench):
    journal = Journal()
    station = await bench.booted(recorder=journal)
    app = create_app({"CS001": station}, {"CS001": journal})
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://station") as http:
        yield http


async def post(http, text):
    answer = await http.post("/api/v1/script", content=text)
    return answer.status_code, answer.json()


def test_a_whole_session_is_played_and_told_about(run):
    async def scenario(bench):
        async with client(bench) as http:
            status, told = await post(
                http,
                """
plug in at EVSE 1
present token TAG-$number at EVSE 1
expect the station sends TransactionEvent with {"idToken": {"idToken": "TAG-1"}}
expect EVSE 1 takes energy
unplug at EVSE 1
expect EVSE 1 has no transaction within 5 s
""",
            )
            assert (status, told) == (200, {"lines": 6, "failed": [], "stopped": False})

    run("2.0.1", scenario)


def test_what_fails_is_told_with_its_line(run):
    async def scenario(bench):
        async with client(bench) as http:
            status, told = await post(http, "expect EVSE 1 takes energy within 1 s\nwait 1 s")
            assert status == 200
            assert told["lines"] == 2
            (failed,) = told["failed"]
            assert (failed["line"], failed["text"]) == (1, "expect EVSE 1 takes energy within 1 s")
            assert "0 W" in failed["reason"]

    run("1.6", scenario)


def test_what_was_said_before_counts_for_nothing(run):
    async def scenario(bench):
        async with client(bench) as http:
            _, told = await post(http, "expect the station sends BootNotification within 1 s")
            assert len(told["failed"]) == 1

    run("1.6", scenario)


def test_a_wrong_script_does_nothing(run):
    async def scenario(bench):
        async with client(bench) as http:
            status, told = await post(http, "plug in at EVSE 1\ndance\nplug in at EVSE 7")
            assert status == 422
            assert "script:2: a script cannot say 'dance'" in told["detail"]
            assert "script:3: there is no EVSE 7" in told["detail"]
            assert bench.stations[0].hardware.evse(1).vehicle is None
            assert (await post(http, b"\xff"))[0] == 422

    run("2.0.1", scenario)


def test_one_script_at_a_time_until_it_is_stopped(run):
    async def scenario(bench):
        async with client(bench) as http:
            assert (await http.delete("/api/v1/script")).json() == {"stopped": False}
            staying = asyncio.create_task(post(http, "wait 1 s\nstay"))
            await asyncio.sleep(5)
            status, told = await post(http, "wait 1 s")
            assert (status, "another script" in told["detail"]) == (409, True)
            assert (await http.delete("/api/v1/script")).json() == {"stopped": True}
            assert await staying == (200, {"lines": 2, "failed": [], "stopped": True})
            assert (await post(http, "wait 1 s"))[0] == 200

    run("2.0.1", scenario)


def test_without_a_journal_there_are_no_scripts(run):
    async def scenario(bench):
        station = await bench.booted()
        transport = httpx.ASGITransport(app=create_app({"CS001": station}))
        async with httpx.AsyncClient(transport=transport, base_url="http://station") as http:
            assert (await post(http, "wait 1 s"))[0] == 409

    run("2.0.1", scenario)
