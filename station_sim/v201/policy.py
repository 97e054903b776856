"""The behaviour that the device model of 2.0.1 asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from station_sim.meter import PHASES, REGISTER
from station_sim.policy import BackOff, MeterPlan, Point, Retry

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    def max_energy_on_invalid_id(self) -> float:
        return self._model.number("TxCtrlr.MaxEnergyOnInvalidId")

    @property
    def master_pass_group(self) -> str | None:
        return self._model.text("AuthCtrlr.MasterPassGroupId") or None

    @property
    def ev_connection_timeout(self) -> float:
        return self._model.number("TxCtrlr.EVConnectionTimeOut")

    @property
    def signs_readings(self) -> bool:
        return self._model.flag("SampledDataCtrlr.SignReadings")

    @property
    def signs_aligned(self) -> bool:
        return self._model.flag("AlignedDataCtrlr.SignReadings")

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

    def settle_network(self, security_profile: int, slots: Sequence[int]) -> None:
        """A05.FR.06; the security profile itself is not stored here."""
        left = ",".join(str(slot) for slot in slots)
        self._model.apply({"OCPPCommCtrlr.NetworkConfigurationPriority": left})

    @property
    def local_list_enabled(self) -> bool:
        return self._model.flag("LocalAuthListCtrlr.Enabled")

    # 2.0.1 has no settings for these.
    status_duration = 0.0
    light_intensity = 100
    blinks = 3

    @property
    def asks_about_listed(self) -> bool:
        return not self._model.flag("LocalAuthListCtrlr.DisablePostAuthorize")

    @property
    def asks_about_cached(self) -> bool:
        return not self._model.flag("AuthCacheCtrlr.DisablePostAuthorize")

    @property
    def reservations_enabled(self) -> bool:
        return self._model.flag("ReservationCtrlr.Enabled")

    @property
    def shows_messages(self) -> bool:
        return self._model.flag("DisplayMessageCtrlr.Enabled")

    @property
    def before_accepted(self) -> bool:
        return self._model.flag("TxCtrlr.TxBeforeAcceptedEnabled")

    @property
    def cache_enabled(self) -> bool:
        return self._model.flag("AuthCacheCtrlr.Enabled")

    @property
    def cache_storage(self) -> int:
        return int(self._model.at("AuthCacheCtrlr.Storage").maximum or 0)

    @property
    def cache_policy(self) -> str:
        return self._model.text("AuthCacheCtrlr.Policy")

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
    def clock_jump(self) -> float:
        return self._model.number("ClockCtrlr.TimeAdjustmentReportingThreshold")

    @property
    def ping_interval(self) -> float:
        return self._model.number("OCPPCommCtrlr.WebSocketPingInterval")

    @property
    def offline_threshold(self) -> float:
        return self._model.number("OCPPCommCtrlr.OfflineThreshold")

    @property
    def queues_all(self) -> bool:
        return self._model.flag("OCPPCommCtrlr.QueueAllMessages")

    @property
    def back_off(self) -> BackOff:
        model = self._model
        return BackOff(
            model.number("OCPPCommCtrlr.RetryBackOffWaitMinimum"),
            model.number("OCPPCommCtrlr.RetryBackOffRandomRange"),
            model.number("OCPPCommCtrlr.RetryBackOffRepeatTimes"),
        )

    @property
    def reset_retries(self) -> int:
        return self._model.number("OCPPCommCtrlr.ResetRetries")

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
            started=_sampled(model, "TxStartedMeasurands") if sampled else (),
            updated=_sampled(model, "TxUpdatedMeasurands") if sampled else (),
            updated_interval=model.number("SampledDataCtrlr.TxUpdatedInterval"),
            ended=_sampled(model, "TxEndedMeasurands") if sampled else (),
            ended_interval=model.number("SampledDataCtrlr.TxEndedInterval"),
            aligned=model.items("AlignedDataCtrlr.Measurands") if aligned else (),
            aligned_interval=model.number("AlignedDataCtrlr.Interval"),
            aligned_ended=model.items("AlignedDataCtrlr.TxEndedMeasurands") if aligned else (),
            aligned_ended_interval=model.number("AlignedDataCtrlr.TxEndedInterval"),
            aligned_when_idle_only=model.flag("AlignedDataCtrlr.SendDuringIdle"),
        )


def _sampled(model: DeviceModel, name: str) -> tuple[str, ...]:
    """Give sampled measurands; Part 2, 2.7.18: a register's phases too where so set."""
    items = model.items(f"SampledDataCtrlr.{name}")
    if model.flag("SampledDataCtrlr.RegisterValuesWithoutPhases") or REGISTER not in items:
        return items
    return (*items, *(f"{REGISTER}.{phase}" for phase in PHASES))
