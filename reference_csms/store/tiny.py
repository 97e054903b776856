"""The store that lasts: TinyDB on a journal, and the message log beside it."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import TypeAdapter
from tinydb import TinyDB
from tinydb.table import Document

from reference_csms import (
    authorities,
    certificates,
    charging,
    control,
    customers,
    device_records,
    display,
    entries,
    jobs,
    monitoring,
    network_profiles,
    records,
    tariffs,
)
from reference_csms.store.journal import FileLock, Journal, Recovery
from reference_csms.store.memory import MemoryRecords, matches
from reference_csms.store.message_file import MessageFile
from reference_csms.store.protocols import Keyed
from reference_csms.store.tinydb_storage import JournalStorage, JournalTable

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from tinydb.table import Table

K = TypeVar("K", bound=Keyed)
T = TypeVar("T")


class _Database(TinyDB):
    table_class = JournalTable  # type: ignore[mutable-override]


class _Coded(Generic[T]):
    """A TinyDB table of one kind of record."""

    def __init__(self, table: Table, kind: type[T]) -> None:
        self.table = table
        self._kind = kind

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        return TypeAdapter(self._kind)

    def rows(self) -> list[T]:
        return [self._adapter.validate_python(dict(row)) for row in self.table]

    def decode(self, row: object) -> T:
        return self._adapter.validate_python(row)

    def document(self, record: T, key: str) -> Document:
        return Document(self._adapter.dump_python(record, mode="json"), key)  # type: ignore[arg-type]


class TinyRecords(Generic[K]):
    """Records in a TinyDB table; read from memory, where they are indexed."""

    def __init__(self, table: Table, kind: type[K], *indexed: str) -> None:
        self._coded = _Coded(table, kind)
        self._memory: MemoryRecords[K] = MemoryRecords(*indexed)
        for record in self._coded.rows():
            self._memory.add(record)

    async def get(self, key: str) -> K | None:
        return await self._memory.get(key)

    async def put(self, record: K) -> None:
        self._memory.add(record)
        self._coded.table.upsert(self._coded.document(record, record.key))

    async def remove(self, key: str) -> bool:
        self._coded.table.remove(doc_ids=[key])  # type: ignore[list-item]
        return await self._memory.remove(key)

    async def find(self, **equal: Any) -> list[K]:
        return await self._memory.find(**equal)


class TinyLog(Generic[T]):
    """The last `limit` entries, in a TinyDB table by running number."""

    def __init__(self, table: Table, kind: type[T], limit: int) -> None:
        self._coded = _Coded(table, kind)
        self._limit = limit
        self._next = max((int(row.doc_id) for row in table), default=0) + 1

    def append(self, entry: T) -> None:
        self._coded.table.insert(self._coded.document(entry, str(self._next)))
        self._next += 1
        oldest = self._next - 1 - self._limit
        if oldest >= 1:
            self._coded.table.remove(doc_ids=[str(oldest)])  # type: ignore[list-item]

    async def find(
        self, *, limit: int = 100, offset: int = 0, newest: bool = False, **equal: Any
    ) -> list[T]:
        storage = self._coded.table.storage
        assert isinstance(storage, JournalStorage)
        rows = storage.rows(self._coded.table.name)
        ordered = reversed(rows.values()) if newest else iter(rows.values())
        entries = (self._coded.decode(row) for row in ordered)
        found = (entry for entry in entries if matches(entry, equal))
        return list(islice(found, offset, offset + limit))


class TinyStore:
    """A store in the file `path`, with `path.messages.jsonl` and `path.lock` beside it.

    `recoveries` tells of unfinished writes that were cut off when it was opened. `log_limit` is the
    length of each log but that of the messages, which is kept whole.
    """

    def __init__(self, path: Path, log_limit: int = 100_000) -> None:
        """Open or make the store.

        Raises StoreLocked when another process has it, StoreDamaged when it cannot be read.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path.with_name(path.name + ".lock"))
        try:
            self._open(path, log_limit)
        except BaseException:
            self._lock.release()
            raise

    def _open(self, path: Path, log_limit: int) -> None:
        journal = Journal(path)
        self.database = _Database(journal, storage=JournalStorage)
        storage = self.database.storage
        assert isinstance(storage, JournalStorage)
        self._storage = storage
        self.messages = MessageFile(path.with_name(path.name + ".messages.jsonl"))
        self.recoveries: list[Recovery] = [
            recovery for recovery in (journal.recovery, self.messages.recovery) if recovery
        ]
        self._open_records()
        self._open_logs(log_limit)

    def _open_records(self) -> None:
        self.stations = self._records("stations", records.Station)
        self.connectors = self._records("connectors", records.ConnectorStatus, "station")
        self.availabilities = self._records("availabilities", records.Availability, "station")
        self.tokens = self._records("tokens", records.Token, "folded")
        self.transactions = self._records("transactions", records.Transaction, "station", "active")
        self.variables = self._records("variables", device_records.Variable, "station")
        self.reports = self._records("reports", device_records.Report, "station")
        self.configuration_keys = self._records(
            "configuration_keys", device_records.ConfigurationKey, "station"
        )
        self.certificates = self._records(
            "certificates", certificates.StationCertificate, "station"
        )
        self.authorities = self._records("authorities", authorities.KeptAuthority)
        self.reservations = self._records("reservations", jobs.Reservation, "station")
        self.local_lists = self._records("local_lists", jobs.LocalList)
        self.file_jobs = self._records("file_jobs", jobs.FileJob, "station")
        self.outcomes = self._records("outcomes", control.Outcome, "station")
        self.remote_starts = self._records("remote_starts", control.RemoteStart, "station")
        self.customer_information = self._records(
            "customer_information", customers.CustomerInformation, "station"
        )
        self.network_profiles = self._records(
            "network_profiles", network_profiles.NetworkProfile, "station"
        )
        self._open_charging()
        self._counters = self._records("counters", records.Counter)

    def _open_charging(self) -> None:
        def of(name: str, kind: type[K]) -> TinyRecords[K]:
            return self._records(name, kind, "station")

        self.tariffs = self._records("tariffs", tariffs.Tariff)
        self.display_messages = of("display_messages", display.DisplayMessage)
        self.display_reports = of("display_reports", display.DisplayReport)
        self.monitors = of("monitors", monitoring.Monitor)
        self.monitoring_reports = of("monitoring_reports", monitoring.MonitoringReport)
        self.monitoring_settings = of("monitoring_settings", monitoring.MonitoringSettings)
        self.charging_profiles = of("charging_profiles", charging.ChargingProfile)
        self.profile_reports = of("profile_reports", charging.ProfileReport)
        self.composite_schedules = of("composite_schedules", charging.CompositeSchedule)
        self.charging_limits = of("charging_limits", charging.ChargingLimit)
        self.ev_charging = of("ev_charging", charging.EvCharging)

    def _open_logs(self, limit: int) -> None:
        self.meter_readings = self._log("meter_readings", records.MeterReading, limit)
        self.monitoring_events = self._log("monitoring_events", entries.MonitoringEvent, limit)
        self.security_events = self._log("security_events", entries.SecurityEvent, limit)
        self.vendor_messages = self._log("vendor_messages", entries.VendorMessage, limit)
        self.commands = self._log("commands", entries.Command, limit)

    def _records(self, name: str, kind: type[K], *indexed: str) -> TinyRecords[K]:
        return TinyRecords(self.database.table(name), kind, *indexed)

    def _log(self, name: str, kind: type[T], limit: int) -> TinyLog[T]:
        return TinyLog(self.database.table(name), kind, limit)

    async def next_number(self, name: str) -> int:
        last = await self._counters.get(name)
        number = 1 if last is None else last.value + 1
        await self._counters.put(records.Counter(name, number))
        return number

    async def commit(self) -> None:
        await self._storage.commit()

    async def close(self) -> None:
        """Commit, and let another process have the file."""
        await self.commit()
        self.database.close()
        self.messages.close()
        self._lock.release()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
