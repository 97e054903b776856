"""Messages that are numbered in a row: which of them did not arrive."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_GAPS: Final = 1000
"""The most missing numbers that are named: a station may leap by two thousand millions."""


def missing(arrived: Collection[int], last: int | None) -> tuple[int, ...]:
    """Name the numbers below the last one that did not arrive, at most `MAX_GAPS`.

    Without a last one, below the highest so far. Numbers begin with 0.
    """
    end = max(arrived, default=-1) if last is None else last
    known = frozenset(arrived)
    return tuple(islice((number for number in range(end + 1) if number not in known), MAX_GAPS))


def complete(arrived: Collection[int], last: int | None) -> bool:
    """Tell whether the last one has arrived with all before it."""
    if last is None:
        return False
    return sum(1 for number in arrived if 0 <= number <= last) == last + 1
