"""OCPP 2.0.1: what each message of a station does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ocppj.clock import parse_datetime
from reference_csms import listing, views
from reference_csms.records import Token, TokenStatus
from reference_csms.v201.routes import ROUTES

AT = "2026-01-01T10:00:00.000Z"
LATER = "2026-01-01T11:00:00.000Z"
TAG = {"idToken": "TAG", "type": "ISO14443"}


def event(seq_no: int, kind: str = "Updated", reason: str = "Trigger", **members) -> dict:
    info = {"transactionId": "T1", **members.pop("info", {})}
    return {
        "eventType": kind,
        "timestamp": members.pop("at", AT),
        "triggerReason": reason,
        "seqNo": seq_no,
        "transactionInfo": info,
        **members,
    }


def measured(value: float) -> list[dict]:
    return [{"timestamp": AT, "sampledValue": [{"value": value}]}]


async def only_transaction(b) -> dict:
    (shown,) = await views.transactions(b.store)
    return shown


def test_both_ways_of_telling_a_connector_s_state(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            status = {"timestamp": AT, "connectorStatus": "Available", "evseId": 1}
            assert await station.call("StatusNotification", {**status, "connectorId": 2}) == {}
            (shown,) = await views.connectors(b.store, "CS1")
            assert (shown["evse_id"], shown["connector_id"]) == (1, 2)
            assert shown["status"] == "Available"
            notified = {
                "eventId": 1,
                "timestamp": LATER,
                "trigger": "Delta",
                "actualValue": "Occupied",
                "component": {"name": "Connector", "evse": {"id": 1, "connectorId": 2}},
                "variable": {"name": "AvailabilityState"},
                "eventNotificationType": "HardWiredNotification",
            }
            other = {**notified, "component": {"name": "ChargingStation"}, "actualValue": "x"}
            request = {"generatedAt": LATER, "seqNo": 0, "eventData": [notified, other]}
            assert await station.call("NotifyEvent", request) == {}
            (shown,) = await views.connectors(b.store, "CS1")
            assert (shown["status"], shown["timestamp"]) == ("Occupied", LATER)
            kept = await listing.log(b.store.monitoring_events)
            assert [k["data"]["actualValue"] for k in kept] == ["Occupied", "x"]
            (value,) = await views.variables(b.store, component="connector")
            assert value["value"] == "Occupied"

    run(scenario())


@pytest.mark.parametrize(
    ("token", "status"),
    [
        (Token("tag", "iso14443"), "Accepted"),
        (Token("TAG", "ISO15693"), "Unknown"),
        (Token("TAG", "ISO14443", TokenStatus.BLOCKED), "Blocked"),
        (Token("TAG", "ISO14443", TokenStatus.INVALID), "Invalid"),
        (Token("OTHER", "ISO14443"), "Unknown"),
    ],
)
def test_authorize(run, bench, token, status):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(token)
            station = await b.booted()
            answer = await station.call("Authorize", {"idToken": TAG})
            assert answer == {"idTokenInfo": {"status": status}}

    run(scenario())


def test_what_a_token_says_reaches_the_station(run, bench):
    async def scenario():
        async with bench() as b:
            token = Token("TAG", "ISO14443", group="G", cache_s=60, language="nl", evse_ids=(1, 2))
            await b.store.tokens.put(token)
            station = await b.booted()
            info = (await station.call("Authorize", {"idToken": TAG}))["idTokenInfo"]
            assert info["groupIdToken"] == {"idToken": "G", "type": "ISO14443"}
            assert (info["language1"], info["evseId"]) == ("nl", [1, 2])
            left = parse_datetime(info["cacheExpiryDateTime"]) - b.csms.clock.now()
            assert timedelta(seconds=59) < left <= timedelta(seconds=60)

    run(scenario())


def test_free_charging_needs_no_token(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            nobody = {"idToken": {"idToken": "", "type": "NoAuthorization"}}
            answer = await station.call("Authorize", nobody)
            assert answer == {"idTokenInfo": {"status": "Accepted"}}

    run(scenario())


def test_a_transaction_from_plug_in_to_departure(run, bench):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG", "ISO14443"))
            station = await b.booted()
            plugged = event(
                0,
                "Started",
                "CablePluggedIn",
                evse={"id": 1, "connectorId": 2},
                info={"chargingState": "EVConnected"},
                meterValue=measured(1.5),
            )
            assert await station.call("TransactionEvent", plugged) == {}
            shown = await only_transaction(b)
            assert (shown["evse_id"], shown["connector_id"]) == (1, 2)
            assert (shown["charging_state"], shown["started_at"]) == ("EVConnected", AT)
            answer = await station.call(
                "TransactionEvent", event(1, reason="Authorized", idToken=TAG)
            )
            assert answer == {"idTokenInfo": {"status": "Accepted"}}
            charging = event(2, reason="ChargingStateChanged", info={"chargingState": "Charging"})
            await station.call("TransactionEvent", charging)
            shown = await only_transaction(b)
            assert (shown["id_token"], shown["authorization"]) == ("TAG", "Accepted")
            assert (shown["charging_state"], shown["active"]) == ("Charging", True)
            ended = event(
                3,
                "Ended",
                "EVDeparted",
                at=LATER,
                info={"stoppedReason": "EVDisconnected"},
                meterValue=measured(9),
            )
            assert await station.call("TransactionEvent", ended) == {}
            shown = await only_transaction(b)
            assert (shown["active"], shown["stopped_at"]) == (False, LATER)
            assert (shown["stopped_reason"], shown["missing"]) == ("EVDisconnected", [])
            values = await views.meter_values(b.store, transaction_id="T1", evse_id=1)
            assert [v["values"][0]["value"] for v in values] == [1.5, 9]

    run(scenario())


def test_gaps_are_noticed_and_filled(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await station.call("TransactionEvent", event(0, "Started"))
            charging = event(4, info={"chargingState": "Charging"}, meterValue=measured(1))
            await station.call("TransactionEvent", charging)
            assert (await only_transaction(b))["missing"] == [1, 2, 3]
            late = event(2, info={"chargingState": "EVConnected"}, meterValue=measured(2))
            await station.call("TransactionEvent", late)
            shown = await only_transaction(b)
            assert shown["missing"] == [1, 3]
            assert shown["charging_state"] == "Charging"  # the later event said so
            await station.call("TransactionEvent", late)
            await station.call("TransactionEvent", charging)
            assert len(await views.meter_values(b.store)) == 2  # repetitions bring nothing new

    run(scenario())


def test_a_start_that_comes_late(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await station.call("TransactionEvent", event(5, "Ended", at=LATER))
            start = event(3, "Started", at=AT, evse={"id": 2})
            await station.call("TransactionEvent", start)
            shown = await only_transaction(b)
            assert (shown["started_at"], shown["stopped_at"]) == (AT, LATER)
            assert (shown["first_seq_no"], shown["last_seq_no"]) == (3, 5)
            assert (shown["missing"], shown["active"]) == ([4], False)
            assert shown["evse_id"] == 2

    run(scenario())


def test_the_token_that_stops_is_not_the_one_that_started(run, bench):
    async def scenario():
        async with bench() as b:
            for name in ("TAG", "FRIEND"):
                await b.store.tokens.put(Token(name, "ISO14443", group="G"))
            station = await b.booted()
            await station.call("TransactionEvent", event(0, "Started", idToken=TAG))
            friend = {"idToken": "FRIEND", "type": "ISO14443"}
            answer = await station.call(
                "TransactionEvent", event(1, reason="StopAuthorized", idToken=friend)
            )
            assert answer["idTokenInfo"]["status"] == "Accepted"
            shown = await only_transaction(b)
            assert (shown["id_token"], shown["stop_token"]) == ("TAG", "FRIEND")

    run(scenario())


def test_two_stations_may_use_one_transaction_id(run, bench):
    async def scenario():
        async with bench() as b:
            for identity in ("CS1", "CS2"):
                station = await b.booted(identity)
                await station.call("TransactionEvent", event(0, "Started"))
            assert [t["station"] for t in await views.transactions(b.store)] == ["CS1", "CS2"]

    run(scenario())


def test_meter_values_outside_transactions(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            request = {"evseId": 0, "meterValue": measured(7)}
            assert await station.call("MeterValues", request) == {}
            (shown,) = await views.meter_values(b.store, station="CS1", evse_id=0)
            assert shown["values"] == [{"value": 7}]
            assert shown["transaction_id"] is None

    run(scenario())


def test_reports_fill_the_device_model(run, bench):
    def part(seq_no: int, *names: str, more: bool) -> dict:
        data = [
            {
                "component": {"name": "OCPPCommCtrlr"},
                "variable": {"name": name},
                "variableAttribute": [{"value": "1", "mutability": "ReadOnly"}],
                "variableCharacteristics": {"dataType": "integer", "supportsMonitoring": False},
            }
            for name in names
        ]
        begin = {"requestId": 5, "generatedAt": AT, "seqNo": seq_no, "tbc": more}
        return {**begin, "reportData": data}

    async def scenario():
        async with bench() as b:
            station = await b.booted()
            assert await station.call("NotifyReport", part(1, "C", more=False)) == {}
            (report,) = await views.reports(b.store)
            assert report["complete"] is False
            await station.call("NotifyReport", part(0, "A", "B", more=True))
            await station.call("NotifyReport", part(0, "A", "B", more=True))
            (report,) = await views.reports(b.store, station="CS1")
            assert (report["complete"], report["variables"]) == (True, 3)
            shown = await views.variables(b.store, station="CS1", variable="b")
            assert [(v["value"], v["mutability"]) for v in shown] == [("1", "ReadOnly")]
            assert shown[0]["characteristics"]["dataType"] == "integer"

    run(scenario())


def test_security_events_are_kept(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            request = {"type": "StartupOfTheDevice", "timestamp": AT, "techInfo": "cold"}
            assert await station.call("SecurityEventNotification", request) == {}
            (shown,) = await listing.log(b.store.security_events, station="CS1")
            assert (shown["type"], shown["tech_info"]) == ("StartupOfTheDevice", "cold")

    run(scenario())


def test_vendor_messages_of_strangers_are_refused(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            answer = await station.call("DataTransfer", {"vendorId": "x", "data": {"a": [1]}})
            assert answer == {"status": "UnknownVendorId"}
            (shown,) = await listing.log(b.store.vendor_messages)
            assert shown["data"] == {"a": [1]}

    run(scenario())


def test_what_is_not_built_is_not_supported(run, bench, monkeypatch):
    monkeypatch.delitem(ROUTES, "FirmwareStatusNotification")

    async def scenario():
        async with bench() as b:
            station = await b.booted()
            status = {"status": "Idle"}
            assert await station.error("FirmwareStatusNotification", status) == "NotSupported"
            assert await station.error("Heartbeat", {"x": 1}) == "FormatViolation"

    run(scenario())
