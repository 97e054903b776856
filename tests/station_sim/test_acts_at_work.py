"""Acts with consequences: which EV comes, no power, a broken reader, an unheard CSMS."""

import asyncio

import pytest

from ocppj.frames import CallError
from station_sim import actions


async def act(station, name, **fields):
    await actions.act(station, name, fields)


def test_any_ev_can_come(run):
    async def scenario(bench):
        station = await bench.booted()
        await act(
            station, "PlugIn", evse_id=1, power=3600, phases=1, soc=90, capacity=3600, cable=10
        )
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(2)
        evse = station.hardware.evse(1)
        assert (evse.phases_in_use, evse.meter.power) == (1, 2300)  # the cable carries 10 A
        assert evse.state_of_charge == pytest.approx(90, abs=0.1)
        await asyncio.sleep(360 / 2300 * 3600 + 5)
        assert (evse.meter.power, evse.state_of_charge) == (0, pytest.approx(100))

    run("2.0.1", scenario)


@pytest.mark.parametrize("wrong", [{"power": 0}, {"phases": 4}, {"soc": 101}, {"cable": -1}])
def test_but_only_a_possible_one(run, wrong):
    async def scenario(bench):
        station = await bench.booted()
        with pytest.raises(ValueError, match="PlugIn: "):
            await act(station, "PlugIn", evse_id=1, **wrong)
        assert station.hardware.evse(1).vehicle is None

    run("1.6", scenario)


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_without_power_nothing_is_noticed(run, version):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await act(station, "PowerCycle", seconds=300)
        await asyncio.sleep(1)
        csms.skip()
        await station.plug_in(1)
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(100)
        assert station.points[0].authorization is None
        await csms.nothing(150)
        await csms.expect("BootNotification", 120)
        key, plugged = {
            "1.6": ("status", "Preparing"),
            "2.0.1": ("connectorStatus", "Occupied"),
        }[version]
        await csms.expect("StatusNotification", **{key: plugged})
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(5)
        assert station.hardware.evse(1).meter.power > 0

    run(version, scenario)


def test_a_broken_reader_reads_nothing(run):
    async def scenario(bench):
        station = await bench.booted()
        await station.report_fault(1, "ReaderFailure")
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(2)
        assert not any(m.action == "Authorize" for m in bench.csms.received)
        await station.present_token("TAG", evse_id=2)
        await bench.csms.expect("Authorize")
        await station.report_fault(2, "ReaderFailure")
        bench.csms.skip()
        await station.present_token("OTHER")
        await asyncio.sleep(2)
        assert [m for m in bench.csms.received if m.payload.get("idTag") == "OTHER"] == []

    run("1.6", scenario)


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_a_line_lost_while_asking_is_like_none(run, version):
    """1.6, 3.5; C13, C15: the rules of offline hold."""
    unknown = {
        "1.6": "AllowOfflineTxForUnknownId",
        "2.0.1": "AuthCtrlr.OfflineTxForUnknownIdEnabled",
    }[version]

    async def scenario(bench):
        station = await bench.booted({unknown: "true"})
        await station.plug_in(1)
        await asyncio.sleep(2)
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(0.01)  # the request is under way
        await station.go_offline()
        await asyncio.sleep(5)
        assert station.hardware.evse(1).meter.power > 0

    run(version, scenario)


def test_a_csms_that_refuses_to_authorize_is_no_yes(run):
    async def scenario(bench):
        bench.csms.answers["Authorize"] = CallError("", "InternalError", "no")
        station = await bench.booted({"AuthCtrlr.OfflineTxForUnknownIdEnabled": "true"})
        await station.plug_in(1)
        await station.present_token("TAG", evse_id=1)
        await asyncio.sleep(5)
        assert station.points[0].authorization is None

    run("2.0.1", scenario)


@pytest.mark.parametrize(("retries", "boots"), [(1, 1), (2, 2)])
@pytest.mark.parametrize(
    ("version", "setting", "type"),
    [("1.6", "ResetRetries", "Hard"), ("2.0.1", "OCPPCommCtrlr.ResetRetries", "Immediate")],
)
def test_a_reset_that_fails_is_tried_again(run, version, setting, type, retries, boots):
    """1.6, 9.1.22; 2.0.1 Part 2, 2.1.14: two attempts fail here."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({setting: str(retries)})
        await act(station, "FailReboots", count=2)
        assert await csms.call("Reset", {"type": type}) == {"status": "Accepted"}
        await asyncio.sleep(60)
        assert sum(m.action == "BootNotification" for m in csms.received) == boots
        assert station.is_online
        assert station.hardware.failing_reboots == 0

    run(version, scenario)
