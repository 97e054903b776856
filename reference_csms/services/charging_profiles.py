"""Charging profiles of stations, what stations tell of their limits, and what EVs negotiate."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from ocppj.clock import format_datetime, parse_datetime
from reference_csms.charging import (
    ChargingLimit,
    ChargingProfile,
    CompositeSchedule,
    EvCharging,
    ProfileReport,
)
from reference_csms.records import exact
from reference_csms.services import charging_calculation as calculation
from reference_csms.services.charging_calculation import EXTERNAL_PURPOSE, STATION_PURPOSES, Told
from reference_csms.store.protocols import ChargingStore, TransactionStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from ocppj.clock import Clock
    from reference_csms.records import Transaction

SERIES = "charging profile"


class ProfileStore(ChargingStore, TransactionStore, Protocol):
    """Profiles, and the transactions that some of them are for."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A station's answer about the composite schedule of a place; `begin` as sent."""

    station: str
    status: str
    duration: int
    evse_id: int | None = None
    connector_id: int | None = None
    unit: str | None = None
    begin: str | None = None
    periods: tuple[dict[str, Any], ...] = ()


class ChargingProfileService:
    """`plans` tells whether EVs that negotiate get a charging profile."""

    def __init__(self, store: ProfileStore, clock: Clock, *, plans: bool = True) -> None:
        self.plans = plans
        self._store = store
        self._clock = clock
        self._offered: dict[str, ChargingProfile] = {}

    def now(self) -> datetime:
        return self._clock.now()

    # profiles

    async def accepted(self, profile: ChargingProfile, *, by_level: bool = False) -> None:
        """Keep a profile that a station took; one of its id is replaced.

        With `by_level` so is one of its purpose and stack level at that place, as 1.6 has it.
        """
        if by_level:
            level = (profile.purpose, profile.stack_level, profile.place)
            await self._forget(
                profile.station, lambda old: (old.purpose, old.stack_level, old.place) == level
            )
        await self._store.charging_profiles.put(replace(profile, set_at=self._clock.now()))

    async def cleared(
        self, station: str, condemned: Callable[[ChargingProfile], bool], answer: str
    ) -> None:
        """Note that a station has cleared profiles, or does not know them, by its answer."""
        for profile in await self._installed(station):
            if condemned(profile):
                gone = replace(profile, installed=False, cleared=answer)
                await self._store.charging_profiles.put(gone)

    async def _forget(self, station: str, condemned: Callable[[ChargingProfile], bool]) -> None:
        for profile in await self._store.charging_profiles.find(station=station):
            if condemned(profile):
                await self._store.charging_profiles.remove(profile.key)

    async def _installed(self, station: str) -> list[ChargingProfile]:
        return await self._store.charging_profiles.find(station=station, installed=True)

    async def transaction_ended(self, station: str, transaction_id: str) -> None:
        """Forget the TxProfiles of a transaction with it (K02.FR.05; 1.6 section 3.13.1)."""
        await self._forget(
            station,
            lambda p: p.purpose == "TxProfile" and p.transaction_id == transaction_id,
        )

    async def find(self, station: str, profile_id: int) -> ChargingProfile | None:
        return await self._store.charging_profiles.get(exact(station, profile_id))

    async def number_for(self, wanted: ChargingProfile) -> int:
        """Choose an id: that of the profile which it replaces, or a new one (K01.FR.06, .39)."""
        for known in await self._installed(wanted.station):
            same = (known.purpose, known.stack_level, known.place, known.transaction_id)
            if same == (wanted.purpose, wanted.stack_level, wanted.place, wanted.transaction_id):
                return known.profile_id
        number = await self._store.next_number(SERIES)
        while await self.find(wanted.station, number) is not None:
            number = await self._store.next_number(SERIES)
        return number

    @contextmanager
    def offering(self, profile: ChargingProfile) -> Iterator[None]:
        """Count a profile as set while the station's answer to it is under way.

        What the station sends next may be handled before its answer, when both arrive together.
        """
        self._offered[profile.key] = profile
        try:
            yield
        finally:
            self._offered.pop(profile.key, None)

    # reports

    async def expect_report(self, asked: ProfileReport) -> None:
        """Open the report of a request; without profiles it is complete at once.

        Messages of it may have been handled before the answer that they follow.
        """
        known = await self._store.profile_reports.get(asked.key)
        report = replace(asked, complete=asked.status == "NoProfiles", asked_at=self._clock.now())
        if known is not None and known.status is None:
            told = known.profiles
            report = replace(
                report, messages=known.messages, profiles=told, complete=known.complete
            )
        await self._store.profile_reports.put(report)
        await self._reconcile(report)

    async def reported(
        self, station: str, request_id: int, profiles: Sequence[ChargingProfile], *, last: bool
    ) -> None:
        """Take one message of a report (K09.FR.01, K09.FR.02)."""
        report = await self._store.profile_reports.get(exact(station, request_id))
        if report is None or report.complete:
            report = ProfileReport(station, request_id)
        told = (*report.profiles, *(profile.profile_id for profile in profiles))
        report = replace(report, messages=report.messages + 1, profiles=told, complete=last)
        await self._store.profile_reports.put(report)
        for profile in profiles:
            known = await self._store.charging_profiles.get(profile.key)
            set_at = None if known is None else known.set_at
            await self._store.charging_profiles.put(
                replace(profile, set_at=set_at, reported_at=self._clock.now())
            )
        await self._reconcile(report)

    async def _reconcile(self, report: ProfileReport) -> None:
        """Note that the station has lost what a complete report lacks, though it was asked for."""
        if not report.complete or report.status is None or report.asked_at is None:
            return
        for profile in await self._installed(report.station):
            newer = profile.set_at is not None and profile.set_at >= report.asked_at
            told = profile.profile_id in report.profiles
            if report.asks_for(profile) and not told and not newer:
                await self._store.charging_profiles.put(replace(profile, installed=False))

    # composite schedules

    async def composite(self, answer: Answer) -> None:
        """Keep a composite schedule beside our own calculation."""
        schedule = CompositeSchedule(
            answer.station,
            answer.status,
            self._clock.now(),
            answer.evse_id,
            answer.connector_id,
            answer.duration,
            answer.unit,
            answer.begin,
            answer.periods,
        )
        if answer.begin is not None and answer.unit is not None and answer.periods:
            schedule = await self._compared(schedule, answer, answer.begin, answer.unit)
        await self._store.composite_schedules.put(schedule)

    async def _compared(
        self, schedule: CompositeSchedule, answer: Answer, begin: str, unit: str
    ) -> CompositeSchedule:
        place = answer.evse_id or answer.connector_id or 0
        profiles = await self.applying(answer.station, place)
        moment = parse_datetime(begin).timestamp()
        anchor = await self._anchor(answer.station, place, moment)
        told = Told(moment, answer.duration, unit, answer.periods)
        return replace(
            schedule,
            expected=tuple(calculation.expected(profiles, moment, answer.duration, unit, anchor)),
            within=calculation.stays_within(told, profiles, anchor),
        )

    async def applying(self, station: str, place: int) -> list[ChargingProfile]:
        """Give the profiles that limit an EVSE or connector; for 0, those of the whole station.

        Limits that others have set are among them.
        """
        whole = STATION_PURPOSES | {EXTERNAL_PURPOSE}
        stored = await self._installed(station)
        offered = [profile for profile in self._offered.values() if profile.station == station]
        known = {profile.key: profile for profile in (*stored, *offered)}.values()
        limits = await self._store.charging_limits.find(station=station, released_at=None)
        external = [_as_profile(limit, n) for limit in limits for n in range(len(limit.schedules))]
        return [
            profile
            for profile in (*known, *external)
            if (profile.place in (0, place) if place else profile.purpose in whole)
        ]

    async def _anchor(self, station: str, place: int, otherwise: float) -> float:
        transaction = await self.transaction_at(station, place)
        if transaction is None or transaction.started_at is None:
            return otherwise
        return parse_datetime(transaction.started_at).timestamp()

    async def transaction_at(self, station: str, place: int) -> Transaction | None:
        """Give the ongoing transaction of an EVSE or connector."""
        running = await self._store.transactions.find(station=station, active=True)
        here = [t for t in running if place in (t.evse_id, t.connector_id if not t.evse_id else 0)]
        return here[-1] if place and here else None

    # limits of others

    async def limited(self, limit: ChargingLimit) -> None:
        await self._store.charging_limits.put(limit)

    async def released(self, station: str, source: str, evse_id: int | None) -> None:
        """Note the end of a limit (K13); without an EVSE it is that of the whole station.

        We may not have heard of it while the station was offline.
        """
        now = self._clock.now()
        known = await self._store.charging_limits.get(exact(station, source, evse_id))
        limit = known or ChargingLimit(station, source, evse_id, now)
        await self._store.charging_limits.put(replace(limit, released_at=now))

    # what EVs negotiate

    async def ceiling(self, station: str, evse_id: int, duration: int) -> float | None:
        """Give the lowest limit in A per phase of the time to come, but for the EV's own profile.

        None where nothing limits the EVSE.
        """
        now = self._clock.time()
        profiles = [p for p in await self.applying(station, evse_id) if p.purpose != "TxProfile"]
        moments = calculation.edges(profiles, now, now + duration, now)
        found = [calculation.allowed(profiles, moment, now) for moment in moments]
        return min((here.current for here in found if here is not None), default=None)

    async def negotiation(self, station: str, evse_id: int) -> EvCharging:
        known = await self._store.ev_charging.get(exact(station, evse_id))
        return known or EvCharging(station, evse_id)

    async def negotiated(self, negotiation: EvCharging) -> None:
        await self._store.ev_charging.put(negotiation)

    async def offered(
        self, station: str, evse_id: int, profile_id: int, answer: str | None
    ) -> None:
        """Keep what the station said to the profile that was made for its EV."""
        known = await self.negotiation(station, evse_id)
        told = replace(known, profile_id=profile_id, profile_answer=answer)
        await self._store.ev_charging.put(told)

    async def fits(self, station: str, evse_id: int, told: Told) -> bool:
        """Tell whether an EV's schedule stays within its limits (K15.FR.11, K15.FR.12)."""
        profiles = await self.applying(station, evse_id)
        anchor = await self._anchor(station, evse_id, told.begin)
        return calculation.stays_within(told, profiles, anchor)


def _as_profile(limit: ChargingLimit, number: int) -> ChargingProfile:
    """Give a limit that somebody else set as a profile that begins with its notification."""
    schedule = {"startSchedule": format_datetime(limit.notified_at), **limit.schedules[number]}
    return ChargingProfile(
        limit.station,
        -1,
        EXTERNAL_PURPOSE,
        0,
        "Absolute",
        (schedule,),
        evse_id=limit.evse_id or 0,
        source=limit.source,
    )
