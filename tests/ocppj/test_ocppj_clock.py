"""Time, real and virtual: the rules of the virtual clock, each on the real thing."""

from __future__ import annotations

import asyncio
import collections.abc
import hashlib
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocppj.clock import (
    LoopClock,
    SystemClock,
    VirtualClockLoop,
    format_datetime,
    new_loop,
    parse_datetime,
)

DAY_S = 24 * 3600
BOUNDED = settings(derandomize=True, database=None, deadline=None, max_examples=100)


def work_in_real_time():
    """Take some tens of real milliseconds, far more than the loop polls for."""
    return hashlib.pbkdf2_hmac("sha256", b"", b"", 100_000)


def test_a_day_of_heartbeats_over_a_websocket_takes_seconds(run, linked):
    async def day():
        loop = asyncio.get_running_loop()
        async with linked() as (station, csms):
            begin = loop.time()
            for beat in range(1, DAY_S // 300 + 1):
                await asyncio.sleep(begin + 300 * beat - loop.time())
                await station.link.call("Heartbeat", {})
            return loop.time() - begin, station, csms

    begin = time.monotonic()
    seconds, station, csms = run(day(), hours=25)
    assert time.monotonic() - begin < 20
    assert seconds == pytest.approx(DAY_S)
    assert len(csms.texts()) == len(station.texts()) == 2 * 288
    assert [record.at for record in csms.trace.records if record.direction == "in"] == (
        pytest.approx([300.0 * beat for beat in range(1, 289)])
    )


def test_timers_fire_in_order_and_on_time(run):
    async def sleepers():
        loop = asyncio.get_running_loop()
        woken = []

        async def sleeper(seconds):
            await asyncio.sleep(seconds)
            woken.append((seconds, loop.time()))

        await asyncio.gather(*(sleeper(seconds) for seconds in (3600.0, 0.001, 0.0, 60.0)))
        return woken

    woken = run(sleepers(), hours=2)
    assert [seconds for seconds, _ in woken] == [0.0, 0.001, 60.0, 3600.0]
    assert [at for _, at in woken] == pytest.approx([0.0, 0.001, 60.0, 3600.0])


def test_virtual_time_stands_while_a_thread_works(run):
    async def with_thread():
        loop = asyncio.get_running_loop()
        begin = loop.time()
        async with asyncio.timeout(0.01):
            await asyncio.to_thread(work_in_real_time)
        return loop.time() - begin

    assert run(with_thread()) == 0.0


def test_virtual_time_stands_while_a_name_is_looked_up(run):
    async def look_up():
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(0.01):
            await loop.getaddrinfo("localhost", 80)
        return loop.time()

    assert run(look_up()) == 0.0


def test_time_goes_on_when_the_thread_is_done(run):
    async def with_thread():
        await asyncio.to_thread(work_in_real_time)
        await asyncio.sleep(5)
        return asyncio.get_running_loop().time()

    assert run(with_thread()) == pytest.approx(5.0)


def test_a_long_thread_alone_is_no_deadlock():
    loop = VirtualClockLoop(watchdog_s=0.002)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        digest = runner.run(asyncio.to_thread(work_in_real_time))
    assert digest == work_in_real_time()
    assert loop.deadlock is None


def test_a_long_thread_beside_a_timer_is_no_deadlock():
    async def both():
        async with asyncio.timeout(1):
            return await asyncio.to_thread(work_in_real_time)

    loop = VirtualClockLoop(watchdog_s=0.002)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        assert runner.run(both()) == work_in_real_time()
    assert (loop.time(), loop.deadlock) == (0.0, None)


def test_the_executor_is_shut_down_in_no_virtual_time():
    async def busy():
        asyncio.get_running_loop().run_in_executor(None, work_in_real_time)

    loop = VirtualClockLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(busy())
        assert loop.time() == 0.0
    assert (loop.time(), loop.deadlock) == (0.0, None)


async def wait_for_what_never_comes():
    await asyncio.get_running_loop().create_future()


def test_the_watchdog_ends_a_deadlock_with_the_names_of_the_waiting_tasks():
    async def stuck():
        other = asyncio.create_task(wait_for_what_never_comes(), name="the other")
        await other

    loop = VirtualClockLoop(watchdog_s=0.02)
    with (
        asyncio.Runner(loop_factory=lambda: loop) as runner,
        pytest.raises(asyncio.CancelledError, match="these tasks wait for ever"),
    ):
        runner.run(stuck())
    assert loop.deadlock is not None
    message = str(loop.deadlock)
    assert "the other at wait_for_what_never_comes:" in message
    assert "stuck:" in message


def test_the_watchdog_names_a_task_without_a_python_frame():
    class Odd(collections.abc.Coroutine):
        def __init__(self, future):
            self._steps = iter(future)

        def send(self, value):
            return next(self._steps)

        def throw(self, *error):
            raise error[0]

        def __await__(self):
            return self

    async def stuck():
        odd = Odd(asyncio.get_running_loop().create_future())
        await asyncio.create_task(odd, name="the odd")

    loop = VirtualClockLoop(watchdog_s=0.02)
    with (
        asyncio.Runner(loop_factory=lambda: loop) as runner,
        pytest.raises(asyncio.CancelledError),
    ):
        runner.run(stuck())
    assert str(loop.deadlock).endswith("; the odd")


def test_a_loop_without_any_task_says_so():
    class StopsThen(VirtualClockLoop):
        def _end_deadlock(self):
            super()._end_deadlock()
            self.stop()

    loop = StopsThen(watchdog_s=0.01)
    loop.run_forever()
    loop.close()
    assert str(loop.deadlock) == "deadlock, these tasks wait for ever: no task"


@pytest.mark.parametrize("virtual", [True, False])
def test_new_loop(virtual):
    loop = new_loop(virtual=virtual)
    try:
        assert isinstance(loop, VirtualClockLoop) is virtual
    finally:
        loop.close()


def test_the_loop_clock_runs_with_its_loop(run):
    start = datetime(2030, 1, 1, tzinfo=UTC)

    async def hour():
        clock = LoopClock(asyncio.get_running_loop(), start)
        begin = clock.now()
        await asyncio.sleep(1800)
        return begin, clock.now(), clock.time()

    begin, end, seconds = run(hour())
    assert begin == start
    assert end - start == timedelta(minutes=30)
    assert seconds == pytest.approx(end.timestamp())


def test_clocks_begin_at_the_real_present():
    """OpenSSL looks at the real clock, so virtual time starts at real now."""
    loop = VirtualClockLoop()
    loop.close()
    before = datetime.now(UTC)
    shown = [LoopClock(loop).now(), SystemClock().now()]
    stamps = [LoopClock(loop).time(), SystemClock().time()]
    after = datetime.now(UTC)
    slack = timedelta(milliseconds=1)
    for moment in [*shown, *(datetime.fromtimestamp(stamp, UTC) for stamp in stamps)]:
        assert before - slack <= moment <= after + slack


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-06T07:08:09Z", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("2024-05-06t07:08:09z", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("2024-05-06T07:08:30.1Z", datetime(2024, 5, 6, 7, 8, 30, 100_000, tzinfo=UTC)),
        ("2024-05-06T07:08:09.123456789Z", datetime(2024, 5, 6, 7, 8, 9, 123_456, tzinfo=UTC)),
        ("2024-05-06T09:08:09+02:00", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("2024-05-06T07:08:09", datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2016-12-31T18:59:60.5-05:00", datetime(2017, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_parse_datetime(text, moment):
    parsed = parse_datetime(text)
    assert parsed == moment
    assert parsed.tzinfo is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2024-05-06",
        "2024-05-06 07:08:09Z",
        "20240506T070809Z",
        "2024-13-06T07:08:09Z",
        "2024-05-06T07:08:61Z",
        "2024-05-06T07:08Z",
        "٢٠٢٤-05-06T07:08:09Z",
    ],
)
def test_parse_datetime_refuses_what_is_none(text):
    with pytest.raises(ValueError):
        parse_datetime(text)


def test_format_datetime_is_utc_with_milliseconds():
    zone = timezone(timedelta(hours=2))
    assert format_datetime(datetime(2024, 5, 6, 9, 8, 7, 6500, zone)) == "2024-05-06T07:08:07.006Z"


@BOUNDED
@given(st.datetimes(timezones=st.timezones() | st.just(UTC), min_value=datetime(1900, 1, 1)))
def test_format_and_parse_agree_to_the_millisecond(moment):
    try:
        text = format_datetime(moment)
    except OverflowError:
        return
    lost = moment - parse_datetime(text)
    assert timedelta(0) <= lost < timedelta(milliseconds=1)
