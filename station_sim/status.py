"""From hardware, charging and availability to the facts that decide a connector's status."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from station_sim.connector_states import Facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from station_sim.charging import ChargingPoint
    from station_sim.hardware import Connector
    from station_sim.memory import Place
    from station_sim.station import Station


class Steady:
    """Reports a status once it has held for MinimumStatusDuration (1.6 edition 2, 9.1.20)."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._waiting: dict[Place, tuple[str, asyncio.TimerHandle]] = {}

    def report(self, place: Place, report: Callable[[Place], None]) -> None:
        """Let `report` tell of the status that a place has now, if it still has it then."""
        seconds = self._station.policy.status_duration
        status = self._station.kit.status(self._station, place)
        since, timer = self._waiting.pop(place, (None, None))
        if seconds <= 0:
            report(place)
        elif since == status and timer is not None:
            self._waiting[place] = status, timer
            return
        else:
            later = asyncio.get_running_loop().call_later(seconds, self._held, place, report)
            self._waiting[place] = status, later
        if timer is not None:
            timer.cancel()

    def _held(self, place: Place, report: Callable[[Place], None]) -> None:
        self._waiting.pop(place, None)
        report(place)


def places(station: Station) -> Iterator[Place]:
    """Give (EVSE id, connector id) of every connector, in the order in which 1.6 numbers them."""
    for evse in station.hardware.evses:
        for connector in evse.connectors:
            yield evse.id, connector.id


def facts(station: Station, place: Place) -> Facts:
    evse_id, connector_id = place
    point = station.points[evse_id - 1]
    connector = point.evse.connector(connector_id)
    here = _in_use(point) == connector_id
    return Facts(
        faulted=connector.fault is not None or point.evse.emergency,
        operative=_operative(station, place),
        plugged=connector.plugged,
        authorized=here and point.authorization is not None,
        transaction=here and _has_transaction(station, point),
        transferring=point.evse.transferring or not station.automatic,
        path_closed=point.evse.contactor_closed and point.evse.current_limit > 0,
        ev_connected=point.evse.vehicle is not None,
        finished=point.finished,
        other_in_use=_taken_by_other(point, connector),
        reserved=station.reservations.at(place) is not None,
    )


def _operative(station: Station, place: Place) -> bool:
    operative = station.memory.availability.operative(place)
    closed = station.firmware.blocks_connectors or station.points[place[0] - 1].restarting
    return operative and not closed


def _in_use(point: ChargingPoint) -> int:
    transaction = point.transaction
    known = point.evse.connector_in_use or (transaction.connector_id if transaction else None)
    return known if known is not None else point.evse.connectors[0].id


def _has_transaction(station: Station, point: ChargingPoint) -> bool:
    if station.automatic:
        return point.transaction is not None
    return station.ledger.at(point.evse.id) is not None


def _taken_by_other(point: ChargingPoint, connector: Connector) -> bool:
    return point.evse.connector_in_use not in (None, connector.id)
