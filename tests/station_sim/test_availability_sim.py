"""ChangeAvailability on the wire: at once, scheduled, persistent (TC_013_CS, G03, G04)."""

import asyncio


def statuses(csms, start=0):
    return [m.payload for m in csms.received[start:] if m.action == "StatusNotification"]


def test_16_a_connector_stays_unavailable_over_a_reset(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        off = {"connectorId": 1, "type": "Inoperative"}
        assert await csms.call("ChangeAvailability", off) == {"status": "Accepted"}
        await csms.expect("StatusNotification", connectorId=1, status="Unavailable")
        before = len(csms.received)
        await csms.call("Reset", {"type": "Hard"})
        await csms.expect("BootNotification")
        await asyncio.sleep(5)
        found = [(s["connectorId"], s["status"]) for s in statuses(csms, before)]
        assert found == [(0, "Available"), (1, "Unavailable"), (2, "Available")]
        on = {"connectorId": 1, "type": "Operative"}
        assert await csms.call("ChangeAvailability", on) == {"status": "Accepted"}
        await csms.expect("StatusNotification", connectorId=1, status="Available")
        assert await csms.call("ChangeAvailability", on) == {"status": "Accepted"}
        await csms.nothing(5)

    run("1.6", scenario)


def test_16_zero_means_the_station_and_all_connectors(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        before = len(csms.received)
        off = {"connectorId": 0, "type": "Inoperative"}
        assert await csms.call("ChangeAvailability", off) == {"status": "Accepted"}
        await asyncio.sleep(2)
        assert [s["status"] for s in statuses(csms, before)] == ["Unavailable"] * 3
        rejected = await csms.call("RemoteStartTransaction", {"idTag": "T", "connectorId": 1})
        assert rejected == {"status": "Rejected"}
        before = len(csms.received)
        on = {"connectorId": 0, "type": "Operative"}
        assert await csms.call("ChangeAvailability", on) == {"status": "Accepted"}
        await asyncio.sleep(2)
        assert [s["status"] for s in statuses(csms, before)] == ["Available"] * 3
        unknown = {"connectorId": 7, "type": "Operative"}
        assert await csms.call("ChangeAvailability", unknown) == {"status": "Rejected"}
        assert station.memory.availability.inoperative == set()

    run("1.6", scenario)


def test_16_a_transaction_postpones_it(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await station.plug_in(1)
        await station.present_token("TAG")
        await asyncio.sleep(2)
        off = {"connectorId": 1, "type": "Inoperative"}
        assert await csms.call("ChangeAvailability", off) == {"status": "Scheduled"}
        await station.present_token("TAG")
        await asyncio.sleep(1)
        await station.unplug(1)
        await csms.expect("StatusNotification", connectorId=1, status="Unavailable")

    run("1.6", scenario)


def test_201_places_of_every_size(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()

        async def change(kind, evse=None):
            before = len(csms.received)
            place = {} if evse is None else {"evse": evse}
            answer = await csms.call("ChangeAvailability", {"operationalStatus": kind, **place})
            await asyncio.sleep(2)
            found = [(s["evseId"], s["connectorStatus"]) for s in statuses(csms, before)]
            return answer["status"], found

        one = {"id": 1, "connectorId": 1}
        assert await change("Inoperative", one) == ("Accepted", [(1, "Unavailable")])
        assert await change("Inoperative") == ("Accepted", [(2, "Unavailable")])
        # G04.FR.08: the connector that was switched off by itself stays off.
        assert await change("Operative") == ("Accepted", [(2, "Available")])
        assert await change("Inoperative", {"id": 2}) == ("Accepted", [(2, "Unavailable")])
        assert await change("Operative", {"id": 2}) == ("Accepted", [(2, "Available")])
        assert await change("Operative", one) == ("Accepted", [(1, "Available")])
        assert await change("Operative", {"id": 6}) == ("Rejected", [])

    run("2.0.1", scenario)


def test_201_unavailable_survives_a_reset(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        await csms.call("ChangeAvailability", {"operationalStatus": "Inoperative"})
        await asyncio.sleep(1)
        await csms.call("Reset", {"type": "Immediate"})
        await csms.expect("BootNotification")
        await csms.expect("StatusNotification", evseId=1, connectorStatus="Unavailable")
        await csms.expect("StatusNotification", evseId=2, connectorStatus="Unavailable")

    run("2.0.1", scenario)


def test_201_a_transaction_postpones_it(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await station.plug_in(1)
        await asyncio.sleep(1)
        off = {"operationalStatus": "Inoperative", "evse": {"id": 1}}
        assert (await csms.call("ChangeAvailability", off))["status"] == "Scheduled"
        await station.unplug(1)
        await csms.expect("StatusNotification", evseId=1, connectorStatus="Unavailable")

    run("2.0.1", scenario)
