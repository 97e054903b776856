"""A station as smart charging sees it: what it can carry, what runs where, which profiles apply."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from station_sim.smart_charging.composite import Bound, Stretch, merge, tracks
from station_sim.smart_charging.electrics import Level, exact
from station_sim.smart_charging.profiles import Purpose, Unit
from station_sim.smart_charging.timeline import spans

if TYPE_CHECKING:
    from station_sim.smart_charging.installed import Installed
    from station_sim.smart_charging.profiles import Profile
    from station_sim.smart_charging.timeline import Span, Window
    from station_sim.station import Station

# A clock that has just reached a whole second may show a little less than it.
_EARLY_S = 0.001


class Site:
    """Reads the station; `anchors` are when the power path of each EVSE closed.

    `ev_schedules` are those that EVs chose by ISO 15118, with the transaction that each is for.
    """

    def __init__(self, station: Station) -> None:
        self._station = station
        self.anchors: dict[int, int] = {}
        self.ev_schedules: dict[int, tuple[str, Profile]] = {}

    @property
    def now(self) -> int:
        return int(self._station.clock.time() + _EARLY_S)

    # transactions

    def transaction_at(self, evse_id: int) -> str | None:
        """Give the station's own id of the transaction at an EVSE."""
        transaction = self._station.points[evse_id - 1].transaction
        if transaction is not None:
            return transaction.id
        entry = None if self._station.automatic else self._station.ledger.at(evse_id)
        return None if entry is None else entry.id

    def running(self) -> dict[int, str]:
        """Give the id of each ongoing transaction as the CSMS knows it, by EVSE."""
        found: dict[int, str] = {}
        for evse in self._station.hardware.evses:
            own = self.transaction_at(evse.id)
            if own is None:
                continue
            transaction = self._station.points[evse.id - 1].transaction
            told = None if transaction is None else transaction.csms_id
            found[evse.id] = own if told is None else str(told)
        return found

    # what applies

    def local(self, evse_id: int) -> Level:
        """Give what an EVSE is built for."""
        settings = self._station.hardware.evse(evse_id).settings
        return Level(exact(settings.max_current), settings.phases, exact(settings.voltage))

    def connection(self) -> Level:
        """Give what the grid connection is built for: all EVSEs at once."""
        levels = [self.local(evse.id) for evse in self._station.hardware.evses]
        current = sum((level.current for level in levels), Fraction(0))
        return Level(current, max(level.phases for level in levels), levels[0].voltage)

    def stretches(self, evse_id: int, window: Window) -> list[Stretch]:
        """Give what an EVSE may draw; for EVSE 0, what its limits let all draw together."""
        local = self.connection() if evse_id == 0 else self.local(evse_id)
        layers = [*tracks(self._bounds(evse_id), window), *self._chosen(evse_id, window)]
        return merge(local, layers, window)

    def applies(self, installed: Installed, evse_id: int) -> bool:
        if evse_id == 0:
            whole = installed.profile.purpose in (Purpose.STATION_MAX, Purpose.EXTERNAL)
            return whole and installed.evse_id == 0
        if installed.profile.purpose is Purpose.TX:
            return installed.transaction == self.transaction_at(evse_id)
        return installed.evse_id in (0, evse_id)

    def unit(self, evse_id: int, allowed: frozenset[Unit]) -> Unit:
        """Choose a unit: the one of all profiles that apply, else A where that is allowed."""
        used = {bound.profile.schedule.unit for bound in self._bounds(evse_id)}
        if len(used) == 1:
            return used.pop()
        return Unit.A if Unit.A in allowed else Unit.W

    def _bounds(self, evse_id: int) -> list[Bound]:
        enabled = self._station.herald.capabilities.enabled
        return [
            Bound(
                installed.profile,
                self._anchor(installed, evse_id),
                installed.evse_id > 0,
                installed.source,
            )
            for installed in self._station.memory.profiles
            if self.applies(installed, evse_id) and (enabled or installed.external)
        ]

    def _anchor(self, installed: Installed, evse_id: int) -> int:
        """Give when a relative schedule begins: with the power path (K01.FR.42), or as if now."""
        if installed.profile.purpose in (Purpose.STATION_MAX, Purpose.EXTERNAL):
            return installed.since
        return self.anchors.get(evse_id, self.now)

    def _chosen(self, evse_id: int, window: Window) -> list[list[Span]]:
        """Give the EV's own schedule (K15.FR.14)."""
        transaction, profile = self.ev_schedules.get(evse_id, (None, None))
        if profile is None or transaction != self.transaction_at(evse_id):
            return []
        return [spans(profile, self.now, window)]
