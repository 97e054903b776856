"""The door: what a station must bring to get a websocket, and what it is told otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocppj.handshake import MAX_IDENTITY, Refusal, authenticates, choose, read_offer
from reference_csms.settings import UnknownStations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from websockets.http11 import Request

    from ocppj.dialect import Dialect
    from ocppj.handshake import Offer
    from reference_csms.records import Station
    from reference_csms.settings import Settings
    from reference_csms.store.protocols import StationStore

BASIC_AUTHENTICATION = (1, 2)
"""The security profiles with a password (1.6 security white paper 2.2, 2.0.1 A00.FR.201)."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """A handshake that was accepted."""

    identity: str
    dialect: Dialect
    path: str
    security_profile: int


class Admission:
    """Decides about handshakes by the stored stations and the settings."""

    def __init__(
        self, store: StationStore, settings: Settings, dialects: Iterable[Dialect]
    ) -> None:
        self._store = store
        self._settings = settings
        self._dialects = tuple(dialects)

    async def decide(self, request: Request, listener_profile: int | None) -> Admitted | Refusal:
        """Judge an opening handshake.

        A listener's security profile overrules the station's own, but for a lower one (A05.FR.07).
        """
        offer = read_offer(request)
        if isinstance(offer, Refusal):
            return offer
        station = await self._store.stations.get(offer.identity)
        refusal = self._refuse_identity(offer, station)
        if refusal is not None:
            return refusal
        dialect = choose(offer.subprotocols, self._dialects)
        if dialect is None:
            return Refusal(400, "none of the offered subprotocols is supported")
        profile = _profile(station, listener_profile)
        if profile < _floor(station):
            return Refusal(403, f"this station connects with security profile {_floor(station)}")
        if profile in BASIC_AUTHENTICATION and not _password_fits(offer, station, dialect):
            return Refusal(401, "Basic authentication with the right password is required")
        return Admitted(offer.identity, dialect, offer.path, profile)

    def _refuse_identity(self, offer: Offer, station: Station | None) -> Refusal | None:
        """Part 4 section 3.1 and 3.3: an identifier that is not known is not found."""
        if len(offer.identity) > MAX_IDENTITY:
            return Refusal(404, f"a station identifier has at most {MAX_IDENTITY} characters")
        if station is None and self._settings.unknown_stations is UnknownStations.REFUSE:
            return Refusal(404, "no such station")
        return None


def _profile(station: Station | None, listener_profile: int | None) -> int:
    if listener_profile is not None:
        return listener_profile
    return _floor(station)


def _floor(station: Station | None) -> int:
    return (station.security_profile or 0) if station is not None else 0


def _password_fits(offer: Offer, station: Station | None, dialect: Dialect) -> bool:
    if station is None or station.password is None:
        return False
    return authenticates(offer.credentials, offer.identity, station.password, dialect)
