"""Sharing a station's limit among its EVSEs."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from station_sim.smart_charging.capacity import Load, share

amperes = st.integers(0, 320).map(lambda tenth: Fraction(tenth, 10))
loads = st.lists(
    st.tuples(amperes, st.sampled_from([0, 6, 10]), st.integers(0, 3)), max_size=5
).map(lambda rows: [Load(n, w, Fraction(m), s) for n, (w, m, s) in enumerate(rows, start=1)])


def test_equal_parts_and_what_one_leaves_goes_to_the_others():
    assert share([Load(1, Fraction(32)), Load(2, Fraction(32))], Fraction(20)) == {1: 10, 2: 10}
    assert share([Load(1, Fraction(6)), Load(2, Fraction(32))], Fraction(20)) == {1: 6, 2: 14}


def test_who_came_last_waits_where_a_part_would_be_too_small():
    first = Load(1, Fraction(32), Fraction(6), since=1)
    second = Load(2, Fraction(32), Fraction(6), since=2)
    assert share([second, first], Fraction(10)) == {1: 10, 2: 0}


@given(loads, amperes)
def test_never_more_than_there_is_or_than_is_wanted(wanted, available):
    parts = share(wanted, available)
    assert sum(parts.values()) <= available
    assert all(0 <= parts[load.evse_id] <= load.wanted for load in wanted)


@given(loads, amperes)
def test_nobody_charges_below_its_minimum_and_nothing_is_wasted(wanted, available):
    parts = share(wanted, available)
    served = [load for load in wanted if parts[load.evse_id] > 0]
    assert all(parts[load.evse_id] >= min(load.minimum, load.wanted) for load in served)
    if all(load.minimum == 0 for load in wanted):
        assert sum(parts.values()) == min(available, sum(load.wanted for load in wanted))
