"""Coroutines that are begun in one place and ended in a task."""

from __future__ import annotations

import asyncio

import pytest

from ocppj.begun import Begun, rest


def begin(work):
    return Begun(work, work.send(None))


def test_the_rest_runs_to_its_end(run):
    done = []

    async def work():
        await asyncio.sleep(1)
        done.append("slept")
        await asyncio.sleep(0)
        done.append("yielded")

    async def talk():
        await rest(begin(work()))

    run(talk())
    assert done == ["slept", "yielded"]


def test_what_is_awaited_may_be_done_by_then(run):
    async def work(future):
        assert await future == 7

    async def talk():
        future = asyncio.get_running_loop().create_future()
        begun = begin(work(future))
        future.set_result(7)
        await rest(begun)

    run(talk())


def test_an_exception_comes_out_of_the_rest(run):
    async def work():
        await asyncio.sleep(1)
        raise LookupError("ours")

    async def talk():
        with pytest.raises(LookupError, match="ours"):
            await rest(begin(work()))

    run(talk())


def test_what_is_awaited_fails_inside_the_coroutine(run):
    caught = []

    async def work(future):
        try:
            await future
        except LookupError as error:
            caught.append(error)

    async def talk():
        future = asyncio.get_running_loop().create_future()
        begun = begin(work(future))
        future.set_exception(trouble)
        await rest(begun)

    trouble = LookupError("theirs")
    run(talk())
    assert caught == [trouble]


@pytest.mark.parametrize("bare", [False, True])
def test_a_cancellation_in_between_reaches_the_coroutine(run, bare):
    ended = []

    async def work(future):
        try:
            await (asyncio.sleep(0) if bare else future)
        finally:
            ended.append(True)

    async def talk():
        future = asyncio.get_running_loop().create_future()
        begun = begin(work(future))
        with pytest.raises(asyncio.CancelledError):
            await rest(begun, asyncio.CancelledError())
        return future.cancelled()

    assert run(talk()) is not bare
    assert ended == [True]


def test_a_cancellation_that_comes_too_late_for_the_future_still_counts(run):
    async def work(future):
        await future

    async def talk():
        future = asyncio.get_running_loop().create_future()
        begun = begin(work(future))
        future.set_result(None)
        with pytest.raises(asyncio.CancelledError):
            await rest(begun, asyncio.CancelledError())

    run(talk())
