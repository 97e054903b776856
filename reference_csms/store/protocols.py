"""What the services need of a store, cut narrow so that each says what it touches.

A write may be lost until `commit` has returned; after that it survives the end of the process.
Reads see the writes of this process at once. Methods are coroutines because a store may be a
database over a network.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reference_csms.authorities import KeptAuthority
    from reference_csms.certificates import StationCertificate
    from reference_csms.charging import (
        ChargingLimit,
        ChargingProfile,
        CompositeSchedule,
        EvCharging,
        ProfileReport,
    )
    from reference_csms.control import Outcome, RemoteStart
    from reference_csms.customers import CustomerInformation
    from reference_csms.device_records import ConfigurationKey, Report, Variable
    from reference_csms.display import DisplayMessage, DisplayReport
    from reference_csms.entries import (
        Command,
        LoggedMessage,
        MonitoringEvent,
        SecurityEvent,
        VendorMessage,
    )
    from reference_csms.jobs import FileJob, LocalList, Reservation
    from reference_csms.monitoring import Monitor, MonitoringReport, MonitoringSettings
    from reference_csms.network_profiles import NetworkProfile
    from reference_csms.records import (
        Availability,
        ConnectorStatus,
        MeterReading,
        Station,
        Token,
        Transaction,
    )
    from reference_csms.tariffs import Tariff


class Keyed(Protocol):
    """A record that has a place of its own."""

    @property
    def key(self) -> str: ...


K = TypeVar("K", bound=Keyed)
T = TypeVar("T")


class Records(Protocol[K]):
    """Records by key; `find` compares attributes for equality, in order of first writing."""

    async def get(self, key: str) -> K | None: ...

    async def put(self, record: K) -> None: ...

    async def remove(self, key: str) -> bool: ...

    async def find(self, **equal: Any) -> list[K]: ...


class Log(Protocol[T]):
    """Entries in order of arrival; the oldest may be dropped past the store's limit.

    `find` gives at most `limit` entries after skipping `offset`, the newest first if `newest`.
    """

    def append(self, entry: T) -> None: ...

    async def find(
        self, *, limit: int = 100, offset: int = 0, newest: bool = False, **equal: Any
    ) -> Sequence[T]: ...


class StationStore(Protocol):
    @property
    def stations(self) -> Records[Station]: ...

    @property
    def connectors(self) -> Records[ConnectorStatus]: ...

    @property
    def availabilities(self) -> Records[Availability]: ...


class TokenStore(Protocol):
    @property
    def tokens(self) -> Records[Token]: ...


class TransactionStore(Protocol):
    @property
    def transactions(self) -> Records[Transaction]: ...

    async def next_number(self, name: str) -> int:
        """Give the next number of a series: 1 at first, never the same twice."""
        ...


class MeterValueStore(Protocol):
    @property
    def meter_readings(self) -> Log[MeterReading]: ...


class DeviceModelStore(Protocol):
    @property
    def variables(self) -> Records[Variable]: ...

    @property
    def reports(self) -> Records[Report]: ...


class SettingsStore(Protocol):
    @property
    def configuration_keys(self) -> Records[ConfigurationKey]: ...


class CertificateStore(Protocol):
    @property
    def certificates(self) -> Records[StationCertificate]: ...


class AuthorityStore(Protocol):
    @property
    def authorities(self) -> Records[KeptAuthority]: ...


class MonitoringStore(Protocol):
    @property
    def monitors(self) -> Records[Monitor]: ...

    @property
    def monitoring_reports(self) -> Records[MonitoringReport]: ...

    @property
    def monitoring_settings(self) -> Records[MonitoringSettings]: ...

    @property
    def monitoring_events(self) -> Log[MonitoringEvent]: ...


class EventStore(Protocol):
    @property
    def security_events(self) -> Log[SecurityEvent]: ...

    @property
    def vendor_messages(self) -> Log[VendorMessage]: ...


class ReservationStore(Protocol):
    @property
    def reservations(self) -> Records[Reservation]: ...


class LocalListStore(Protocol):
    @property
    def local_lists(self) -> Records[LocalList]: ...


class NetworkProfileStore(Protocol):
    @property
    def network_profiles(self) -> Records[NetworkProfile]: ...


class ChargingStore(Protocol):
    @property
    def charging_profiles(self) -> Records[ChargingProfile]: ...

    @property
    def profile_reports(self) -> Records[ProfileReport]: ...

    @property
    def composite_schedules(self) -> Records[CompositeSchedule]: ...

    @property
    def charging_limits(self) -> Records[ChargingLimit]: ...

    @property
    def ev_charging(self) -> Records[EvCharging]: ...


class DisplayStore(Protocol):
    @property
    def display_messages(self) -> Records[DisplayMessage]: ...

    @property
    def display_reports(self) -> Records[DisplayReport]: ...


class TariffStore(Protocol):
    @property
    def tariffs(self) -> Records[Tariff]: ...


class CustomerStore(Protocol):
    @property
    def customer_information(self) -> Records[CustomerInformation]: ...


class ControlStore(Protocol):
    @property
    def outcomes(self) -> Records[Outcome]: ...

    @property
    def remote_starts(self) -> Records[RemoteStart]: ...


class FileJobStore(Protocol):
    @property
    def file_jobs(self) -> Records[FileJob]: ...


class MessageStore(Protocol):
    @property
    def messages(self) -> Log[LoggedMessage]: ...

    @property
    def commands(self) -> Log[Command]: ...


class Store(
    StationStore,
    TokenStore,
    TransactionStore,
    MeterValueStore,
    DeviceModelStore,
    SettingsStore,
    CertificateStore,
    AuthorityStore,
    EventStore,
    ReservationStore,
    LocalListStore,
    DisplayStore,
    TariffStore,
    FileJobStore,
    ControlStore,
    CustomerStore,
    ChargingStore,
    MonitoringStore,
    NetworkProfileStore,
    MessageStore,
    Protocol,
):
    """All of it."""

    async def commit(self) -> None:
        """Make every write so far last."""
        ...

    async def close(self) -> None: ...
