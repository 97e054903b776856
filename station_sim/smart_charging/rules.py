"""Why a profile is not taken: one short function for each reason, listed per version.

Reason codes are those of the appendix of 2.0.1; 1.6 answers Rejected without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from station_sim.smart_charging.profiles import Kind, Purpose, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from station_sim.smart_charging.installed import Installed, Profiles
    from station_sim.smart_charging.profiles import Period, Profile


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a station says of its smart charging; `max_stack_level` may be reached."""

    enabled: bool = True
    units: frozenset[Unit] = frozenset(Unit)
    max_profiles: int = 20
    max_stack_level: int = 10
    max_periods: int = 24
    switches_phases: bool = True


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason to refuse, by its code and in words."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A profile to judge, and what there is to judge it by.

    `phases` has the phases of every EVSE, `running` the transaction at each EVSE that has one by
    the id that the CSMS knows. `high_level` tells whether the EV there told its charging needs.
    `starting` is a profile that comes with a remote start, before its transaction.
    """

    profile: Profile
    evse_id: int
    installed: Profiles
    capabilities: Capabilities
    phases: Mapping[int, int]
    running: Mapping[int, str]
    high_level: bool = False
    starting: bool = False


Rule: TypeAlias = "Callable[[Candidate], Objection | None]"


def objection(candidate: Candidate, rules: Sequence[Rule]) -> Objection | None:
    """Give the first reason against a profile."""
    return next((found for rule in rules if (found := rule(candidate))), None)


def unknown_evse(c: Candidate) -> Objection | None:
    """K01.FR.28."""
    if c.evse_id == 0 or c.evse_id in c.phases:
        return None
    return Objection("UnknownEvse", f"there is no EVSE {c.evse_id}")


def external_purpose(c: Candidate) -> Objection | None:
    """K01.FR.22: external systems set such limits, a CSMS does not."""
    if c.profile.purpose is Purpose.EXTERNAL:
        return Objection("InvalidProfile", "a CSMS sets no external constraints")
    known = c.installed.get(c.profile.id)
    if known is not None and known.external:  # K01.FR.05
        return Objection("InvalidProfile", f"profile {c.profile.id} is an external constraint")
    return None


def misplaced(c: Candidate) -> Objection | None:
    """K01.FR.16, K04.FR.03; 1.6 edition 2, 3.13.1."""
    if c.profile.purpose is Purpose.STATION_MAX and c.evse_id != 0:
        return Objection("InvalidProfile", "a limit for the whole station belongs to EVSE 0")
    if c.profile.purpose is Purpose.TX and c.evse_id == 0:
        return Objection("InvalidProfile", "a TxProfile belongs to one EVSE")
    return None


def no_transaction(c: Candidate) -> Objection | None:
    """K01.FR.09 and .33; 1.6 edition 2, 3.13.1: a TxProfile needs its transaction."""
    if c.profile.purpose is not Purpose.TX or c.starting:
        return None
    running = c.running.get(c.evse_id)
    if running is None:
        return Objection("TxNotFound", f"no transaction runs at EVSE {c.evse_id}")
    if c.profile.transaction_id not in (None, running):
        return Objection("TxNotFound", "another transaction runs there")
    return None


def no_transaction_id(c: Candidate) -> Objection | None:
    """K01.FR.03; with a remote start there is none yet (K05)."""
    wanted = c.profile.purpose is Purpose.TX and not c.starting
    if wanted and c.profile.transaction_id is None:
        return Objection("MissingParam", "a TxProfile names its transaction")
    return None


def not_for_start(c: Candidate) -> Objection | None:
    """K05.FR.02; 1.6 edition 2, 5.16.2: TxProfile, and no transaction id yet."""
    if not c.starting:
        return None
    if c.profile.purpose is not Purpose.TX or c.profile.transaction_id is not None:
        return Objection("InvalidProfile", "a remote start takes a TxProfile without transaction")
    return None


def too_high(c: Candidate) -> Objection | None:
    """ProfileStackLevel of 2.0.1, ChargeProfileMaxStackLevel of 1.6."""
    if 0 <= c.profile.stack_level <= c.capabilities.max_stack_level:
        return None
    most = c.capabilities.max_stack_level
    return Objection("InvalidStackLevel", f"stack levels are 0 to {most}")


def unsupported_unit(c: Candidate) -> Objection | None:
    """K01.FR.26; ChargingScheduleAllowedChargingRateUnit of 1.6."""
    if all(schedule.unit in c.capabilities.units for schedule in c.profile.schedules):
        return None
    return Objection("UnsupportedRateUnit", "this unit of charging rates is not supported")


def too_long(c: Candidate) -> Objection | None:
    """PeriodsPerSchedule of 2.0.1, ChargingScheduleMaxPeriods of 1.6."""
    most = c.capabilities.max_periods
    if all(len(schedule.periods) <= most for schedule in c.profile.schedules):
        return None
    return Objection("TooManyElements", f"a schedule has at most {most} periods")


def too_many(c: Candidate) -> Objection | None:
    """Entries[ChargingProfiles]."""
    full = len(c.installed) >= c.capabilities.max_profiles
    return _full(c) if full and c.installed.get(c.profile.id) is None else None


def too_many_16(c: Candidate) -> Objection | None:
    """MaxChargingProfilesInstalled."""
    full = len(c.installed) >= c.capabilities.max_profiles
    replacing = any(replaces(c.profile, c.evse_id, old) for old in c.installed)
    return _full(c) if full and not replacing else None


def _full(c: Candidate) -> Objection:
    return Objection("OutOfStorage", f"{len(c.installed)} profiles are installed already")


def replaces(profile: Profile, evse_id: int, old: Installed) -> bool:
    """Tell whether 1.6 has a profile take the place of an installed one (3.13.2 and 5.16.3).

    That is by its id, or by its purpose and stack level at the same connector.
    """
    new_place = (profile.purpose, profile.stack_level, evse_id)
    old_place = (old.profile.purpose, old.profile.stack_level, old.evse_id)
    return old.profile.id == profile.id or new_place == old_place


def unordered(c: Candidate) -> Objection | None:
    """K01.FR.31 and .35; 1.6 edition 2, 7.13: from 0 on, one after the other."""
    for schedule in c.profile.schedules:
        starts = [period.start for period in schedule.periods]
        if not starts or starts[0] != 0 or any(a >= b for a, b in pairwise(starts)):
            return Objection("InvalidSchedule", "periods begin at 0 and follow in order")
    return None


def no_recurrency(c: Candidate) -> Objection | None:
    if c.profile.kind is Kind.RECURRING and c.profile.recurrency is None:
        return Objection("InvalidProfile", "a recurring profile says how often")
    return None


def wrong_start(c: Candidate) -> Objection | None:
    """K01.FR.40 and .41."""
    relative = c.profile.kind is Kind.RELATIVE
    if all((schedule.start is None) == relative for schedule in c.profile.schedules):
        return None
    return Objection("InvalidSchedule", f"startSchedule does not go with {c.profile.kind}")


def relative_station(c: Candidate) -> Objection | None:
    """K01.FR.38."""
    if c.profile.purpose is Purpose.STATION_MAX and c.profile.kind is Kind.RELATIVE:
        return Objection("InvalidProfile", "a limit for the whole station is not relative")
    return None


def several_schedules(c: Candidate) -> Objection | None:
    """K01.FR.34: only an EV that told its needs chooses among schedules."""
    if len(c.profile.schedules) == 1 or (c.high_level and c.profile.purpose is Purpose.TX):
        return None
    return Objection("InvalidSchedule", "several schedules need ISO 15118")


def duplicate(c: Candidate) -> Objection | None:
    """K01.FR.06, .39, .52 and .53: a profile of another id is in the place of this one."""
    for other in c.installed:
        if other.profile.id == c.profile.id or not _same_place(c, other.evse_id, other.profile):
            continue
        if other.evse_id != c.evse_id or other.profile.overlaps(c.profile):
            text = f"profile {other.profile.id} has this purpose and stack level"
            return Objection("DuplicateProfile", text)
    return None


def _same_place(c: Candidate, evse_id: int, other: Profile) -> bool:
    same = (other.purpose, other.stack_level) == (c.profile.purpose, c.profile.stack_level)
    default = c.profile.purpose is Purpose.TX_DEFAULT and 0 in (evse_id, c.evse_id)
    return same and (evse_id == c.evse_id or default)


def wrong_phases(c: Candidate) -> Objection | None:
    """K01.FR.43: fewer phases than the EVSE has, which cannot switch them off."""
    if c.capabilities.switches_phases:
        return None
    most = max((n for evse, n in c.phases.items() if c.evse_id in (0, evse)), default=3)
    if any(p.rate.phases is not None and p.rate.phases < most for p in _periods(c)):
        return Objection("UnsupportedParam", "the number of phases cannot be lowered")
    return None


def wrong_phase(c: Candidate) -> Objection | None:
    """K01.FR.19, .20 and .48: a single phase is L1 here, and cannot be another."""
    for period in _periods(c):
        if period.phase_to_use is not None and period.rate.phases != 1:
            return Objection("InvalidSchedule", "phaseToUse goes with numberPhases 1 only")
        if period.phase_to_use not in (None, 1):
            return Objection("UnsupportedParam", "this phase cannot be chosen")
    return None


def _periods(c: Candidate) -> list[Period]:
    return [period for schedule in c.profile.schedules for period in schedule.periods]


RULES_16: Final[tuple[Rule, ...]] = (
    not_for_start,
    misplaced,
    no_transaction,
    too_high,
    unsupported_unit,
    too_long,
    too_many_16,
    unordered,
    no_recurrency,
    wrong_phases,
)
RULES_201: Final[tuple[Rule, ...]] = (
    unknown_evse,
    external_purpose,
    not_for_start,
    misplaced,
    no_transaction_id,
    no_transaction,
    too_high,
    unsupported_unit,
    too_long,
    unordered,
    no_recurrency,
    wrong_start,
    relative_station,
    several_schedules,
    wrong_phase,
    wrong_phases,
    duplicate,
    too_many,
)
