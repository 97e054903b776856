"""Samplings of the clock: all of them tell of the same EVSEs, measurands, locations and phases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from harness import samplings, series
from harness.outcome import CaseFailed
from harness.tables import parse_expectations
from ocppj.clock import format_datetime

ROWS = parse_expectations(
    [
        ["field", "check", "value"],
        ["meterValue[*].sampledValue[*].context", "is", "Sample.Clock"],
    ]
)


def value(moment, *samples):
    sampled = [{"value": 1, "context": "Sample.Clock", **sample} for sample in samples or [{}]]
    return {"timestamp": moment, "sampledValue": sampled}


@pytest.fixture
def station(stand):
    one = stand(message_s=60.0)
    begin = one.clock.now()

    def tell(seconds, evse, *samples, after=0.0):
        moment = format_datetime(begin + timedelta(seconds=seconds))
        readings = [value(moment, *samples)]
        one.later(seconds + after, "MeterValues", evseId=evse, meterValue=readings)

    one.tell = tell
    return one


def taken(one, count=2):
    async def work():
        found = await series.expect_series(
            one.world, "MeterValues", count, ROWS, "meterValue[0].timestamp"
        )
        await samplings.complete(one.world, found, ROWS, "J01.FR.14")
        return found

    return one.run(work())


def lacking(one, count=2):
    with pytest.raises(CaseFailed) as caught:
        taken(one, count)
    check = caught.value.check
    assert (check.subject, check.requirement) == ("sampling", "J01.FR.14")
    return check.actual


def test_the_rest_of_the_last_sampling_belongs_to_it(station):
    for moment in (10, 20):
        station.tell(moment, 1)
        station.tell(moment, 2, after=5.0)
    assert [one.payload["evseId"] for one in taken(station)] == [1, 2, 1, 2]
    last = station.world.checks[-1]
    assert (last.held, last.subject, last.requirement) == (True, "sampling", "J01.FR.14")


def test_a_sampling_may_be_spread_over_requests(station):
    voltage, energy = {"measurand": "Voltage", "phase": "L1"}, {}
    station.tell(10, 0, voltage, energy)
    station.tell(20, 0, voltage)
    station.tell(20, 0, energy, after=1.0)
    assert len(taken(station)) == 3


def test_what_is_left_for_later_is_not_taken(station):
    for moment in (10, 20, 30):
        station.tell(moment, 1)
    assert len(taken(station)) == 2
    assert len(list(station.world.inbox.unclaimed())) == 0


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"measurand": "Voltage"}, "EVSE 2, Voltage, Outlet"),
        ({"location": "Inlet"}, "EVSE 2, Energy.Active.Import.Register, Inlet"),
        ({"phase": "L1"}, "EVSE 2, Energy.Active.Import.Register, Outlet, L1"),
        (None, "EVSE 2, Energy.Active.Import.Register, Outlet"),
    ],
)
def test_what_one_sampling_has_the_others_have_too(station, other, words):
    station.tell(10, 1)
    station.tell(10, 2)
    station.tell(20, 1)
    if other is not None:
        station.tell(20, 2, other)
    assert lacking(station).endswith(words)


def test_a_sampling_is_told_in_time(station):
    station.tell(10, 1)
    station.tell(10, 2, after=60.5)
    station.tell(20, 1)
    station.tell(20, 2)
    station.tell(30, 1)
    station.tell(30, 2)
    assert lacking(station, 3) == "all but EVSE 2, Energy.Active.Import.Register, Outlet"


def test_the_rest_is_judged_as_the_others_are(station):
    station.tell(10, 1)
    station.tell(10, 2)
    station.tell(20, 1)
    station.tell(20, 2, {"context": "Trigger"}, after=1.0)
    with pytest.raises(CaseFailed) as caught:
        taken(station)
    assert caught.value.check.actual == "Trigger"
