"""What charging profiles allow, calculated by the CSMS itself.

On purpose nothing of this is shared with the simulator, which computes composite schedules in its
own way: two calculations that were written apart are a check on each other. This one asks what
holds at single moments, in floating point. Sources: 1.6 edition 2, 3.13; 2.0.1 Part 2, K, 3.4, 3.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ocppj.clock import parse_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reference_csms.charging import ChargingProfile

DAY_S = 86400
VOLTAGE = 230.0
ASSUMED_PHASES = 3
TOLERANCE_A = 0.11
"""Limits are written with one digit, so that a converted one is off by up to a tenth."""

STATION_PURPOSES = frozenset({"ChargePointMaxProfile", "ChargingStationMaxProfile"})
EXTERNAL_PURPOSE = "ChargingStationExternalConstraints"


@dataclass(frozen=True, slots=True)
class Allowance:
    """A limit of `current` A per phase, on that many phases."""

    current: float
    phases: int = ASSUMED_PHASES

    def in_unit(self, unit: str) -> float:
        return self.current if unit == "A" else self.current * VOLTAGE * self.phases


def allowance(period: dict[str, Any], unit: str) -> Allowance:
    """Read a period's limit; W is the sum of its phases (K01.FR.50)."""
    phases = period.get("numberPhases") or ASSUMED_PHASES
    limit = float(period["limit"])
    return Allowance(limit if unit == "A" else limit / (VOLTAGE * phases), phases)


def _moment(text: str | None) -> float | None:
    return None if text is None else parse_datetime(text).timestamp()


def _start(profile: ChargingProfile, anchor: float) -> float:
    stated = _moment(profile.schedules[0].get("startSchedule"))
    return anchor if stated is None or profile.kind == "Relative" else stated


def _cycle(profile: ChargingProfile) -> int | None:
    if profile.kind != "Recurring":
        return None
    return 7 * DAY_S if profile.recurrency == "Weekly" else DAY_S


def _at(profile: ChargingProfile, moment: float, anchor: float) -> Allowance | None:
    """Give what one profile says at a moment, None where it says nothing."""
    begin, end = _moment(profile.valid_from), _moment(profile.valid_to)
    if (begin is not None and moment < begin) or (end is not None and moment >= end):
        return None
    schedule, cycle = profile.schedules[0], _cycle(profile)
    into = moment - _start(profile, anchor)
    if cycle is not None and into >= 0:
        into %= cycle
    if into < 0 or into >= schedule.get("duration", float("inf")):
        return None
    begun = [p for p in schedule["chargingSchedulePeriod"] if p["startPeriod"] <= into]
    return allowance(begun[-1], schedule["chargingRateUnit"]) if begun else None


def allowed(profiles: Sequence[ChargingProfile], moment: float, anchor: float) -> Allowance | None:
    """Give the lowest limit of all purposes at a moment, None where no profile limits."""
    leading: dict[str, Allowance] = {}
    for profile in sorted(profiles, key=lambda p: (p.stack_level, p.place > 0)):
        here = _at(profile, moment, anchor)
        if here is not None:
            leading[profile.purpose + _apart(profile)] = here
    if "TxProfile" in leading:
        leading.pop("TxDefaultProfile", None)
    if not leading:
        return None
    current = min(found.current for found in leading.values())
    return Allowance(current, min(found.phases for found in leading.values()))


def _apart(profile: ChargingProfile) -> str:
    """Keep external limits of different sources apart: they do not overrule each other."""
    return profile.source if profile.purpose == EXTERNAL_PURPOSE else ""


def edges(
    profiles: Sequence[ChargingProfile], begin: float, end: float, anchor: float
) -> list[float]:
    """Give all moments from `begin` on and before `end` at which a limit may change."""
    found = {begin}
    for profile in profiles:
        found.update(_edges(profile, begin, end, anchor))
    return sorted(moment for moment in found if begin <= moment < end)


def _edges(profile: ChargingProfile, begin: float, end: float, anchor: float) -> Iterator[float]:
    yield from (m for m in (_moment(profile.valid_from), _moment(profile.valid_to)) if m)
    schedule, cycle = profile.schedules[0], _cycle(profile)
    offsets = [float(p["startPeriod"]) for p in schedule["chargingSchedulePeriod"]]
    offsets.append(float(schedule.get("duration", 0)))
    start = _start(profile, anchor)
    rounds = 0 if cycle is None else max(0, int((begin - start) // cycle))
    while True:
        first = start + rounds * (cycle or 0)
        yield from (first + offset for offset in offsets)
        rounds += 1
        if cycle is None or first >= end:
            return


def expected(
    profiles: Sequence[ChargingProfile], begin: float, duration: int, unit: str, anchor: float
) -> list[dict[str, Any]]:
    """Give the schedule that the profiles make; without a limit a period has none."""
    found: list[dict[str, Any]] = []
    for moment in edges(profiles, begin, begin + duration, anchor):
        here = allowed(profiles, moment, anchor)
        limit = None if here is None else round(here.in_unit(unit), 1)
        if not found or found[-1]["limit"] != limit:
            found.append({"startPeriod": round(moment - begin), "limit": limit})
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """A schedule that somebody else made: it counts from `begin`, POSIX seconds."""

    begin: float
    duration: int
    unit: str
    periods: Sequence[dict[str, Any]]

    def at(self, moment: float) -> Allowance:
        begun = [p for p in self.periods if self.begin + p["startPeriod"] <= moment]
        return allowance(begun[-1] if begun else self.periods[0], self.unit)


def stays_within(told: Told, profiles: Sequence[ChargingProfile], anchor: float) -> bool:
    """Tell whether a schedule is nowhere above what the profiles allow.

    What lasts no longer than a second is passed over: startPeriod is whole seconds.
    """
    end = told.begin + told.duration
    cuts = {told.begin + p["startPeriod"] for p in told.periods}
    cuts.update(edges(profiles, told.begin, end, anchor))
    ordered = [*sorted(cut for cut in cuts if told.begin <= cut < end), end]
    for begin, stop in pairwise(ordered):
        middle = (begin + stop) / 2
        most = allowed(profiles, middle, anchor)
        if stop - begin > 1 and most and told.at(middle).current > most.current + TOLERANCE_A:
            return False
    return True
