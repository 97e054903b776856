"""What a station holds about one customer, to be told and to be erased (2.0.1 N09, N10).

The local authorization list is told and never erased: only the CSMS changes it (N10.FR.03).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocppj.trace import iso

if TYPE_CHECKING:
    from station_sim.charging import ChargingPoint
    from station_sim.memory import CachedToken
    from station_sim.moments import Token
    from station_sim.reservations import Reservation
    from station_sim.station import Station


@dataclass(frozen=True, slots=True)
class Customer:
    """Who is meant: the bearer of a token, or whom an identifier names.

    An identifier is compared with the ids of tokens, whatever their type, and with their groups.
    Without either nobody is meant: this station keeps nothing by the certificate of a vehicle.
    """

    token: Token | None = None
    identifier: str | None = None

    def bears(self, token: Token | None, group: str | None = None) -> bool:
        if token is None:
            return False
        if self.token is not None:
            return self.token.matches(token)
        wanted = (self.identifier or "").casefold()
        return wanted != "" and wanted in (token.id.casefold(), (group or "").casefold())


def is_charging(station: Station, customer: Customer) -> bool:
    """Tell whether a session of the customer runs, whose data cannot be erased yet."""
    return any(_session(point, customer) for point in station.points)


def _session(point: ChargingPoint, customer: Customer) -> bool:
    authorization, transaction = point.authorization, point.transaction
    return (
        (authorization is not None and customer.bears(authorization.token, authorization.group))
        or (transaction is not None and customer.bears(transaction.token))
        or customer.bears(point.cable_owner)
    )


def held(station: Station, customer: Customer) -> list[str]:
    """Say what is held about a customer, a line for each thing, none where there is nothing."""
    memory = station.memory
    version = memory.local_list.version
    cached = [
        f"Authorization cache: {_describe(token, info)}"
        for token, info in memory.cached()
        if customer.bears(token, info.group)
    ]
    listed = [
        f"Local authorization list, version {version}: {_describe(token, info)}"
        for token, info in memory.local_list.items()
        if customer.bears(token, info.group)
    ]
    reserved = [_reservation(one) for one in station.reservations.made_for(customer.bears)]
    sessions = [
        f"Session at EVSE {point.evse.id}" for point in station.points if _session(point, customer)
    ]
    return [*cached, *listed, *reserved, *sessions]


def erase(station: Station, customer: Customer) -> None:
    """Forget the customer, but for the local list (N10.FR.03); reservations end with it."""
    for token, info in station.memory.cached():
        if customer.bears(token, info.group):
            station.memory.forget(token)
    station.reservations.remove(customer.bears)


def _describe(token: Token, info: CachedToken) -> str:
    parts = [f"{token.type} {token.id}", "accepted" if info.accepted else "refused"]
    if info.group is not None:
        parts.append(f"group {info.group}")
    if info.expires is not None:
        parts.append(f"until {iso(info.expires)}")
    return ", ".join(parts)


def _reservation(reservation: Reservation) -> str:
    place = f"EVSE {reservation.evse_id}" if reservation.evse_id else "any EVSE"
    until = iso(reservation.expires)
    return f"Reservation {reservation.id} for {reservation.token.id} at {place}, until {until}"
