"""The CSMS's own calculation of what charging profiles allow."""

import pytest

from reference_csms.charging import ChargingProfile
from reference_csms.services.charging_calculation import (
    Told,
    allowed,
    edges,
    expected,
    stays_within,
)

T0 = 1_767_225_600  # 2026-01-01T00:00:00Z
AT = "2026-01-01T00:00:00Z"


def profile(*points, purpose="TxDefaultProfile", level=0, kind="Absolute", unit="A", **options):
    schedule = {
        "startSchedule": options.pop("start", AT),
        "duration": options.pop("duration", None),
        "chargingRateUnit": unit,
        "chargingSchedulePeriod": [
            {"startPeriod": s, "limit": limit, **options.pop("period", {})} for s, limit in points
        ],
    }
    schedule = {name: value for name, value in schedule.items() if value is not None}
    return ChargingProfile("CS1", 1, purpose, level, kind, (schedule,), evse_id=1, **options)


def limits(*profiles, duration=400, unit="A", begin=T0):
    found = expected(profiles, begin, duration, unit, T0)
    return [(p["startPeriod"], p["limit"]) for p in found]


def test_nothing_is_expected_without_profiles():
    assert limits() == [(0, None)]


def test_stacks_and_purposes():
    station = profile((0, 10), purpose="ChargingStationMaxProfile")
    default = profile((0, 6), (60, 10), (120, 8), (180, 15), (260, 8), duration=300)
    own = profile(
        (0, 8), (50, 11), (140, 16), (200, 6), (240, 12), purpose="TxProfile", duration=260
    )
    merged = [(0, 8), (50, 10), (200, 6), (240, 10), (260, 8), (300, 10)]
    assert limits(station, default, own) == merged
    high = profile((0, 7), (100, 9), duration=150, level=1)
    low = profile((0, 6), (100, 8), (200, 10), duration=400)
    assert limits(low, high, duration=350) == [(0, 7), (100, 9), (150, 8), (200, 10)]


@pytest.mark.parametrize(("recurrency", "days"), [("Daily", 1), ("Weekly", 7)])
def test_recurrence(recurrency, days):
    again = profile((0, 6), (100, 8), duration=200, kind="Recurring", recurrency=recurrency)
    begin = T0 + 3 * days * 86400 - 50
    assert limits(again, begin=begin) == [(0, None), (50, 6), (150, 8), (250, None)]
    assert allowed([again], T0 - 10, T0) is None


def test_validity_relative_schedules_and_units():
    valid = {"valid_from": "2026-01-01T00:00:10Z", "valid_to": "2026-01-01T00:00:20Z"}
    assert limits(profile((0, 6), **valid)) == [(0, None), (10, 6), (20, None)]
    relative = profile((0, 6), (30, 9), kind="Relative", start=None)
    assert limits(relative, begin=T0 + 10) == [(0, 6), (20, 9)]
    power = profile((0, 6900), unit="W")
    assert limits(power) == [(0, 10)]
    assert limits(power, unit="W") == [(0, 6900)]
    one = profile((0, 2300), unit="W", period={"numberPhases": 1})
    assert limits(one) == [(0, 10)]


def test_external_limits_of_two_sources_both_hold():
    purpose = "ChargingStationExternalConstraints"
    grid = profile((0, 20), purpose=purpose, source="SO")
    house = profile((0, 10), purpose=purpose, source="EMS")
    assert limits(grid, house) == [(0, 10)]


@pytest.mark.parametrize(
    ("periods", "fits"),
    [
        ([(0, 10), (100, 6)], True),
        ([(0, 9), (100, 6)], True),
        ([(0, 10), (101, 6)], True),  # whole seconds
        ([(0, 10), (110, 6)], False),
        ([(0, 10.5), (100, 6)], False),
        ([(0, 10)], False),
    ],
)
def test_whether_a_schedule_stays_within(periods, fits):
    ours = [profile((0, 10), (100, 6))]
    told = Told(T0, 300, "A", [{"startPeriod": s, "limit": limit} for s, limit in periods])
    assert stays_within(told, ours, T0) is fits


def test_edges_are_ordered_and_inside():
    ours = [profile((0, 10), (100, 6), duration=200), profile((0, 5), kind="Recurring", level=1)]
    found = edges(ours, T0 - 50, T0 + 500, T0)
    assert found == sorted(set(found))
    assert (found[0], found[-1]) == (T0 - 50, T0 + 200)
