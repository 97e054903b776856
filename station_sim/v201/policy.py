"""The behaviour that the device model of 2.0.1 asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_sim.policy import BackOff, MeterPlan, Point, Retry

if TYPE_CHECKING:
    from station_sim.device_model import DeviceModel


class Policy201:
    """Satisfies `station_sim.policy.Policy`."""

    def __init__(self, model: DeviceModel) -> None:
        self._model = model

    @property
    def start_points(self) -> frozenset[Point]:
        return frozenset(Point(item) for item in self._model.items("TxCtrlr.TxStartPoint"))

    @property
    def stop_points(self) -> frozenset[Point]:
        return frozenset(Point(item) for item in self._model.items("TxCtrlr.TxStopPoint"))

    @property
    def stop_on_ev_disconnect(self) -> bool:
        return self._model.flag("TxCtrlr.StopTxOnEVSideDisconnect")

    @property
    def unlock_on_ev_disconnect(self) -> bool:
        return self._model.flag("OCPPCommCtrlr.UnlockOnEVSideDisconnect")

    @property
    def stop_on_invalid_id(self) -> bool:
        return self._model.flag("TxCtrlr.StopTxOnInvalidId")

    @property
    def ev_connection_timeout(self) -> float:
        return self._model.number("TxCtrlr.EVConnectionTimeOut")

    @property
    def signs_readings(self) -> bool:
        return self._model.flag("SampledDataCtrlr.SignReadings")

    @property
    def public_key(self) -> str:
        """When the meter's key goes along: Never, OncePerTransaction or EveryMeterValue."""
        return self._model.text("OCPPCommCtrlr.PublicKeyWithSignedMeterValue")

    @property
    def authorization_required(self) -> bool:
        return self._model.flag("AuthCtrlr.Enabled")

    @property
    def authorize_remote_start(self) -> bool:
        return self._model.flag("AuthCtrlr.AuthorizeRemoteStart")

    @property
    def remote_authorization(self) -> bool:
        return not self._model.flag("AuthCtrlr.DisableRemoteAuthorization")

    @property
    def local_pre_authorize(self) -> bool:
        return self._model.flag("AuthCtrlr.LocalPreAuthorize")

    @property
    def local_authorize_offline(self) -> bool:
        return self._model.flag("AuthCtrlr.LocalAuthorizeOffline")

    @property
    def accept_unknown_offline(self) -> bool:
        return self._model.flag("AuthCtrlr.OfflineTxForUnknownIdEnabled")

    @property
    def network_priority(self) -> list[int]:
        slots = self._model.items("OCPPCommCtrlr.NetworkConfigurationPriority")
        return [int(slot) for slot in slots]

    @property
    def network_attempts(self) -> int:
        return self._model.number("OCPPCommCtrlr.NetworkProfileConnectionAttempts")

    @property
    def local_list_enabled(self) -> bool:
        return self._model.flag("LocalAuthListCtrlr.Enabled")

    @property
    def cache_enabled(self) -> bool:
        return self._model.flag("AuthCacheCtrlr.Enabled")

    @property
    def cache_lifetime(self) -> float | None:
        return self._model.number("AuthCacheCtrlr.LifeTime")

    @property
    def heartbeat_interval(self) -> float:
        return self._model.number("OCPPCommCtrlr.HeartbeatInterval")

    def set_heartbeat_interval(self, seconds: int) -> None:
        self._model.apply({"OCPPCommCtrlr.HeartbeatInterval": str(seconds)})

    @property
    def synchronizes_clock(self) -> bool:
        return "Heartbeat" in self._model.items("ClockCtrlr.TimeSource")

    @property
    def ping_interval(self) -> float:
        return self._model.number("OCPPCommCtrlr.WebSocketPingInterval")

    @property
    def offline_threshold(self) -> float:
        return self._model.number("OCPPCommCtrlr.OfflineThreshold")

    @property
    def back_off(self) -> BackOff:
        model = self._model
        return BackOff(
            model.number("OCPPCommCtrlr.RetryBackOffWaitMinimum"),
            model.number("OCPPCommCtrlr.RetryBackOffRandomRange"),
            model.number("OCPPCommCtrlr.RetryBackOffRepeatTimes"),
        )

    @property
    def retry(self) -> Retry:
        attempts = self._model.number("OCPPCommCtrlr.MessageAttempts[TransactionEvent]")
        interval = self._model.number("OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]")
        return Retry(attempts, interval)

    @property
    def sessions_before_update(self) -> bool:
        return self._model.flag("ChargingStation.AllowNewSessionsPendingFirmwareUpdate")

    @property
    def meter_plan(self) -> MeterPlan:
        model = self._model
        sampled = model.flag("SampledDataCtrlr.Enabled")
        aligned = model.flag("AlignedDataCtrlr.Enabled")
        return MeterPlan(
            started=model.items("SampledDataCtrlr.TxStartedMeasurands") if sampled else (),
            updated=model.items("SampledDataCtrlr.TxUpdatedMeasurands") if sampled else (),
            updated_interval=model.number("SampledDataCtrlr.TxUpdatedInterval"),
            ended=model.items("SampledDataCtrlr.TxEndedMeasurands") if sampled else (),
            ended_interval=model.number("SampledDataCtrlr.TxEndedInterval"),
            aligned=model.items("AlignedDataCtrlr.Measurands") if aligned else (),
            aligned_interval=model.number("AlignedDataCtrlr.Interval"),
            aligned_ended=model.items("AlignedDataCtrlr.TxEndedMeasurands") if aligned else (),
            aligned_ended_interval=model.number("AlignedDataCtrlr.TxEndedInterval"),
            aligned_when_idle_only=model.flag("AlignedDataCtrlr.SendDuringIdle"),
        )
