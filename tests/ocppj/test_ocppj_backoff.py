"""Part 4 5.3 with errata 4.12: back-off times."""

from __future__ import annotations

import itertools
import random

import pytest

from ocppj.backoff import Backoff


class Fixed:
    def __init__(self, *numbers):
        self._numbers = iter(numbers)

    def random(self):
        return next(self._numbers)


def delays(backoff, count):
    return [backoff.next_delay() for _ in range(count)]


def test_doubles_as_often_as_told_and_then_stays():
    assert delays(Backoff(10, 0, 3, random.Random(1)), 6) == [10, 20, 40, 80, 80, 80]


def test_no_repeats_is_always_the_first_time():
    """TC_B_49_CS has RetryBackOffRepeatTimes 0."""
    assert delays(Backoff(7, 0, 0, random.Random(1)), 3) == [7, 7, 7]


def test_each_doubling_adds_a_new_random_part_and_the_last_is_kept():
    rng = Fixed(0.5, 0.0, 0.25)
    assert delays(Backoff(10, 4, 2, rng), 5) == [12, 24, 49, 49, 49]


def test_a_connection_resets_it():
    """TC_B_57_CS: after a successful connection the minimum counts again."""
    backoff = Backoff(10, 0, 2, random.Random(1))
    assert delays(backoff, 3) == [10, 20, 40]
    backoff.reset()
    assert delays(backoff, 4) == [10, 20, 40, 40]


def test_bounds_hold_for_any_randomness():
    for seed in range(50):
        times = delays(Backoff(10, 5, 4, random.Random(seed)), 8)
        assert 10 <= times[0] <= 15
        for before, after in itertools.pairwise(times[:5]):
            assert 2 * before <= after <= 2 * before + 5
        assert times[4:] == [times[4]] * 4


@pytest.mark.parametrize("values", [(-1, 0, 0), (0, -1, 0), (0, 0, -1)])
def test_negative_values_are_refused(values):
    with pytest.raises(ValueError, match="negative"):
        Backoff(*values, random.Random(1))
