"""Links over websockets that need no waiting: the same rules, without a change of tasks."""

from __future__ import annotations

import asyncio
import contextvars
import json
import os
import socket

import pytest

from ocppj import frames
from ocppj.dispatch import Outcome
from ocppj.frames import Call, CallResult
from ocppj.link import MAX_WAITING, Closed
from ocppj.problems import CallFailed
from ocppj.session import CallReceived
from ocppj.trace import Direction
from reference_csms.direct import MAX_UNSENT


@pytest.fixture(name="linked")
def _direct(linked_directly):
    return linked_directly


def heartbeat(message_id):
    return frames.encode(Call(message_id, "Heartbeat", {}))


def test_a_call_is_answered_in_the_turn_that_brought_it(run, linked):
    turns = []

    async def answer(call):
        turns.append(asyncio.current_task().get_name())
        asyncio.get_running_loop().call_soon(turns.append, "next turn")
        return Outcome(CallResult(call.message_id, {}))

    def record(trace):
        text = trace.text
        trace.text = lambda connection, direction, *rest: (
            turns.append(direction),
            text(connection, direction, *rest),
        )
        return trace

    async def talk():
        async with linked(answer=answer) as (station, csms):
            record(csms.trace)
            await station.link.call("Heartbeat", {})

    run(talk())
    assert turns == [Direction.IN, "handler, connection 1", Direction.OUT, "next turn"]


@pytest.mark.parametrize("pause", [0, 1])
def test_a_handler_has_one_task_and_one_context_from_begin_to_end(run, linked, pause):
    seen = []
    variable = contextvars.ContextVar("variable")

    async def answer(call):
        token = variable.set(call.message_id)
        seen.append(asyncio.current_task())
        await asyncio.sleep(pause)
        seen.append(asyncio.current_task())
        variable.reset(token)
        return Outcome(CallResult(call.message_id, {}))

    async def talk():
        async with linked(answer=answer) as (station, csms):
            await station.link.call("Heartbeat", {})
            await station.link.call("Heartbeat", {})
            return csms

    assert run(talk()).bugs.bugs == []
    assert len(seen) == 4
    assert len(set(seen)) == 1


@pytest.mark.parametrize("limit", [-1, 0, 5])
def test_a_deadline_set_in_the_first_step_holds(run, linked, limit):
    async def answer(call):
        try:
            async with asyncio.timeout(limit):
                await asyncio.get_running_loop().create_future()
        except TimeoutError:
            return Outcome(CallResult(call.message_id, {"late": True}))

    async def talk():
        async with linked(answer=answer) as (station, csms):
            answers = [await station.link.call("Heartbeat", {}) for _ in range(2)]
            return answers, csms

    answers, csms = run(talk())
    assert answers == [CallResult(name, {"late": True}) for name in ("s1", "s2")]
    assert csms.bugs.bugs == []


def test_a_handler_may_cancel_its_own_future(run, linked):
    async def answer(call):
        future = asyncio.get_running_loop().create_future()
        future.cancel()
        try:
            await future
        except asyncio.CancelledError:
            return Outcome(CallResult(call.message_id, {}))

    async def talk():
        async with linked(answer=answer) as (station, _):
            return await station.link.call("Heartbeat", {})

    assert run(talk()) == CallResult("s1", {})


def test_a_handler_that_was_begun_ends_with_the_connection(run, linked):
    ended = []

    async def answer(_call):
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            ended.append(True)

    async def talk():
        async with linked(answer=answer) as (station, csms):
            await station.link.send_raw(heartbeat("a"))
            await csms.event(CallReceived)
            csms.socket.transport.abort()
            await csms.link.closed
            await station.link.closed
        return csms

    assert run(talk()).bugs.bugs == []
    assert ended == [True]


def test_a_handler_that_was_begun_may_be_ended_in_the_same_turn(run, linked):
    ended = []

    async def talk():
        ends = {}

        async def answer(_call):
            # Runs before the task that is to go on with this handler.
            asyncio.get_running_loop().call_soon(ends["csms"].link._worker.task.cancel)
            try:
                await asyncio.get_running_loop().create_future()
            finally:
                ended.append(asyncio.current_task().get_name())

        async with linked(answer=answer) as (station, csms):
            ends["csms"] = csms
            await station.link.send_raw(heartbeat("a"))
            await asyncio.wait({csms.link._worker.task})

    run(talk())
    assert ended == ["handler, connection 1"]


def test_a_flood_is_not_read_while_one_call_is_handled(run, linked):
    flood = 5 * MAX_WAITING
    release = []

    async def answer(call):
        if not release:
            release.append(asyncio.get_running_loop().create_future())
            await release[0]
        return Outcome(CallResult(call.message_id, {}))

    async def talk():
        async with linked(answer=answer) as (station, csms):
            for number in range(flood):
                await station.socket.send(heartbeat(f"f{number}"))
            await csms.event(CallReceived, MAX_WAITING)
            await asyncio.sleep(1)  # virtual: all that can happen has happened
            held = len(csms.events_of(CallReceived))
            release[0].set_result(None)
            await csms.event(CallReceived, flood)
            await station.until(lambda: len(station.events) == flood)
            return held, csms

    held, csms = run(talk())
    assert MAX_WAITING <= held <= MAX_WAITING + 2
    order = [json.loads(text.partition(" ")[2])[1] for text in csms.texts() if "out" in text[:3]]
    assert order == [f"f{number}" for number in range(flood)]


def test_a_station_that_reads_nothing_is_not_answered_without_end(linked):
    flood, size = 200, 100_000

    async def answer(call):
        return Outcome(CallResult(call.message_id, {"pad": os.urandom(size).hex()}))

    async def come_to_rest(csms):
        seen = -1
        while seen != len(csms.trace.records):
            seen = len(csms.trace.records)
            await asyncio.sleep(0.1)

    async def talk():
        async with asyncio.timeout(60), linked(answer=answer) as (station, csms):
            for end, buffer in ((station, socket.SO_RCVBUF), (csms, socket.SO_SNDBUF)):
                raw = end.socket.transport.get_extra_info("socket")
                raw.setsockopt(socket.SOL_SOCKET, buffer, 2**18)  # the system takes a part of it
            station.socket.transport.pause_reading()
            for number in range(flood):
                await station.socket.send(heartbeat(f"f{number}"))
            await come_to_rest(csms)
            held = csms.socket.transport.get_write_buffer_size()
            answered = len([text for text in csms.texts() if text.startswith("out ")])
            station.socket.transport.resume_reading()
            await station.until(lambda: len(station.events) == flood)
            return held, answered, csms

    held, answered, csms = asyncio.run(talk())
    assert size / 2 < held < (MAX_UNSENT + 4) * size * 2
    assert answered < flood
    answers = [json.loads(text[4:])[1] for text in csms.texts() if text.startswith("out ")]
    assert answers == [f"f{number}" for number in range(flood)]


def test_a_text_that_has_to_wait_is_not_overtaken(run, linked):
    async def talk():
        async with linked() as (station, csms):
            async with csms.link._outbox._sending:  # as while a sender waits for the peer to read
                await station.link.send_raw(heartbeat("a"))
                await csms.event(CallReceived)
                await station.link.send_raw(heartbeat("b"))
                await asyncio.sleep(1)
            await station.until(lambda: len(station.events) == 2)
            return csms

    texts = [text.partition(" ")[2] for text in run(talk()).texts() if text.startswith("out")]
    assert [json.loads(text)[1] for text in texts] == ["a", "b"]


def test_what_a_cancelled_sender_left_goes_out_first(run, linked):
    async def talk():
        async with linked() as (station, csms):
            async with csms.link._outbox._sending:
                sending = asyncio.create_task(csms.link.call("Reset", {}))
                await asyncio.sleep(0)
                sending.cancel()
                await asyncio.wait({sending})
            csms.link._outbox._left.append(Call("left", "Reset", {}))
            await station.link.call("Heartbeat", {})
            await station.event(CallReceived, 2)
            return station

    received = [event.call.message_id for event in run(talk()).events_of(CallReceived)]
    assert received == ["left", "m1"]


def test_a_recorder_that_breaks_is_our_bug_and_ends_the_connection(run, linked):
    trouble = OSError("disk full")

    class Full:
        def __init__(self, trace):
            self.event = trace.event

        def text(self, connection, direction, text, parsed):
            if "Heartbeat" in text and connection and direction is Direction.IN:
                raise trouble

    async def talk():
        async with linked(recorder=Full) as (station, csms):
            await station.socket.send(heartbeat("a"))
            return await station.link.closed, csms

    closed, csms = run(talk())
    assert closed == Closed(1011, "")
    assert csms.bugs.bugs == [trouble]


def test_what_came_before_the_link_ran_is_answered_first(run, linked):
    async def talk():
        async with linked(idle_s=1) as (station, csms):
            for message_id in "abc":
                await station.link.send_raw(heartbeat(message_id))
            await station.until(lambda: len(station.events) == 3)
            return csms

    texts = [text.partition(" ")[2] for text in run(talk()).texts() if text.startswith("out")]
    assert [json.loads(text)[1] for text in texts] == ["a", "b", "c"]


def test_an_answer_that_is_no_json_is_our_bug_and_holds_nothing_up(run, linked):
    async def answer(call):
        return Outcome(CallResult(call.message_id, {"a": float("nan") if call.payload else 1}))

    async def talk():
        async with linked(answer=answer) as (station, csms):
            with pytest.raises(CallFailed):
                await station.link.call("Heartbeat", {"odd": True}, 1.0)
            return await station.link.call("Heartbeat", {}), csms

    answered, csms = run(talk())
    assert answered == CallResult("s2", {"a": 1})
    assert [type(bug) for bug in csms.bugs.bugs] == [ValueError]
