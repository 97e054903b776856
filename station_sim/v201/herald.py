"""The settings and messages of 2.0.1 for smart charging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.v201.smart_charging import (
    ChargingLimitSourceEnumType,
    ChargingLimitType,
    ClearedChargingLimitRequest,
    NotifyChargingLimitRequest,
)
from station_sim.device_model import DeviceModel, Variable
from station_sim.smart_charging.profiles import Unit
from station_sim.smart_charging.rules import Capabilities
from station_sim.v201.charging_needs import Negotiations
from station_sim.v201.charging_profiles import written_schedule

if TYPE_CHECKING:
    from station_sim.charging import ChargingPoint
    from station_sim.smart_charging.installed import Installed
    from station_sim.station import Station

_CTRLR = "SmartChargingCtrlr"


class Herald201:
    """Satisfies `station_sim.smart_charging.herald.Herald`."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._negotiations = Negotiations(station)

    @property
    def _model(self) -> DeviceModel:
        assert isinstance(self._station.store, DeviceModel)
        return self._station.store

    @property
    def capabilities(self) -> Capabilities:
        model = self._model
        entries = model.find(_CTRLR, "Entries", instance="ChargingProfiles")
        assert isinstance(entries, Variable)
        return Capabilities(
            model.flag(f"{_CTRLR}.Available") and model.flag(f"{_CTRLR}.Enabled"),
            frozenset(Unit(unit) for unit in model.items(f"{_CTRLR}.RateUnit")),
            int(entries.maximum or 0),
            model.number(f"{_CTRLR}.ProfileStackLevel"),
            model.number(f"{_CTRLR}.PeriodsPerSchedule"),
            model.flag(f"{_CTRLR}.Phases3to1"),
        )

    @property
    def significance(self) -> float:
        return float(self._model.text(f"{_CTRLR}.LimitChangeSignificance"))

    @property
    def heeds_signals(self) -> bool:
        return self._model.flag(f"{_CTRLR}.ExternalControlSignalsEnabled")

    def limited(self, limit: Installed, critical: bool | None) -> None:
        """K11.FR.02, K11.FR.03, K12.FR.02, K12.FR.03."""
        source = ChargingLimitSourceEnumType(limit.source)
        schedules = [written_schedule(schedule) for schedule in limit.profile.schedules]
        told = self._model.flag(f"{_CTRLR}.NotifyChargingLimitWithSchedules")
        self._station.post(
            NotifyChargingLimitRequest(
                charging_limit=ChargingLimitType(
                    charging_limit_source=source, is_grid_critical=critical
                ),
                charging_schedule=schedules if told else None,
                evse_id=limit.evse_id or None,
            )
        )

    def released(self, source: str, evse_id: int) -> None:
        """K13.FR.02."""
        self._station.post(
            ClearedChargingLimitRequest(
                charging_limit_source=ChargingLimitSourceEnumType(source), evse_id=evse_id or None
            )
        )

    # ISO 15118

    def negotiate(self, point: ChargingPoint) -> None:
        self._negotiations.begin(point)

    def renegotiate(self) -> None:
        self._negotiations.profiles_changed()

    def too_early(self, evse_id: int) -> bool:
        return self._negotiations.too_early(evse_id)

    def negotiated(self, evse_id: int) -> bool:
        return self._negotiations.negotiated(evse_id)

    def ask(self, evse_id: int, energy: int | None, departure: int | None) -> None:
        self._negotiations.ask(evse_id, energy, departure)

    def tell(self, evse_id: int, limit: float | None) -> None:
        self._negotiations.tell(evse_id, limit)
