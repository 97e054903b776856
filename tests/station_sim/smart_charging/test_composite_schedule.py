"""The composite schedule against a second calculation that knows nothing but single seconds."""

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from station_sim.smart_charging.composite import Bound, merge, steps, total, tracks
from station_sim.smart_charging.electrics import Level, amperes, exact, tenths
from station_sim.smart_charging.profiles import (
    DAY_S,
    Kind,
    Period,
    Profile,
    Purpose,
    Rate,
    Recurrency,
    Schedule,
    Unit,
)
from station_sim.smart_charging.timeline import Window

V = Fraction(230)
LOCAL = Level(Fraction(32), 3, V)
T0 = 1_000_000


def schedule(*points, unit=Unit.A, start=None, duration=None, phases=None):
    periods = tuple(Period(s, Rate(exact(limit), unit, phases)) for s, limit in points)
    return Schedule(unit, periods, start, duration)


def profile(*points, purpose=Purpose.TX_DEFAULT, level=0, kind=Kind.ABSOLUTE, **options):
    of_profile = {
        k: options.pop(k) for k in ("recurrency", "valid_from", "valid_to") if k in options
    }
    made = schedule(*points, **options)
    return Profile(1, level, purpose, kind, (made,), **of_profile)


def composite(*profiles, begin=T0, duration=400, anchor=T0, unit=Unit.A, local=LOCAL):
    window = Window(begin, begin + duration)
    found = merge(local, tracks([Bound(p, anchor) for p in profiles], window), window)
    return [(step.start, step.limit) for step in steps(found, unit)]


# examples


def test_without_profiles_the_local_limit_holds():
    assert composite() == [(0, 32)]
    assert composite(unit=Unit.W) == [(0, 32 * 690)]


def test_stacking_as_in_the_official_case():  # TC_K_40_CS
    low = profile((0, 6), (100, 8), (200, 10), start=T0, duration=400)
    high = profile((0, 7), (100, 9), start=T0, duration=150, level=1)
    assert composite(low, high, duration=350) == [(0, 7), (100, 9), (150, 8), (200, 10)]


def test_combining_purposes_as_in_the_official_case():  # TC_K_41_CS
    station = profile((0, 10), purpose=Purpose.STATION_MAX, start=T0, duration=86400)
    default = profile((0, 6), (60, 10), (120, 8), (180, 15), (260, 8), start=T0, duration=300)
    own = profile(
        (0, 8), (50, 11), (140, 16), (200, 6), (240, 12),
        purpose=Purpose.TX, start=T0, duration=260,
    )  # fmt: skip
    assert composite(station, default, own) == [
        (0, 8), (50, 10), (200, 6), (240, 10), (260, 8), (300, 10),
    ]  # fmt: skip


def test_a_schedule_in_the_future_waits():  # K01.FR.30
    assert composite(profile((0, 6), start=T0 + 60)) == [(0, 32), (60, 6)]


def test_validity_ends_before_valid_to():  # K01.FR.36, K01.FR.37
    limited = profile((0, 6), start=T0 - 50, valid_from=T0 + 10, valid_to=T0 + 20)
    assert composite(limited) == [(0, 32), (10, 6), (20, 32)]


def test_a_period_at_or_after_the_duration_is_not_executed():  # K01.FR.11
    assert composite(profile((0, 6), (100, 8), start=T0, duration=100)) == [(0, 6), (100, 32)]


@pytest.mark.parametrize(("recurrency", "seconds"), [("Daily", DAY_S), ("Weekly", 7 * DAY_S)])
def test_recurring_schedules_begin_again(recurrency, seconds):
    daily = profile(
        (0, 6), (100, 8), start=T0, duration=200, kind=Kind.RECURRING,
        recurrency=Recurrency(recurrency),
    )  # fmt: skip
    later = composite(daily, begin=T0 + 5 * seconds - 50, duration=400)
    assert later == [(0, 32), (50, 6), (150, 8), (250, 32)]


def test_what_is_longer_than_a_day_is_cut_where_the_next_one_begins():  # 1.6 errata 3.44
    long = profile(
        (0, 6), (DAY_S + 10, 8), start=T0, duration=2 * DAY_S, kind=Kind.RECURRING,
        recurrency=Recurrency.DAILY,
    )  # fmt: skip
    assert composite(long, duration=3 * DAY_S) == [(0, 6)]


def test_a_relative_schedule_begins_at_its_anchor():
    relative = profile((0, 6), (100, 8), kind=Kind.RELATIVE)
    assert composite(relative, anchor=T0 - 30) == [(0, 6), (70, 8)]


def test_power_and_current_are_converted_by_the_phases_of_the_period():  # K01.FR.50
    assert composite(profile((0, 6000), start=T0, unit=Unit.W), unit=Unit.W) == [(0, 6000)]
    assert composite(profile((0, 6900), start=T0, unit=Unit.W)) == [(0, 10)]
    one = profile((0, 2300), start=T0, unit=Unit.W, phases=1)
    assert composite(one) == [(0, 10)]
    assert composite(one, unit=Unit.W) == [(0, 2300)]


def test_the_fewest_phases_win():  # errata 2.36
    station = profile((0, 16), purpose=Purpose.STATION_MAX, start=T0, phases=1)
    own = profile((0, 10), purpose=Purpose.TX, start=T0, phases=3)
    assert composite(station, own, unit=Unit.W) == [(0, 2300)]


def test_a_limit_for_three_phases_is_a_current_per_phase_on_one():  # K01.FR.45
    single = Level(Fraction(32), 1, V)
    assert composite(profile((0, 6900), start=T0, unit=Unit.W), local=single) == [(0, 10)]


def test_the_station_is_the_sum_of_its_evses_within_its_own_limit():  # K08.FR.03
    window = Window(T0, T0 + 300)
    small = merge(LOCAL, tracks([Bound(profile((0, 6), (100, 20), start=T0), T0)], window), window)
    full = merge(LOCAL, tracks([], window), window)
    limit = profile((0, 40), purpose=Purpose.STATION_MAX, start=T0)
    grid = merge(Level(Fraction(64), 3, V), tracks([Bound(limit, T0)], window), window)
    assert [(s.start, s.limit) for s in total([small, full], grid, Unit.A)] == [(0, 38), (100, 40)]
    assert [s.limit for s in total([small, full], grid, Unit.W)] == [38 * 690, 40 * 690]


@pytest.mark.parametrize(
    ("value", "written"), [("6", 6), ("8.1", 8.1), ("8.69", 8.6), ("0.05", 0), ("16.0", 16)]
)
def test_limits_are_written_with_one_digit_and_never_too_high(value, written):
    assert tenths(Fraction(value)) == written


@given(st.fractions(min_value=0, max_value=100_000))
def test_a_written_limit_is_below_by_less_than_a_tenth(value):
    assert 0 <= value - exact(tenths(value)) < Fraction(1, 10)


# the naive calculation


def naive_rate(one: Profile, anchor: int, moment: int):
    if one.valid_from is not None and moment < one.valid_from:
        return None
    if one.valid_to is not None and moment >= one.valid_to:
        return None
    made = one.schedules[0]
    offset = moment - (anchor if made.start is None else made.start)
    if one.kind is Kind.RECURRING and offset >= 0:
        offset %= {"Daily": 86400, "Weekly": 604800}[one.recurrency]
    if offset < 0 or (made.duration is not None and offset >= made.duration):
        return None
    return [p.rate for p in made.periods if p.start <= offset][-1]


def naive_amperes(profiles, anchor, moment):
    found = {}
    for one in sorted(profiles, key=lambda p: p.stack_level):
        rate = naive_rate(one, anchor, moment)
        if rate is not None:
            found[one.purpose] = rate
    if Purpose.TX in found:
        found.pop(Purpose.TX_DEFAULT, None)
    return min([Fraction(32), *(amperes(rate, V) for rate in found.values())])


limits = st.integers(0, 400).map(lambda tenth: Fraction(tenth, 10))
near = st.integers(T0 - 120, T0 + 120)


@st.composite
def periods(draw, unit):
    starts = sorted({0, *draw(st.lists(st.integers(1, 150), max_size=4))})
    factor = 690 if unit is Unit.W else 1
    phases = draw(st.sampled_from([None, 1, 2, 3]))
    return tuple(Period(s, Rate(draw(limits) * factor, unit, phases)) for s in starts)


@st.composite
def any_profile(draw, purpose, level):
    kind = draw(st.sampled_from(Kind))
    unit = draw(st.sampled_from(Unit))
    start = None if kind is Kind.RELATIVE else draw(near)
    if kind is Kind.RECURRING and draw(st.booleans()):
        start -= 3 * 604800 + draw(st.integers(0, 50))
    made = Schedule(unit, draw(periods(unit)), start, draw(st.none() | st.integers(0, 200)))
    return Profile(
        1, level, purpose, kind, (made,),
        draw(st.sampled_from(Recurrency)) if kind is Kind.RECURRING else None,
        draw(st.none() | near), draw(st.none() | near),
    )  # fmt: skip


@st.composite
def collections(draw):
    places = [(purpose, level) for purpose in Purpose for level in range(3)]
    chosen = draw(st.lists(st.sampled_from(places), unique=True, max_size=6))
    return [draw(any_profile(purpose, level)) for purpose, level in chosen]


@settings(max_examples=150, deadline=None)
@given(collections(), near)
def test_every_second_agrees_with_the_naive_calculation(profiles, anchor):
    begin, duration = T0 - 100, 200
    window = Window(begin, begin + duration)
    stretches = merge(LOCAL, tracks([Bound(p, anchor) for p in profiles], window), window)
    told = {
        second: stretch.level.current
        for stretch in stretches
        for second in range(stretch.begin, stretch.end)
    }
    assert told == {
        second: naive_amperes(profiles, anchor, second) for second in range(begin, begin + duration)
    }


@settings(max_examples=50, deadline=None)
@given(collections())
def test_steps_begin_at_zero_rise_and_change_something(profiles):
    found = composite(*profiles)
    assert found[0][0] == 0
    assert all(a[0] < b[0] for a, b in itertools.pairwise(found))
