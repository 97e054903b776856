"""How long a station waits before it tries to reconnect (2.0.1 Part 4, 5.3; errata 4.12)."""

from __future__ import annotations

from typing import Protocol


class RandomSource(Protocol):
    """What is needed of a `random.Random`: the next number of at least 0.0 and below 1.0."""

    def random(self) -> float: ...


class Backoff:
    """Back-off times in seconds, doubled `repeat_times` times and constant from then on.

    What is doubled is the whole of the previous time, its random part included: TC_B_57_CS wants
    an attempt after at least twice the time of the attempt before. The time that is kept in the
    end is kept as it is, without a new random part (Part 4, sections 8.1 and 8.2).
    """

    def __init__(
        self, minimum_s: float, random_range_s: float, repeat_times: int, rng: RandomSource
    ) -> None:
        """Take the values of the RetryBackOff variables; ValueError when one is negative."""
        if min(minimum_s, random_range_s, repeat_times) < 0:
            raise ValueError("back-off times and repeats are never negative")
        self._minimum_s = minimum_s
        self._random_range_s = random_range_s
        self._repeat_times = repeat_times
        self._rng = rng
        self._last_s: float | None = None
        self._doublings = 0

    def next_delay(self) -> float:
        """Give the time to wait before the next attempt, which counts as failed until `reset`."""
        if self._last_s is None:
            self._last_s = self._minimum_s + self._jitter()
        elif self._doublings < self._repeat_times:
            self._doublings += 1
            self._last_s = 2 * self._last_s + self._jitter()
        return self._last_s

    def reset(self) -> None:
        """Note a successful connection: the next time starts from the minimum again."""
        self._last_s = None
        self._doublings = 0

    def _jitter(self) -> float:
        return self._random_range_s * self._rng.random()
