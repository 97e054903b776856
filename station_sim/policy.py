"""The settings that steer a station's behaviour, whichever version spells them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet


class Point(StrEnum):
    """What must hold for a transaction to start or go on (2.0.1 Part 2, 2.6.6)."""

    BAY = "ParkingBayOccupancy"
    EV_CONNECTED = "EVConnected"
    AUTHORIZED = "Authorized"
    DATA_SIGNED = "DataSigned"
    POWER_PATH = "PowerPathClosed"
    ENERGY = "EnergyTransfer"


@dataclass(frozen=True, slots=True)
class BackOff:
    """Waiting before a reconnection, in seconds (2.0.1 Part 4, 5.3)."""

    minimum: float
    random_range: float
    repeat_times: int

    def wait(self, failures: int, chance: float) -> float:
        """Give the time to wait after so many failed attempts; `chance` is from 0 to 1."""
        doubled = self.minimum * (1 << min(failures, self.repeat_times))
        return doubled + chance * self.random_range


@dataclass(frozen=True, slots=True)
class Retry:
    """How often, and at which interval in seconds, a transaction message is tried."""

    attempts: int
    interval: float


@dataclass(frozen=True, slots=True)
class MeterPlan:
    """What is measured when; intervals in seconds, 0 for never."""

    started: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    updated_interval: float = 0
    ended: tuple[str, ...] = ()
    ended_interval: float = 0
    aligned: tuple[str, ...] = ()
    aligned_interval: float = 0
    aligned_when_idle_only: bool = False
    aligned_ended: tuple[str, ...] = ()
    aligned_ended_interval: float = 0


class Policy(Protocol):
    """Read anew at each use, so that a changed setting works at once."""

    @property
    def start_points(self) -> AbstractSet[Point]: ...

    @property
    def stop_points(self) -> AbstractSet[Point]: ...

    @property
    def stop_on_ev_disconnect(self) -> bool: ...

    @property
    def unlock_on_ev_disconnect(self) -> bool: ...

    @property
    def stop_on_invalid_id(self) -> bool: ...

    @property
    def max_energy_on_invalid_id(self) -> float:
        """What an id that the CSMS refuses may take in all, in Wh, where its session goes on."""
        ...

    @property
    def master_pass_group(self) -> str | None:
        """The group whose tokens end all sessions, and begin none (C16)."""
        ...

    @property
    def ev_connection_timeout(self) -> float: ...

    @property
    def signs_readings(self) -> bool: ...

    @property
    def authorization_required(self) -> bool: ...

    @property
    def authorize_remote_start(self) -> bool: ...

    @property
    def remote_authorization(self) -> bool: ...

    @property
    def local_pre_authorize(self) -> bool: ...

    @property
    def local_authorize_offline(self) -> bool: ...

    @property
    def accept_unknown_offline(self) -> bool: ...

    @property
    def local_list_enabled(self) -> bool: ...

    @property
    def network_priority(self) -> Sequence[int]:
        """The slots of network profiles in the order in which they are tried."""
        ...

    @property
    def network_attempts(self) -> int:
        """How often one slot is tried before the next."""
        ...

    def settle_network(self, security_profile: int, slots: Sequence[int]) -> None:
        """Put the security profile and the slots that are left into the settings."""
        ...

    @property
    def asks_about_listed(self) -> bool:
        """Whether the CSMS is asked about a token that the local list does not accept."""
        ...

    @property
    def asks_about_cached(self) -> bool:
        """Whether the CSMS is asked about a token that the cache does not accept."""
        ...

    @property
    def reservations_enabled(self) -> bool: ...

    @property
    def before_accepted(self) -> bool:
        """Whether sessions may begin before the CSMS has accepted the station."""
        ...

    @property
    def status_duration(self) -> float:
        """For how many seconds a status must hold before it is reported."""
        ...

    @property
    def cache_enabled(self) -> bool: ...

    @property
    def cache_storage(self) -> int:
        """How many bytes the cache may take."""
        ...

    @property
    def cache_policy(self) -> str:
        """LRU, LFU or FIFO: what makes room in a full cache."""
        ...

    @property
    def cache_lifetime(self) -> float | None:
        """In seconds, for an entry that has no expiry of its own; None: for ever."""
        ...

    @property
    def heartbeat_interval(self) -> float: ...

    def set_heartbeat_interval(self, seconds: int) -> None: ...

    @property
    def synchronizes_clock(self) -> bool: ...

    @property
    def clock_jump(self) -> float:
        """The change of the clock, in seconds, above which it is a security event (A04)."""
        ...

    @property
    def ping_interval(self) -> float: ...

    @property
    def offline_threshold(self) -> float: ...

    @property
    def queues_all(self) -> bool:
        """Whether every message of the time without a connection is sent later."""
        ...

    @property
    def back_off(self) -> BackOff: ...

    @property
    def shows_messages(self) -> bool:
        """Whether messages of the CSMS appear on the display."""
        ...

    @property
    def light_intensity(self) -> int:
        """How bright the lights of the station are, in percent."""
        ...

    @property
    def blinks(self) -> int:
        """How often they blink to welcome somebody."""
        ...

    @property
    def retry(self) -> Retry: ...

    @property
    def reset_retries(self) -> int:
        """How often a reset that failed is tried again."""
        ...

    @property
    def meter_plan(self) -> MeterPlan: ...

    @property
    def sessions_before_update(self) -> bool:
        """Whether new sessions may begin while a firmware update waits for others to end."""
        ...
