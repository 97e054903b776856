"""Smart charging in a running station: profiles come and go, and the EVSEs offer accordingly."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import TYPE_CHECKING

from station_sim.hardware import Fact, Iec61851
from station_sim.moments import Stage
from station_sim.smart_charging.capacity import Load, share
from station_sim.smart_charging.composite import steps, total
from station_sim.smart_charging.electrics import amperes, exact
from station_sim.smart_charging.profiles import DAY_S, Purpose
from station_sim.smart_charging.site import Site
from station_sim.smart_charging.timeline import Window

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from station_sim.charging import ChargingPoint
    from station_sim.hardware import Evse
    from station_sim.moments import Moment, Reporter, Token, Transaction
    from station_sim.smart_charging.composite import Step, Stretch
    from station_sim.smart_charging.installed import Installed
    from station_sim.smart_charging.profiles import Unit
    from station_sim.station import Station


@dataclass(frozen=True, slots=True)
class Composite:
    """A composite schedule: `begin` in POSIX seconds, the steps relative to it."""

    begin: int
    unit: Unit
    steps: Sequence[Step]

    @property
    def moment(self) -> datetime:
        return datetime.fromtimestamp(self.begin, UTC)


class SmartCharging:
    """Keeps what every EVSE offers at what the profiles allow, from change to change.

    `version` counts the changes of the profiles, `report_asked` is the last request id of a report.
    """

    def __init__(self, station: Station) -> None:
        self._station = station
        self.site = Site(station)
        self.version = 0
        self.report_asked = 1
        self._starting: dict[int, tuple[Installed, Token]] = {}
        self._began: dict[int, float] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._applying = self._again = False
        station.hardware.listen(self._on_fact)

    # profiles

    def install(self, installed: Installed) -> None:
        """Take a profile that was found good; it works from the next `apply` on.

        A TxProfile is for what runs at its EVSE.
        """
        if installed.profile.purpose is Purpose.TX:
            transaction = self.site.transaction_at(installed.evse_id)
            installed = replace(installed, transaction=transaction)
        self._station.memory.profiles.put(replace(installed, since=self.site.now))
        self.version += 1

    def install_at_start(self, installed: Installed, token: Token) -> None:
        """Keep a profile for the transaction that a remote start of that token begins (K05)."""
        self._starting[installed.evse_id] = installed, token

    def remove(self, condemned: Callable[[Installed], bool]) -> int:
        """Remove the profiles that the test names, and give how many that were.

        What they forbade is allowed from the next `apply` on.
        """
        self.prune()
        removed = self._station.memory.profiles.remove(condemned)
        self.version += removed
        return removed

    def prune(self) -> None:
        """Forget the TxProfiles of transactions that have ended (K02.FR.05), adopt waiting ones."""
        running = {evse.id: self.site.transaction_at(evse.id) for evse in self._evses}
        self._station.memory.profiles.remove(
            lambda i: i.profile.purpose is Purpose.TX and i.transaction not in running.values()
        )
        for evse_id in [n for n in self._starting if running.get(n) is not None]:
            installed, token = self._starting.pop(evse_id)
            transaction = self._station.points[evse_id - 1].transaction
            if transaction is None or (transaction.token and transaction.token.matches(token)):
                self.install(installed)

    @property
    def _evses(self) -> list[Evse]:
        return self._station.hardware.evses

    def composite(self, evse_id: int, duration: int, unit: Unit | None) -> Composite:
        """Compute the schedule of an EVSE, or of all together for EVSE 0, from now on."""
        self.prune()
        begin = self.site.now
        window = Window(begin, begin + duration)
        chosen = unit or self.site.unit(evse_id, self._station.herald.capabilities.units)
        own = self.site.stretches(evse_id, window)
        if evse_id != 0:
            return Composite(begin, chosen, steps(own, chosen))
        parts = [self.site.stretches(evse.id, window) for evse in self._evses]
        return Composite(begin, chosen, total(parts, own, chosen))

    # life

    def stop(self) -> None:
        """Drop the timer; what is offered stays as it is."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _on_fact(self, evse: Evse, fact: Fact) -> None:
        if fact is Fact.CONTACTOR:
            self._path_changed(evse)
        if fact is not Fact.OFFER:
            self.apply()

    def _path_changed(self, evse: Evse) -> None:
        if evse.contactor_closed:
            self.site.anchors.setdefault(evse.id, self.site.now)
            self._began[evse.id] = self._station.clock.time()
        elif self.site.transaction_at(evse.id) is None:
            self.site.anchors.pop(evse.id, None)

    # what is offered

    def apply(self) -> None:
        """Offer what is allowed now, and come back when that changes."""
        self._again = True
        if self._applying:
            return
        self._applying = True
        self._station.herald.renegotiate()  # first: the EV's schedule is told before its effect
        try:
            while self._again:
                self._again = False
                self._apply()
        finally:
            self._applying = False

    async def reapply(self) -> None:
        """Do what `apply` does, after an answer was sent."""
        self.apply()

    def _apply(self) -> None:
        self.prune()
        now = self.site.now
        window = Window(now, now + DAY_S)
        evses = self._evses
        ways = {n: self.site.stretches(n, window) for n in (0, *(evse.id for evse in evses))}
        self._return_at(ways)
        parts = self._parts({evse_id: way[0] for evse_id, way in ways.items()})
        before = {evse.id: evse.meter.power for evse in evses}
        for evse in evses:
            evse.offer(float(parts[evse.id]), ways[evse.id][0].level.phases)
        for point in self._station.points:
            self._tell_change(point, before[point.evse.id])

    def _parts(self, now: Mapping[int, Stretch]) -> Mapping[int, Fraction]:
        """Give each EVSE its limit, or its share where the station has too little for all."""
        available = now[0].level.current
        caps = {n: min(stretch.level.current, available) for n, stretch in now.items() if n}
        loads = [
            self._load(evse, now[evse.id])
            for evse in self._evses
            if evse.contactor_closed and evse.pilot is Iec61851.C
        ]
        if sum(caps[load.evse_id] for load in loads) <= available:
            return caps
        return {**caps, **share(loads, available)}

    def _load(self, evse: Evse, now: Stretch) -> Load:
        wanted = min(now.level.current, exact(evse.demanded_current))
        minimum = Fraction(0) if now.minimum is None else amperes(now.minimum, now.level.voltage)
        return Load(evse.id, wanted, minimum, self._began.get(evse.id, 0.0))

    def _tell_change(self, point: ChargingPoint, before: float) -> None:
        """K11.FR.04, K13.FR.03: a changed rate is news when it changed by enough."""
        after = point.evse.meter.power
        if before <= 0 or after <= 0 or before == after:
            return  # a begin or an end of charging is a change of the charging state
        if abs(after - before) / before * 100 > self._station.herald.significance:
            point.rate_changed()

    def _return_at(self, ways: Mapping[int, Sequence[Stretch]]) -> None:
        self.stop()
        if self._station.memory.profiles or self.site.ev_schedules:
            end = min(way[0].end for way in ways.values())
            wait = max(0.0, end - self._station.clock.time())
            self._timer = asyncio.get_running_loop().call_later(wait, self.apply)


class Watch:
    """A reporter that lets smart charging know what becomes of transactions."""

    def __init__(self, reporter: Reporter, smart_charging: SmartCharging) -> None:
        self._reporter = reporter
        self._smart = smart_charging

    def moment(self, point: ChargingPoint, transaction: Transaction, moment: Moment) -> None:
        self._reporter.moment(point, transaction, moment)
        if moment.stage is not Stage.UPDATED:
            self._smart.apply()

    def status(self, point: ChargingPoint) -> None:
        self._reporter.status(point)

    def over(self, point: ChargingPoint) -> None:
        self._reporter.over(point)
