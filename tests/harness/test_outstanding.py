"""Commands that run on after `perform`."""

from __future__ import annotations

import asyncio

import pytest

from harness.targets.outstanding import Outstanding
from harness.targets.protocol import DriverFailed


def run(work):
    async def bounded():
        async with asyncio.timeout(10):
            return await work()

    return asyncio.run(bounded())


async def fails(after: asyncio.Event | None = None):
    if after is not None:
        await after.wait()
    raise DriverFailed("refused")


def test_a_new_command_does_not_wait_for_an_older_one():
    async def work():
        commands = Outstanding(grace_s=3600)
        never = asyncio.Event()
        older = asyncio.create_task(commands.begin("older", never.wait()))
        await asyncio.sleep(0)
        await commands.begin("newer", asyncio.sleep(0))
        never.set()
        await older
        await commands.close()

    run(work)


def test_without_grace_the_fault_comes_when_settled():
    async def work():
        commands = Outstanding(grace_s=0)
        go_on = asyncio.Event()
        await commands.begin("x", fails(go_on))
        go_on.set()
        with pytest.raises(DriverFailed, match="refused"):
            await commands.settled()
        await commands.settled()
        await commands.close()

    run(work)


def test_an_earlier_fault_stops_the_next_command():
    began = []

    async def next_one():
        began.append(True)

    async def work():
        commands = Outstanding(grace_s=0)
        go_on = asyncio.Event()
        await commands.begin("x", fails(go_on))
        go_on.set()
        await asyncio.sleep(0.01)
        with pytest.raises(DriverFailed):
            await commands.begin("y", next_one())
        await commands.close()

    run(work)
    assert began == []


def test_settled_gives_up_in_time_and_the_command_goes_on():
    async def work():
        commands = Outstanding(grace_s=0)
        go_on = asyncio.Event()
        await commands.begin("x", fails(go_on))
        await commands.settled(timeout=0.01)
        go_on.set()
        with pytest.raises(DriverFailed):
            await commands.settled()

    run(work)


def test_closing_ends_what_runs():
    ended = []

    async def endless():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def work():
        commands = Outstanding(grace_s=0.01)
        await commands.begin("x", endless())
        await commands.close()
        assert ended == [True]

    run(work)


def test_closing_raises_a_fault_that_nobody_heard_of():
    async def work():
        commands = Outstanding(grace_s=0)
        go_on = asyncio.Event()
        await commands.begin("x", fails(go_on))
        go_on.set()
        await asyncio.sleep(0.01)
        with pytest.raises(DriverFailed):
            await commands.close()
        await commands.close()

    run(work)
