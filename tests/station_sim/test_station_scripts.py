"""Scripts: how they are read, what they do, and the examples against the reference CSMS."""

import asyncio
import itertools
import random
from pathlib import Path

import httpx
import pytest

from ocppj.clock import LoopClock, VirtualClockLoop
from ocppj.frames import CallError
from ocppj.problems import BugLog
from reference_csms.csms import Csms
from reference_csms.records import Token
from reference_csms.store.memory import MemoryStore
from station_sim.api import create_app
from station_sim.fleet import Fleet, identities
from station_sim.script.grammar import CONDITIONS, STEPS, parse
from station_sim.script.journal import Journal
from station_sim.script.patterns import differences
from station_sim.script.player import play
from station_sim.script.source import ScriptError
from station_sim.script.stage import Stage
from station_sim.settings import StationSettings

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "examples" / "station_scripts"
V16, V201 = StationSettings(version="1.6"), StationSettings(version="2.0.1")


class Notes:
    def __init__(self):
        self.begun, self.failed = [], []

    def begins(self, identity, line):
        self.begun.append((identity, line.number))

    def fails(self, identity, line, reason):
        self.failed.append((identity, line.number, reason))


def perform(text, *, count=1, operator=None, serve=True, seconds=600):
    """Play a script for stations of the reference CSMS; gives the number of failures, and notes."""
    notes = Notes()

    async def stage():
        clock, numbers = LoopClock(asyncio.get_running_loop()), itertools.count(1)
        csms = Csms(clock=clock, store=MemoryStore(), new_id=lambda: f"c{next(numbers)}")
        for number in range(1, count + 1):
            await csms.store.tokens.put(Token(f"TAG-{number}", "ISO14443"))
        listener = await csms.serve()
        journals = {identity: Journal() for identity in identities("CS001", count)}
        bugs = BugLog()
        fleet = Fleet(
            V201,
            count,
            clock=clock,
            rng=random.Random(1),
            new_id=lambda: f"s{next(numbers)}",
            bugs=bugs,
            recorder=journals.__getitem__,
        )
        script = parse("a.station", text, V201)
        if serve:
            await fleet.start(listener.url)
        try:
            async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
                playing = [
                    group.create_task(play(script, Stage(station, journals[name], number), notes))
                    for number, (name, station) in enumerate(fleet.stations.items(), start=1)
                ]
                if operator is not None:
                    group.create_task(operator(csms, fleet))
        finally:
            await fleet.stop()
            await csms.close()
        assert csms.bugs.bugs == []
        assert bugs.bugs == []
        return sum(task.result() for task in playing)

    with asyncio.Runner(loop_factory=VirtualClockLoop) as runner:
        return runner.run(stage()), notes


def test_the_session_for_each_station_of_a_fleet():
    text = (SCRIPTS / "charging_session.station").read_text()
    failures, notes = perform(text, count=3)
    assert notes.failed == []
    assert failures == 0
    assert {identity for identity, _ in notes.begun} == {"CS001-001", "CS001-002", "CS001-003"}


def test_the_bad_day_with_an_operator():
    async def operator(csms, fleet):
        await asyncio.sleep(20)
        started = asyncio.get_running_loop().time()
        late = await csms.call("CS001", "GetVariables", {"getVariableData": [VARIABLE]})
        assert isinstance(late, CallError)
        assert asyncio.get_running_loop().time() - started >= 2
        again = await csms.call("CS001", "GetVariables", {"getVariableData": [VARIABLE]})
        assert again.payload["getVariableResult"][0]["attributeStatus"] == "Accepted"
        answer = await csms.call("CS001", "Reset", {"type": "Immediate"})
        assert answer.payload == {"status": "Rejected"}

    failures, notes = perform((SCRIPTS / "bad_day.station").read_text(), operator=operator)
    assert notes.failed == []
    assert failures == 0


VARIABLE = {
    "component": {"name": "OCPPCommCtrlr"},
    "variable": {"name": "HeartbeatInterval"},
}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("plug in at EVSE 3", "a.station:1: there is no EVSE 3; the station has 1 to 2 (--evses)"),
        ("plug in at EVSE 1 connector 2", "EVSE 1 has no connector 2, only 1"),
        ("# one\n\nplugin at EVSE 1", "a.station:3: a script cannot say 'plugin at EVSE 1'; did"),
        ("answer the next Rset with Rejected", "sends Rset; did you mean Reset?"),
        ("answer the next Heartbeat with Rejected", "no CSMS of OCPP 2.0.1 sends Heartbeat"),
        ("answer the next Reset with error Oops", "'Oops' is no error code; there are "),
        ('send Heartbeat with {"a"}', '{"a"} is no JSON'),
        ("send StartTransaction", "no station of OCPP 2.0.1 can send StartTransaction"),
        ("expect EVSE 1 is Preparing", "no connector of OCPP 2.0.1 is Preparing"),
        ("expect the station is happy", "the station is never happy; there is accepted"),
        ("expect the CSMS is up", "did you mean"),
        ("expect the CSMS answers Reset", "no station of OCPP 2.0.1 sends Reset"),
        ("do PlugIn", "PlugIn: field 'evse_id' is missing"),
        ("do Explode", "there is no act Explode"),
        ("set the clock to noon", "noon is no RFC 3339 date-time"),
        ("  stay", "a.station:1: the line begins with white space"),
        ("# nothing", "the script says nothing"),
    ],
)
def test_a_wrong_script_says_where_and_what(text, says):
    with pytest.raises(ScriptError) as refused:
        parse("a.station", text, V201)
    assert says in str(refused.value)


def test_all_faults_are_told_at_once():
    with pytest.raises(ScriptError) as refused:
        parse("a.station", "plug in at EVSE 9\nstay\nwait 5", V201)
    assert [f.split(":")[1] for f in str(refused.value).splitlines()] == ["1", "3"]


def test_no_sentence_takes_the_example_of_another():
    for table in (STEPS, CONDITIONS):
        for template, example in zip(table.templates, table.examples, strict=True):
            assert table.meant(example)[0] == template, example


def test_a_script_for_the_other_version():
    text = 'expect EVSE 1 is Preparing\nexpect the station sends StartTransaction with {"a": 1}'
    assert len(parse("a.station", text, V16).lines) == 2


def test_expectations_that_fail_are_counted_and_the_script_goes_on():
    failures, notes = perform(
        "wait until the station is accepted\n"
        "expect EVSE 1 is Faulted within 1 s\n"
        'expect the CSMS answers BootNotification with {"status": "Pending"} within 1 s\n'
        "expect the station sends DataTransfer within 1 s\n"
        "expect EVSE 1 takes energy within 1 s\n"
        "expect EVSE 1 has a transaction within 1 s\n"
        "send Heartbeat\n"
        "expect the station sends no Heartbeat for 400 s\n"
        "expect the station is accepted"
    )
    assert failures == 6
    reasons = [reason for _, _, reason in notes.failed]
    assert reasons[0] == "not within 1 s: EVSE 1 is Available"
    assert 'BootNotification, but status is "Accepted" in {' in reasons[1]
    assert "there was only: the station sends BootNotification" in reasons[2]
    assert reasons[3:5] == [
        "not within 1 s: the power at EVSE 1 is 0 W",
        "not within 1 s: EVSE 1 has no transaction",
    ]
    assert reasons[5].startswith("the station sends Heartbeat")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("unplug at EVSE 1", "no EV is connected"),
        ("wait until the station is disconnected within 2 s", "not within 2 s: the station is"),
        ("wait until the station is pending within 2 s", "connected and accepted"),
    ],
)
def test_what_cannot_be_done_ends_the_script(line, reason):
    failures, notes = perform(f"wait until the station is accepted\n{line}\nsend Heartbeat")
    assert failures == 1
    assert reason in notes.failed[0][2]
    assert notes.failed[0][2].endswith("the script ends here")
    assert notes.begun[-1] == ("CS001", 2)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("send Heartbeat", "the station is not connected"),
        ("send raw x", "the station is not connected"),
        ("wait until the station is accepted within 1 s", "the station is not connected"),
        ("expect the CSMS sends Reset within 1 s", "for the station is not connected"),
    ],
)
def test_a_station_that_is_not_connected(line, reason):
    failures, notes = perform(line, serve=False)
    assert failures == 1
    assert reason in notes.failed[0][2]


@pytest.mark.parametrize(
    ("wanted", "found", "expected"),
    [
        ({"a": {"b": 1}}, {"a": {"b": 1, "c": 2}, "d": 3}, []),
        ({"a": {"b": 1}}, {"a": {}}, ["there is no a.b"]),
        ({"a": [1, {"x": 2}]}, {"a": [1, {"x": 3}, 4]}, ["a[1].x is 3"]),
        ({"a": [1, 2]}, {"a": [1]}, ["a has 1 elements"]),
        ({"a": True}, {"a": 1}, ["a is 1"]),
        ({"a": None}, {"a": None}, []),
    ],
)
def test_payloads_are_compared_by_what_is_wanted(wanted, found, expected):
    assert differences(wanted, found) == expected


def test_the_same_over_http(run):
    async def scenario(bench):
        station = await bench.booted()
        transport = httpx.ASGITransport(app=create_app({"CS001": station}))
        async with httpx.AsyncClient(transport=transport, base_url="http://station") as http:

            async def post(path, body):
                answer = await http.post(f"/api/v1/{path}", json=body)
                return answer.status_code, answer.json()

            assert (await post("answers/Reset", {"payload": {"status": "Rejected"}}))[0] == 200
            assert await bench.csms.call("Reset", {"type": "Immediate"}) == {"status": "Rejected"}
            await post("answers/Reset", {"error": "InternalError", "delay_s": 3, "every": True})
            begun = asyncio.get_running_loop().time()
            refused = await bench.csms.ask("Reset", {"type": "Immediate"})
            assert (refused.code, asyncio.get_running_loop().time() - begun >= 3) == (
                "InternalError",
                True,
            )
            await http.delete("/api/v1/answers/Reset")
            status, said = await post("requests/Heartbeat", {})
            assert (status, list(said["result"])) == (200, ["currentTime"])
            await bench.csms.expect("Heartbeat")
            bench.csms.answers["Heartbeat"] = CallError("", "InternalError", "no")
            assert (await post("requests/Heartbeat", {}))[1]["call_error"]["code"]
            assert (await post("frames", {"text": "[]"}))[0] == 200
            wrong = [
                ("answers/Heartbeat", {}, 404),
                ("answers/Reset", {"payload": {}, "silent": True}, 422),
                ("answers/Reset", {"delay_s": -1}, 422),
                ("answers/Reset", {"error": "Oops"}, 422),
                ("requests/Reset", {}, 404),
                ("frames", {}, 422),
            ]
            for path, body, status in wrong:
                assert (await post(path, body))[0] == status, path
            assert (await post("actions/GoOffline", {}))[0] == 200
            assert (await post("requests/Heartbeat", {}))[0] == 409
            assert (await post("frames", {"text": "x"}))[0] == 409

    run("2.0.1", scenario)


def test_the_manual_names_every_sentence():
    manual = (ROOT / "docs" / "simulator.md").read_text()
    missing = [t for table in (STEPS, CONDITIONS) for t in table.templates if t not in manual]
    assert missing == []
