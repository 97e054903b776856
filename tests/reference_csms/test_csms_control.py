"""Resets, unlocked connectors, cleared caches, remote starts and stops, and what came of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from reference_csms import charging_views, control_views, listing, views
from reference_csms.device_records import Variable
from reference_csms.records import Registration

AT = "2026-01-01T10:00:00.000Z"
TOKEN = {"idToken": "TAG", "type": "ISO14443"}
PROFILE = {
    "id": 7,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": [
        {
            "id": 1,
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 8}],
        }
    ],
}


async def told(bench, station, action, payload, answer, identity="CS1"):
    """Send a command that the station answers so."""
    task = asyncio.create_task(bench.csms.call(identity, action, payload))
    await station.reply(action, answer)
    await task


async def outcome(bench, action):
    (shown,) = await control_views.outcomes(bench.store, "CS1", action=action)
    return shown


# outcomes


@pytest.mark.parametrize(
    ("version", "action", "payload", "status", "shown"),
    [
        ("1.6", "Reset", {"type": "Hard"}, "Rejected", {"kind": "Hard"}),
        ("2.0.1", "Reset", {"type": "OnIdle", "evseId": 2}, "Scheduled", {"evse_id": 2}),
        ("1.6", "UnlockConnector", {"connectorId": 2}, "UnlockFailed", {"connector_id": 2}),
        (
            "2.0.1",
            "UnlockConnector",
            {"evseId": 1, "connectorId": 2},
            "OngoingAuthorizedTransaction",
            {"evse_id": 1, "connector_id": 2},
        ),
        ("1.6", "ClearCache", {}, "Rejected", {}),
        ("2.0.1", "ClearCache", {}, "Accepted", {}),
    ],
)
def test_outcomes_are_kept(run, bench, version, action, payload, status, shown):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", version)
            await told(b, station, action, payload, {"status": status})
            kept = await outcome(b, action)
            assert kept["status"] == status
            assert kept | shown == kept
            assert kept["done_at"] is None

    run(scenario())


@pytest.mark.parametrize(
    ("version", "kind", "triggered"),
    [("1.6", "Hard", {"requestedMessage": "BootNotification"}), ("2.0.1", "Immediate", None)],
)
def test_a_reset_is_done_with_the_next_boot(run, bench, version, kind, triggered):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", version)
            await told(b, station, "Reset", {"type": kind}, {"status": "Accepted"})
            if triggered is None:
                boot = {"chargingStation": {"model": "M", "vendorName": "V"}, "reason": "Triggered"}
                await station.call("BootNotification", boot)
            else:
                await told(b, station, "TriggerMessage", triggered, {"status": "Accepted"})
                await station.boot()
            assert (await outcome(b, "Reset"))["done_at"] is None  # it was asked for this one
            await station.boot()
            assert (await outcome(b, "Reset"))["done_at"] is not None

    run(scenario())


def test_a_rejected_reset_is_never_done(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            await told(b, station, "Reset", {"type": "Soft"}, {"status": "Rejected"})
            await station.boot()
            assert (await outcome(b, "Reset"))["done_at"] is None

    run(scenario())


# settings


@pytest.mark.parametrize(
    ("status", "value", "known", "owed"),
    [
        ("Accepted", "60", True, False),
        ("Rejected", "300", True, False),
        ("RebootRequired", "60", True, True),
    ],
)
def test_the_outcome_of_a_changed_key(run, bench, status, value, known, owed):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            keys = {"configurationKey": [{"key": "Name", "readonly": False, "value": "300"}]}
            await told(b, station, "GetConfiguration", {}, keys)
            change = {"key": "Name", "value": "60"}
            await told(b, station, "ChangeConfiguration", change, {"status": status})
            (shown,) = await views.configuration_keys(b.store)
            assert (shown["outcome"], shown["value"]) == (status, value)
            assert (shown["known"], shown["reboot_owed"]) == (known, owed)
            await told(b, station, "GetConfiguration", {}, keys)
            (shown,) = await views.configuration_keys(b.store)
            assert (shown["outcome"], shown["reboot_owed"]) == (status, owed)
            await station.boot()
            (shown,) = await views.configuration_keys(b.store)
            assert (shown["outcome"], shown["reboot_owed"]) == (status, False)

    run(scenario())


def test_a_key_that_the_station_does_not_have(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            change = {"key": "Odd", "value": "60"}
            await told(b, station, "ChangeConfiguration", change, {"status": "NotSupported"})
            (shown,) = await views.configuration_keys(b.store)
            assert (shown["outcome"], shown["value"]) == ("NotSupported", None)
            assert shown["known"] is False

    run(scenario())


def test_a_variable_may_wait_for_a_boot(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            named = {"component": {"name": "C"}, "variable": {"name": "V"}}

            async def owed(status):
                data = {"setVariableData": [{**named, "attributeValue": "1"}]}
                result = {"setVariableResult": [{**named, "attributeStatus": status}]}
                await told(b, station, "SetVariables", data, result)
                (shown,) = await views.variables(b.store, component="C")
                assert shown["status"] == status
                return shown["reboot_owed"]

            assert await owed("RebootRequired") is True
            assert await owed("Rejected") is True  # which changes nothing
            assert await owed("Accepted") is False
            assert await owed("RebootRequired") is True
            await station.boot()
            (shown,) = await views.variables(b.store, component="C")
            assert (shown["value"], shown["reboot_owed"]) == ("1", False)

    run(scenario())


def test_the_interval_of_a_boot_is_shown(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            (shown,) = await views.stations(b.csms)
            assert (shown["answered"], shown["answered_interval_s"]) == ("accepted", 300)
            record = await b.store.stations.get("CS1")
            await b.store.stations.put(replace(record, registration=Registration.PENDING))
            await station.boot()
            (shown,) = await views.stations(b.csms)
            assert (shown["answered"], shown["answered_interval_s"]) == ("pending", 60)

    run(scenario())


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_what_was_transferred_is_kept_with_the_answer(run, bench, version):  # P01; 1.6, 4.3
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", version)
            asked = {"vendorId": "V", "messageId": "M", "data": "ours"}
            answer = {"status": "Accepted", "data": "theirs"}
            await told(b, station, "DataTransfer", asked, answer)
            (shown,) = await listing.log(b.store.vendor_messages, station="CS1")
            assert (shown["vendor_id"], shown["message_id"]) == ("V", "M")
            assert (shown["sent"], shown["data"], shown["answer"]) == (True, "ours", "theirs")
            assert shown["status"] == "Accepted"

    run(scenario())


# remote starts of 2.0.1


def event(kind="Started", seq_no=0, **more):
    info = {"transactionId": "T1", **more.pop("info", {})}
    return {
        "eventType": kind,
        "timestamp": AT,
        "triggerReason": "RemoteStart",
        "seqNo": seq_no,
        "transactionInfo": info,
        "evse": {"id": 1},
        **more,
    }


REQUEST = {"idToken": TOKEN, "remoteStartId": 5, "evseId": 1, "chargingProfile": PROFILE}


async def remote_start(bench):
    (shown,) = await control_views.remote_starts(bench.store, "CS1", remote_start_id=5)
    return shown


async def profiles(bench):
    shown = await charging_views.charging_profiles(bench.store, "CS1")
    return [(row["profile_id"], row["evse_id"], row["transaction_id"]) for row in shown]


def test_a_remote_start_finds_its_transaction_and_its_profile(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            answer = {"status": "Accepted"}
            await told(b, station, "RequestStartTransaction", REQUEST, answer)
            assert (await remote_start(b))["transaction_id"] is None
            assert await profiles(b) == []
            await station.call("TransactionEvent", event(info={"remoteStartId": 5}))
            shown = await remote_start(b)
            assert (shown["status"], shown["transaction_id"]) == ("Accepted", "T1")
            assert await profiles(b) == [(7, 1, "T1")]
            (found,) = await views.transactions(b.store, remote_start_id=5)
            assert found["transaction_id"] == "T1"
            await station.call("TransactionEvent", event("Ended", 1))
            assert await profiles(b) == []  # K02.FR.05

    run(scenario())


def test_a_transaction_may_come_before_the_answer(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            task = asyncio.create_task(b.csms.call("CS1", "RequestStartTransaction", REQUEST))
            _, number, _, _ = await station.receive()
            await station.send([2, "e", "TransactionEvent", event(info={"remoteStartId": 5})])
            await station.send([3, number, {"status": "Accepted"}])
            assert (await station.receive())[:2] == [3, "e"]
            await task
            assert (await remote_start(b))["transaction_id"] == "T1"
            assert await profiles(b) == [(7, 1, "T1")]

    run(scenario())


def test_a_transaction_may_have_begun_with_the_cable(run, bench):  # F01.FR.13
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await station.call("TransactionEvent", event())
            answer = {"status": "Accepted", "transactionId": "T1"}
            await told(b, station, "RequestStartTransaction", REQUEST, answer)
            assert (await remote_start(b))["transaction_id"] == "T1"
            assert await profiles(b) == [(7, 1, "T1")]

    run(scenario())


def test_a_station_without_smart_charging_ignores_the_profile(run, bench):  # K05.FR.04
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            off = Variable("CS1", "SmartChargingCtrlr", "Enabled", value="false")
            await b.store.variables.put(off)
            answer = {"status": "Accepted"}
            await told(b, station, "RequestStartTransaction", REQUEST, answer)
            await station.call("TransactionEvent", event(info={"remoteStartId": 5}))
            assert (await remote_start(b))["transaction_id"] == "T1"
            assert await profiles(b) == []

    run(scenario())


def test_a_remote_stop_is_kept_with_its_transaction(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await station.call("TransactionEvent", event())
            stop = {"transactionId": "T1"}
            await told(b, station, "RequestStopTransaction", stop, {"status": "Rejected"})
            (shown,) = await views.transactions(b.store)
            assert shown["stop_answer"] == "Rejected"

    run(scenario())


# remote starts of 1.6


def start(connector_id=1, tag="tag", at=AT):
    return {"connectorId": connector_id, "idTag": tag, "meterStart": 0, "timestamp": at}


async def tied(bench):
    rows = await control_views.remote_starts(bench.store, "CS1")
    return [(row["status"], row["transaction_id"]) for row in rows]


def test_a_1_6_transaction_is_told_by_tag_and_connector(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            request = {"idTag": "TAG", "connectorId": 1}
            action = "RemoteStartTransaction"
            await told(b, station, action, request, {"status": "Rejected"})
            await told(b, station, action, request, {"status": "Accepted"})
            await station.call("StartTransaction", start(connector_id=2))
            await station.call("StartTransaction", start(tag="OTHER"))
            assert await tied(b) == [("Rejected", None), ("Accepted", None)]
            first = await station.call("StartTransaction", start())
            number = first["transactionId"]
            assert await tied(b) == [("Rejected", None), ("Accepted", str(number))]
            (shown,) = await views.transactions(b.store, transaction_id=str(number))
            assert shown["remote_start_id"] == 2
            await told(b, station, action, request, {"status": "Accepted"})
            assert await station.call("StartTransaction", start()) == first  # repeated
            assert (await tied(b))[-1] == ("Accepted", None)
            stop = {"transactionId": number}
            await told(b, station, "RemoteStopTransaction", stop, {"status": "Accepted"})
            (shown,) = await views.transactions(b.store, transaction_id=str(number))
            assert shown["stop_answer"] == "Accepted"

    run(scenario())


def test_a_1_6_profile_is_for_the_transaction_that_came_of_it(run, bench):  # 5.16.2
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            schedule = {key: PROFILE["chargingSchedule"][0][key] for key in ("chargingRateUnit",)}
            schedule["chargingSchedulePeriod"] = [{"startPeriod": 0, "limit": 8}]
            profile = {**PROFILE, "chargingProfileId": 7, "chargingSchedule": schedule}
            del profile["id"]
            request = {"idTag": "TAG", "chargingProfile": profile}
            await told(b, station, "RemoteStartTransaction", request, {"status": "Accepted"})
            assert await charging_views.charging_profiles(b.store) == []
            number = (await station.call("StartTransaction", start()))["transactionId"]
            (shown,) = await charging_views.charging_profiles(b.store, "CS1", profile_id=7)
            assert (shown["connector_id"], shown["transaction_id"]) == (1, str(number))
            end = {"transactionId": number, "meterStop": 1, "timestamp": AT}
            await station.call("StopTransaction", end)
            assert await charging_views.charging_profiles(b.store) == []

    run(scenario())


def test_what_begins_much_later_did_not_come_of_it(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            request = {"idTag": "TAG"}
            await told(b, station, "RemoteStartTransaction", request, {"status": "Accepted"})
            await asyncio.sleep(16 * 60)  # on a virtual clock
            await station.call("StartTransaction", start())
            assert await tied(b) == [("Accepted", None)]

    run(scenario())
