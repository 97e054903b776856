"""The harness's own answers, the look ahead at a scenario's steps, and the scenario's loop."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from harness.lookahead import holds
from harness.loop import Leftovers, ScenarioLoop
from harness.script import Answer, Script
from ocppj.clock import Deadlock
from ocppj.dispatch import PassOn, Reply
from ocppj.problems import CallRefused, ErrorCode


@pytest.fixture
def loop():
    made = ScenarioLoop(virtual=True)
    yield made
    made.close()


async def ask(script, action="Authorize"):
    return await script.get(action)(None, None)


async def turn():
    """Let everybody come to rest: on the virtual clock a second costs nothing."""
    await asyncio.sleep(1)


def test_answers_come_after_the_usual_delay(loop):
    async def work():
        script, began = Script(0.25), asyncio.get_running_loop().time()
        assert await ask(script) == PassOn()
        return asyncio.get_running_loop().time() - began

    assert loop.run(work()) == pytest.approx(0.25)


def test_prepared_answers_are_used_once_in_order(loop):
    first, second, always = (lambda payload, n=n: {"n": n} for n in range(3))

    async def work():
        script = Script(0.0)
        script.prepare("Authorize", Answer(first))
        script.prepare("Authorize", Answer(second))
        script.prepare("Authorize", Answer(always), always=True)
        return [(await ask(script)).revise for _ in range(4)]

    assert loop.run(work()) == [first, second, always, always]


def test_silence_error_and_a_late_answer(loop):
    async def work():
        script, clock = Script(0.0), asyncio.get_running_loop()
        script.prepare("Authorize", Answer())
        assert await ask(script) == Reply(None)
        script.prepare("Authorize", Answer(error=CallRefused(ErrorCode.GENERIC_ERROR)))
        with pytest.raises(CallRefused):
            await ask(script)
        began = clock.time()
        script.prepare("Authorize", Answer(delay_s=40.0))
        await ask(script)
        return clock.time() - began

    assert loop.run(work()) == pytest.approx(40.0)


def test_a_held_call_waits_for_the_scenario(loop):
    def revise(payload):
        return payload

    async def work():
        script = Script(0.0)
        script.hold("Authorize")
        held = asyncio.ensure_future(ask(script))
        await turn()
        assert not held.done()
        assert not script.answer("Heartbeat", Answer(revise))
        assert script.answer("Authorize", Answer(revise))
        assert (await held).revise is revise
        assert not script.answer("Authorize", Answer(revise))
        assert await ask(script) == PassOn()

    loop.run(work())


def test_a_call_may_be_answered_before_it_comes(loop):
    def revise(payload):
        return payload

    async def work():
        script = Script(0.0)
        script.hold("Authorize")
        assert script.answer("Authorize", Answer(revise))
        return (await ask(script)).revise

    assert loop.run(work()) is revise


def test_release_leaves_nothing_waiting(loop):
    async def work():
        script = Script(0.0)
        script.hold("Authorize")
        script.hold("Authorize")
        held = asyncio.ensure_future(ask(script))
        await turn()
        script.release()
        assert await held == PassOn()
        assert await ask(script) == PassOn()

    loop.run(work())


def steps(*lines):
    return [SimpleNamespace(type=line.partition(" ")[0].lower(), name=line.partition(" ")[2])
            for line in lines]  # fmt: skip


def test_a_request_is_held_from_the_act_before_it():
    scenario = steps(
        "Given a connected station",
        "When the station is power-cycled",
        "Then the station sends a BootNotification request",
        "When the CSMS answers",
        "Then the station sends a BootNotification request after 10 s",
        "When the CSMS answers",
        "When the CSMS sends a Reset request",
        "Then the station answers",
    )
    assert holds(scenario) == {1: ["BootNotification"], 3: ["BootNotification"]}


def test_nothing_is_held_for_an_answer_of_the_system():
    assert holds(steps("When the CSMS sends a Reset request", "Then the station answers")) == {}
    assert holds(steps("When the station answers")) == {}


def test_a_crashed_background_task_is_noticed(loop):
    def crash():
        raise LookupError("lost")

    async def work():
        asyncio.get_running_loop().call_soon(crash)
        await turn()

    loop.run(work())
    with pytest.raises(Leftovers, match="LookupError"):
        loop.reap()
    loop.reap()


def test_a_task_left_behind_is_ended_and_named(loop):
    async def wait():
        await asyncio.Event().wait()

    async def work():
        return asyncio.create_task(wait(), name="heartbeats of CS001")

    task = loop.run(work())
    with pytest.raises(Leftovers, match="still running: heartbeats of CS001"):
        loop.reap()
    assert task.cancelled()


def test_a_deadlock_names_who_waits(loop):
    async def forever():
        await asyncio.Event().wait()

    loop.loop._virtual.watchdog_s = 0.05
    with pytest.raises(Deadlock, match="forever"):
        loop.run(forever())
