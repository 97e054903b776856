"""Links over real loopback websockets in virtual time."""

from __future__ import annotations

import asyncio
import json

import pytest

from ocppj import frames
from ocppj.dispatch import Outcome
from ocppj.frames import Call, CallError, CallResult
from ocppj.link import Closed
from ocppj.problems import CallEnd, CallFailed, Fault
from ocppj.session import (
    Answered,
    Breach,
    Breached,
    CallReceived,
    Unanswered,
    Unreadable,
)
from ocppj.trace import Kind


async def silent(_call):
    return Outcome(None)


def closing(end):
    return [dict(record.data) for record in end.trace.records if record.kind is Kind.CLOSED]


def test_calls_go_both_ways_and_both_ends_record_the_same_texts(run, linked, dialect):
    async def talk():
        async with linked(dialect=dialect) as (station, csms):
            answers = await asyncio.gather(
                station.link.call("Heartbeat", {"from": "station"}),
                csms.link.call("Reset", {"from": "csms"}),
            )
            return answers, station, csms

    answers, station, csms = run(talk())
    assert answers == [CallResult("s1", {"from": "station"}), CallResult("m1", {"from": "csms"})]
    for end, other in ((station, csms), (csms, station)):
        sent = [text.removeprefix("out ") for text in end.texts() if text.startswith("out ")]
        heard = [text.removeprefix("in ") for text in other.texts() if text.startswith("in ")]
        assert sent == heard
        assert len(sent) == 2
        assert end.bugs.bugs == []


def test_own_calls_wait_for_one_another(run, linked):
    async def talk():
        async with linked() as (station, csms):
            await asyncio.gather(*(station.link.call("Heartbeat", {"n": n}) for n in range(3)))
            return csms

    csms = run(talk())
    assert [text.split(",")[0] for text in csms.texts()] == ["in [2", "out [3"] * 3
    assert not any(isinstance(event, Breached) for event in csms.events)


def test_calls_are_handled_one_after_the_other_in_order_of_arrival(run, linked):
    begun = []

    async def slow(call):
        begun.append(("begin", call.message_id))
        await asyncio.sleep(1)
        begun.append(("end", call.message_id))
        return Outcome(CallResult(call.message_id, {}))

    async def talk():
        async with linked(answer=slow) as (station, csms):
            for message_id in "abc":
                await station.link.send_raw(frames.encode(Call(message_id, "Heartbeat", {})))
            await station.event(Breached, 3)
            return csms

    csms = run(talk())
    assert begun == [(when, message_id) for message_id in "abc" for when in ("begin", "end")]
    breaches = [event.breach for event in csms.events if isinstance(event, Breached)]
    assert breaches == [Breach.OVERLAPPING_CALL] * 2


def test_a_handler_may_call_back(run, linked):
    async def talk():
        ends = {}

        async def ask_back(call):
            answer = await ends["csms"].link.call("GetVariables", {"because": call.action})
            return Outcome(CallResult(call.message_id, answer.payload))

        async with linked(answer=ask_back) as (station, csms):
            ends["csms"] = csms
            return await station.link.call("Heartbeat", {})

    assert run(talk()) == CallResult("s1", {"because": "Heartbeat"})


def test_a_call_error_is_an_answer(run, linked):
    async def refuse(call):
        return Outcome(CallError(call.message_id, "NotSupported", "no"))

    async def talk():
        async with linked(answer=refuse) as (station, _):
            return await station.link.call("Heartbeat", {})

    assert run(talk()) == CallError("s1", "NotSupported", "no")


@pytest.mark.parametrize(("own", "seconds"), [(None, 30.0), (7.0, 7.0), (0.0, 0.0)])
def test_silence_ends_at_the_deadline_and_not_before(run, linked, own, seconds):
    async def talk():
        async with linked(answer=silent) as (station, _):
            loop = asyncio.get_running_loop()
            begin = loop.time()
            with pytest.raises(CallFailed) as failed:
                await station.link.call("Heartbeat", {}, own)
            return failed.value, loop.time() - begin, station

    failure, took, station = run(talk())
    assert (failure.action, failure.reason) == ("Heartbeat", CallEnd.TIMEOUT)
    assert took == pytest.approx(seconds, abs=0.01)
    assert [event.reason for event in station.events] == [CallEnd.TIMEOUT]


def test_after_a_timeout_the_next_call_goes_out(run, linked):
    async def first_is_lost(call):
        return Outcome(None if call.message_id == "s1" else CallResult(call.message_id, {}))

    async def talk():
        async with linked(answer=first_is_lost) as (station, _):
            return await asyncio.gather(
                station.link.call("Heartbeat", {}),
                station.link.call("Heartbeat", {}),
                return_exceptions=True,
            )

    failure, answer = run(talk())
    assert failure.reason is CallEnd.TIMEOUT
    assert answer == CallResult("s2", {})


def test_a_late_answer_is_a_breach_and_no_answer(run, linked):
    async def late(call):
        await asyncio.sleep(40)
        return Outcome(CallResult(call.message_id, {}))

    async def talk():
        async with linked(answer=late) as (station, _):
            with pytest.raises(CallFailed):
                await station.link.call("Heartbeat", {})
            return await station.event(Breached)

    assert run(talk()).breach is Breach.LATE_ANSWER


def test_a_lost_connection_ends_what_waits(run, linked):
    async def talk():
        async with linked(answer=silent) as (station, csms):
            waiting = asyncio.gather(
                station.link.call("Heartbeat", {}),
                station.link.call("Heartbeat", {}),
                return_exceptions=True,
            )
            await csms.event(CallReceived)
            await csms.link.close(1001, "going away")
            ended = await station.link.closed
            failures = await waiting
            with pytest.raises(CallFailed) as later:
                await station.link.call("Heartbeat", {})
            return ended, [*failures, later.value], station, await csms.link.closed

    ended, failures, station, own = run(talk())
    assert ended == own == Closed(1001, "going away")
    assert [failure.reason for failure in failures] == [CallEnd.CLOSED] * 3
    assert closing(station) == [{"code": 1001, "reason": "going away"}]


def test_a_cut_connection_is_closed_with_1006(run, linked):
    async def talk():
        async with linked() as (station, csms):
            csms.socket.transport.abort()
            return await station.link.closed

    assert run(talk()) == Closed(1006, "")


def test_a_call_on_a_connection_that_just_broke_fails(run, linked):
    async def talk():
        async with linked() as (station, _):
            station.socket.transport.abort()
            with pytest.raises(CallFailed) as failed:
                await station.link.call("Heartbeat", {})
            return failed.value.reason

    assert run(talk()) is CallEnd.CLOSED


def test_a_bad_answer_fails_the_call(run, linked):
    async def talk():
        ends = {}

        async def bad(call):
            await ends["csms"].link.send_raw(json.dumps([3, call.message_id, []]))
            return Outcome(None)

        async with linked(answer=bad) as (station, csms):
            ends["csms"] = csms
            with pytest.raises(CallFailed) as failed:
                await station.link.call("Heartbeat", {})
            return failed.value, csms

    failure, csms = run(talk())
    assert failure.reason is CallEnd.MALFORMED
    assert "Payload is an array" in str(failure)
    assert len(csms.texts()) == 2, "nothing is sent to a bad CALLRESULT"


def test_a_bad_call_is_answered_past_the_handlers(run, linked):
    async def talk():
        async with linked() as (station, csms):
            await station.link.send_raw('[2,"x","Heartbeat"]')
            await station.event(Breached)
            return station, csms

    station, csms = run(talk())
    assert station.texts()[1].startswith('in [4,"x","RpcFrameworkError",')
    assert [type(event) for event in csms.events] == [Unreadable]
    assert [record.problem.fault for record in csms.trace.records if record.problem] == [
        Fault.ELEMENT_COUNT
    ]


def test_a_binary_message_is_recorded_and_answered(run, linked):
    async def talk():
        async with linked() as (station, csms):
            await station.socket.send(b'\xff[2,"a","Heartbeat",{}]')
            await station.event(Breached)
            return csms

    csms = run(talk())
    record = csms.trace.records[0]
    assert record.text == '\\xff[2,"a","Heartbeat",{}]'
    assert record.problem.fault is Fault.BINARY


def test_text_that_is_no_utf8_closes_the_connection(run, linked):
    async def talk():
        async with linked() as (station, csms):
            await station.socket.send(b"\xff\xfe", text=True)
            return await csms.link.closed, await station.link.closed

    own, peer = run(talk())
    assert peer.code == 1007
    assert own.code in (1006, 1007)


def test_follow_ups_run_in_order_after_the_answer(run, linked):
    async def talk():
        ends = {}

        async def then(name):
            await ends["csms"].link.call(name, {})

        async def answer(call):
            follow_ups = tuple(
                lambda name=name: then(name) for name in ("TriggerMessage", "GetVariables")
            )
            return Outcome(CallResult(call.message_id, {}), follow_ups)

        async with linked(answer=answer) as (station, csms):
            ends["csms"] = csms
            await station.link.call("Heartbeat", {})
            await csms.event(Answered, 2)
            return csms

    csms = run(talk())
    first = [json.loads(text.split(" ", 1)[1])[2] for text in csms.texts()]
    assert first == ["Heartbeat", {}, "TriggerMessage", {}, "GetVariables", {}]
    assert csms.bugs.bugs == []


def test_follow_ups_that_fail(run, linked):
    trouble = RuntimeError("ours")

    async def broken():
        raise trouble

    async def talk():
        ends = {}

        async def call_nobody():
            await ends["csms"].link.call("GetVariables", {}, 1.0)

        async def answer(call):
            then = (broken,) if call.message_id == "s1" else (call_nobody,)
            return Outcome(CallResult(call.message_id, {}), then)

        async with linked(answer=answer, client_answer=silent) as (station, csms):
            ends["csms"] = csms
            await station.link.call("Heartbeat", {})
            await station.link.call("Heartbeat", {})
            await csms.event(Unanswered)
            return csms

    # A peer that does not answer a follow-up's CALL is no bug of ours.
    assert run(talk()).bugs.bugs == [trouble]


def test_an_answerer_that_breaks_leaves_the_next_call_its_answer(run, linked):
    trouble = RuntimeError("ours")

    async def broken_once(call):
        if call.message_id == "s1":
            raise trouble
        return Outcome(CallResult(call.message_id, {}))

    async def talk():
        async with linked(answer=broken_once) as (station, csms):
            with pytest.raises(CallFailed):
                await station.link.call("Heartbeat", {}, 1.0)
            answer = await station.link.call("Heartbeat", {})
            return answer, csms

    answer, csms = run(talk())
    assert answer == CallResult("s2", {})
    assert csms.bugs.bugs == [trouble]


def test_a_payload_that_is_no_json_is_our_bug_and_holds_nothing_up(run, linked):
    async def talk():
        async with linked() as (station, csms):
            with pytest.raises(CallFailed) as failed:
                await station.link.call("Heartbeat", {"a": float("nan")}, 1.0)
            answer = await station.link.call("Heartbeat", {})
            return failed.value, answer, station, csms

    failure, answer, station, csms = run(talk())
    assert failure.reason is CallEnd.TIMEOUT
    assert answer == CallResult("s2", {})
    assert [type(bug) for bug in station.bugs.bugs] == [ValueError]
    assert len(csms.texts()) == 2


def test_a_caller_that_gives_up_leaves_nothing_behind(run, linked):
    async def talk():
        async with linked(answer=silent) as (station, csms):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await station.link.call("Heartbeat", {})
            await csms.link.close()
            await station.link.closed
            return station

    station = run(talk())
    assert [event.reason for event in station.events] == [CallEnd.CLOSED]


def test_an_answer_after_its_caller_gave_up_is_no_trouble(run, linked):
    async def late(call):
        await asyncio.sleep(5)
        return Outcome(CallResult(call.message_id, {}))

    async def talk():
        async with linked(answer=late) as (station, _):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(1):
                    await station.link.call("Heartbeat", {})
            return await station.link.call("Heartbeat", {}, 20.0)

    assert run(talk()) == CallResult("s2", {})


def test_what_is_spawned_ends_with_the_connection(run, linked):
    ended = []

    async def forever(name):
        try:
            await asyncio.get_running_loop().create_future()
        finally:
            ended.append(name)

    async def talk():
        async with linked() as (station, _):
            station.link.spawn(forever("early"), "early")
            await station.link.call("Heartbeat", {})
            await station.socket.close()
            await station.link.closed
            station.link.spawn(forever("too late"), "too late")
        return station

    assert run(talk()).bugs.bugs == []
    assert ended == ["early"]


def test_an_observer_that_breaks_is_our_bug_and_no_concern_of_the_peer(run, linked):
    trouble = RuntimeError("ours")

    def broken(_event):
        raise trouble

    async def talk():
        async with linked(observe=broken) as (station, _):
            return await station.link.call("Heartbeat", {}), station

    answer, station = run(talk())
    assert answer == CallResult("s1", {})
    assert station.bugs.bugs == [trouble]


def test_a_link_that_is_cancelled_ends_what_waits(run, linked):
    async def talk():
        async with linked(answer=silent) as (station, csms):
            waiting = asyncio.create_task(station.link.call("Heartbeat", {}))
            await csms.event(CallReceived)
            station.running.cancel()
            with pytest.raises(CallFailed) as failed:
                await waiting
            return failed.value.reason, await station.link.closed

    assert run(talk()) == (CallEnd.CLOSED, Closed(1006, ""))


def test_a_link_may_have_no_observer(run, linked):
    async def talk():
        async with linked(observe=None) as (station, _):
            return await station.link.call("Heartbeat", {})

    assert run(talk()) == CallResult("s1", {})


class Tap:
    """A transport that changes or drops what is sent."""

    def __init__(self, transport, change):
        self._transport = transport
        self._change = change

    async def send(self, message):
        for changed in self._change(message):
            await self._transport.send(changed)

    async def recv(self):
        return await self._transport.recv()

    async def close(self, code=1000, reason=""):
        await self._transport.close(code, reason)


@pytest.mark.parametrize(
    ("change", "breach"),
    [
        (lambda text: [text, text], Breach.MESSAGE_ID_IN_USE),
        (lambda text: [text, text.replace('"s1"', '"other"')], Breach.OVERLAPPING_CALL),
    ],
)
def test_a_tap_between_link_and_socket(run, linked, change, breach):
    async def slow(call):
        await asyncio.sleep(1)
        return Outcome(CallResult(call.message_id, {}))

    async def talk():
        async with linked(answer=slow, tap=lambda transport: Tap(transport, change)) as (
            station,
            csms,
        ):
            await station.link.call("Heartbeat", {})
            return await csms.event(Breached), csms

    breached, csms = run(talk())
    assert breached.breach is breach
    assert csms.bugs.bugs == []


def test_texts_keep_their_order_although_sending_takes_time(run, linked):
    class Slow(Tap):
        async def send(self, message):
            await asyncio.sleep(5 if "Heartbeat" in message else 0)
            await super().send(message)

    def slow(transport):
        return Slow(transport, lambda text: [text])

    async def talk():
        async with linked(tap=slow) as (station, csms):
            asking = asyncio.create_task(station.link.call("Heartbeat", {}))
            await asyncio.sleep(1)  # the text is on its way, the next must not overtake it
            await asyncio.gather(asking, csms.link.call("Reset", {}))
            return csms.texts()

    texts = run(talk())
    heard = [text for text in texts if text.startswith("in ")]
    assert [json.loads(text[3:])[0] for text in heard] == [2, 3]


@pytest.mark.timeout(20)
def test_a_timer_that_fires_a_hair_early_ends_the_call(run, linked):
    async def talk():
        async with linked(answer=silent) as (station, _):
            loop = asyncio.get_running_loop()
            loop._clock_resolution = 0.5  # asyncio fires what is due within it
            waking = asyncio.create_task(asyncio.sleep(9.7))
            with pytest.raises(CallFailed) as failed:
                await station.link.call("Heartbeat", {}, 10.0)
            await waking
            loop._clock_resolution = 1e-9
            return failed.value.reason

    assert run(talk()) is CallEnd.TIMEOUT


def test_a_thousand_calls_under_a_tight_deadline_have_no_false_timeout(run, linked):
    async def talk():
        async with linked(timeout=0.001) as (station, csms):
            for _ in range(1000):
                await station.link.call("Heartbeat", {})
            return csms

    assert len(run(talk()).texts()) == 2000


def test_two_runs_leave_identical_traces(run, linked):
    async def talk():
        async with linked() as (station, csms):
            await asyncio.gather(
                *(
                    end.link.call("Heartbeat", {"n": n})
                    for end in (station, csms)
                    for n in range(20)
                )
            )
            return station.texts(), csms.texts()

    assert run(talk()) == run(talk())
