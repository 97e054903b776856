"""The tap between a session and its socket."""

from __future__ import annotations

import asyncio
import json

import pytest
from websockets.exceptions import ConnectionClosedOK

from harness.loop import ScenarioLoop
from harness.mutation.mutant import FrameKind, Mutant, Spot
from harness.mutation.tap import Wire
from ocppj.dialect import DIALECTS

LATE = {FrameKind.REQUEST: 65.0, FrameKind.RESPONSE: 35.0, FrameKind.ERROR: 35.0}
BEAT = '[2,"a1","Heartbeat",{}]'
ASKED = '[2,"b1","Reset",{"type":"Hard"}]'
DONE = '[3,"b1",{"status":"Accepted"}]'


class Socket:
    """A websocket that keeps what was sent and when."""

    def __init__(self, *incoming):
        self.incoming = list(incoming)
        self.sent = []
        self.closed = None
        self.gone = False

    async def send(self, message):
        if self.gone:
            raise ConnectionClosedOK(None, None)
        self.sent.append((asyncio.get_running_loop().time(), message))

    async def recv(self):
        return self.incoming.pop(0)

    async def close(self, code=1000, reason=""):
        self.closed = (code, reason)

    @property
    def texts(self):
        return [text for _, text in self.sent]


@pytest.fixture
def run():
    loop = ScenarioLoop(virtual=True)
    yield loop.run
    loop.reap()
    loop.close()


def wire_of(kind=None, action="", frame=1, operator="", path=()):
    mutant = Mutant("TC_X", Spot(kind, action, frame), path, operator) if kind else None
    return Wire(DIALECTS["1.6"], LATE, mutant)


async def converse(wire, socket, *texts, wait=0.0):
    tap = wire.tap(socket)
    for _ in list(socket.incoming):
        await tap.recv()
    for text in texts:
        await tap.send(text)
    await asyncio.sleep(wait)


def test_without_a_mutant_everything_passes_and_is_counted(run):
    wire, socket = wire_of(), Socket(ASKED)
    odd = "no frame"
    run(converse(wire, socket, BEAT, DONE, BEAT, odd))
    assert socket.texts == [BEAT, DONE, BEAT, odd]
    assert [each.spot for each in wire.sent] == [
        Spot(FrameKind.REQUEST, "Heartbeat", 1),
        Spot(FrameKind.RESPONSE, "Reset", 1),
        Spot(FrameKind.REQUEST, "Heartbeat", 2),
    ]


def test_an_error_is_known_by_its_call(run):
    wire = wire_of()
    run(converse(wire, Socket(ASKED), '[4,"b1","NotSupported","",{}]'))
    assert wire.sent[0].spot == Spot(FrameKind.ERROR, "Reset", 1)


def test_a_dropped_frame_is_the_only_one_missing(run):
    wire, socket = wire_of(FrameKind.REQUEST, "Heartbeat", 2, "drop"), Socket(ASKED)
    run(converse(wire, socket, BEAT, BEAT, DONE, BEAT))
    assert socket.texts == [BEAT, DONE, BEAT]
    assert wire.applied.after == "lost"


def test_a_frame_is_sent_twice(run):
    wire, socket = wire_of(FrameKind.RESPONSE, "Reset", 1, "twice"), Socket(ASKED)
    run(converse(wire, socket, BEAT, DONE))
    assert socket.texts == [BEAT, DONE, DONE]


def test_a_late_frame_misses_the_deadline_and_is_overtaken(run):
    wire, socket = wire_of(FrameKind.RESPONSE, "Reset", 1, "late"), Socket(ASKED)
    run(converse(wire, socket, DONE, BEAT, wait=100.0))
    assert socket.texts == [BEAT, DONE]
    first, last = (at for at, _ in socket.sent)
    assert last - first == pytest.approx(LATE[FrameKind.RESPONSE])


def test_a_late_frame_may_outlive_its_connection(run):
    wire, socket = wire_of(FrameKind.REQUEST, "Heartbeat", 1, "late"), Socket()

    async def lose():
        await converse(wire, socket, BEAT)
        socket.gone = True
        await asyncio.sleep(100.0)

    run(lose())
    assert socket.texts == []


def test_a_scenario_may_end_before_a_late_frame_is_due(run):
    run(converse(wire_of(FrameKind.REQUEST, "Heartbeat", 1, "late"), Socket(), BEAT))


def test_a_value_is_changed_in_the_frame_of_the_mutant_only(run):
    wire = wire_of(FrameKind.RESPONSE, "Reset", 1, "enum", ("status",))
    socket = Socket(ASKED)
    run(converse(wire, socket, BEAT, DONE))
    assert socket.texts[0] == BEAT
    assert json.loads(socket.texts[1]) == [3, "b1", {"status": "Rejected"}]
    assert (wire.applied.before, wire.applied.after) == ("Accepted", "Rejected")
    assert wire.message_id == "b1"


def test_what_cannot_be_applied_is_told_and_changes_nothing(run):
    wire, socket = wire_of(FrameKind.REQUEST, "Heartbeat", 1, "id", ("connectorId",)), Socket()
    run(converse(wire, socket, BEAT))
    assert socket.texts == [BEAT]
    assert wire.applied is None
    assert "nothing to change" in str(wire.fault)


def test_frames_are_counted_over_all_connections(run):
    wire = wire_of(FrameKind.REQUEST, "Heartbeat", 2, "drop")
    first, second = Socket(), Socket()
    run(converse(wire, first, BEAT))
    run(converse(wire, second, BEAT, BEAT))
    assert (first.texts, second.texts) == ([BEAT], [BEAT])


def test_closing_goes_through(run):
    socket = Socket()
    run(wire_of().tap(socket).close(1001, "off"))
    assert socket.closed == (1001, "off")
