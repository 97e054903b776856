"""The composite schedule: the lowest of the leading schedules of all purposes, at any moment.

Sources: 1.6 edition 2, 3.13.2, 3.13.3 and 5.7; 2.0.1 Part 2, block K, 3.4, 3.5 and SC.01, K08.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from station_sim.smart_charging.profiles import Purpose
from station_sim.smart_charging.timeline import Track, boundaries, overlay, spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station_sim.smart_charging.electrics import Level
    from station_sim.smart_charging.profiles import Profile, Rate, Unit
    from station_sim.smart_charging.timeline import Span, Window


@dataclass(frozen=True, slots=True)
class Bound:
    """A profile as it applies to one EVSE; `anchor` is when it begins where it is relative.

    At the same stack level the one made for this EVSE goes before that for all (1.6, 3.13.1).
    External constraints of different sources do not hide each other.
    """

    profile: Profile
    anchor: int
    specific: bool = True
    source: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A level that holds from `begin` on and before `end`; `minimum` is below which none helps."""

    begin: int
    end: int
    level: Level
    minimum: Rate | None = None


def leading(bounds: Sequence[Bound], window: Window) -> list[Span]:
    """Give the leading schedule of profiles of one purpose: the highest level that has a period."""
    ordered = sorted(bounds, key=lambda b: (b.profile.stack_level, b.specific), reverse=True)
    return overlay([spans(b.profile, b.anchor, window) for b in ordered], window)


def tracks(bounds: Sequence[Bound], window: Window) -> list[list[Span]]:
    """Give the schedules to merge: a TxProfile hides the TxDefaultProfile while it has a period."""
    own, default, station = (
        leading(_of(bounds, purpose), window)
        for purpose in (Purpose.TX, Purpose.TX_DEFAULT, Purpose.STATION_MAX)
    )
    sources: dict[tuple[str, bool], list[Bound]] = {}
    for bound in _of(bounds, Purpose.EXTERNAL):
        sources.setdefault((bound.source, bound.specific), []).append(bound)
    external = [leading(of_one, window) for of_one in sources.values()]
    return [overlay([own, default], window), station, *external]


def _of(bounds: Sequence[Bound], purpose: Purpose) -> list[Bound]:
    return [bound for bound in bounds if bound.profile.purpose is purpose]


def merge(local: Level, layers: Sequence[Sequence[Span]], window: Window) -> list[Stretch]:
    """Give the lowest of all layers and the local level, for every moment of the window."""
    cuts = boundaries(window, layers)
    lanes = [Track(layer) for layer in layers]
    found: list[Stretch] = []
    for begin, end in zip(cuts, [*cuts[1:], window.end], strict=True):
        here = [span for lane in lanes if (span := lane.at(begin))]
        minimum = next((span.minimum for span in here if span.minimum is not None), None)
        level = local.within(span.rate for span in here)
        found.append(Stretch(begin, end, level, minimum))
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """One period of an answer: `start` seconds after its beginning, `limit` in the asked unit."""

    start: int
    limit: Fraction
    phases: int


def steps(stretches: Sequence[Stretch], unit: Unit) -> list[Step]:
    """Put an EVSE's stretches into one unit, joining those that say the same."""
    begin = stretches[0].begin
    return _joined(
        [Step(s.begin - begin, s.level.in_unit(unit), s.level.phases) for s in stretches]
    )


def total(parts: Sequence[Sequence[Stretch]], grid: Sequence[Stretch], unit: Unit) -> list[Step]:
    """Add up the EVSEs, capped by what the grid connection may carry (K08.FR.03)."""
    begin = grid[0].begin
    cuts = sorted({s.begin for part in (*parts, grid) for s in part})
    found: list[Step] = []
    for cut in cuts:
        levels = [_at(part, cut) for part in parts]
        cap = _at(grid, cut)
        drawn = sum((level.in_unit(unit) for level in levels), Fraction(0))
        limit = min(drawn, cap.in_unit(unit))
        found.append(Step(cut - begin, limit, min(cap.phases, max(v.phases for v in levels))))
    return _joined(found)


def _at(stretches: Sequence[Stretch], moment: int) -> Level:
    return next(s.level for s in stretches if s.begin <= moment < s.end)


def _joined(steps: list[Step]) -> list[Step]:
    found: list[Step] = []
    for step in steps:
        if not found or (found[-1].limit, found[-1].phases) != (step.limit, step.phases):
            found.append(step)
    return found
