"""Every list of the REST API: filtered by station, time and ids, and paged (design, section 6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from ocppj.clock import format_datetime
from reference_csms.api.app import PREFIX, create_api
from reference_csms.certificates import CertificateStatus, Origin, StationCertificate
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
from reference_csms.entries import Command, MonitoringEvent, SecurityEvent, VendorMessage
from reference_csms.jobs import FileJob, FileKind, LocalList, Reservation
from reference_csms.monitoring import Monitor, MonitoringReport, MonitoringSettings
from reference_csms.network_profiles import NetworkProfile
from reference_csms.records import MeterReading, Transaction

OLD = datetime(2026, 1, 1, tzinfo=UTC)
NEW = OLD + timedelta(days=1)
FAR = datetime(2100, 1, 1, tzinfo=UTC)
BETWEEN = format_datetime(OLD + timedelta(hours=1))
TIMES = [{"end": BETWEEN}, {"begin": BETWEEN}]
"""What finds the first record, and what the second."""


def text(moment: datetime) -> str:
    return format_datetime(moment)


def reading(station: str, at: datetime, **more: Any) -> MeterReading:
    return MeterReading(station, text(at), '{"sampledValue":[]}', **more)


def job(station: str, kind: FileKind, number: int, at: datetime) -> FileJob:
    return FileJob(station, kind, number, asked_at=at)


def profile(station: str, number: int, at: datetime, **more: Any) -> ChargingProfile:
    facts = {"purpose": f"P{number}", "stack_level": 0, "kind": "Absolute", "schedules": ()}
    return ChargingProfile(station, number, set_at=at, **{**facts, **more})


def certificate(station: str, number: str, status: CertificateStatus) -> StationCertificate:
    return StationCertificate(
        station, f"T{number}", number, Origin.SIGNED, status, OLD, "SHA256", "a", "b"
    )


def files(collection_kind: FileKind) -> tuple[str, list[FileJob], list[list[dict[str, Any]]]]:
    rows = [job("CS1", collection_kind, 1, OLD), job("CS2", collection_kind, 2, NEW)]
    return "file_jobs", rows, [TIMES, pair("request_id", 1, 2)]


def pair(name: str, first: object, second: object) -> list[dict[str, Any]]:
    return [{name: first}, {name: second}]


LISTS: dict[str, tuple[str, list[Any], list[list[dict[str, Any]]]]] = {
    "transactions": (
        "transactions",
        [
            Transaction("CS1", "1", text(OLD), 1, 1, "A", active=False, remote_start_id=1),
            Transaction("CS2", "2", text(NEW), 2, 2, "B", remote_start_id=2),
        ],
        [
            TIMES,
            pair("transaction_id", "1", "2"),
            pair("evse_id", 1, 2),
            pair("connector_id", 1, 2),
            pair("id_token", "a", "b"),
            pair("remote_start_id", 1, 2),
            pair("active", False, True),
        ],
    ),
    "meter-values": (
        "meter_readings",
        [
            reading("CS1", OLD, evse_id=1, connector_id=1, transaction_id="1"),
            reading("CS2", NEW, evse_id=2, connector_id=2, transaction_id="2"),
        ],
        [
            TIMES,
            pair("transaction_id", "1", "2"),
            pair("evse_id", 1, 2),
            pair("connector_id", 1, 2),
        ],
    ),
    "variables": (
        "variables",
        [Variable("CS1", "C1", "V1", evse_id=1), Variable("CS2", "C2", "V2", "Target", evse_id=2)],
        [
            pair("component", "c1", "c2"),
            pair("variable", "v1", "v2"),
            pair("attribute", "Actual", "Target"),
            pair("evse_id", 1, 2),
        ],
    ),
    "configuration-keys": (
        "configuration_keys",
        [ConfigurationKey("CS1", "A"), ConfigurationKey("CS2", "B")],
        [pair("name", "a", "b")],
    ),
    "reports": (
        "reports",
        [Report("CS1", 1, answer="Accepted"), Report("CS2", 2, answer="NotSupported")],
        [pair("request_id", 1, 2), pair("pending", True, False)],
    ),
    "outcomes": (
        "outcomes",
        [
            Outcome("CS1", "Reset", "Accepted", OLD, 1, 1),
            Outcome("CS2", "ClearCache", "Accepted", NEW, 2, 2),
        ],
        [
            TIMES,
            pair("action", "Reset", "ClearCache"),
            pair("evse_id", 1, 2),
            pair("connector_id", 1, 2),
        ],
    ),
    "remote-starts": (
        "remote_starts",
        [
            RemoteStart("CS1", 1, "A", "Accepted", OLD, transaction_id="1"),
            RemoteStart("CS2", 2, "A", "Accepted", NEW, transaction_id="2"),
        ],
        [TIMES, pair("remote_start_id", 1, 2), pair("transaction_id", "1", "2")],
    ),
    "reservations": (
        "reservations",
        [
            Reservation("CS1", 1, "A", OLD, "Accepted", OLD),  # its time is over
            Reservation("CS2", 2, "A", FAR, "Accepted", OLD),
        ],
        [TIMES, pair("reservation_id", 1, 2), pair("status", "Expired", "Accepted")],
    ),
    "local-lists": ("local_lists", [LocalList("CS1", 1), LocalList("CS2", 2)], []),
    "network-profiles": (
        "network_profiles",
        [NetworkProfile("CS1", 1, {}, "Accepted", OLD), NetworkProfile("CS2", 2, {}, "x", OLD)],
        [pair("slot", 1, 2)],
    ),
    "customer-information": (
        "customer_information",
        [CustomerInformation("CS1", 1, asked_at=OLD), CustomerInformation("CS2", 2, asked_at=NEW)],
        [TIMES, pair("request_id", 1, 2)],
    ),
    "firmware-updates": files(FileKind.FIRMWARE),
    "published-firmware": files(FileKind.PUBLICATION),
    "log-uploads": files(FileKind.LOG),
    "charging-profiles": (
        "charging_profiles",
        [
            profile("CS1", 1, OLD, evse_id=1, connector_id=1, transaction_id="1"),
            profile("CS2", 2, NEW, evse_id=2, connector_id=2, transaction_id="2", installed=False),
        ],
        [
            TIMES,
            pair("profile_id", 1, 2),
            pair("transaction_id", "1", "2"),
            pair("evse_id", 1, 2),
            pair("connector_id", 1, 2),
            pair("purpose", "P1", "P2"),
            pair("installed", True, False),
        ],
    ),
    "charging-profile-reports": (
        "profile_reports",
        [ProfileReport("CS1", 1), ProfileReport("CS2", 2)],
        [pair("request_id", 1, 2)],
    ),
    "composite-schedules": (
        "composite_schedules",
        [
            CompositeSchedule("CS1", "Accepted", OLD, 1, 1),
            CompositeSchedule("CS2", "Accepted", NEW, 2, 2),
        ],
        [TIMES, pair("evse_id", 1, 2), pair("connector_id", 1, 2)],
    ),
    "charging-limits": (
        "charging_limits",
        [ChargingLimit("CS1", "EMS", 1, OLD), ChargingLimit("CS2", "SO", 2, NEW)],
        [TIMES, pair("evse_id", 1, 2), pair("source", "EMS", "SO")],
    ),
    "ev-charging": (
        "ev_charging",
        [EvCharging("CS1", 1, transaction_id="1"), EvCharging("CS2", 2, transaction_id="2")],
        [pair("evse_id", 1, 2), pair("transaction_id", "1", "2")],
    ),
    "display-messages": (
        "display_messages",
        [
            DisplayMessage("CS1", 1, installed=True, told_at=OLD),
            DisplayMessage("CS2", 2, told_at=NEW),
        ],
        [TIMES, pair("message_id", 1, 2), pair("installed", True, False)],
    ),
    "display-reports": (
        "display_reports",
        [DisplayReport("CS1", 1), DisplayReport("CS2", 2)],
        [pair("request_id", 1, 2)],
    ),
    "monitors": (
        "monitors",
        [Monitor("CS1", 1, "C1", "V1", installed=True), Monitor("CS2", 2, "C2", "V2")],
        [
            pair("monitor_id", 1, 2),
            pair("component", "c1", "c2"),
            pair("variable", "v1", "v2"),
            pair("installed", True, False),
        ],
    ),
    "monitoring-reports": (
        "monitoring_reports",
        [MonitoringReport("CS1", 1), MonitoringReport("CS2", 2)],
        [pair("request_id", 1, 2)],
    ),
    "monitoring-settings": (
        "monitoring_settings",
        [MonitoringSettings("CS1"), MonitoringSettings("CS2")],
        [],
    ),
    "certificates": (
        "certificates",
        [
            certificate("CS1", "1", CertificateStatus.PENDING),
            certificate("CS2", "2", CertificateStatus.INSTALLED),
        ],
        [
            pair("type", "T1", "T2"),
            pair("status", "Pending", "Installed"),
            pair("serial_number", "1", "2"),
        ],
    ),
    "commands": (
        "commands",
        [Command("CS1", "Reset", {}, OLD), Command("CS2", "ClearCache", {}, NEW)],
        [TIMES, pair("action", "Reset", "ClearCache")],
    ),
    "monitoring-events": (
        "monitoring_events",
        [MonitoringEvent("CS1", OLD, {}), MonitoringEvent("CS2", NEW, {})],
        [TIMES],
    ),
    "security-events": (
        "security_events",
        [SecurityEvent("CS1", "T1", text(OLD)), SecurityEvent("CS2", "T2", text(NEW))],
        [TIMES, pair("type", "T1", "T2")],
    ),
    "vendor-messages": (
        "vendor_messages",
        [
            VendorMessage("CS1", "V1", "Accepted", OLD, "M1"),
            VendorMessage("CS2", "V2", "Accepted", NEW, "M2"),
        ],
        [TIMES, pair("vendor_id", "V1", "V2"), pair("message_id", "M1", "M2")],
    ),
}


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_filtered_and_paged(run, bench, path):
    collection, records, filters = LISTS[path]

    async def scenario():
        async with bench() as b:
            transport = httpx.ASGITransport(create_api(b.csms))
            base = f"http://csms{PREFIX}"
            async with httpx.AsyncClient(transport=transport, base_url=base) as api:

                async def stations(**query: Any) -> list[str]:
                    answer = await api.get(f"/{path}", params=query)
                    assert answer.status_code == 200, answer.text
                    return [row["station"] for row in answer.json()]

                assert await stations() == []
                kept = getattr(b.store, collection)
                for record in records:
                    if hasattr(kept, "append"):
                        kept.append(record)
                    else:
                        await kept.put(record)
                assert await stations() == ["CS1", "CS2"]
                assert await stations(limit=1, offset=1) == ["CS2"]
                for first, second in [*filters, pair("station", "CS1", "CS2")]:
                    assert await stations(**first) == ["CS1"], first
                    assert await stations(**second) == ["CS2"], second

    run(scenario())


def test_every_list_is_tried_above(run, bench):
    async def scenario():
        async with bench() as b:
            paths = create_api(b.csms).openapi()["paths"]
            tagged = {
                path.removeprefix(f"{PREFIX}/")
                for path, methods in paths.items()
                if "stored state" in methods.get("get", {}).get("tags", ())
            }
            assert tagged - {"messages"} == set(LISTS)

    run(scenario())


def test_traffic_is_found_by_its_time(run, bench):
    async def scenario():
        async with bench() as b:
            await b.booted()
            transport = httpx.ASGITransport(create_api(b.csms))
            base = f"http://csms{PREFIX}"
            async with httpx.AsyncClient(transport=transport, base_url=base) as api:
                later = text(b.csms.clock.now() + timedelta(hours=1))
                assert len((await api.get("/messages", params={"end": later})).json()) == 2
                assert (await api.get("/messages", params={"begin": later})).json() == []

    run(scenario())
