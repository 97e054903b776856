"""The store that forgets with its process."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from reference_csms.store.protocols import Keyed

if TYPE_CHECKING:
    from collections.abc import Iterable

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

K = TypeVar("K", bound=Keyed)
T = TypeVar("T")


def matches(record: object, equal: dict[str, Any]) -> bool:
    """Compare attributes; a None in `equal` asks for None."""
    return all(getattr(record, name) == value for name, value in equal.items())


class MemoryRecords(Generic[K]):
    """Records in a dict, with an index of keys for each of the named attributes."""

    def __init__(self, *indexed: str) -> None:
        self._rows: dict[str, K] = {}
        self._indexes: dict[str, dict[Any, dict[str, None]]] = {name: {} for name in indexed}

    async def get(self, key: str) -> K | None:
        return self._rows.get(key)

    async def put(self, record: K) -> None:
        self.add(record)

    def add(self, record: K) -> None:
        """Do what `put` does, for those who cannot wait."""
        key = record.key
        before = self._rows.get(key)
        self._rows[key] = record
        for name, index in self._indexes.items():
            now = getattr(record, name)
            if before is not None:
                old = getattr(before, name)
                if old == now:
                    continue
                self._forget(index, old, key)
            index.setdefault(now, {})[key] = None

    async def remove(self, key: str) -> bool:
        record = self._rows.pop(key, None)
        if record is None:
            return False
        for name, index in self._indexes.items():
            self._forget(index, getattr(record, name), key)
        return True

    async def find(self, **equal: Any) -> list[K]:
        return [row for row in self._candidates(equal) if matches(row, equal)]

    def _candidates(self, equal: dict[str, Any]) -> Iterable[K]:
        keys = [
            index.get(equal[name], {}) for name, index in self._indexes.items() if name in equal
        ]
        if not keys:
            return self._rows.values()
        return [self._rows[key] for key in min(keys, key=len)]

    @staticmethod
    def _forget(index: dict[Any, dict[str, None]], value: object, key: str) -> None:
        del index[value][key]
        if not index[value]:
            del index[value]


class MemoryLog(Generic[T]):
    """The last `limit` entries."""

    def __init__(self, limit: int) -> None:
        self._entries: deque[T] = deque(maxlen=limit)

    def append(self, entry: T) -> None:
        self._entries.append(entry)

    async def find(
        self, *, limit: int = 100, offset: int = 0, newest: bool = False, **equal: Any
    ) -> list[T]:
        entries = reversed(self._entries) if newest else iter(self._entries)
        found = (entry for entry in entries if matches(entry, equal))
        return list(islice(found, offset, offset + limit))


class MemoryStore:
    """Keeps everything in dicts and bounded queues; `log_limit` is the length of each log."""

    def __init__(self, log_limit: int = 100_000) -> None:
        self.stations: MemoryRecords[Station] = MemoryRecords()
        self.connectors: MemoryRecords[ConnectorStatus] = MemoryRecords("station")
        self.availabilities: MemoryRecords[Availability] = MemoryRecords("station")
        self.tokens: MemoryRecords[Token] = MemoryRecords("folded")
        self.transactions: MemoryRecords[Transaction] = MemoryRecords("station", "active")
        self.meter_readings: MemoryLog[MeterReading] = MemoryLog(log_limit)
        self.variables: MemoryRecords[Variable] = MemoryRecords("station")
        self.reports: MemoryRecords[Report] = MemoryRecords("station")
        self.configuration_keys: MemoryRecords[ConfigurationKey] = MemoryRecords("station")
        self.certificates: MemoryRecords[StationCertificate] = MemoryRecords("station")
        self.authorities: MemoryRecords[KeptAuthority] = MemoryRecords()
        self.reservations: MemoryRecords[Reservation] = MemoryRecords("station")
        self.local_lists: MemoryRecords[LocalList] = MemoryRecords()
        self.file_jobs: MemoryRecords[FileJob] = MemoryRecords("station")
        self.outcomes: MemoryRecords[Outcome] = MemoryRecords("station")
        self.remote_starts: MemoryRecords[RemoteStart] = MemoryRecords("station")
        self.customer_information: MemoryRecords[CustomerInformation] = MemoryRecords("station")
        self.network_profiles: MemoryRecords[NetworkProfile] = MemoryRecords("station")
        self.display_messages: MemoryRecords[DisplayMessage] = MemoryRecords("station")
        self.display_reports: MemoryRecords[DisplayReport] = MemoryRecords("station")
        self.tariffs: MemoryRecords[Tariff] = MemoryRecords()
        self.charging_profiles: MemoryRecords[ChargingProfile] = MemoryRecords("station")
        self.profile_reports: MemoryRecords[ProfileReport] = MemoryRecords("station")
        self.composite_schedules: MemoryRecords[CompositeSchedule] = MemoryRecords("station")
        self.charging_limits: MemoryRecords[ChargingLimit] = MemoryRecords("station")
        self.ev_charging: MemoryRecords[EvCharging] = MemoryRecords("station")
        self.monitors: MemoryRecords[Monitor] = MemoryRecords("station")
        self.monitoring_reports: MemoryRecords[MonitoringReport] = MemoryRecords("station")
        self.monitoring_settings: MemoryRecords[MonitoringSettings] = MemoryRecords("station")
        self.monitoring_events: MemoryLog[MonitoringEvent] = MemoryLog(log_limit)
        self.security_events: MemoryLog[SecurityEvent] = MemoryLog(log_limit)
        self.vendor_messages: MemoryLog[VendorMessage] = MemoryLog(log_limit)
        self.messages: MemoryLog[LoggedMessage] = MemoryLog(log_limit)
        self.commands: MemoryLog[Command] = MemoryLog(log_limit)
        self._numbers: dict[str, int] = {}

    async def next_number(self, name: str) -> int:
        self._numbers[name] = self._numbers.get(name, 0) + 1
        return self._numbers[name]

    async def commit(self) -> None:
        return None

    async def close(self) -> None:
        return None
