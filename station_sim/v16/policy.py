"""The behaviour that the configuration keys of 1.6 ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from station_sim.policy import BackOff, MeterPlan, Point, Retry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from station_sim.configuration import Configuration

# 1.6 has no keys for it; 1.6-J leaves the waiting to the station.
_BACK_OFF: Final = BackOff(minimum=5, random_range=2, repeat_times=4)


class Policy16:
    """Satisfies `station_sim.policy.Policy`."""

    # A transaction of 1.6 begins when every prerequisite for charging is met (section 3.6).
    start_points = frozenset({Point.POWER_PATH})
    signs_readings = False
    authorization_required = True
    remote_authorization = True
    sessions_before_update = False  # 1.6 has no setting for it
    queues_all = False  # nor for this
    master_pass_group = None
    synchronizes_clock = True
    clock_jump = 20.0  # it names no threshold; this is the value that 2.0.1 finds reasonable
    asks_about_listed = True
    asks_about_cached = True
    reservations_enabled = True
    before_accepted = True
    shows_messages = True
    cache_storage = 16384
    cache_policy = "LRU"
    # 4.9: after an outage only what changed is sent, however long it took.
    offline_threshold = float("inf")
    back_off = _BACK_OFF

    def __init__(self, configuration: Configuration) -> None:
        self._keys = configuration

    @property
    def stop_points(self) -> frozenset[Point]:
        if self.stop_on_ev_disconnect:
            return frozenset({Point.AUTHORIZED, Point.EV_CONNECTED})
        return frozenset({Point.AUTHORIZED})

    @property
    def stop_on_ev_disconnect(self) -> bool:
        return self._keys.flag("StopTransactionOnEVSideDisconnect")

    @property
    def unlock_on_ev_disconnect(self) -> bool:
        return self._keys.flag("UnlockConnectorOnEVSideDisconnect")

    @property
    def stop_on_invalid_id(self) -> bool:
        return self._keys.flag("StopTransactionOnInvalidId")

    @property
    def max_energy_on_invalid_id(self) -> float:
        return self._keys.number("MaxEnergyOnInvalidId")

    @property
    def ev_connection_timeout(self) -> float:
        return self._keys.number("ConnectionTimeOut")

    @property
    def authorize_remote_start(self) -> bool:
        return self._keys.flag("AuthorizeRemoteTxRequests")

    @property
    def local_pre_authorize(self) -> bool:
        return self._keys.flag("LocalPreAuthorize")

    @property
    def local_authorize_offline(self) -> bool:
        return self._keys.flag("LocalAuthorizeOffline")

    @property
    def accept_unknown_offline(self) -> bool:
        return self._keys.flag("AllowOfflineTxForUnknownId")

    # 1.6 knows one address, that of the factory.
    network_priority = (1,)
    network_attempts = 1

    def settle_network(self, security_profile: int, slots: Sequence[int]) -> None:
        self._keys.apply({"SecurityProfile": str(security_profile)})

    @property
    def local_list_enabled(self) -> bool:
        supported = self._keys.key("LocalAuthListEnabled") is not None
        return supported and self._keys.flag("LocalAuthListEnabled")

    @property
    def status_duration(self) -> float:
        return self._keys.number("MinimumStatusDuration")

    @property
    def cache_enabled(self) -> bool:
        return self._keys.flag("AuthorizationCacheEnabled")

    @property
    def cache_lifetime(self) -> float | None:
        return None

    @property
    def heartbeat_interval(self) -> float:
        return self._keys.number("HeartbeatInterval")

    def set_heartbeat_interval(self, seconds: int) -> None:
        self._keys.apply({"HeartbeatInterval": str(seconds)})

    @property
    def ping_interval(self) -> float:
        return self._keys.number("WebSocketPingInterval")

    @property
    def reset_retries(self) -> int:
        return self._keys.number("ResetRetries")

    @property
    def light_intensity(self) -> int:
        return self._keys.number("LightIntensity")

    @property
    def blinks(self) -> int:
        return self._keys.number("BlinkRepeat")

    @property
    def retry(self) -> Retry:
        attempts = self._keys.number("TransactionMessageAttempts")
        return Retry(attempts, self._keys.number("TransactionMessageRetryInterval"))

    @property
    def meter_plan(self) -> MeterPlan:
        keys = self._keys
        interval = keys.number("MeterValueSampleInterval")
        ended = keys.items("StopTxnSampledData")
        return MeterPlan(
            updated=keys.items("MeterValuesSampledData"),
            updated_interval=interval,
            ended=ended,
            ended_interval=interval if ended else 0,
            aligned=keys.items("MeterValuesAlignedData"),
            aligned_interval=keys.number("ClockAlignedDataInterval"),
            aligned_ended=keys.items("StopTxnAlignedData"),
            aligned_ended_interval=keys.number("ClockAlignedDataInterval"),
        )
