"""OCPP 1.6 for the station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dialect import OCPP16
from ocppj.dispatch import Outcome
from ocppj.frames import CallResult
from station_sim.configuration import Configuration
from station_sim.connector_states import RULES_16, statuses
from station_sim.ledger import Entry
from station_sim.v16 import messages
from station_sim.v16.drafts import DRAFTS
from station_sim.v16.messages import place_of
from station_sim.v16.papers import Papers16
from station_sim.v16.policy import Policy16
from station_sim.v16.routes import ROUTES
from station_sim.v16.smart_charging import Herald16
from station_sim.v16.voice import Voice16

if TYPE_CHECKING:
    from ocppj.frames import Call
    from schemas.base import JsonObject
    from station_sim.kit import Store
    from station_sim.memory import Place
    from station_sim.station import Station

_NOT_WHILE_PENDING = ("RemoteStartTransaction", "RemoteStopTransaction")


class Kit16:
    """Satisfies `station_sim.kit.Kit`."""

    dialect = OCPP16
    routes = ROUTES
    drafts = DRAFTS

    statuses = statuses(RULES_16)

    def status(self, station: Station, place: Place) -> str:
        return messages.status_at(station, place)

    def store(self, station: Station) -> Store:
        configuration = Configuration(station.settings, station.memory.values)
        configuration.changed = station.setting_changed
        return configuration

    def policy(self, store: Store) -> Policy16:
        assert isinstance(store, Configuration)
        return Policy16(store)

    def voice(self, station: Station) -> Voice16:
        return Voice16(station)

    def herald(self, station: Station) -> Herald16:
        return Herald16(station)

    def papers(self, station: Station) -> Papers16:
        return Papers16(station)

    def unregistered(self, station: Station, call: Call) -> Outcome | None:
        """4.2: a rejected station is silent; a pending one starts and stops nothing remotely."""
        if station.registration == "Rejected":
            return Outcome(None)
        if call.action in _NOT_WHILE_PENDING:
            return Outcome(CallResult(call.message_id, {"status": "Rejected"}))
        return None

    def note(
        self, station: Station, action: str, payload: JsonObject, answer: JsonObject | None
    ) -> None:
        if action == "StartTransaction" and answer is not None:
            place = place_of(station, payload["connectorId"]) or (1, 1)
            station.ledger.open(Entry(str(answer["transactionId"]), *place, 0, payload["idTag"]))
        elif action == "StopTransaction" and answer is None:
            station.ledger.close(str(payload.get("transactionId")))
