"""What a version folder must supply for a station to speak that version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from station_sim.moments import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ocppj.dialect import Dialect
    from ocppj.dispatch import Outcome, RouteTable
    from ocppj.frames import Call
    from schemas.base import JsonObject, OcppModel
    from station_sim.charging import ChargingPoint
    from station_sim.memory import CachedToken, Place
    from station_sim.moments import Token, Transaction
    from station_sim.policy import Policy
    from station_sim.reservations import Reservation
    from station_sim.smart_charging.herald import Herald
    from station_sim.station import Station
    from station_sim.trust.papers import Papers


class DraftError(KeyError):
    """No draft exists for an action."""


class Voice(Reporter, Protocol):
    """The messages that a station sends on its own."""

    def boot(self) -> OcppModel: ...

    def heartbeat(self) -> OcppModel: ...

    def authorize(self, token: Token) -> OcppModel: ...

    def welcomed(self) -> None:
        """Show the driver who may charge now what it costs, where nobody told (2.0.1, I04)."""
        ...

    def cached(self, payload: JsonObject) -> CachedToken:
        """Read what an Authorize answer says of the token."""
        ...

    def report_status(self, *, changed_only: bool) -> None:
        """Send the status of every connector, or of those whose status is not reported yet."""
        ...

    def reservation_ended(self, reservation: Reservation, why: str) -> None:
        """Tell of a reservation that ended unused, `Expired` or `Removed`."""
        ...

    def booted(self) -> None:
        """Send what follows the status reports after a boot."""
        ...

    def sampled(self, point: ChargingPoint, transaction: Transaction) -> None:
        """Send the periodic meter values of a transaction."""
        ...

    def stored(self, point: ChargingPoint, transaction: Transaction) -> None:
        """Take the values that the message at the end of a transaction is to carry."""
        ...

    async def watch(self) -> None:
        """Tell of what the station's monitors find, for as long as it has power."""
        ...

    def aligned(self, point: ChargingPoint) -> None:
        """Send the clock-aligned meter values of an EVSE."""
        ...

    def stored_aligned(self, point: ChargingPoint) -> None:
        """Take the clock-aligned values that the end of a transaction is to carry."""
        ...


class Store(Protocol):
    """The settings of a station: configuration keys or device model; `apply` is the factory's."""

    def apply(self, values: Mapping[str, str]) -> None:
        """Set values past all access rules. Raises KeyError for an unknown name."""
        ...

    def accepts(self, name: str, value: str) -> bool:
        """Tell whether a setting can have a value. Raises KeyError for an unknown name."""
        ...


class Kit(Protocol):
    """One version."""

    @property
    def dialect(self) -> Dialect: ...

    @property
    def routes(self) -> RouteTable[Station]: ...

    @property
    def drafts(self) -> Mapping[str, Callable[[Station], JsonObject]]: ...

    @property
    def statuses(self) -> Collection[str]:
        """Name the statuses that a connector can have."""
        ...

    def status(self, station: Station, place: Place) -> str:
        """Give the status of a connector as it is now, reported or not."""
        ...

    def store(self, station: Station) -> Store: ...

    def policy(self, store: Store) -> Policy: ...

    def voice(self, station: Station) -> Voice: ...

    def herald(self, station: Station) -> Herald: ...

    def papers(self, station: Station) -> Papers: ...

    def unregistered(self, station: Station, call: Call) -> Outcome | None:
        """Answer a CALL that arrives before the CSMS accepted us; None: as usual."""
        ...

    def note(
        self, station: Station, action: str, payload: JsonObject, answer: JsonObject | None
    ) -> None:
        """Keep the ledger: when a message is sent (no answer yet), and when it is answered."""
        ...
