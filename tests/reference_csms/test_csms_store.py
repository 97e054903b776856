"""One contract for all stores."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from reference_csms import entries, records
from reference_csms.authorities import KeptAuthority
from reference_csms.certificates import CertificateStatus, Origin, StationCertificate
from reference_csms.control import Outcome, RemoteStart
from reference_csms.device_records import ConfigurationKey, Report, Variable
from reference_csms.display import DisplayMessage, DisplayReport
from reference_csms.entries import (
    Command,
    LoggedMessage,
    MonitoringEvent,
    SecurityEvent,
    VendorMessage,
)
from reference_csms.monitoring import Monitor, MonitoringReport, MonitoringSettings
from reference_csms.records import (
    Availability,
    ConnectorStatus,
    MeterReading,
    Registration,
    Station,
    Token,
    TokenStatus,
    Transaction,
)
from reference_csms.store.memory import MemoryStore
from reference_csms.store.tiny import TinyStore
from reference_csms.tariffs import Tariff

NOW = datetime(2026, 1, 1, 10, 0, 0, 123456, tzinfo=UTC)

RECORDS = {
    "stations": Station(
        "CS1",
        "2.0.1",
        Registration.PENDING,
        "secret",
        1,
        60,
        4,
        (1, 2),
        {"reason": "PowerUp", "nested": {"a": [1, 2.5, None]}},
        NOW,
        Registration.ACCEPTED,
        NOW,
    ),
    "connectors": ConnectorStatus("CS1", 1, "Faulted", 2, "t", "GroundFailure", "i", "v", "e"),
    "availabilities": Availability("CS1", 1, None, False, "Scheduled", NOW),
    "tokens": Token("Ünï", "eMAID", TokenStatus.BLOCKED, "G", "Central", NOW, 5, "nl", True, (1,)),
    "transactions": Transaction("CS1", "T1", id_token="TAG", missing=(1, 2), meter_start=1.5),
    "variables": Variable("CS1", "C", "V", characteristics={"dataType": "string"}, read_at=NOW),
    "reports": Report("CS1", 5, "t", (0, 1), 1, 7),
    "certificates": StationCertificate(
        "CS1",
        "CSMSRootCertificate",
        "1f",
        Origin.REPORTED,
        CertificateStatus.INSTALLED,
        NOW,
        "SHA256",
        "aa",
        "bb",
        "CN=Root",
        NOW,
        "PEM",
        ({"serialNumber": "2"},),
    ),
    "authorities": KeptAuthority("cso", "PEM", "KEY", "KEY", "http://x/"),
    "display_messages": DisplayMessage("CS1", 7, {"id": 7}, "Accepted", None, True, NOW),
    "display_reports": DisplayReport("CS1", 8, "Accepted", True, (7,), 1, True),
    "monitors": Monitor("CS1", 4, "EVSE", "Power", evse_id=1, type="Delta", value=0.5, told_at=NOW),
    "monitoring_reports": MonitoringReport("CS1", 8, "Accepted", True, "t", (0, 2), 2, (1, 4)),
    "monitoring_settings": MonitoringSettings("CS1", "All", "Accepted", 5, "Rejected"),
    "outcomes": Outcome("CS1", "Reset", "Scheduled", NOW, 1, None, "OnIdle", NOW),
    "remote_starts": RemoteStart(
        "CS1", 4, "TAG", "Accepted", NOW, "eMAID", 1, None, "T1", {"id": 1}
    ),
    "tariffs": Tariff("CS1", "EUR", 0.5),
    "configuration_keys": ConfigurationKey("CS1", "Key", "1", True, True, NOW),
}
ENTRIES = {
    "meter_readings": MeterReading("CS1", "t", '{"sampledValue":[{"value":1}]}', 1, 2, "T1"),
    "monitoring_events": MonitoringEvent("CS1", NOW, {"eventId": 1}),
    "security_events": SecurityEvent("CS1", "Type", "t", "info"),
    "vendor_messages": VendorMessage("CS1", "v", "Accepted", NOW, "m", {"a": 1}),
    "messages": LoggedMessage(1.5, "CS1", 1, "in", '[2,"1","Heartbeat",{}]', "Heartbeat"),
    "commands": Command("CS1", "Reset", {"type": "Hard"}, NOW, error={"code": "X"}),
}


class Stores:
    """Opens a store, and the same one again."""

    def __init__(self, kind: str, folder) -> None:
        self.kind = kind
        self._path = folder / "csms.db"

    def open(self, **options):
        if self.kind == "memory":
            return MemoryStore(**options)
        return TinyStore(self._path, **options)


@pytest.fixture(params=["memory", "tiny"])
def stores(request, tmp_path):
    return Stores(request.param, tmp_path)


def test_the_examples_cover_every_kind_of_record():
    named = {type(example) for example in (*RECORDS.values(), *ENTRIES.values())}
    defined = (*vars(records).values(), *vars(entries).values())
    kinds = {kind for kind in defined if hasattr(kind, "__dataclass_fields__")}
    assert kinds - named == {records.Counter}


@pytest.mark.parametrize("name", RECORDS)
def test_records_are_put_got_and_removed(run, stores, name):
    async def scenario():
        store = stores.open()
        kept, record = getattr(store, name), RECORDS[name]
        assert await kept.get(record.key) is None
        await kept.put(record)
        assert await kept.get(record.key) == record
        assert await kept.find() == [record]
        assert await kept.remove(record.key) is True
        assert await kept.get(record.key) is None
        assert await kept.remove(record.key) is False
        assert await kept.find() == []
        await store.close()

    run(scenario())


def test_a_second_put_replaces_the_first_in_its_place(run, stores):
    async def scenario():
        store = stores.open()
        for number in range(3):
            await store.tokens.put(Token(f"T{number}"))
        await store.tokens.put(Token("t1", status=TokenStatus.BLOCKED))
        found = await store.tokens.find()
        assert [token.id_token for token in found] == ["T0", "t1", "T2"]
        await store.close()

    run(scenario())


def test_records_are_found_by_indexed_and_other_members(run, stores):
    async def scenario():
        store = stores.open()
        first = Transaction("CS1", "1", evse_id=1)
        await store.transactions.put(first)
        await store.transactions.put(Transaction("CS1", "2", evse_id=2))
        await store.transactions.put(Transaction("CS2", "1", evse_id=1))
        await store.transactions.put(replace(first, active=False))
        find = store.transactions.find
        assert [t.transaction_id for t in await find(station="CS1")] == ["1", "2"]
        assert [t.station for t in await find(active=True)] == ["CS1", "CS2"]
        assert [t.station for t in await find(station="CS1", active=False)] == ["CS1"]
        assert [t.station for t in await find(evse_id=1)] == ["CS1", "CS2"]
        assert await find(station="CS3") == []
        assert await find(stopped_at=None, evse_id=2, station="CS2") == []
        await store.close()

    run(scenario())


@pytest.mark.parametrize("name", ENTRIES)
def test_logs_keep_entries_in_order(run, stores, name):
    async def scenario():
        store = stores.open()
        log, entry = getattr(store, name), ENTRIES[name]
        for number in range(5):
            log.append(replace(entry, station=f"CS{number % 2}"))
        stations = [found.station for found in await log.find()]
        assert stations == ["CS0", "CS1", "CS0", "CS1", "CS0"]
        newest = await log.find(limit=2, newest=True)
        assert [found.station for found in newest] == ["CS0", "CS1"]
        assert len(await log.find(offset=4)) == 1
        assert len(await log.find(station="CS1", limit=1, offset=1)) == 1
        assert await log.find(station="CS1", offset=2) == []
        assert (await log.find(limit=1))[0] == replace(entry, station="CS0")
        await store.close()

    run(scenario())


@pytest.mark.parametrize("name", sorted(ENTRIES.keys() - {"messages"}))
def test_logs_drop_the_oldest(run, stores, name):
    async def scenario():
        store = stores.open(log_limit=3)
        log = getattr(store, name)
        for number in range(10):
            log.append(replace(ENTRIES[name], station=f"CS{number}"))
        assert [found.station for found in await log.find()] == ["CS7", "CS8", "CS9"]
        await store.close()

    run(scenario())


def test_numbers_are_never_given_twice(run, stores):
    async def scenario():
        store = stores.open()
        assert [await store.next_number("a") for _ in range(3)] == [1, 2, 3]
        assert await store.next_number("b") == 1
        await store.close()
        if stores.kind == "tiny":
            store = stores.open()
            assert await store.next_number("a") == 4
            await store.close()

    run(scenario())


def test_a_store_of_its_kind_comes_back_as_it_was(run, tmp_path):
    async def scenario():
        async with TinyStore(tmp_path / "new folder" / "csms.db") as store:
            for name, record in RECORDS.items():
                await getattr(store, name).put(record)
            for name, entry in ENTRIES.items():
                getattr(store, name).append(entry)
        async with TinyStore(tmp_path / "new folder" / "csms.db") as store:
            assert store.recoveries == []
            for name, record in RECORDS.items():
                assert await getattr(store, name).find() == [record]
            for name, entry in ENTRIES.items():
                assert await getattr(store, name).find() == [entry]

    run(scenario())
