"""The REST API, called in process."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from reference_csms.api.app import create_api
from reference_csms.records import Token

AT = "2026-01-01T10:00:00.000Z"


@asynccontextmanager
async def client(csms, token: str | None = None, **headers: str):
    transport = httpx.ASGITransport(create_api(csms, token=token))
    base = "http://csms/api/v1"
    async with httpx.AsyncClient(transport=transport, base_url=base, headers=headers) as api:
        yield api


async def both(call, *answers) -> Any:
    task = asyncio.ensure_future(call)
    for answer in answers:
        await answer
    return await task


def test_stations(run, bench):
    async def scenario():
        async with bench() as b, client(b.csms) as api:
            assert (await api.get("/stations")).json() == []
            assert (await api.get("/stations/CS1")).status_code == 404
            settings = {
                "password": "secret-secret-secret",
                "security_profile": 0,
                "registration": "pending",
                "boot_interval_s": 11,
                "items_per_message": 3,
                "evses": [1, 2],
            }
            answer = await api.put("/stations/CS1", json=settings)
            assert answer.status_code == 200
            shown = answer.json()
            assert (shown["registration"], shown["has_password"]) == ("pending", True)
            assert (shown["connected"], shown["evses"]) == (False, [1, 2])
            assert "password" not in shown
            assert "secret" not in answer.text
            station = await b.connect("CS1")
            boot = await station.boot()
            assert (boot["status"], boot["interval"]) == ("Pending", 11)
            await api.put("/stations/CS1", json={"registration": "Accepted"})
            await station.boot()
            status = {"timestamp": AT, "connectorStatus": "Available"}
            await station.call("StatusNotification", {**status, "evseId": 1, "connectorId": 1})
            shown = (await api.get("/stations/CS1")).json()
            assert (shown["boot_interval_s"], shown["answered"]) == (11, "accepted")
            assert shown["connection"]["subprotocol"] == "ocpp2.0.1"
            assert shown["boot"]["reason"] == "PowerUp"
            assert shown["connectors"][0]["status"] == "Available"
            assert [s["identity"] for s in (await api.get("/stations")).json()] == ["CS1"]

    run(scenario())


@pytest.mark.parametrize(
    ("settings", "pointer"),
    [
        ({"registration": "maybe"}, "/registration"),
        ({"security_profile": 4}, "/security_profile"),
        ({"evses": [0]}, "/evses/0"),
        ({"odd": 1}, "/odd"),
        ([], ""),
    ],
)
def test_bad_station_settings(run, bench, settings, pointer):
    async def scenario():
        async with bench() as b, client(b.csms) as api:
            answer = await api.put("/stations/CS1", json=settings)
            assert answer.status_code == 422
            assert answer.json()["problems"][0]["pointer"] == pointer
            assert await b.store.stations.find() == []

    run(scenario())


def test_null_clears_a_setting(run, bench):
    async def scenario():
        async with bench() as b, client(b.csms) as api:
            await api.put("/stations/CS1", json={"boot_interval_s": 5, "evses": [1]})
            nothing = {"boot_interval_s": None, "evses": None, "registration": None}
            shown = (await api.put("/stations/CS1", json=nothing)).json()
            assert (shown["boot_interval_s"], shown["evses"]) == (None, [])
            assert shown["registration"] == "accepted"

    run(scenario())


def test_a_deleted_station_is_gone(run, bench):
    async def scenario():
        async with bench() as b, client(b.csms) as api:
            assert (await api.delete("/stations/CS1")).status_code == 404
            await b.connect("CS1")
            assert (await api.delete("/stations/CS1")).status_code == 204
            await b.gone("CS1")
            assert (await api.get("/stations/CS1")).status_code == 404

    run(scenario())


def test_tokens(run, bench):
    async def scenario():
        async with bench() as b, client(b.csms) as api:
            url, key = "/tokens/Tag1", {"type": "ISO14443"}
            assert (await api.get(url, params=key)).status_code == 404
            settings = {
                "status": "Blocked",
                "group": "G",
                "expires_at": "2027-01-01T01:00:00+01:00",
                "cache_s": 60,
                "language": "nl",
                "master_pass": True,
                "evse_ids": [1],
            }
            answer = await api.put(url, params=key, json=settings)
            shown = answer.json()
            assert shown["expires_at"] == "2027-01-01T00:00:00.000Z"
            assert (shown["status"], shown["evse_ids"]) == ("Blocked", [1])
            same = await api.get("/tokens/TAG1", params={"type": "iso14443"})
            assert same.json() == shown
            assert (await api.get(url)).status_code == 404  # another key: no type
            await api.put(url, json={"expires_at": "2027-01-01T00:00:00"})
            listed = (await api.get("/tokens")).json()
            assert [(t["type"], t["status"]) for t in listed] == [
                ("ISO14443", "Blocked"),
                (None, "Accepted"),
            ]
            assert listed[1]["expires_at"] == "2027-01-01T00:00:00.000Z"
            assert len((await api.get("/tokens", params={"limit": 1, "offset": 1})).json()) == 1
            assert (await api.delete(url, params=key)).status_code == 204
            assert (await api.delete(url, params=key)).status_code == 404
            bad = await api.put(url, json={"status": "Lost"})
            assert bad.json()["problems"][0]["pointer"] == "/status"

    run(scenario())


def test_commands_and_how_they_fail(run, bench):
    async def scenario():
        async with bench() as b, client(b.csms) as api:
            url = "/stations/CS1/commands/Reset"
            payload = {"type": "OnIdle"}
            assert (await api.post(url, json=payload)).status_code == 404
            await api.put("/stations/CS1", json={})
            assert (await api.post(url, json=payload)).status_code == 409
            station = await b.booted()
            accepted = {"status": "Accepted"}
            answer = await both(api.post(url, json=payload), station.reply("Reset", accepted))
            assert (answer.status_code, answer.json()) == (200, {"result": accepted})
            answer = await both(
                api.post(url, json=payload), station.refuse("Reset", "InternalError")
            )
            assert answer.status_code == 200
            error = {"code": "InternalError", "description": "no", "details": {}}
            assert answer.json() == {"call_error": error}
            answer = await api.post(url, json={"type": "Hard"})
            assert answer.status_code == 422
            assert answer.json()["problems"][0]["pointer"] == "/type"
            assert (await api.post(url, json=[])).status_code == 422
            unknown = await api.post("/stations/CS1/commands/Heartbeat", json={})
            assert unknown.status_code == 404
            silent = await api.post(url, json=payload, params={"timeout": 3})
            assert silent.status_code == 504
            await station.receive()
            lost = asyncio.ensure_future(api.post(url, json=payload))
            await station.receive()
            await station.websocket.close()
            assert (await lost).status_code == 409

    run(scenario())


def test_operations_and_how_they_fail(run, bench):
    async def scenario():
        async with bench() as b, client(b.csms) as api:
            station = await b.booted()
            base = "/stations/CS1/operations"
            accepted = {"status": "Accepted"}
            answer = await both(
                api.post(f"{base}/clear-cache"), station.reply("ClearCache", accepted)
            )
            assert answer.json() == {"result": accepted}
            answer = await both(
                api.post(f"{base}/clear-cache"), station.refuse("ClearCache", "NotSupported")
            )
            assert answer.json()["call_error"]["code"] == "NotSupported"
            assert (await api.post(f"{base}/fly")).status_code == 404
            bad = await api.post(f"{base}/get-variables", json={"variables": [{}]})
            assert bad.status_code == 422
            pointers = {problem["pointer"] for problem in bad.json()["problems"]}
            assert pointers == {"/variables/0/component", "/variables/0/variable"}
            await api.put("/stations/CS1", json={"registration": "rejected"})
            await station.boot()
            assert (await api.post(f"{base}/clear-cache")).status_code == 409

    run(scenario())


def test_stored_state(run, bench):
    async def scenario():
        async with bench() as b, client(b.csms) as api:
            await b.store.tokens.put(Token("TAG"))
            one = await b.booted("CS1", "1.6")
            start = {"connectorId": 1, "idTag": "TAG", "meterStart": 0, "timestamp": AT}
            number = (await one.call("StartTransaction", start))["transactionId"]
            values = [{"timestamp": AT, "sampledValue": [{"value": "1"}]}]
            meter = {"connectorId": 1, "transactionId": number, "meterValue": values}
            await one.call("MeterValues", meter)
            two = await b.booted("CS2")
            event = {
                "eventType": "Ended",
                "timestamp": "2026-02-01T00:00:00Z",
                "triggerReason": "Trigger",
                "seqNo": 0,
                "transactionInfo": {"transactionId": "T"},
            }
            await two.call("TransactionEvent", event)

            async def ids(**query: Any) -> list[str]:
                answer = await api.get("/transactions", params=query)
                assert answer.status_code == 200, answer.text
                return [row["transaction_id"] for row in answer.json()]

            assert await ids() == [str(number), "T"]
            assert await ids(station="CS2") == ["T"]
            assert await ids(active=True) == [str(number)]
            assert await ids(id_token="tag") == [str(number)]
            assert await ids(transaction_id="T") == ["T"]
            assert await ids(begin="2026-01-15T00:00:00Z") == ["T"]
            assert await ids(end="2026-01-15T00:00:00Z") == [str(number)]
            assert await ids(begin="2026-01-01T10:00:00Z", end="2026-01-01T10:00:00Z") == []
            assert await ids(limit=1, offset=1) == ["T"]
            bad = await api.get("/transactions", params={"begin": "yesterday"})
            assert bad.json()["problems"][0]["pointer"] == "/begin"
            assert (await api.get("/transactions", params={"limit": 0})).status_code == 422
            found = await api.get("/meter-values", params={"transaction_id": number})
            assert [row["values"] for row in found.json()] == [[{"value": "1"}]]
            begin = {"begin": "2026-01-02T00:00:00Z"}
            assert (await api.get("/meter-values", params=begin)).json() == []
            shown = (await api.get("/messages", params={"action": "MeterValues"})).json()
            assert [(m["station"], m["direction"]) for m in shown] == [("CS1", "in")]

    run(scenario())


@pytest.mark.parametrize(
    "path",
    [
        "transactions",
        "meter-values",
        "variables",
        "configuration-keys",
        "reports",
        "messages",
        "commands",
        "monitoring-events",
        "security-events",
        "vendor-messages",
    ],
)
def test_every_list_begins_empty(run, bench, path):
    async def scenario():
        async with bench() as b, client(b.csms) as api:
            answer = await api.get(f"/{path}", params={"station": "CS1"})
            assert (answer.status_code, answer.json()) == (200, [])

    run(scenario())


def test_health_metrics_and_documentation(run, bench):
    async def scenario():
        async with bench() as b, client(b.csms) as api:
            await b.booted()
            await b.connect("CS2", "1.6")
            for path in ("/healthz", "http://csms/healthz"):
                assert (await api.get(path)).json() == {"status": "ok"}
            lines = (await api.get("http://csms/metrics")).text.splitlines()
            assert 'ocpp_csms_stations_connected{version="1.6"} 1' in lines
            assert 'ocpp_csms_stations_connected{version="2.0.1"} 1' in lines
            assert "ocpp_csms_calls_received_total 1" in lines
            assert "ocpp_csms_internal_errors_total 0" in lines
            assert (await api.get("http://csms/docs")).status_code == 200
            paths = (await api.get("http://csms/openapi.json")).json()["paths"]
            assert "/api/v1/stations/{identity}/commands/{action}" in paths

    run(scenario())


def test_a_token_guards_everything_but_health(run, bench):
    async def scenario():
        async with bench() as b, client(b.csms, token="right") as api:
            assert (await api.get("/healthz")).status_code == 200
            for path in ("/stations", "/metrics", "/events", "http://csms/metrics", "/tokens"):
                for given in (None, "Bearer wrong", "Basic right", "right", "Bearer "):
                    headers = {"Authorization": given} if given else {}
                    answer = await api.get(path, headers=headers)
                    assert answer.status_code == 401, (path, given)
                    assert answer.headers["WWW-Authenticate"] == "Bearer"
            bearer = {"Authorization": "Bearer right"}
            assert (await api.get("/stations", headers=bearer)).status_code == 200

    run(scenario())
