"""Reservations, local lists, firmware and logs: asked of a 1.6 station, followed, and shown."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from reference_csms import job_views, operations
from reference_csms.goals import InvalidArguments
from reference_csms.jobs import Reservation
from reference_csms.records import Token
from reference_csms.services.local_lists import LocalListService
from reference_csms.services.reservations import ReservationService
from reference_csms.store.memory import MemoryStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    def now(self):
        return NOW


def reservation(status="Accepted", minutes=5):
    expires = NOW + timedelta(minutes=minutes)
    return Reservation("CS1", 1, "TAG", expires, status, NOW)


def test_a_reservation_ends_by_time_alone(run):
    service = ReservationService(MemoryStore(), Clock())
    assert service.status(reservation()) == "Accepted"
    assert service.status(reservation(minutes=0)) == "Expired"
    assert service.status(reservation("Cancelled", minutes=0)) == "Cancelled"


def test_a_refused_change_leaves_the_reservation(run):
    async def scenario():
        store = MemoryStore()
        service = ReservationService(store, Clock())
        await service.asked(reservation())
        await service.asked(reservation("Occupied"))
        assert [row.status for row in await store.reservations.find()] == ["Accepted"]
        await service.used("CS1", 1, "77")
        await service.ended("CS1", 1, "Cancelled")
        (row,) = await store.reservations.find()
        assert (row.status, row.transaction_id) == ("Used", "77")

    run(scenario())


def entry(tag, status="Accepted"):
    return {"idTag": tag, "idTagInfo": {"status": status}}


def test_a_differential_list_adds_changes_and_removes(run):
    async def scenario():
        store = MemoryStore()
        service = LocalListService(store, Clock())
        names = {"name": "idTag", "info": "idTagInfo"}
        await service.sent("CS1", "Accepted", 3, [entry("A"), entry("B")], full=True, **names)
        news = [entry("a", "Blocked"), {"idTag": "B"}, entry("C")]
        await service.sent("CS1", "Accepted", 4, news, full=False, **names)
        await service.sent("CS1", "Failed", 5, [], full=True, **names)
        (shown,) = await job_views.local_lists(store, "CS1")
        assert shown["entries"] == [entry("a", "Blocked"), entry("C")]
        assert (shown["version"], shown["answer"]) == (4, "Failed")
        await service.told("CS1", 9)
        assert await service.next_version("CS1") == 10

    run(scenario())


def test_reserving_and_cancelling(run, bench):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG", group="G"))
            station = await b.booted("CS1", "1.6")
            goal = {"id_token": "TAG", "connector_id": 1, "minutes": 10}
            task = asyncio.ensure_future(operations.run(b.csms, "CS1", "reserve", goal))
            asked = await station.reply("ReserveNow", {"status": "Accepted"})
            assert (asked["connectorId"], asked["parentIdTag"]) == (1, "G")
            number = (await task)["reservationId"]
            assert asked["reservationId"] == number
            goal = {"reservation_id": number}
            task = asyncio.ensure_future(operations.run(b.csms, "CS1", "cancel-reservation", goal))
            asked = await station.reply("CancelReservation", {"status": "Accepted"})
            assert asked == {"reservationId": number}
            await task
            (shown,) = await job_views.reservations(b.csms, "CS1")
            assert shown["status"] == "Cancelled"

    run(scenario())


def test_a_list_goes_above_the_version_of_the_station(run, bench):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG"))
            station = await b.booted("CS1", "1.6")
            goal = operations.run(b.csms, "CS1", "update-local-list", {})
            task = asyncio.ensure_future(goal)
            assert await station.reply("GetLocalListVersion", {"listVersion": 41}) == {}
            asked = await station.reply("SendLocalList", {"status": "Accepted"})
            assert asked == {
                "listVersion": 42,
                "updateType": "Differential",
                "localAuthorizationList": [entry("TAG")],
            }
            assert await task == {"status": "Accepted"}

    run(scenario())


@pytest.mark.parametrize(
    ("goal", "arguments", "action", "response", "view", "notification", "numbered"),
    [
        (
            "update-firmware",
            {"location": "ftp://x/f"},
            "UpdateFirmware",
            {},
            job_views.firmware_updates,
            "FirmwareStatusNotification",
            False,
        ),
        (
            "update-firmware",
            {"location": "ftp://x/f", "signature": "c2ln", "signing_certificate": "PEM"},
            "SignedUpdateFirmware",
            {"status": "Accepted"},
            job_views.firmware_updates,
            "SignedFirmwareStatusNotification",
            True,
        ),
        (
            "upload-logs",
            {"location": "ftp://x/l"},
            "GetDiagnostics",
            {"fileName": "d.txt"},
            job_views.log_uploads,
            "DiagnosticsStatusNotification",
            False,
        ),
        (
            "upload-logs",
            {"location": "ftp://x/l", "kind": "SecurityLog"},
            "GetLog",
            {"status": "Accepted", "filename": "s.txt"},
            job_views.log_uploads,
            "LogStatusNotification",
            True,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_are_followed(
    run, bench, goal, arguments, action, response, view, notification, numbered
):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            task = asyncio.ensure_future(operations.run(b.csms, "CS1", goal, arguments))
            asked = await station.reply(action, response)
            await task
            (shown,) = await view(b.store, "CS1")
            assert shown["location"] == arguments["location"]
            assert shown["history"] == []
            number = {"requestId": asked["requestId"]} if numbered else {}
            await station.call(notification, {"status": "Idle", **number})
            (shown,) = await view(b.store, "CS1")
            assert [step["status"] for step in shown["history"]] == ["Idle"]
            assert shown["request_id"] == asked.get("requestId")

    run(scenario())


def test_a_signature_needs_its_certificate(run, bench):
    async def scenario():
        async with bench() as b:
            await b.booted("CS1", "1.6")
            goal = {"location": "ftp://x/f", "signature": "c2ln"}
            with pytest.raises(InvalidArguments) as invalid:
                await operations.run(b.csms, "CS1", "update-firmware", goal)
            assert invalid.value.complaints[0].pointer == "/signing_certificate"

    run(scenario())
