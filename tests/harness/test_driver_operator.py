"""The operator driver at a real pseudo terminal, and the passive driver."""

from __future__ import annotations

import asyncio
import dataclasses
import os
import pty
import select
import typing
from pathlib import Path

import pytest

from harness.targets.actions import Action, PlugIn, Question, ReadVariables, StopEnergy
from harness.targets.external import UsageError
from harness.targets.factory import make
from harness.targets.operator import OperatorDriver, instruction
from harness.targets.protocol import DriverFailed, Meeting, Unsupported, Unverifiable
from harness.targets.settings import OperatorSettings, PassiveSettings, SutFile

MEETING = Meeting("TC_X", "2.0.1", "CS001", "ws://h/ocpp")


def sut(role, driver):
    return SutFile(path=Path("x"), role=role, versions=("2.0.1",), name="Theirs", driver=driver)


class Person:
    """The other end of the operator's terminal."""

    def __init__(self):
        self.end, self.terminal = pty.openpty()
        self.path = Path(os.ttyname(self.terminal))
        self.seen = ""

    async def sees(self, text):
        """Read the terminal until it shows `text`."""
        async with asyncio.timeout(5):
            while text not in self.seen:
                if (await asyncio.to_thread(select.select, [self.end], [], [], 0.05))[0]:
                    self.seen += os.read(self.end, 4096).decode()

    def types(self, line):
        os.write(self.end, line.encode() + b"\n")

    def leaves(self):
        for file in (self.end, self.terminal):
            os.close(file)


@pytest.fixture
def person():
    person = Person()
    yield person
    person.leaves()


def converse(person, role, work):
    async def scenario():
        target = OperatorDriver(sut(role, OperatorSettings()), "2.0.1", person.path)
        await target.start(MEETING)
        async with asyncio.timeout(15):
            try:
                return await work(target)
            finally:
                await target.stop()

    return asyncio.run(scenario())


def test_enter_is_done(person):
    async def work(target):
        task = asyncio.create_task(target.perform(StopEnergy(2)))
        await person.sees(
            "[TC_X] Theirs: let the EV at EVSE 2 stop drawing energy, cable connected."
        )
        await person.sees("Enter = done, s = this cannot be done:")
        assert not task.done()
        person.types("")
        await task

    converse(person, "station", work)


def test_the_person_is_asked_to_take_the_cable_out_at_the_end(person):
    async def work(target):
        person.types("")
        await target.perform(PlugIn(2))
        person.types("")

    converse(person, "station", work)
    asyncio.run(person.sees("take the cable out of EVSE 2, connector 1."))


def test_s_is_unsupported(person):
    async def work(target):
        task = asyncio.create_task(target.perform(StopEnergy(2)))
        await person.sees("done:")
        person.types("s")
        with pytest.raises(Unsupported, match="the operator cannot do StopEnergy"):
            await task

    converse(person, "station", work)


def test_anything_else_is_asked_again(person):
    async def work(target):
        task = asyncio.create_task(target.perform(StopEnergy(2)))
        await person.sees("done:")
        person.types("what?")
        person.seen = ""
        await person.sees("done:")
        person.types("")
        await task

    converse(person, "station", work)


def test_the_loop_runs_while_the_person_thinks(person):
    async def work(target):
        task = asyncio.create_task(target.perform(StopEnergy(2)))
        await person.sees("done:")
        for _ in range(50):
            await asyncio.sleep(0)
        assert not task.done()
        person.types("")
        await task

    converse(person, "station", work)


def test_a_question_given_up_leaves_no_thread_that_takes_the_next_line(person):
    async def work(target):
        given_up = asyncio.create_task(target.perform(StopEnergy(1)))
        await person.sees("EVSE 1")
        given_up.cancel()
        await asyncio.wait((given_up,))
        task = asyncio.create_task(target.perform(StopEnergy(2)))
        await person.sees("EVSE 2")
        person.types("s")
        with pytest.raises(Unsupported):
            await task

    converse(person, "station", work)


def test_one_question_at_a_time(person):
    async def work(target):
        first = asyncio.create_task(target.perform(StopEnergy(1)))
        second = asyncio.create_task(target.perform(StopEnergy(2)))
        await person.sees("done:")
        assert "EVSE 2" not in person.seen
        person.types("")
        await first
        await person.sees("EVSE 2")
        person.types("")
        await second

    converse(person, "station", work)


def test_read(person):
    async def work(target):
        question = Question("variables", (("component", "ClockCtrlr"),))
        task = asyncio.create_task(target.read(question))
        await person.sees("What does Theirs show of variables (component ClockCtrlr)?")
        person.types("variable=DateTime; value=now")
        person.types("")
        return await task

    expected = {"component": "ClockCtrlr", "variable": "DateTime", "value": "now"}
    assert converse(person, "csms", work) == [expected]


def test_what_cannot_be_seen_is_unverifiable(person):
    async def work(target):
        task = asyncio.create_task(target.read(Question("tokens")))
        await person.sees("cannot be seen:")
        person.types("s")
        with pytest.raises(Unverifiable, match="the operator cannot see tokens"):
            await task

    converse(person, "csms", work)


def test_a_closed_terminal_fails_the_driver():
    person = Person()

    async def work(target):
        task = asyncio.create_task(target.perform(StopEnergy(1)))
        await person.sees("done:")
        os.close(person.end)
        with pytest.raises(DriverFailed, match="terminal is gone"):
            await task

    converse(person, "station", work)
    os.close(person.terminal)


def test_without_a_terminal_it_refuses(tmp_path):
    with pytest.raises(UsageError, match=r"needs a terminal .* kind: \"http\", \"command\""):
        OperatorDriver(sut("station", OperatorSettings()), "2.0.1", tmp_path / "none")
    with pytest.raises(UsageError):
        OperatorDriver(sut("station", OperatorSettings()), "2.0.1", Path("/dev/null"))


def samples():
    by_type = {"str": "X", "int": 7, "int | None": 7, "dict[str, Any]": {"k": 1}, "float": 7}
    for kind in typing.get_args(Action):
        values = {entry.name: by_type.get(entry.type) for entry in dataclasses.fields(kind)}
        if kind is ReadVariables:
            values["variables"] = (("C", "V"),)
        yield kind(**values)


@pytest.mark.parametrize("action", list(samples()), ids=lambda action: type(action).__name__)
def test_instructions_name_what_is_to_be_done(action):
    text = instruction(action)
    assert text.endswith(".")
    for entry in dataclasses.fields(action):
        value = getattr(action, entry.name)
        shown = {"variables": "C.V", "payload": '{"k": 1}', "arguments": '{"k": 1}'}.get(
            entry.name, str(value)
        )
        assert shown in text or value is None


def test_an_ev_that_must_speak_iso_15118_is_asked_for():
    assert "an EV that speaks ISO 15118 to EVSE 2" in instruction(PlugIn(2, iso15118=True))
    assert "ISO 15118" not in instruction(PlugIn(2))


@pytest.mark.parametrize("action", list(samples()), ids=lambda action: type(action).__name__)
def test_the_passive_driver_does_nothing(action):
    async def scenario():
        target = make(sut("station", PassiveSettings()), "2.0.1")
        await target.start(MEETING)
        with pytest.raises(Unsupported, match=type(action).__name__):
            await target.perform(action)
        with pytest.raises(Unverifiable):
            await target.read(Question("variables"))
        await target.settled()
        await target.stop()

    asyncio.run(scenario())
