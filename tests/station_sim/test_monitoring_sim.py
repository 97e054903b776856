"""Monitors of a 2.0.1 station: set, reported, triggered, kept (N02 to N08)."""

import asyncio

import pytest

from station_sim.device_model import DeviceModel
from station_sim.monitors import Base, Kind, Monitor, Monitors

POWER = {"component": {"name": "EVSE", "evse": {"id": 1}}, "variable": {"name": "Power"}}
STATE = {
    "component": {"name": "EVSE", "evse": {"id": 1}},
    "variable": {"name": "AvailabilityState"},
}
HEAT = {"component": {"name": "TemperatureSensor"}, "variable": {"name": "Temperature"}}
OFFLINE = {
    "component": {"name": "OCPPCommCtrlr"},
    "variable": {"name": "OfflineThreshold"},
}
PASSWORD = {
    "component": {"name": "SecurityCtrlr"},
    "variable": {"name": "BasicAuthPassword"},
}


def monitor(where, kind, value, severity=5, **more):
    return {**where, "type": kind, "value": value, "severity": severity, **more}


async def install(csms, *monitors):
    answer = await csms.call("SetVariableMonitoring", {"setMonitoringData": list(monitors)})
    return [(r["status"], r.get("id")) for r in answer["setMonitoringResult"]]


async def one(csms, where, kind, value, severity=5, **more):
    [(status, number)] = await install(csms, monitor(where, kind, value, severity, **more))
    assert status == "Accepted"
    return number


async def event(csms, timeout=60):
    """Give the events of the next NotifyEvent, which is a report of its own."""
    payload = (await csms.expect("NotifyEvent", timeout)).payload
    assert payload["seqNo"] == 0
    return payload["eventData"]


async def no_event(csms, seconds=30):
    before = len(csms.received)
    await asyncio.sleep(seconds)
    assert [m.payload for m in csms.received[before:] if m.action == "NotifyEvent"] == []


async def charge(station):
    await station.plug_in(1)
    await station.present_token("TOKEN-1")
    await asyncio.sleep(5)


async def report(csms, **wanted):
    """Give the status, and (id, severity) of all that is reported."""
    before = len(csms.received)
    answer = await csms.call("GetMonitoringReport", {"requestId": 7, **wanted})
    await asyncio.sleep(2)
    parts = [m.payload for m in csms.received[before:] if m.action == "NotifyMonitoringReport"]
    assert [(p["requestId"], p["seqNo"]) for p in parts] == [(7, n) for n in range(len(parts))]
    assert [p["tbc"] for p in parts] == [n < len(parts) - 1 for n in range(len(parts))]
    found = [v for p in parts for m in p["monitor"] for v in m["variableMonitoring"]]
    return answer["status"], [(v["id"], v["severity"]) for v in found]


def test_every_refusal_has_its_own_word(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        other = {"component": {"name": "Nothing"}, "variable": {"name": "Power"}}
        unknown = {**POWER, "variable": {"name": "Nothing"}}
        fixed = {"component": {"name": "ChargingStation"}, "variable": {"name": "Model"}}
        number = await one(csms, POWER, "UpperThreshold", 100)
        wrong = [
            (monitor(other, "Delta", 1), "UnknownComponent"),
            (monitor(unknown, "Delta", 1), "UnknownVariable"),
            (monitor(fixed, "Delta", 1), "UnsupportedMonitorType"),
            (monitor(STATE, "UpperThreshold", 1), "UnsupportedMonitorType"),
            (monitor(POWER, "UpperThreshold", 1e6), "Rejected"),
            (monitor(POWER, "Delta", -1), "Rejected"),
            (monitor(POWER, "Periodic", 0), "Rejected"),
            (monitor(POWER, "Delta", 1, 10), "Rejected"),
            (monitor(POWER, "UpperThreshold", 200), "Duplicate"),
            (monitor(POWER, "UpperThreshold", 200, id=999), "Rejected"),
            (monitor(STATE, "Delta", 1, id=number), "Rejected"),
            (monitor(HEAT, "UpperThreshold", 80, id=1), "Rejected"),
        ]
        found = await install(csms, *(data for data, _ in wrong))
        assert found == [(status, None) for _, status in wrong]
        assert await install(csms, monitor(POWER, "UpperThreshold", 200, id=number)) == [
            ("Accepted", number)
        ]

    run("2.0.1", scenario)


def test_a_limit_tells_when_it_is_passed_and_when_not_any_more(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        number = await one(csms, POWER, "UpperThreshold", 100.0)
        await charge(station)
        [above] = await event(csms)
        assert above["trigger"] == "Alerting"
        assert "cleared" not in above
        assert float(above["actualValue"]) > 100
        assert above["eventNotificationType"] == "CustomMonitor"
        assert above["variableMonitoringId"] == number
        assert above["transactionId"] == station.points[0].transaction.id
        transaction = station.points[0].transaction.id
        below = await one(csms, POWER, "LowerThreshold", 10.0)
        await station.present_token("TOKEN-1")
        events = await event(csms)
        assert [
            (e["variableMonitoringId"], e.get("cleared"), e["actualValue"]) for e in events
        ] == [
            (number, True, "0.0"),
            (below, None, "0.0"),
        ]
        assert {e["transactionId"] for e in events} == {transaction}
        assert len({e["eventId"] for e in [above, *events]}) == 3

    run("2.0.1", scenario)


def test_a_changed_limit_is_compared_at_once_and_a_removed_one_is_silent(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        number = await one(csms, HEAT, "UpperThreshold", 30)
        station.hardware.warm(35)
        assert [e["variableMonitoringId"] for e in await event(csms)] == [number]
        await install(csms, monitor(HEAT, "UpperThreshold", 40, id=number))
        assert [e["cleared"] for e in await event(csms)] == [True]
        await install(csms, monitor(HEAT, "UpperThreshold", 34, id=number))
        assert ["cleared" in e for e in await event(csms)] == [False]
        answer = await csms.call("ClearVariableMonitoring", {"id": [number, number, 1]})
        assert [r["status"] for r in answer["clearMonitoringResult"]] == [
            "Accepted",
            "NotFound",
            "Rejected",
        ]
        station.hardware.warm(20)
        await no_event(csms)

    run("2.0.1", scenario)


def test_a_delta_counts_from_what_was_told_last(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await one(csms, HEAT, "Delta", 5)
        for celsius in (29, 30):
            station.hardware.warm(celsius)
        await no_event(csms)
        station.hardware.warm(30.5)
        [told] = await event(csms)
        assert (told["trigger"], told["actualValue"]) == ("Delta", "30.5")
        station.hardware.warm(26)
        await no_event(csms)
        station.hardware.warm(25)
        assert [e["actualValue"] for e in await event(csms)] == ["25.0"]

    run("2.0.1", scenario)


def test_settings_and_states_are_told_with_each_change(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await one(csms, OFFLINE, "Delta", 100)
        await one(csms, PASSWORD, "Delta", 1)
        await one(csms, STATE, "Delta", 1)

        async def set_to(where, value):
            data = {**where, "attributeValue": value}
            answer = await csms.call("SetVariables", {"setVariableData": [data]})
            assert answer["setVariableResult"][0]["attributeStatus"] == "Accepted"

        await set_to(OFFLINE, "61")
        await no_event(csms)
        await set_to(OFFLINE, "600")
        assert [e["actualValue"] for e in await event(csms)] == ["600"]
        await set_to(PASSWORD, "a-password-of-20-char")
        [told] = await event(csms)
        assert told["actualValue"] == "", "a variable that cannot be read keeps its value"
        await station.plug_in(1)
        assert [e["actualValue"] for e in await event(csms)] == ["Occupied"]
        await station.unplug(1)
        assert [e["actualValue"] for e in await event(csms)] == ["Available"]

    run("2.0.1", scenario)


def test_periods_begin_with_the_monitor_or_at_full_intervals(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        loop = asyncio.get_running_loop()
        begin = loop.time()
        number = await one(csms, STATE, "Periodic", 40)
        for count in (1, 2, 3):
            [told] = await event(csms)
            assert told["trigger"] == "Periodic"
            assert told["actualValue"] == "Available"
            assert loop.time() - begin == pytest.approx(40 * count, abs=1)
        await csms.call("ClearVariableMonitoring", {"id": [number]})
        await one(csms, STATE, "PeriodicClockAligned", 900)
        for _ in range(2):
            await csms.expect("NotifyEvent", 901)
            assert csms.clock.time() % 900 == pytest.approx(0, abs=1)
        await no_event(csms, 800)

    run("2.0.1", scenario)


def test_a_monitor_of_transactions_sleeps_between_them(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await one(csms, HEAT, "UpperThreshold", 20, transaction=True)
        await one(csms, POWER, "Periodic", 30, transaction=True)
        await no_event(csms, 100)
        await charge(station)
        alert = await event(csms)
        assert [(e["trigger"], e["transactionId"]) for e in alert] == [
            ("Alerting", station.points[0].transaction.id)
        ]
        for _ in range(2):
            assert [e["trigger"] for e in await event(csms)] == ["Periodic"]
        await station.present_token("TOKEN-1")
        await asyncio.sleep(1)
        await no_event(csms, 100)

    run("2.0.1", scenario)


def test_the_level_silences_and_lets_speak_again(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        number = await one(csms, STATE, "Delta", 1, 8)
        for severity, status in ((10, "Rejected"), (-1, "Rejected"), (7, "Accepted")):
            answer = await csms.call("SetMonitoringLevel", {"severity": severity})
            assert answer["status"] == status
        await station.plug_in(1)
        await no_event(csms)
        await csms.call("SetMonitoringLevel", {"severity": 8})
        assert [e["variableMonitoringId"] for e in await event(csms)] == [number]

    run("2.0.1", scenario)


def test_reports_are_chosen_by_kind_and_by_name(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        assert await report(csms) == ("Accepted", [(1, 2), (2, 4)])
        numbers = [
            await one(csms, STATE, "Delta", 1),
            await one(csms, POWER, "LowerThreshold", 1, 6),
            await one(csms, POWER, "Periodic", 60),
        ]
        delta, lower, periodic = zip(numbers, (5, 6, 5), strict=True)
        kinds = {"monitoringCriteria": ["DeltaMonitoring", "PeriodicMonitoring"]}
        assert await report(csms, **kinds) == ("Accepted", [delta, periodic])
        named = {"componentVariable": [POWER]}
        assert await report(csms, **named) == ("Accepted", [lower, periodic])
        assert await report(csms, **kinds, **named) == ("Accepted", [periodic])
        nothing = {"monitoringCriteria": ["DeltaMonitoring"], "componentVariable": [HEAT]}
        assert await report(csms, **nothing) == ("EmptyResultSet", [])
        whole = {"componentVariable": [{"component": {"name": "EVSE"}}]}
        assert await report(csms, **whole) == ("Accepted", [delta, lower, periodic])

    run("2.0.1", scenario)


def test_a_long_report_comes_in_parts(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        assert isinstance(station.store, DeviceModel)
        writable = [v for v in station.store.variables if v.mutability == "ReadWrite"][:20]
        for variable in writable:
            where = {
                "component": {"name": variable.component},
                "variable": {"name": variable.name}
                | ({"instance": variable.instance} if variable.instance else {}),
            }
            await one(csms, where, "Delta", 1)
        status, found = await report(csms)
        assert status == "Accepted"
        assert len(found) == 22

    run("2.0.1", scenario)


def test_monitors_outlive_a_reboot_and_notice_what_it_changed(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        number = await one(csms, HEAT, "UpperThreshold", 30)
        station.hardware.warm(35)
        await event(csms)
        await csms.call("Reset", {"type": "Immediate"})
        await asyncio.sleep(0.5)
        station.hardware.temperature = 25.0
        await csms.expect("BootNotification")
        [told] = await event(csms)
        assert (told["variableMonitoringId"], told["cleared"]) == (number, True)
        assert (number, 5) in (await report(csms))[1]

    run("2.0.1", scenario)


def test_the_bases_take_away_and_bring_back(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        custom = await one(csms, STATE, "Delta", 1)
        await install(csms, monitor(HEAT, "UpperThreshold", 70, 5, id=2))

        async def base(name):
            answer = await csms.call("SetMonitoringBase", {"monitoringBase": name})
            assert answer == {"status": "Accepted"}
            return [number for number, _ in (await report(csms))[1]]

        async def active():
            wanted = {"component": {"name": "MonitoringCtrlr"}}
            names = ("ActiveMonitoringBase", "ActiveMonitoringLevel")
            data = [{**wanted, "variable": {"name": name}} for name in names]
            answer = await csms.call("GetVariables", {"getVariableData": data})
            return [r["attributeValue"] for r in answer["getVariableResult"]]

        assert await base("All") == [1, 2, 3, custom]
        assert (2, 5) in (await report(csms))[1], "a changed monitor stays as it is"
        assert await base("FactoryDefault") == [1, 2]
        assert (2, 4) in (await report(csms))[1]
        assert await base("HardWiredOnly") == [1]
        assert await active() == ["HardWiredOnly", "9"]

    run("2.0.1", scenario)


def test_events_while_offline_wait_or_are_found_later(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        grave = await one(csms, HEAT, "UpperThreshold", 30, 3)
        light = await one(csms, HEAT, "Delta", 1, 5)
        await station.go_offline()
        await asyncio.sleep(1)
        at = csms.clock.time()
        for celsius in (35, 25, 45):
            station.hardware.warm(celsius)
            await asyncio.sleep(20)
        await station.go_online()
        events = []
        while len(events) < 4:
            events += await event(csms)
        told = [(e["variableMonitoringId"], e["actualValue"]) for e in events]
        assert sorted(told) == sorted(
            [(grave, "35.0"), (grave, "25.0"), (grave, "45.0"), (light, "45.0")]
        )
        assert csms.clock.time() > at + 60

    run("2.0.1", scenario)


def test_monitoring_can_be_switched_off(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"MonitoringCtrlr.Enabled": "false"})
        assert await install(csms, monitor(HEAT, "Delta", 1)) == [("Rejected", None)]
        answer = await csms.call("SetMonitoringBase", {"monitoringBase": "All"})
        assert answer == {"status": "Rejected"}
        station.hardware.warm(90)
        await no_event(csms)

    run("2.0.1", scenario)


def test_too_many_at_once_are_refused(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted({"MonitoringCtrlr.ItemsPerMessage[ClearVariableMonitoring]": "2"})
        answer = await csms.ask("ClearVariableMonitoring", {"id": [1, 2, 3]})
        assert answer.code == "OccurrenceConstraintViolation"

    run("2.0.1", scenario)


def test_there_is_room_for_so_many():
    monitors = Monitors()
    made = [monitors.install(Monitor(0, f"A.B{n}", Kind.DELTA, 1, 5), "0") for n in range(100)]
    assert [m is None for m in made] == [False] * 98 + [True] * 2
    monitors.rebase(Base.HARD_WIRED_ONLY)
    assert monitors.install(Monitor(0, "A.B", Kind.DELTA, 1, 5), "0").id == 198
