"""OCPP 1.6: what each message of a station does."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ocppj.clock import parse_datetime
from reference_csms import listing, views
from reference_csms.records import Token, TokenStatus
from reference_csms.services.events import VendorAnswer
from reference_csms.settings import Settings

AT = "2026-01-01T10:00:00.000Z"
LATER = "2026-01-01T11:00:00.000Z"
START = {"connectorId": 1, "idTag": "TAG", "meterStart": 100, "timestamp": AT}


def reading(value: str, at: str = AT) -> dict:
    return {"timestamp": at, "sampledValue": [{"value": value, "unit": "Wh"}]}


def test_the_status_of_a_connector_is_kept(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            for connector, status in ((0, "Available"), (1, "Preparing"), (1, "Charging")):
                answer = await station.call(
                    "StatusNotification",
                    {"connectorId": connector, "errorCode": "NoError", "status": status},
                )
                assert answer == {}
            shown = await views.connectors(b.store, "CS1")
            assert [(c["connector_id"], c["status"]) for c in shown] == [
                (0, "Available"),
                (1, "Charging"),
            ]
            assert {c["evse_id"] for c in shown} == {None}

    run(scenario())


@pytest.mark.parametrize(
    ("token", "status"),
    [
        (Token("TAG"), "Accepted"),
        (Token("tag", "ISO14443"), "Accepted"),
        (Token("TAG", status=TokenStatus.BLOCKED), "Blocked"),
        (Token("TAG", status=TokenStatus.EXPIRED), "Expired"),
        (Token("TAG", status=TokenStatus.INVALID), "Invalid"),
        (Token("TAG", status=TokenStatus.CONCURRENT_TX), "ConcurrentTx"),
        (Token("OTHER"), "Invalid"),
    ],
)
def test_authorize(run, bench, token, status):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(token)
            station = await b.booted("CS1", "1.6")
            answer = await station.call("Authorize", {"idTag": "Tag"})
            assert answer == {"idTagInfo": {"status": status}}

    run(scenario())


def test_what_a_token_says_reaches_the_station(run, bench):
    async def scenario():
        async with bench() as b:
            now = b.csms.clock.now()
            ends = now + timedelta(hours=1)
            await b.store.tokens.put(Token("TAG", group="FAMILY", expires_at=ends))
            await b.store.tokens.put(Token("SHORT", expires_at=ends, cache_s=60))
            await b.store.tokens.put(Token("OLD", expires_at=now - timedelta(seconds=1)))
            station = await b.booted("CS1", "1.6")
            info = (await station.call("Authorize", {"idTag": "TAG"}))["idTagInfo"]
            assert info["parentIdTag"] == "FAMILY"
            told = parse_datetime(info["expiryDate"])
            assert abs(told - ends) < timedelta(seconds=1)
            info = (await station.call("Authorize", {"idTag": "SHORT"}))["idTagInfo"]
            assert parse_datetime(info["expiryDate"]) < ends - timedelta(minutes=50)
            info = (await station.call("Authorize", {"idTag": "OLD"}))["idTagInfo"]
            assert info["status"] == "Expired"

    run(scenario())


def test_a_transaction_from_start_to_stop(run, bench):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG"))
            station = await b.booted("CS1", "1.6")
            started = await station.call("StartTransaction", {**START, "reservationId": 7})
            number = started["transactionId"]
            assert started["idTagInfo"] == {"status": "Accepted"}
            (shown,) = await views.transactions(b.store, station="CS1", active=True)
            assert shown["transaction_id"] == str(number)
            assert (shown["meter_start"], shown["reservation_id"]) == (100, 7)
            assert shown["authorization"] == "Accepted"
            await station.call(
                "MeterValues",
                {"connectorId": 1, "transactionId": number, "meterValue": [reading("150")]},
            )
            stop = {
                "transactionId": number,
                "meterStop": 200,
                "timestamp": LATER,
                "idTag": "TAG",
                "reason": "EVDisconnected",
                "transactionData": [reading("200", LATER)],
            }
            assert await station.call("StopTransaction", stop) == {
                "idTagInfo": {"status": "Accepted"}
            }
            (shown,) = await views.transactions(b.store, station="CS1")
            assert (shown["active"], shown["meter_stop"]) == (False, 200)
            assert (shown["stopped_reason"], shown["stopped_at"]) == ("EVDisconnected", LATER)
            values = await views.meter_values(b.store, transaction_id=str(number))
            assert [v["values"][0]["value"] for v in values] == ["150", "200"]
            assert {v["connector_id"] for v in values} == {1}
            await station.call("StopTransaction", stop)
            assert len(await views.meter_values(b.store, transaction_id=str(number))) == 2

    run(scenario())


def test_a_retried_start_keeps_its_number(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            first = await station.call("StartTransaction", START)
            again = await station.call("StartTransaction", START)
            other = await station.call("StartTransaction", {**START, "connectorId": 2})
            assert first["transactionId"] == again["transactionId"]
            assert other["transactionId"] != first["transactionId"]
            second = await b.booted("CS2", "1.6")
            foreign = await second.call("StartTransaction", START)
            assert foreign["transactionId"] not in (first["transactionId"], other["transactionId"])

    run(scenario())


def test_an_invalid_tag_still_gets_a_number(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            started = await station.call("StartTransaction", START)
            assert started["idTagInfo"] == {"status": "Invalid"}
            (shown,) = await views.transactions(b.store)
            assert shown["authorization"] == "Invalid"

    run(scenario())


def test_a_stop_without_its_start_is_kept(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            stop = {"transactionId": 99, "meterStop": 5, "timestamp": AT}
            assert await station.call("StopTransaction", stop) == {}
            (shown,) = await views.transactions(b.store)
            assert (shown["transaction_id"], shown["active"]) == ("99", False)
            assert shown["stopped_reason"] == "Local"

    run(scenario())


@pytest.mark.parametrize(("refuse", "status"), [(False, "Accepted"), (True, "ConcurrentTx")])
def test_concurrent_use_of_a_token(run, bench, refuse, status):
    async def scenario():
        async with bench(settings=Settings(refuse_concurrent_tx=refuse)) as b:
            await b.store.tokens.put(Token("TAG"))
            station = await b.booted("CS1", "1.6")
            started = await station.call("StartTransaction", START)
            assert started["idTagInfo"] == {"status": "Accepted"}  # not concurrent with itself
            answer = await station.call("Authorize", {"idTag": "TAG"})
            assert answer["idTagInfo"]["status"] == status
            await station.call(
                "StopTransaction",
                {"transactionId": started["transactionId"], "meterStop": 1, "timestamp": AT},
            )
            answer = await station.call("Authorize", {"idTag": "TAG"})
            assert answer["idTagInfo"]["status"] == "Accepted"

    run(scenario())


def test_vendor_messages(run, bench):
    async def scenario():
        async with bench() as b:
            b.csms.services.events.vendors["com.acme"] = {
                "echo": lambda station, data: VendorAnswer("Accepted", f"{station}:{data}")
            }
            station = await b.booted("CS1", "1.6")
            known = {"vendorId": "com.acme", "messageId": "echo", "data": "x"}
            assert await station.call("DataTransfer", known) == {
                "status": "Accepted",
                "data": "CS1:x",
            }
            assert await station.call("DataTransfer", {"vendorId": "com.acme"}) == {
                "status": "UnknownMessageId"
            }
            assert await station.call("DataTransfer", {"vendorId": "org.other"}) == {
                "status": "UnknownVendorId"
            }
            kept = await listing.log(b.store.vendor_messages)
            assert [(k["vendor_id"], k["status"]) for k in kept] == [
                ("com.acme", "Accepted"),
                ("com.acme", "UnknownMessageId"),
                ("org.other", "UnknownVendorId"),
            ]

    run(scenario())


def test_what_is_not_built_is_not_supported(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            assert await station.error("Reset", {"type": "Soft"}) == "NotSupported"
            assert await station.error("NotifyReport", {}) == "NotImplemented"

    run(scenario())
