"""Messages and prices on the display of a 2.0.1 station (I02, O01 to O06)."""

import asyncio

from ocppj.clock import format_datetime
from station_sim.vendors import VendorAnswer


def message(number, **more):
    content = {"format": "UTF8", "content": f"text {number}"}
    return {"message": {"id": number, "priority": "NormalCycle", "message": content, **more}}


async def install(csms, number, **more):
    answer = await csms.call("SetDisplayMessage", message(number, **more))
    return answer["status"]


def test_what_is_not_supported_is_refused_by_name(run):
    async def scenario(bench):
        await bench.booted()
        csms = bench.csms
        html = {"format": "HTML", "content": "<b>no</b>"}
        assert await install(csms, 1, message=html) == "NotSupportedMessageFormat"
        assert await install(csms, 1, transactionId="none") == "UnknownTransaction"
        assert await csms.call("GetDisplayMessages", {"requestId": 1}) == {"status": "Unknown"}
        statuses = [await install(csms, number) for number in range(21)]
        assert statuses == ["Accepted"] * 20 + ["Rejected"]
        assert await install(csms, 19) == "Accepted", "the same id takes no more room"

    run("2.0.1", scenario)


def test_a_list_comes_in_parts_and_outlives_a_reboot(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        for number in range(7):
            assert await install(csms, number) == "Accepted"
        await csms.call("Reset", {"type": "Immediate"})
        await csms.expect("BootNotification")
        await asyncio.sleep(5)
        before = len(csms.received)
        answer = await csms.call("GetDisplayMessages", {"requestId": 9})
        assert answer == {"status": "Accepted"}
        await asyncio.sleep(2)
        parts = [m.payload for m in csms.received[before:] if m.action == "NotifyDisplayMessages"]
        assert [(len(p["messageInfo"]), p["tbc"], p["requestId"]) for p in parts] == [
            (5, True, 9),
            (2, False, 9),
        ]
        assert await csms.call("ClearDisplayMessage", {"id": 3}) == {"status": "Accepted"}
        assert await csms.call("ClearDisplayMessage", {"id": 3}) == {"status": "Unknown"}

    run("2.0.1", scenario)


def test_the_front_hides_the_rest_until_its_end(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        soon = format_datetime(station.clock.now().replace(microsecond=0))
        await install(csms, 1)
        await install(csms, 2, priority="InFront")
        assert station.display.lines() == ["text 2"]
        await install(csms, 3, priority="AlwaysFront")
        await install(csms, 4, priority="AlwaysFront")
        assert station.display.lines() == ["text 4"]
        await install(csms, 4, endDateTime=soon)
        assert station.display.lines() == ["text 2"]
        known = await csms.call("GetDisplayMessages", {"requestId": 1, "id": [3, 4]})
        assert known == {"status": "Unknown"}, "replaced and expired"

    run("2.0.1", scenario)


def test_transaction_message_and_price_go_with_the_transaction(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await station.plug_in(1)
        await station.present_token("TAG")
        await asyncio.sleep(5)
        transaction = station.points[0].transaction
        assert transaction is not None
        assert await install(csms, 1, transactionId=transaction.id, state="Charging") == "Accepted"
        cost = {"totalCost": 2.5, "transactionId": transaction.id}
        assert await csms.call("CostUpdated", cost) == {}
        tariff = "Ask your provider for the tariff"  # I04.FR.01: nobody told another
        assert station.display.lines() == [tariff, "2.50 EUR", "text 1"]
        await station.unplug(1)
        await asyncio.sleep(5)
        assert station.display.lines() == []

    run("2.0.1", scenario)


def test_a_vendor_that_the_station_knows_is_answered(run):
    heard = []

    def hear(station, data):
        heard.append(data)
        return VendorAnswer("Accepted", "ok")

    async def scenario(bench):
        await bench.booted(vendors={"org.example": {"hello": hear}})
        ask = {"vendorId": "org.example", "messageId": "hello", "data": "x"}
        got = await bench.csms.call("DataTransfer", ask)
        assert got == {"status": "Accepted", "data": "ok"}
        got = await bench.csms.call("DataTransfer", {**ask, "messageId": "other"})
        assert got == {"status": "UnknownMessageId"}
        assert heard.pop() == "x"
        assert not heard

    run("1.6", scenario)
    run("2.0.1", scenario)
