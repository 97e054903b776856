"""Settings of both versions that have an effect of their own."""

import asyncio
import base64
from datetime import timedelta

import pytest

from ocppj.clock import format_datetime
from ocppj.frames import CallError
from station_sim.api import describe
from station_sim.hardware import Vehicle
from station_sim.settings import ConnectorSettings, EvseSettings
from station_sim.vendors import VendorAnswer

ACCEPTED = {"status": "Accepted"}


def events(csms):
    return [m.payload for m in csms.received if m.action == "TransactionEvent"]


def count(csms, action):
    return sum(m.action == action for m in csms.received)


async def set_to(csms, component, variable, value):
    data = {"component": {"name": component}, "variable": {"name": variable}}
    request = {"setVariableData": [{**data, "attributeValue": value}]}
    return (await csms.call("SetVariables", request))["setVariableResult"][0]["attributeStatus"]


# authorization


def group(name):
    return {"idTokenInfo": {**ACCEPTED, "groupIdToken": {"idToken": name, "type": "Central"}}}


async def present(station, token, **where):
    await station.present_token(token, **where)
    await asyncio.sleep(2)


def test_somebody_of_the_group_ends_the_session_without_asking(run):
    """C09.FR.07, E07.FR.01: the token is in the cache, with the group."""

    async def scenario(bench):
        csms = bench.csms
        csms.answers["Authorize"] = group("FAMILY")
        csms.answers["TransactionEvent"] = lambda e: group("FAMILY") if "idToken" in e else {}
        station = await bench.booted()
        await present(station, "CHILD")  # known from now on; nobody plugs in
        await asyncio.sleep(90)
        await station.plug_in(1)
        await present(station, "PARENT", evse_id=1)
        asked = count(csms, "Authorize")
        await present(station, "CHILD", evse_id=1)
        assert count(csms, "Authorize") == asked
        assert events(csms)[-1]["idToken"]["idToken"] == "CHILD"
        assert events(csms)[-1]["triggerReason"] == "StopAuthorized"

    run("2.0.1", scenario)


def test_at_the_stations_reader_the_group_ends_a_session_or_begins_one(run):
    """C09.FR.03, .05: not in the cache, so it is asked for."""

    async def scenario(bench):
        csms = bench.csms
        csms.answers["Authorize"] = group("FAMILY")
        station = await bench.booted()
        await station.plug_in(1)
        await present(station, "PARENT")
        await station.plug_in(2)
        await present(station, "CHILD")  # an EV waits at EVSE 2
        assert station.points[1].authorization is not None
        await present(station, "COUSIN")
        assert count(csms, "Authorize") == 3
        assert station.points[0].authorization is None
        assert events(csms)[-1]["transactionInfo"]["stoppedReason"] == "Local"

    run("2.0.1", scenario)


def test_the_start_button_asks_nobody(run):
    """C02.FR.01, .03."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await station.plug_in(1)
        await station.present_token("", type="NoAuthorization", evse_id=1)
        await asyncio.sleep(2)
        assert count(csms, "Authorize") == 0
        token = next(e["idToken"] for e in events(csms) if "idToken" in e)
        assert token == {"idToken": "", "type": "NoAuthorization"}
        assert station.memory.cached() == []
        assert station.hardware.evse(1).meter.power > 0

    run("2.0.1", scenario)


def test_a_token_of_the_csms_is_neither_asked_about_nor_cached(run):
    """C05.FR.01, .02."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"AuthCtrlr.AuthorizeRemoteStart": "true"})
        await station.plug_in(1)
        token = {"idToken": "APP", "type": "Central"}
        request = {"idToken": token, "remoteStartId": 7, "evseId": 1}
        assert (await csms.call("RequestStartTransaction", request))["status"] == "Accepted"
        await asyncio.sleep(2)
        assert count(csms, "Authorize") == 0
        assert events(csms)[-1]["transactionInfo"]["chargingState"] == "Charging"
        assert station.memory.cached() == []

    run("2.0.1", scenario)


def test_the_group_of_a_remote_start_opens_a_reservation(run):
    """F01.FR.22."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        family = {"idToken": "FAMILY", "type": "Central"}
        until = format_datetime(csms.clock.now() + timedelta(hours=1))
        reservation = {
            "id": 1,
            "evseId": 1,
            "expiryDateTime": until,
            "idToken": {"idToken": "PARENT", "type": "ISO14443"},
            "groupIdToken": family,
        }
        assert await csms.call("ReserveNow", reservation) == ACCEPTED
        await station.plug_in(1)
        token = {"idToken": "CHILD", "type": "ISO14443"}
        request = {"idToken": token, "remoteStartId": 7, "evseId": 1, "groupIdToken": family}
        assert (await csms.call("RequestStartTransaction", request))["status"] == "Accepted"
        await asyncio.sleep(2)
        assert count(csms, "Authorize") == 0
        assert any(event.get("reservationId") == 1 for event in events(csms))

    run("2.0.1", scenario)


@pytest.mark.parametrize(("disabled", "asked"), [("false", 2), ("true", 1)])
def test_a_refusal_in_the_cache_may_be_final(run, disabled, asked):
    """C10.FR.03, and Part 2 2.4.6."""

    async def scenario(bench):
        bench.csms.answers["Authorize"] = {"idTokenInfo": {"status": "Blocked"}}
        station = await bench.booted({"AuthCacheCtrlr.DisablePostAuthorize": disabled})
        await present(station, "TAG")
        await present(station, "TAG")
        assert count(bench.csms, "Authorize") == asked

    run("2.0.1", scenario)


@pytest.mark.parametrize(("disabled", "asked"), [("false", 1), ("true", 0)])
def test_a_refusal_in_the_local_list_may_be_final(run, disabled, asked):
    """C14.FR.03, and Part 2 2.5.7."""

    async def scenario(bench):
        station = await bench.booted({"LocalAuthListCtrlr.DisablePostAuthorize": disabled})
        entry = {
            "idToken": {"idToken": "TAG", "type": "ISO14443"},
            "idTokenInfo": {"status": "Blocked"},
        }
        update = {"versionNumber": 1, "updateType": "Full", "localAuthorizationList": [entry]}
        assert await bench.csms.call("SendLocalList", update) == ACCEPTED
        await present(station, "TAG")
        assert count(bench.csms, "Authorize") == asked

    run("2.0.1", scenario)


def test_without_remote_authorization_only_what_is_known_counts(run):
    """Part 2, 2.3.8: also where LocalAuthorizeOffline is off, since the station is online."""

    async def scenario(bench):
        station = await bench.booted({"AuthCtrlr.LocalAuthorizeOffline": "false"})
        await station.plug_in(1)
        await present(station, "TAG", evse_id=1)
        await present(station, "TAG", evse_id=1)
        disable = ("AuthCtrlr", "DisableRemoteAuthorization", "true")
        assert await set_to(bench.csms, *disable) == "Accepted"
        await present(station, "OTHER", evse_id=1)
        assert station.points[0].authorization is None
        await present(station, "TAG", evse_id=1)
        assert station.points[0].authorization is not None
        assert count(bench.csms, "Authorize") == 1

    run("2.0.1", scenario)


def test_a_cached_token_lives_on_when_it_is_used(run):
    """C10.FR.08: counted from its last use."""

    async def scenario(bench):
        station = await bench.booted(
            {"AuthCacheCtrlr.LifeTime": "1000", "AuthCtrlr.LocalPreAuthorize": "true"}
        )
        for _ in range(4):
            await present(station, "TAG", evse_id=1)
            await asyncio.sleep(600)  # EVConnectionTimeOut ends it
        assert count(bench.csms, "Authorize") == 1
        await asyncio.sleep(1000)
        await present(station, "TAG", evse_id=1)
        assert count(bench.csms, "Authorize") == 2

    run("2.0.1", scenario)


# before the CSMS has accepted the station


def test_no_session_before_the_station_is_accepted(run):
    """B02.FR.03, Part 2 2.6.3; what has begun at the station begins then."""

    async def scenario(bench):
        csms = bench.csms
        boot = {"currentTime": format_datetime(csms.clock.now()), "interval": 30}
        csms.answers["BootNotification"] = {**boot, "status": "Pending"}
        station = bench.station({"TxCtrlr.TxBeforeAcceptedEnabled": "false"})
        await station.start(csms.url)
        await csms.expect("BootNotification")
        await station.plug_in(1)
        await present(station, "TAG", evse_id=1)
        assert station.points[0].transaction is None
        assert station.hardware.evse(1).meter.power == 0
        del csms.answers["BootNotification"]
        started = await csms.expect("TransactionEvent", 120, eventType="Started")
        assert started.payload["triggerReason"] == "CablePluggedIn"
        assert "offline" not in started.payload
        await present(station, "TAG", evse_id=1)
        assert station.hardware.evse(1).meter.power > 0

    run("2.0.1", scenario)


# the clock


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
@pytest.mark.parametrize(("step", "told"), [(10, False), (60, True)])
def test_a_large_step_of_the_clock_is_a_security_event(run, version, step, told):
    """A04, Part 2 2.1.32; 1.6 names no threshold."""

    async def scenario(bench):
        station = await bench.booted()
        station.clock.set(station.clock.now() - timedelta(seconds=step))
        await asyncio.sleep(301)
        found = [m for m in bench.csms.received if m.payload.get("type") == "SettingSystemTime"]
        assert bool(found) is told

    run(version, scenario)


# meter values


def test_clock_aligned_values_are_signed_for_themselves(run):
    """J01, J02, Part 2 2.7.14."""

    async def scenario(bench):
        await bench.booted(
            {
                "AlignedDataCtrlr.Interval": "60",
                "AlignedDataCtrlr.SignReadings": "true",
                "SampledDataCtrlr.SignReadings": "false",
            }
        )
        message = await bench.csms.expect("MeterValues", 120)
        (value,) = message.payload["meterValue"][0]["sampledValue"]
        signed = base64.b64decode(value["signedMeterValue"]["signedMeterData"])
        assert signed.startswith(b"OCMF|")

    run("2.0.1", scenario)


# display and reservations


def test_without_displays_messages_are_rejected_and_hidden(run):
    """Part 2, 2.12.1 and 1: what is installed stays, and is not used."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        message = {"id": 1, "priority": "InFront", "message": {"format": "UTF8", "content": "x"}}
        assert await csms.call("SetDisplayMessage", {"message": message}) == ACCEPTED
        assert station.display.lines() == ["x"]
        enabled = ("DisplayMessageCtrlr", "Enabled")
        assert await set_to(csms, *enabled, "false") == "Accepted"
        answer = await csms.call("SetDisplayMessage", {"message": {**message, "id": 2}})
        assert answer == {"status": "Rejected"}
        assert station.display.lines() == []
        assert await set_to(csms, *enabled, "true") == "Accepted"
        assert station.display.lines() == ["x"]

    run("2.0.1", scenario)


def test_the_fallback_texts_for_tariff_and_cost(run):
    """I04.FR.01, I05.FR.02."""

    async def scenario(bench):
        station = await bench.booted(
            {
                "TariffCostCtrlr.TariffFallbackMessage": "40 ct/kWh",
                "TariffCostCtrlr.TotalCostFallbackMessage": "see your bill",
            }
        )
        await station.plug_in(1)
        await present(station, "TAG", evse_id=1)
        assert station.display.lines() == ["40 ct/kWh"]
        await station.go_offline()
        await present(station, "TAG", evse_id=1)
        assert station.display.lines() == ["see your bill"]
        await station.go_online()
        await asyncio.sleep(20)
        told = {"idTokenInfo": {**ACCEPTED, "personalMessage": {"format": "UTF8", "content": "x"}}}
        bench.csms.answers["Authorize"] = told
        await station.unplug(1)
        await present(station, "OTHER", evse_id=1)
        assert station.display.lines() == ["x"]

    run("2.0.1", scenario)


def test_reservations_sleep_while_they_are_switched_off(run):
    """Part 2, Referenced Components and Variables, 1."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        until = format_datetime(csms.clock.now() + timedelta(hours=1))
        token = {"idToken": "TAG", "type": "ISO14443"}
        wanted = {"id": 1, "evseId": 1, "expiryDateTime": until, "idToken": token}
        assert await csms.call("ReserveNow", wanted) == ACCEPTED
        await csms.expect("StatusNotification", connectorStatus="Reserved")
        enabled = ("ReservationCtrlr", "Enabled")
        assert await set_to(csms, *enabled, "false") == "Accepted"
        await csms.expect("StatusNotification", connectorStatus="Available")
        await present(station, "OTHER", evse_id=1)
        assert station.points[0].authorization is not None
        await present(station, "OTHER", evse_id=1)
        assert await set_to(csms, *enabled, "true") == "Accepted"
        await csms.expect("StatusNotification", connectorStatus="Reserved")
        await present(station, "OTHER", evse_id=1)
        assert station.points[0].authorization is None

    run("2.0.1", scenario)


# 1.6


def test_a_status_is_reported_when_it_has_held_long_enough(run):
    """1.6, 9.1.20."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"MinimumStatusDuration": "10"})
        begun = station.clock.time()
        await station.plug_in(1)
        await asyncio.sleep(5)
        await station.unplug(1)
        await asyncio.sleep(5)
        await station.plug_in(1)
        status = await csms.expect("StatusNotification", 60)
        assert (status.payload["status"], status.payload["connectorId"]) == ("Preparing", 1)
        assert status.at - begun == pytest.approx(20, abs=1)
        await csms.nothing(60)

    run("1.6", scenario)


def test_a_steady_status_is_reported_once(run):
    async def scenario(bench):
        station = await bench.booted({"MinimumStatusDuration": "10"})
        await station.plug_in(1)
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(60)
        told = [m.payload["status"] for m in bench.csms.received[-9:] if "status" in m.payload]
        assert told.count("Charging") == 1

    run("1.6", scenario)


# what waits for a boot


def test_another_ping_interval_waits_for_a_boot(run):
    async def scenario(bench):
        await bench.booted()
        interval = ("OCPPCommCtrlr", "WebSocketPingInterval")
        assert await set_to(bench.csms, *interval, "30") == "RebootRequired"
        assert await set_to(bench.csms, *interval, "-1") == "Rejected"

    run("2.0.1", scenario)


def test_an_emergency_can_be_monitored(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        place = {
            "component": {"name": "EmergencyStopSensor"},
            "variable": {"name": "Active"},
        }
        monitor = {**place, "type": "Delta", "severity": 2, "value": 1}
        result = await csms.call("SetVariableMonitoring", {"setMonitoringData": [monitor]})
        assert result["setMonitoringResult"][0]["status"] == "Accepted"
        await station.press_emergency_stop()
        event = await csms.expect("NotifyEvent")
        assert event.payload["eventData"][0]["actualValue"] == "true"

    run("2.0.1", scenario)


def test_the_csms_that_refuses_an_event_is_asked_no_more(run):
    """A CALLERROR is an answer too."""

    async def scenario(bench):
        bench.csms.answers["SecurityEventNotification"] = CallError("", "NotImplemented", "no")
        station = await bench.booted()
        before = count(bench.csms, "SecurityEventNotification")
        station.clock.set(station.clock.now() - timedelta(seconds=60))
        await asyncio.sleep(301)
        assert count(bench.csms, "SecurityEventNotification") == before + 1

    run("1.6", scenario)


# the device model


async def get(csms, component, variable, **where):
    name = {"name": component, **({"evse": where} if where else {})}
    request = {"getVariableData": [{"component": name, "variable": {"name": variable}}]}
    return (await csms.call("GetVariables", request))["getVariableResult"][0].get("attributeValue")


def test_problems_are_found_by_a_report(run):
    """B08.FR.10: only the components with a problem."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        ask = {"requestId": 1, "componentCriteria": ["Problem"]}
        assert (await csms.call("GetReport", ask))["status"] == "EmptyResultSet"
        await station.report_fault(2, "GroundFailure")
        assert await get(csms, "EVSE", "Problem", id=1) == "false"
        assert await get(csms, "EVSE", "Problem", id=2) == "true"
        assert (await csms.call("GetReport", ask))["status"] == "Accepted"
        report = await csms.expect("NotifyReport")
        found = {
            (entry["component"]["name"], entry["component"].get("evse", {}).get("id"))
            for entry in report.payload["reportData"]
        }
        assert found == {("ChargingStation", None), ("EVSE", 2), ("Connector", 2)}

    run("2.0.1", scenario)


def test_fixed_cables_are_never_unlocked(run):
    """Part 2, 2.1.12."""

    async def scenario(bench):
        fixed = EvseSettings(connectors=(ConnectorSettings("cType2", fixed_cable=True),))
        await bench.booted(evses=(fixed,))
        unlock = ("OCPPCommCtrlr", "UnlockOnEVSideDisconnect")
        assert await get(bench.csms, *unlock) == "false"
        assert await set_to(bench.csms, *unlock, "true") == "Rejected"

    run("2.0.1", scenario)


def test_a_list_may_not_be_too_long(run):
    """Part 2, 2.7.4: maxLimit is the length of the text."""

    async def scenario(bench):
        await bench.booted()
        measurands = ("SampledDataCtrlr", "TxEndedMeasurands")
        spaced = "Voltage," + " " * 500 + "Current.Import"
        assert await set_to(bench.csms, *measurands, spaced) == "Rejected"
        assert await set_to(bench.csms, *measurands, "Voltage,Current.Import") == "Accepted"

    run("2.0.1", scenario)


def test_the_register_tells_its_phases_if_so_set(run):
    """Part 2, 2.7.18: each phase has its part, also where only one was used."""

    async def scenario(bench):
        station = await bench.booted(
            {"SampledDataCtrlr.RegisterValuesWithoutPhases": "false"},
        )
        vehicle = Vehicle(power=3600, phases=1)
        await station.plug_in(1, vehicle=vehicle)
        await present(station, "TAG", evse_id=1)
        await asyncio.sleep(3600)
        await station.unplug(1)
        ended = await bench.csms.expect("TransactionEvent", eventType="Ended")
        register = {
            value.get("phase"): value["value"]
            for value in ended.payload["meterValue"][-1]["sampledValue"]
        }
        assert list(register) == [None, "L1", "L2", "L3"]
        assert register["L1"] == register[None] == pytest.approx(3602, abs=2)
        assert register["L2"] == register["L3"] == 0

    run("2.0.1", scenario)


def test_what_a_vendor_added_can_be_switched_off(run):
    """Part 2, 2.1.33."""

    async def scenario(bench):
        vendors = {"org.example": {None: lambda station, data: VendorAnswer("Accepted")}}
        await bench.booted(vendors=vendors)
        ask = {"vendorId": "org.example"}
        assert await bench.csms.call("DataTransfer", ask) == {"status": "Accepted"}
        variable = {"name": "CustomImplementationEnabled", "instance": "org.example"}
        off = {"component": {"name": "CustomizationCtrlr"}, "variable": variable}
        request = {"setVariableData": [{**off, "attributeValue": "false"}]}
        answer = await bench.csms.call("SetVariables", request)
        assert answer["setVariableResult"][0]["attributeStatus"] == "Accepted"
        assert await bench.csms.call("DataTransfer", ask) == {"status": "UnknownVendorId"}

    run("2.0.1", scenario)


def test_the_lights_are_as_bright_and_blink_as_often_as_set(run):
    """1.6, 9.1.4 and 9.1.11."""

    async def scenario(bench):
        station = await bench.booted()
        for key, value in (("LightIntensity", "40"), ("BlinkRepeat", "5")):
            request = {"key": key, "value": value}
            assert await bench.csms.call("ChangeConfiguration", request) == ACCEPTED
        dark = {"key": "LightIntensity", "value": "101"}
        assert await bench.csms.call("ChangeConfiguration", dark) == {"status": "Rejected"}
        await present(station, "TAG", evse_id=1)
        shown = describe(station)
        assert (shown["light_intensity"], shown["blinks"]) == (40, 5)

    run("1.6", scenario)
