"""The http driver against a real HTTP server."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from harness.targets.actions import (
    EnterBay,
    PlugIn,
    PresentToken,
    Question,
    ReadVariables,
    ReportFault,
    SendCommand,
    StartRemotely,
    Unplug,
)
from harness.targets.factory import make
from harness.targets.protocol import DriverFailed, Meeting, Unsupported, Unverifiable
from harness.targets.settings import HttpCall, HttpRead, HttpSettings, SutFile

MEETING = Meeting("TC_X", "2.0.1", "CS/1", "ws://h/ocpp")
RESET = SendCommand("CS/1", "Reset", {"type": "Immediate"})


class Server(ThreadingHTTPServer):
    """Answers each path as told, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers = {}
        self.requests = []
        self.go_on = threading.Event()
        self.held = set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers.get("Content-Length", 0))
        body = json.loads(self.rfile.read(length) or "null")
        self.server.requests.append((self.command, self.path, body, dict(self.headers)))
        path = self.path.partition("?")[0]
        if path in self.server.held:
            self.server.go_on.wait(10)
        status, content = self.server.answers.get(path, (200, []))
        text = content.encode() if isinstance(content, str) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_PUT = do_POST

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.go_on.set()
    server.shutdown()
    thread.join()
    server.server_close()


def settings(server, **more):
    return HttpSettings(**{"api": server.url, "token": "secret", "grace_s": 2.0, **more})


def drive(work, role, driver):
    """Run `work(driver)` between start and stop."""
    sut = SutFile(path=Path("x"), role=role, versions=("2.0.1",), name="Theirs", driver=driver)

    async def scenario():
        target = make(sut, "2.0.1")
        await target.start(MEETING)
        try:
            return await work(target)
        finally:
            await target.stop()

    async def bounded():
        async with asyncio.timeout(20):
            return await scenario()

    return asyncio.run(bounded())


def test_declarations_come_from_the_sut_file(server):
    sut = SutFile(
        role="csms",
        versions=("1.6",),
        name="Theirs",
        features={"C-30": True},
        driver=settings(server),
    )
    target = make(sut, "1.6")
    assert (target.name, target.role, target.version) == ("Theirs", "csms", "1.6")
    assert target.features == {"C-30": True}
    assert target.in_process is False
    with pytest.raises(ValueError, match=r"declared for 1\.6, not 2\.0\.1"):
        make(sut, "2.0.1")


def test_physical_acts_follow_the_contract_of_the_simulator(server):
    async def work(target):
        await target.perform(PlugIn(2))
        await target.perform(PresentToken("ABC", "Central"))

    drive(work, "station", settings(server))
    (plug, token, unplug) = server.requests
    assert unplug[1] == "/api/v1/actions/Unplug"
    plugged = {"evse_id": 2, "connector_id": 1, "iso15118": False}
    assert plug[:3] == ("POST", "/api/v1/actions/PlugIn", plugged)
    assert plug[3]["Authorization"] == "Bearer secret"
    assert token[1:3] == (
        "/api/v1/actions/PresentToken",
        {"id_token": "ABC", "type": "Central", "evse_id": None},
    )


def test_what_was_done_to_a_station_is_undone_at_the_end(server):
    async def work(target):
        await target.perform(EnterBay(1))
        await target.perform(PlugIn(1))
        await target.perform(PlugIn(2))
        await target.perform(ReportFault(2, 1, "GroundFailure"))
        await target.perform(Unplug(1))
        server.requests.clear()

    drive(work, "station", settings(server))
    assert [request[1:3] for request in server.requests] == [
        ("/api/v1/actions/ClearFault", {"evse_id": 2, "connector_id": 1}),
        ("/api/v1/actions/Unplug", {"evse_id": 2, "connector_id": 1}),
        ("/api/v1/actions/LeaveBay", {"evse_id": 1}),
    ]


def test_an_act_that_cannot_be_undone_is_told_at_the_end(server):
    server.answers["/api/v1/actions/Unplug"] = (409, "stuck")
    with pytest.raises(DriverFailed, match="answers 409: stuck"):
        drive(lambda target: target.perform(PlugIn(1)), "station", settings(server))


def test_operations_follow_the_contract_of_the_csms(server):
    async def work(target):
        await target.perform(RESET)
        await target.perform(ReadVariables("CS/1", (("ClockCtrlr", "DateTime"),)))
        await target.perform(StartRemotely("CS/1", "ABC", "Central"))
        await target.settled()

    drive(work, "csms", settings(server))
    base = "/api/v1/stations/CS%2F1"
    assert [request[1:3] for request in server.requests] == [
        (f"{base}/commands/Reset", {"type": "Immediate"}),
        (
            f"{base}/operations/get-variables",
            {"variables": [{"component": "ClockCtrlr", "variable": "DateTime"}]},
        ),
        (f"{base}/operations/remote-start", {"id_token": "ABC", "type": "Central"}),
    ]


def test_mapping_replaces_the_contract(server):
    driver = settings(
        server,
        headers={"X-Tenant": "t"},
        actions={
            "StartRemotely": HttpCall(
                url="/go/$identity", method="PUT", body={"t": "$id_token", "e": "$evse_id"}
            )
        },
        commands={"Reset": HttpCall(url="/reset/$station", body={"how": "$payload.type"})},
    )

    async def work(target):
        await target.perform(StartRemotely("CS/1", "ABC", "Central", 1))
        await target.perform(RESET)
        await target.perform(SendCommand("CS/1", "ClearCache", {}))
        await target.settled()

    drive(work, "csms", driver)
    start, reset, other = server.requests
    assert start[:3] == ("PUT", "/go/CS%2F1", {"t": "ABC", "e": 1})
    assert start[3]["X-Tenant"] == "t"
    assert reset[1:3] == ("/reset/CS%2F1", {"how": "Immediate"})
    assert other[1] == "/api/v1/stations/CS%2F1/commands/ClearCache"


def test_a_command_is_under_way_while_the_api_waits_for_the_station(server):
    path = "/api/v1/stations/CS%2F1/commands/Reset"
    server.held.add(path)

    async def work(target):
        await target.perform(RESET)
        before = len(server.requests)
        server.go_on.set()
        await target.settled()
        return before

    # Had `perform` waited for the answer, it would have taken until the server gives up.
    assert drive(work, "csms", settings(server, grace_s=0.2)) == 1


def test_a_command_under_way_at_the_end_is_dropped_without_fault(server):
    server.held.add("/api/v1/stations/CS%2F1/commands/Reset")

    async def work(target):
        await target.perform(RESET)
        return "done"

    assert drive(work, "csms", settings(server, grace_s=0.05)) == "done"


@pytest.mark.parametrize(
    "answer",
    [(200, {"result": {"status": "Rejected"}}), (200, {"call_error": {}}), (504, {"detail": "-"})],
)
def test_an_ocpp_outcome_is_no_fault(server, answer):
    server.answers["/api/v1/stations/CS%2F1/commands/Reset"] = answer

    async def work(target):
        await target.perform(RESET)
        await target.settled()
        return "done"

    assert drive(work, "csms", settings(server)) == "done"


def test_no_answer_of_the_api_is_no_fault_of_a_command(server):
    server.held.add("/api/v1/stations/CS%2F1/commands/Reset")

    async def work(target):
        await target.perform(RESET)
        await target.settled()
        return "done"

    assert drive(work, "csms", settings(server, timeout_s=0.2)) == "done"


def test_no_answer_of_the_api_to_a_physical_act_is_a_fault(server):
    server.held.add("/api/v1/actions/PlugIn")
    with pytest.raises(DriverFailed, match=r"PlugIn: no answer within 0\.2 s"):
        drive(lambda target: target.perform(PlugIn(1)), "station", settings(server, timeout_s=0.2))


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        (401, DriverFailed),
        (404, DriverFailed),
        (405, Unsupported),
        (409, DriverFailed),
        (422, DriverFailed),
        (500, DriverFailed),
        (501, Unsupported),
        (302, DriverFailed),
    ],
)
def test_an_early_refusal_of_a_command_surfaces_in_perform(server, status, fault):
    answer = (status, {"detail": "so it is"})
    server.answers["/api/v1/stations/CS%2F1/commands/Reset"] = answer
    with pytest.raises(fault, match=rf"answers {status}: .*so it is"):
        drive(lambda target: target.perform(RESET), "csms", settings(server))


@pytest.mark.parametrize(
    ("status", "fault"),
    [(404, Unsupported), (409, DriverFailed), (422, DriverFailed), (501, Unsupported)],
)
def test_a_refused_physical_act(server, status, fault):
    server.answers["/api/v1/actions/PlugIn"] = (status, "not now")
    with pytest.raises(fault, match=f"answers {status}: not now"):
        drive(lambda target: target.perform(PlugIn(1)), "station", settings(server))


def late_refusal(server):
    path = "/api/v1/stations/CS%2F1/commands/Reset"
    server.held.add(path)
    server.answers[path] = (409, {"detail": "gone"})
    return settings(server, grace_s=0.05)


def test_a_late_refusal_surfaces_when_settled(server):
    async def work(target):
        await target.perform(RESET)
        server.go_on.set()
        with pytest.raises(DriverFailed, match="409"):
            await target.settled()
        await target.settled()

    drive(work, "csms", late_refusal(server))


@pytest.mark.parametrize(
    "occasion",
    [
        lambda target: target.perform(StartRemotely("CS/1", "ABC", "Central")),
        lambda target: target.read(Question("variables")),
    ],
    ids=["perform", "read"],
)
def test_a_late_refusal_surfaces_at_the_next_occasion(server, occasion):
    async def work(target):
        await target.perform(RESET)
        server.go_on.set()
        await asyncio.wait(target._commands._tasks)
        with pytest.raises(DriverFailed, match="409"):
            await occasion(target)
        return len(server.requests)

    assert drive(work, "csms", late_refusal(server)) == 1


def test_a_late_refusal_surfaces_at_stop_at_the_latest(server):
    async def work(target):
        await target.perform(RESET)
        server.go_on.set()
        await asyncio.wait(target._commands._tasks)

    with pytest.raises(DriverFailed, match="409"):
        drive(work, "csms", late_refusal(server))


def test_nobody_there(server):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        driver = HttpSettings(api=f"http://127.0.0.1:{unused.getsockname()[1]}", grace_s=2.0)
        with pytest.raises(
            DriverFailed, match=r"POST http://127.0.0.1.*connection attempts failed"
        ):
            drive(lambda target: target.perform(RESET), "csms", driver)
        with pytest.raises(DriverFailed, match="GET http"):
            drive(lambda target: target.read(Question("variables")), "csms", driver)


def test_actions_of_the_other_role_are_unsupported(server):
    with pytest.raises(Unsupported, match="a csms cannot do PlugIn"):
        drive(lambda target: target.perform(PlugIn(1)), "csms", settings(server))
    with pytest.raises(Unsupported, match="a station cannot do SendCommand"):
        drive(lambda target: target.perform(RESET), "station", settings(server))


ROWS = [{"a": "1"}, {"a": "2"}]


@pytest.mark.parametrize(
    ("content", "found"),
    [(ROWS, ROWS), ({"items": ROWS}, ROWS), ({"variables": ROWS}, ROWS), ({"a": 1}, [{"a": 1}])],
)
def test_read_by_the_contract(server, content, found):
    server.answers["/api/v1/variables"] = (200, content)
    question = Question("variables", (("station", "CS 1"), ("component", "X")))
    assert drive(lambda target: target.read(question), "csms", settings(server)) == found
    assert server.requests[0][:2] == ("GET", "/api/v1/variables?station=CS+1&component=X")


def test_mapped_read_renames_and_filters(server):
    server.answers["/shown/CS%2F1"] = (
        200,
        {"data": {"rows": [{"n": "A", "deep": {"v": 5}}, {"n": "B", "deep": {"v": 6}}]}},
    )
    place = HttpRead(
        url="/shown/$identity", items="data.rows", fields={"variable": "n", "value": "deep.v"}
    )
    driver = settings(server, reads={"variables": place})
    question = Question("variables", (("station", "CS/1"), ("variable", "B")))
    (entry,) = drive(lambda target: target.read(question), "csms", driver)
    assert (entry["variable"], entry["value"]) == ("B", 6)


@pytest.mark.parametrize("status", [404, 405, 501])
def test_what_is_not_shown_is_unverifiable(server, status):
    server.answers["/api/v1/tokens"] = (status, "no")
    with pytest.raises(Unverifiable, match=f"shows no tokens: .*{status}"):
        drive(lambda target: target.read(Question("tokens")), "csms", settings(server))


@pytest.mark.parametrize(
    ("answer", "words"),
    [((500, "oh"), "answers 500: oh"), ((200, "oh"), "no JSON"), ((200, [1]), "no list of obj")],
)
def test_an_unusable_answer_to_a_read_is_a_fault_of_the_driver(server, answer, words):
    server.answers["/api/v1/tokens"] = answer
    with pytest.raises(DriverFailed, match=words):
        drive(lambda target: target.read(Question("tokens")), "csms", settings(server))
