"""From a profile to what it demands when: spans of time that never overlap, in order."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from station_sim.smart_charging.profiles import Kind, Recurrency

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from station_sim.smart_charging.profiles import Profile, Rate, Schedule


@dataclass(frozen=True, slots=True)
class Window:
    """The time that is looked at, from `begin` on and before `end`."""

    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A rate that holds from `begin` on and before `end`; `minimum` is the schedule's."""

    begin: int
    end: int
    rate: Rate
    minimum: Rate | None = None


def spans(profile: Profile, anchor: int, window: Window) -> list[Span]:
    """Give what a profile demands within a window.

    `anchor` is when a schedule without a moment of its own begins: a relative one, and in 1.6 any
    without startSchedule (7.13).
    """
    begin = window.begin if profile.valid_from is None else max(window.begin, profile.valid_from)
    end = window.end if profile.valid_to is None else min(window.end, profile.valid_to)
    schedule = profile.schedule
    found: list[Span] = []
    for start, stop in _occurrences(profile, anchor, Window(begin, end)):
        found += _cut(schedule, start, Window(max(begin, start), min(end, stop)))
    return found


def _occurrences(profile: Profile, anchor: int, window: Window) -> Iterator[tuple[int, int]]:
    """Give when the schedule begins and ends; it never begins before its start (K01.FR.30)."""
    schedule = profile.schedule
    relative = profile.kind is Kind.RELATIVE or schedule.start is None
    start = anchor if relative or schedule.start is None else schedule.start
    if profile.kind is not Kind.RECURRING:
        endless = max(window.end, start)
        yield start, endless if schedule.duration is None else start + schedule.duration
        return
    # What is longer than the recurrence is not executed (1.6 errata 3.43 and 3.44).
    cycle = (profile.recurrency or Recurrency.DAILY).seconds
    length = cycle if schedule.duration is None else min(cycle, schedule.duration)
    start += max(0, (window.begin - start) // cycle) * cycle
    while start < window.end:
        yield start, start + length
        start += cycle


def _cut(schedule: Schedule, start: int, window: Window) -> Iterator[Span]:
    """Give the periods of one occurrence; K01.FR.11: none begins at or after its end."""
    ends = [start + period.start for period in schedule.periods[1:]]
    for period, end in zip(schedule.periods, [*ends, window.end], strict=True):
        first, last = max(start + period.start, window.begin), min(end, window.end)
        if first < last:
            yield Span(first, last, period.rate, schedule.minimum)


class Track:
    """Spans in order, to ask for the one at a moment."""

    def __init__(self, of: Sequence[Span]) -> None:
        self._spans = of
        self._begins = [span.begin for span in of]

    def at(self, moment: int) -> Span | None:
        index = bisect_right(self._begins, moment) - 1
        if index < 0 or self._spans[index].end <= moment:
            return None
        return self._spans[index]


def boundaries(window: Window, tracks: Sequence[Sequence[Span]]) -> list[int]:
    """Give the moments at which anything may change, beginning with that of the window."""
    moments = {window.begin}
    for track in tracks:
        for span in track:
            moments.update((span.begin, span.end))
    return sorted(moment for moment in moments if window.begin <= moment < window.end)


def overlay(layers: Sequence[Sequence[Span]], window: Window) -> list[Span]:
    """Let each layer hide those after it, moment by moment."""
    tracks = [Track(layer) for layer in layers]
    cuts = boundaries(window, layers)
    found: list[Span] = []
    for begin, end in zip(cuts, [*cuts[1:], window.end], strict=True):
        top = next((span for track in tracks if (span := track.at(begin))), None)
        if top is not None:
            found.append(Span(begin, end, top.rate, top.minimum))
    return found
