"""OCPP 2.0.1, block N, at the CSMS: logs that are uploaded, customers' data (N01, N09, N10)."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from reference_csms import job_views, operations
from reference_csms.api.app import create_api
from reference_csms.customers import CustomerInformation
from reference_csms.goals import InvalidArguments
from reference_csms.jobs import LocalList
from reference_csms.records import Token
from reference_csms.store.tiny import TinyStore

ACCEPTED = {"status": "Accepted"}
AT = "2026-01-01T10:00:00.000Z"
TAG = {"idToken": "TAG", "type": "ISO14443"}
OTHER = {"idToken": "OTHER", "type": "Central"}
FAMILY = {"status": "Accepted", "groupIdToken": {"idToken": "FAMILY", "type": "Central"}}


async def asked(bench, station, goal, arguments, action, reply):
    task = asyncio.create_task(operations.run(bench.csms, "CS1", goal, arguments))
    request = await station.reply(action, reply)
    return request, await task


async def customer(bench, station, reply=ACCEPTED, **arguments):
    request, answer = await asked(
        bench, station, "customer-information", arguments, "CustomerInformation", reply
    )
    assert answer == {**reply, "requestId": request["requestId"]}
    return request


def part(number, seq_no, data, **more):
    head = {"requestId": number, "seqNo": seq_no, "generatedAt": AT}
    return {**head, "data": data, **more}


async def shown(bench):
    return await job_views.customer_information(bench.store, "CS1")


async def knows_list(bench, *entries):
    await bench.store.local_lists.put(LocalList("CS1", 6, entries, "Accepted"))


# logs


def test_a_log_is_asked_for_with_all_that_was_said(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            arguments = {
                "location": "ftp://x/l",
                "kind": "SecurityLog",
                "oldest": AT,
                "latest": AT,
                "retries": 3,
                "retry_interval_s": 20,
            }
            reply = {"status": "Accepted", "filename": "s.txt"}
            request, _ = await asked(b, station, "upload-logs", arguments, "GetLog", reply)
            number = request["requestId"]
            assert request == {
                "log": {
                    "remoteLocation": "ftp://x/l",
                    "oldestTimestamp": AT,
                    "latestTimestamp": AT,
                },
                "logType": "SecurityLog",
                "requestId": number,
                "retries": 3,
                "retryInterval": 20,
            }
            second, _ = await asked(
                b,
                station,
                "upload-logs",
                {"location": "ftp://x/l"},
                "GetLog",
                {"status": "AcceptedCanceled", "filename": "d.txt"},
            )
            for told, status in (
                (number, "AcceptedCanceled"),
                (second["requestId"], "Uploading"),
                (second["requestId"], "UploadFailure"),
            ):
                notification = {"requestId": told, "status": status}
                assert await station.call("LogStatusNotification", notification) == {}
            first, later = await job_views.log_uploads(b.store, "CS1")
            assert [one["status"] for one in first["history"]] == ["AcceptedCanceled"]
            assert (later["subject"], later["answer"]) == ("DiagnosticsLog", "AcceptedCanceled")
            assert [one["status"] for one in later["history"]] == ["Uploading", "UploadFailure"]

    run(scenario())


# customers


def test_a_report_is_put_together_and_a_gap_is_noticed(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            request = await customer(b, station, id_token="TAG", type="ISO14443")
            number = request["requestId"]
            assert request == {"requestId": number, "report": True, "clear": False, "idToken": TAG}
            await station.call("NotifyCustomerInformation", part(number, 2, "c"))
            await station.call("NotifyCustomerInformation", part(number, 0, "a", tbc=True))
            (row,) = await shown(b)
            assert (row["missing"], row["complete"], row["data"]) == ([1], False, "ac")
            for _ in range(2):
                await station.call("NotifyCustomerInformation", part(number, 1, "b", tbc=True))
            (row,) = await shown(b)
            assert (row["missing"], row["complete"], row["data"]) == ([], True, "abc")
            assert (row["id_token"], row["answer"]) == ("TAG", "Accepted")

    run(scenario())


def test_a_report_that_nobody_asked_for_is_kept(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await station.call("NotifyCustomerInformation", part(99, 0, "what"))
            (row,) = await shown(b)
            assert (row["request_id"], row["data"], row["answer"]) == (99, "what", None)

    run(scenario())


@pytest.mark.parametrize(
    ("reference", "entries", "left"),
    [
        ({"id_token": "tag", "type": "ISO14443"}, [TAG, OTHER], [TAG]),
        ({"id_token": "TAG", "type": "Central"}, [TAG], []),
        ({"customer_identifier": "Tag"}, [TAG, OTHER], [TAG]),
        ({"customer_identifier": "family"}, [TAG, OTHER], [OTHER]),
        ({"customer_identifier": ""}, [TAG], []),
    ],
)
def test_the_erased_are_taken_off_the_list(run, bench, reference, entries, left):
    """`left` are those who leave; OTHER alone is in the group FAMILY."""

    async def scenario():
        async with bench() as b:
            station = await b.booted()
            infos = {"OTHER": FAMILY}
            listed = [
                {"idToken": one, "idTokenInfo": infos.get(one["idToken"], ACCEPTED)}
                for one in entries
            ]
            await knows_list(b, *listed)
            number = (await customer(b, station, clear=True, **reference))["requestId"]
            await station.call("NotifyCustomerInformation", part(number, 0, "gone"))
            if left:
                update = await station.reply("SendLocalList", ACCEPTED)
                assert update == {
                    "versionNumber": 7,
                    "updateType": "Differential",
                    "localAuthorizationList": [{"idToken": one} for one in left],
                }
            await station.call("Heartbeat", {})
            (known,) = await job_views.local_lists(b.store, "CS1")
            stay = [one for one in listed if one["idToken"] not in left]
            assert known["entries"] == stay
            assert known["version"] == (7 if left else 6)

    run(scenario())


@pytest.mark.parametrize(
    ("reply", "clear", "parts"),
    [
        (ACCEPTED, False, [{}]),
        (ACCEPTED, True, [{"tbc": True}]),
        ({"status": "Rejected"}, True, [{}]),
    ],
)
def test_the_list_stays_where_nothing_was_erased(run, bench, reply, clear, parts):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await knows_list(b, {"idToken": TAG, "idTokenInfo": ACCEPTED})
            request = await customer(
                b, station, reply, id_token="TAG", type="ISO14443", clear=clear
            )
            for number, more in enumerate(parts):
                told = part(request["requestId"], number, "x", **more)
                await station.call("NotifyCustomerInformation", told)
            await station.call("Heartbeat", {})  # a request of the CSMS would come first
            (known,) = await job_views.local_lists(b.store, "CS1")
            assert len(known["entries"]) == 1

    run(scenario())


def test_a_report_that_overtakes_its_answer_counts(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await knows_list(b, {"idToken": TAG, "idTokenInfo": ACCEPTED})
            arguments = {"id_token": "TAG", "type": "ISO14443", "clear": True}
            goal = operations.run(b.csms, "CS1", "customer-information", arguments)
            task = asyncio.create_task(goal)
            kind, message_id, _, request = await station.receive()
            assert kind == 2
            await station.call("NotifyCustomerInformation", part(request["requestId"], 0, "gone"))
            await station.send([3, message_id, ACCEPTED])
            update = await station.reply("SendLocalList", {"status": "VersionMismatch"})
            assert update["localAuthorizationList"] == [{"idToken": TAG}]
            await task
            (known,) = await job_views.local_lists(b.store, "CS1")
            assert (known["answer"], len(known["entries"])) == ("VersionMismatch", 1)

    run(scenario())


def test_one_reference_is_needed_and_a_stored_token_has_a_type(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await b.store.tokens.put(Token("TAG", "ISO14443"))
            for wrong in (
                {},
                {"id_token": "TAG", "customer_identifier": "x"},
                {"certificate": "ff"},
                {"id_token": "NOBODY"},
            ):
                with pytest.raises(InvalidArguments):
                    await operations.run(b.csms, "CS1", "customer-information", wrong)
            request = await customer(b, station, id_token="TAG")
            assert request["idToken"] == TAG

    run(scenario())


def test_the_api_shows_it_and_a_store_keeps_it(run, bench, tmp_path):
    async def scenario():
        wanted = CustomerInformation(
            "CS1",
            4,
            True,
            True,
            customer_certificate={"serialNumber": "1"},
            parts=({"seqNo": 0, "data": "x", "generatedAt": AT},),
            last_part=1,
        )
        path = tmp_path / "csms.db"
        async with TinyStore(path) as store:
            await store.customer_information.put(wanted)
        async with TinyStore(path) as store:
            assert await store.customer_information.find(station="CS1") == [wanted]
        async with bench() as b:
            await b.store.customer_information.put(wanted)
            transport = httpx.ASGITransport(create_api(b.csms))
            async with httpx.AsyncClient(transport=transport, base_url="http://csms") as client:
                found = await client.get("/api/v1/customer-information", params={"station": "CS1"})
            (row,) = found.json()
            assert (row["missing"], row["data"], row["complete"]) == ([1], "x", False)

    run(scenario())
