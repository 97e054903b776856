"""OCPP 2.0.1 for the station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocppj.dialect import OCPP201
from ocppj.dispatch import Outcome
from ocppj.frames import CallError, CallResult
from ocppj.problems import ErrorCode
from station_sim.connector_states import RULES_201, statuses
from station_sim.device_model import DeviceModel
from station_sim.ledger import Entry
from station_sim.v201 import messages
from station_sim.v201.drafts import DRAFTS
from station_sim.v201.herald import Herald201
from station_sim.v201.monitoring import monitoring_of
from station_sim.v201.papers import Papers201
from station_sim.v201.policy import Policy201
from station_sim.v201.routes import ROUTES
from station_sim.v201.voice import Voice201

if TYPE_CHECKING:
    from ocppj.frames import Call
    from schemas.base import JsonObject
    from station_sim.kit import Store
    from station_sim.memory import Place
    from station_sim.station import Station

_NOT_WHILE_PENDING = ("RequestStartTransaction", "RequestStopTransaction")
_OBSERVED = frozenset(
    {
        "ChargingStation.AvailabilityState",
        "ChargingStation.Problem",
        "Connector.AvailabilityState",
        "Connector.Problem",
        "EVSE.AvailabilityState",
        "EVSE.Power",
        "EVSE.Problem",
        "EmergencyStopSensor.Active",
        "TemperatureSensor.Temperature",
    }
)
"""The measured variables whose changes the hardware tells of: those that can be monitored."""


class Kit201:
    """Satisfies `station_sim.kit.Kit`."""

    dialect = OCPP201
    routes = ROUTES
    drafts = DRAFTS

    statuses = statuses(RULES_201)

    def status(self, station: Station, place: Place) -> str:
        return messages.status_at(station, place)

    def store(self, station: Station) -> Store:
        live = {
            "OCPPCommCtrlr.ActiveNetworkProfile": lambda _: str(station.memory.network.active),
            "OCPPCommCtrlr.MessageTimeout": lambda _: _timeout(station),
            "SecurityCtrlr.SecurityProfile": lambda _: str(station.dialling.security_profile),
            "LocalAuthListCtrlr.Entries": lambda _: str(len(station.memory.local_list)),
            "AuthCacheCtrlr.Storage": lambda _: str(station.memory.cache_size),
            "ClockCtrlr.DateTime": lambda _: station.clock.text(),
            "ChargingStation.AvailabilityState": lambda _: messages.overall_status(station),
            "SecurityCtrlr.CertificateEntries": lambda _: str(len(station.memory.certificates)),
            "SmartChargingCtrlr.Entries": lambda _: str(len(station.memory.profiles)),
            "DisplayMessageCtrlr.DisplayMessages": lambda _: str(len(station.display.select())),
            "MonitoringCtrlr.ActiveMonitoringBase": lambda _: station.memory.monitors.base.value,
            "MonitoringCtrlr.ActiveMonitoringLevel": lambda _: str(station.memory.monitors.level),
            "TemperatureSensor.Temperature": lambda _: f"{station.hardware.temperature:.1f}",
            "ChargingStation.Problem": lambda _: messages.problem(station),
            "EVSE.Problem": lambda v: messages.problem(station, v.evse_id),
            "Connector.Problem": lambda v: messages.problem(station, v.evse_id, v.connector_id),
            "EmergencyStopSensor.Active": lambda _: str(station.hardware.emergency).lower(),
            "EVSE.AvailabilityState": lambda v: messages.overall_status(station, v.evse_id),
            "EVSE.Power": lambda v: f"{station.hardware.evse(v.evse_id).meter.power:.1f}",
            "Connector.AvailabilityState": lambda v: messages.status_at(
                station, (v.evse_id, v.connector_id)
            ),
        }
        model = DeviceModel(station.settings, station.memory.values, live, _OBSERVED)

        def changed(name: str) -> None:
            station.setting_changed(name)
            monitoring_of(station).changed()

        model.changed = changed
        return model

    def policy(self, store: Store) -> Policy201:
        assert isinstance(store, DeviceModel)
        return Policy201(store)

    def voice(self, station: Station) -> Voice201:
        return Voice201(station)

    def herald(self, station: Station) -> Herald201:
        return Herald201(station)

    def papers(self, station: Station) -> Papers201:
        return Papers201(station)

    def unregistered(self, station: Station, call: Call) -> Outcome | None:
        """B03.FR.08: rejected, all CALLs are refused; B02.FR.05: pending, remote starts are."""
        if station.registration == "Rejected":
            code = self.dialect.spell(ErrorCode.SECURITY_ERROR)
            return Outcome(CallError(call.message_id, code, "the station is not registered"))
        if call.action in _NOT_WHILE_PENDING:
            return Outcome(CallResult(call.message_id, {"status": "Rejected"}))
        return None

    def note(
        self, station: Station, action: str, payload: JsonObject, answer: JsonObject | None
    ) -> None:
        """Open a transaction with its first message, close it with the last."""
        if action != "TransactionEvent" or answer is not None:
            return
        transaction_id = str(payload["transactionInfo"]["transactionId"])
        if "remoteStartId" in payload["transactionInfo"]:
            station.remote_start_id = None
        if payload["eventType"] == "Ended":
            station.ledger.close(transaction_id)
            return
        entry = station.ledger.find(transaction_id)
        if entry is None:
            entry = Entry(transaction_id, 0, 0)
            station.ledger.open(entry)
        evse = payload.get("evse", {})
        entry.evse_id = evse.get("id", entry.evse_id)
        entry.connector_id = evse.get("connectorId", entry.connector_id)
        entry.next_seq_no = payload["seqNo"] + 1


def _timeout(station: Station) -> str:
    """Give the message timeout of the network profile in use (Part 2, 2.1.3)."""
    return str(round(station.dialling.message_timeout or station.settings.call_timeout))
