"""OCPP 2.0.1: reservations, local lists, network profiles, reports and transaction status."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from ocppj.clock import format_datetime, parse_datetime
from reference_csms import job_views, operations, views
from reference_csms.device_records import Variable
from reference_csms.goals import InvalidArguments
from reference_csms.jobs import Reservation
from reference_csms.records import Token
from reference_csms.store.tiny import TinyStore

AT = "2026-01-01T10:00:00.000Z"


async def ask(b, station, goal, arguments, action, answer):
    """Ask for a goal, answer its one request, and give that request."""
    task = asyncio.ensure_future(operations.run(b.csms, "CS1", goal, arguments))
    request = await station.reply(action, answer)
    await task
    return request


async def reserve(b, station, minutes=10, status="Accepted"):
    goal = {"id_token": "TAG", "evse_id": 1, "minutes": minutes}
    return await ask(b, station, "reserve", goal, "ReserveNow", {"status": status})


def test_a_reservation_names_token_group_and_expiry(run, bench):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG", "ISO14443", group="G"))
            station = await b.booted()
            before = b.csms.clock.now()
            request = await reserve(b, station)
            assert request["idToken"] == {"idToken": "TAG", "type": "ISO14443"}
            assert request["groupIdToken"]["idToken"] == "G"
            assert "connectorType" not in request
            left = parse_datetime(request["expiryDateTime"]) - before
            assert abs(left - timedelta(minutes=10)) < timedelta(seconds=5)
            (shown,) = await job_views.reservations(b.csms)
            assert (shown["status"], shown["evse_id"], shown["group"]) == ("Accepted", 1, "G")

    run(scenario())


def test_time_ends_a_reservation_and_the_report_of_it_is_kept(run, bench):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG", "ISO14443"))
            station = await b.booted()
            request = await reserve(b, station, minutes=1)
            await asyncio.sleep(61)
            (shown,) = await job_views.reservations(b.csms)
            assert (shown["status"], shown["reported"]) == ("Expired", None)
            told = {"reservationId": request["id"], "reservationUpdateStatus": "Expired"}
            assert await station.call("ReservationStatusUpdate", told) == {}
            (shown,) = await job_views.reservations(b.csms)
            assert (shown["status"], shown["reported"]) == ("Expired", "Expired")

    run(scenario())


def test_a_timer_ends_a_reservation_also_after_a_restart(run, bench, tmp_path):
    def reservation(b, number, minutes, status="Accepted"):
        now = b.csms.clock.now()
        return Reservation("CS1", number, "TAG", now + timedelta(minutes=minutes), status, now)

    async def stored(store):
        return {row.reservation_id: row.status for row in await store.reservations.find()}

    async def scenario():
        path = tmp_path / "csms.db"
        async with TinyStore(path) as store, bench(store=store) as b:
            service = b.csms.services.reservations
            for number, minutes, status in (
                (1, 90, "Accepted"),
                (2, 30, "Accepted"),
                (3, 30, "Occupied"),
            ):
                await service.asked(reservation(b, number, minutes, status))
            await asyncio.sleep(29 * 60)  # on a virtual clock
            assert await stored(store) == {1: "Accepted", 2: "Accepted", 3: "Occupied"}
            await asyncio.sleep(2 * 60)
            assert await stored(store) == {1: "Accepted", 2: "Expired", 3: "Occupied"}
        async with TinyStore(path) as store, bench(store=store):
            await asyncio.sleep(100 * 60)
            assert await stored(store) == {1: "Expired", 2: "Expired", 3: "Occupied"}

    run(scenario())


@pytest.mark.parametrize(("answer", "kept"), [("Accepted", "Cancelled"), ("Rejected", "Accepted")])
def test_only_an_accepted_cancellation_ends_a_reservation(run, bench, answer, kept):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG", "ISO14443"))
            station = await b.booted()
            number = (await reserve(b, station))["id"]
            goal = {"reservation_id": number}
            status = {"status": answer}
            sent = await ask(b, station, "cancel-reservation", goal, "CancelReservation", status)
            assert sent == {"reservationId": number}
            (shown,) = await job_views.reservations(b.csms)
            assert shown["status"] == kept

    run(scenario())


def test_a_transaction_uses_its_reservation_up(run, bench):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG", "ISO14443"))
            station = await b.booted()
            number = (await reserve(b, station))["id"]
            await station.call(
                "TransactionEvent",
                {
                    "eventType": "Started",
                    "timestamp": AT,
                    "triggerReason": "Authorized",
                    "seqNo": 0,
                    "transactionInfo": {"transactionId": "T1"},
                    "idToken": {"idToken": "TAG", "type": "ISO14443"},
                    "reservationId": number,
                },
            )
            (shown,) = await job_views.reservations(b.csms)
            assert (shown["status"], shown["transaction_id"]) == ("Used", "T1")

    run(scenario())


def test_a_list_is_split_as_the_station_told_and_kept_when_accepted(run, bench):
    async def scenario():
        async with bench() as b:
            for name in ("A", "B", "C"):
                await b.store.tokens.put(Token(name, "ISO14443"))
            station = await b.booted()
            limit = Variable("CS1", "LocalAuthListCtrlr", "ItemsPerMessage", value="2")
            await b.store.variables.put(limit)
            goal = operations.run(b.csms, "CS1", "update-local-list", {"full": True})
            task = asyncio.ensure_future(goal)
            first = await station.reply("SendLocalList", {"status": "Accepted"})
            second = await station.reply("SendLocalList", {"status": "Accepted"})
            await task
            assert (first["updateType"], second["updateType"]) == ("Full", "Differential")
            assert (first["versionNumber"], second["versionNumber"]) == (1, 2)
            (shown,) = await job_views.local_lists(b.store)
            assert [entry["idToken"]["idToken"] for entry in shown["entries"]] == ["A", "B", "C"]
            goal = {"id_tokens": [], "removed": ["B"]}
            task = asyncio.ensure_future(operations.run(b.csms, "CS1", "update-local-list", goal))
            mismatch = {"status": "VersionMismatch"}
            sent = await station.reply("SendLocalList", mismatch)
            token = {"idToken": "B", "type": "ISO14443"}
            assert sent["localAuthorizationList"] == [{"idToken": token}]
            whole = await station.reply("SendLocalList", mismatch)
            assert (await task)["status"] == "VersionMismatch"
            assert whole["updateType"] == "Full"
            names = [entry["idToken"]["idToken"] for entry in whole["localAuthorizationList"]]
            assert names == ["A", "C"]
            (shown,) = await job_views.local_lists(b.store)
            assert (shown["version"], shown["answer"]) == (2, "VersionMismatch")
            assert len(shown["entries"]) == 3
            with pytest.raises(InvalidArguments):
                await operations.run(b.csms, "CS1", "update-local-list", {"id_tokens": ["X"]})

    run(scenario())


def test_the_version_that_a_station_tells_is_kept_and_gone_beyond(run, bench):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("A", "ISO14443"))
            station = await b.booted()
            told = {"versionNumber": 41}
            await ask(b, station, "get-local-list-version", {}, "GetLocalListVersion", told)
            (shown,) = await job_views.local_lists(b.store)
            assert shown["told_version"] == 41
            failed = {"status": "Failed"}
            full = {"full": True}
            sent = await ask(b, station, "update-local-list", full, "SendLocalList", failed)
            assert sent["versionNumber"] == 42

    run(scenario())


def test_a_refused_network_profile_does_not_replace_a_held_one(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            for url, status in (("ws://a", "Accepted"), ("ws://b", "Rejected")):
                goal = {"slot": 2, "url": url, "security_profile": 1}
                answer = {"status": status}
                sent = await ask(
                    b, station, "set-network-profile", goal, "SetNetworkProfile", answer
                )
                assert sent["connectionData"]["ocppCsmsUrl"] == url
            (shown,) = await job_views.network_profiles(b.store)
            assert (shown["data"]["ocppCsmsUrl"], shown["status"]) == ("ws://a", "Accepted")

    run(scenario())


def test_parts_of_a_report_may_overtake_the_answer(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            wanted = {"criteria": ["Problem"], "variables": [{"component": "EVSE", "evse_id": 1}]}
            task = asyncio.ensure_future(operations.run(b.csms, "CS1", "get-report", wanted))
            _, message_id, action, request = await station.receive()
            assert action == "GetReport"
            part = {"requestId": request["requestId"], "generatedAt": AT, "seqNo": 0}
            assert await station.call("NotifyReport", part) == {}
            await station.send([3, message_id, {"status": "Accepted"}])
            await task
            (shown,) = await views.reports(b.store)
            assert (shown["complete"], shown["answer"]) == (True, "Accepted")

    run(scenario())


def test_the_status_of_a_transaction_is_kept_with_it(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            event = {
                "eventType": "Started",
                "timestamp": format_datetime(b.csms.clock.now()),
                "triggerReason": "CablePluggedIn",
                "seqNo": 0,
                "transactionInfo": {"transactionId": "T1"},
            }
            await station.call("TransactionEvent", event)
            action = "GetTransactionStatus"
            answer = {"ongoingIndicator": True, "messagesInQueue": False}
            goal = {"transaction_id": "T1"}
            await ask(b, station, "get-transaction-status", goal, action, answer)
            (shown,) = await views.transactions(b.store)
            assert (shown["told_ongoing"], shown["told_queued"]) == (True, False)
            answer = {"messagesInQueue": True}
            assert await ask(b, station, "get-transaction-status", {}, action, answer) == {}
            shown = await views.station(b.csms, "CS1")
            assert shown["told_queued"] is True

    run(scenario())
