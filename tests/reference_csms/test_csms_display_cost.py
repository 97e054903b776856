"""OCPP 2.0.1, blocks I and O, at the CSMS: display messages, tariffs and their cost."""

from __future__ import annotations

import asyncio

import pytest

from reference_csms import display_views, operations, views
from reference_csms.tariffs import Tariff

AT = "2026-01-01T10:00:00.000Z"
LATER = "2026-01-01T12:00:00.000Z"
SHOWN = {"id": 5, "priority": "InFront", "message": {"format": "UTF8", "content": "hi"}}


async def asked(bench, station, goal, arguments, action, reply):
    task = asyncio.create_task(operations.run(bench.csms, "CS1", goal, arguments))
    request = await station.reply(action, reply)
    return request, await task


def test_a_message_is_set_cleared_and_shown(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            request, answer = await asked(
                b,
                station,
                "set-display-message",
                {"content": "hi", "priority": "InFront"},
                "SetDisplayMessage",
                {"status": "Accepted"},
            )
            number = request["message"]["id"]
            assert answer == {"status": "Accepted", "messageId": number}
            (shown,) = await display_views.display_messages(b.store, "CS1")
            assert (shown["message_id"], shown["installed"]) == (number, True)
            await asked(
                b,
                station,
                "clear-display-message",
                {"message_id": number},
                "ClearDisplayMessage",
                {"status": "Accepted"},
            )
            (shown,) = await display_views.display_messages(b.store, "CS1")
            assert (shown["cleared"], shown["installed"]) == ("Accepted", False)

    run(scenario())


def test_a_whole_list_in_parts_ends_what_it_lacks(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            old = {"requestId": 0, "messageInfo": [{**SHOWN, "id": 1}]}
            await station.call("NotifyDisplayMessages", old)
            request, _ = await asked(
                b,
                station,
                "get-display-messages",
                {},
                "GetDisplayMessages",
                {"status": "Accepted"},
            )
            part = {"requestId": request["requestId"], "messageInfo": [SHOWN], "tbc": True}
            await station.call("NotifyDisplayMessages", part)
            report = (await display_views.display_reports(b.store, "CS1"))[-1]
            assert report["complete"] is False
            last = {**part, "messageInfo": [{**SHOWN, "id": 6}], "tbc": False}
            await station.call("NotifyDisplayMessages", last)
            report = (await display_views.display_reports(b.store, "CS1"))[-1]
            assert (report["complete"], report["message_ids"]) == (True, [5, 6])
            rows = await display_views.display_messages(b.store, "CS1")
            assert {r["message_id"]: r["installed"] for r in rows} == {1: False, 5: True, 6: True}

    run(scenario())


def test_a_list_that_overtakes_its_answer_counts(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            task = asyncio.create_task(operations.run(b.csms, "CS1", "get-display-messages", {}))
            _, number, _, request = await station.receive()
            part = {"requestId": request["requestId"], "messageInfo": [SHOWN]}
            await station.send([2, "early", "NotifyDisplayMessages", part])
            await station.send([3, number, {"status": "Accepted"}])
            assert (await station.receive())[:2] == [3, "early"]
            await task
            (report,) = await display_views.display_reports(b.store, "CS1")
            assert (report["answer"], report["complete"]) == ("Accepted", True)
            assert report["message_ids"] == [5]

    run(scenario())


def event(seq_no, kind, watt_hours, at=AT):
    sample = {"value": watt_hours, "measurand": "Energy.Active.Import.Register"}
    return {
        "eventType": kind,
        "timestamp": at,
        "triggerReason": "MeterValuePeriodic",
        "seqNo": seq_no,
        "transactionInfo": {"transactionId": "T1"},
        "meterValue": [{"timestamp": at, "sampledValue": [sample]}],
    }


def test_the_running_cost_follows_and_the_final_one_is_answered(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await b.csms.services.tariffs.put(Tariff("", "EUR", 0.5, 1.0, 0.25))
            assert await station.call("TransactionEvent", event(0, "Started", 1000)) == {}
            told = await station.reply("CostUpdated", {})
            assert told == {"totalCost": 0.25, "transactionId": "T1"}
            assert await station.call("TransactionEvent", event(1, "Updated", 3000)) == {}
            assert (await station.reply("CostUpdated", {}))["totalCost"] == 1.25
            answer = await station.call("TransactionEvent", event(2, "Ended", 5000, LATER))
            assert answer == {"totalCost": 4.25}
            again = await station.call("TransactionEvent", event(2, "Ended", 5000, LATER))
            assert again == answer, "a repeated message costs nothing"
            (shown,) = await views.transactions(b.store, station="CS1")
            assert (shown["total_cost"], shown["currency"]) == (4.25, "EUR")
            assert (shown["meter_start"], shown["meter_stop"]) == (1000, 5000)

    run(scenario())


@pytest.mark.parametrize(("price", "cost"), [(0.0, 0.0), (0.5, 0.5)])
def test_a_tariff_may_want_its_running_cost_in_answers(run, bench, price, cost):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            wanted = {"per_kwh": price, "in_response": True}
            assert await operations.run(b.csms, "CS1", "set-tariff", wanted) == {}
            await station.call("TransactionEvent", event(0, "Started", 0))
            answer = await station.call("TransactionEvent", event(1, "Updated", 1000))
            assert answer == {"totalCost": cost}

    run(scenario())
