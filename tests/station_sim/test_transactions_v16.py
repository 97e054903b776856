"""Transactions and Core of 1.6 (edition 2, sections 3.7, 4.8 to 4.10, 5)."""

import asyncio

import pytest

from ocppj.frames import CallError


def of(csms, *actions):
    return [(m.action, m.payload) for m in csms.received if m.action in actions]


def story(csms, start=0):
    """Tell what happened in short: status names, other actions."""
    return [
        m.payload["status"] if m.action == "StatusNotification" else m.action
        for m in csms.received[start:]
    ]


async def charge(station):
    await station.plug_in(1)
    await asyncio.sleep(1)
    await station.present_token("TAG")
    await asyncio.sleep(1)


def test_cable_first(run):
    async def scenario(bench):
        station = await bench.booted()
        before = len(bench.csms.received)
        await charge(station)
        assert story(bench.csms, before) == [
            "Preparing",
            "Authorize",
            "StartTransaction",
            "Charging",
        ]
        start = bench.csms.received[-2].payload
        assert (start["connectorId"], start["idTag"], start["meterStart"]) == (1, "TAG", 0)

    run("1.6", scenario)


def test_token_first_then_the_cable_at_the_other_connector(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        before = len(csms.received)
        await station.present_token("TAG")
        await asyncio.sleep(1)
        await station.plug_in(2)
        await asyncio.sleep(1)
        assert sorted(story(csms, before)) == sorted(
            ["Authorize", "Preparing", "Available", "Preparing", "StartTransaction", "Charging"]
        )
        start = of(csms, "StartTransaction")[0][1]
        assert start["connectorId"] == 2

    run("1.6", scenario)


def test_stopping_with_the_token_then_unplugging(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await charge(station)
        await asyncio.sleep(120)
        before = len(csms.received)
        await station.present_token("tag")
        await asyncio.sleep(1)
        await station.unplug(1)
        await asyncio.sleep(1)
        assert story(csms, before) == ["StopTransaction", "Finishing", "Available"]
        stop = of(csms, "StopTransaction")[0][1]
        assert stop["transactionId"] == 1001
        assert stop["reason"] == "Local"
        assert stop["meterStop"] == pytest.approx(11000 * 121 / 3600, abs=5)
        contexts = [v["sampledValue"][0]["context"] for v in stop["transactionData"]]
        assert contexts == ["Sample.Periodic", "Sample.Periodic", "Transaction.End"]

    run("1.6", scenario)


def test_unplugging_at_the_ev_stops_with_that_reason(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"UnlockConnectorOnEVSideDisconnect": "false"})
        await charge(station)
        before = len(csms.received)
        await station.unplug(1)
        await asyncio.sleep(1)
        assert story(csms, before) == ["StopTransaction", "Finishing"]
        assert of(csms, "StopTransaction")[0][1]["reason"] == "EVDisconnected"
        await station.present_token("OTHER")
        await asyncio.sleep(1)
        assert station.hardware.evse(1).connector(1).locked
        before = len(csms.received)
        await station.present_token("TAG")
        await asyncio.sleep(1)
        assert story(csms, before) == ["Available"]

    run("1.6", scenario)


def test_without_stop_on_disconnect_the_transaction_waits_for_the_ev(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"StopTransactionOnEVSideDisconnect": "false"})
        await charge(station)
        before = len(csms.received)
        await station.unplug(1)
        await asyncio.sleep(1)
        suspended = csms.received[-1].payload
        assert (suspended["status"], suspended["info"]) == ("SuspendedEV", "EV side disconnected")
        assert station.hardware.evse(1).connector(1).locked
        await station.plug_in(1)
        await asyncio.sleep(1)
        assert story(csms, before)[-1] == "Charging"
        assert of(csms, "StopTransaction") == []

    run("1.6", scenario)


def test_the_ev_suspends_and_resumes(run):
    async def scenario(bench):
        station = await bench.booted()
        await charge(station)
        before = len(bench.csms.received)
        await station.stop_energy(1)
        await asyncio.sleep(1)
        await station.start_energy(1)
        await asyncio.sleep(1)
        assert story(bench.csms, before) == ["SuspendedEV", "Charging"]

    run("1.6", scenario)


@pytest.mark.parametrize("authorize", ["true", "false"])
def test_remote_start_and_stop(run, authorize):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"AuthorizeRemoteTxRequests": authorize})
        start = {"idTag": "APP", "connectorId": 1}
        unknown = {"idTag": "APP", "connectorId": 9}
        rejected = {"status": "Rejected"}
        assert await csms.call("RemoteStartTransaction", unknown) == rejected
        assert await csms.call("RemoteStartTransaction", start) == {"status": "Accepted"}
        await asyncio.sleep(1)
        assert bool(of(csms, "Authorize")) is (authorize == "true")
        assert await csms.call("RemoteStartTransaction", start) == rejected
        await station.plug_in(1)
        started = await csms.expect("StartTransaction", idTag="APP", connectorId=1)
        assert started.payload["idTag"] == "APP"
        await asyncio.sleep(1)
        stop = {"transactionId": 1001}
        assert await csms.call("RemoteStopTransaction", {"transactionId": 5}) == rejected
        assert await csms.call("RemoteStopTransaction", stop) == {"status": "Accepted"}
        await csms.expect("StopTransaction", transactionId=1001, reason="Remote")

    run("1.6", scenario)


def test_a_remote_start_without_ev_times_out(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted({"ConnectionTimeOut": "20"})
        before = len(csms.received)
        await csms.call("RemoteStartTransaction", {"idTag": "APP", "connectorId": 1})
        await asyncio.sleep(30)
        assert story(csms, before) == ["Preparing", "Available"]

    run("1.6", scenario)


@pytest.mark.parametrize(
    ("stops", "expected"),
    [("true", ["StopTransaction", "Finishing"]), ("false", ["SuspendedEVSE"])],
)
def test_a_refusal_in_the_answer(run, stops, expected):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"StopTransactionOnInvalidId": stops})
        csms.answers["StartTransaction"] = {
            "idTagInfo": {"status": "Invalid"},
            "transactionId": 5,
        }
        await charge(station)
        assert [s for s in story(csms) if s in expected] == expected
        assert station.hardware.evse(1).meter.power == 0
        for _, stop in of(csms, "StopTransaction"):
            assert stop["reason"] == "DeAuthorized"

    run("1.6", scenario)


def test_an_offline_transaction_is_delivered_with_the_id_learnt_late(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"AllowOfflineTxForUnknownId": "true"})
        await station.go_offline()
        await charge(station)
        await asyncio.sleep(100)
        await station.present_token("TAG")
        await asyncio.sleep(1)
        await station.go_online()
        await csms.expect("StopTransaction", transactionId=1001)
        names = [a for a, _ in of(csms, "StartTransaction", "MeterValues", "StopTransaction")]
        assert names == ["StartTransaction", "MeterValues", "StopTransaction"]
        await asyncio.sleep(1)
        news = [p["status"] for _, p in of(csms, "StatusNotification")][3:]
        assert news == ["Finishing"]  # 4.9: only the present status, not the history

    run("1.6", scenario)


def test_a_start_that_is_never_acknowledged_leaves_no_id(run):
    async def scenario(bench):
        csms = bench.csms
        values = {
            "TransactionMessageAttempts": "2",
            "TransactionMessageRetryInterval": "5",
            "MeterValueSampleInterval": "0",
        }
        station = await bench.booted(values)
        csms.answers["StartTransaction"] = CallError("", "InternalError")
        await charge(station)
        await asyncio.sleep(20)
        tries = [m for m in csms.received if m.action == "StartTransaction"]
        assert len(tries) == 2
        assert tries[1].at - tries[0].at == pytest.approx(5, abs=0.2)
        await station.present_token("TAG")
        await csms.expect("StopTransaction", transactionId=-1)

    run("1.6", scenario)


@pytest.mark.parametrize(("kind", "reason"), [("Hard", "HardReset"), ("Soft", "SoftReset")])
def test_a_reset_ends_the_transaction_first(run, kind, reason):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await charge(station)
        await csms.call("Reset", {"type": kind})
        stop = await csms.expect("StopTransaction", reason=reason)
        boot = await csms.expect("BootNotification")
        assert (stop.connection, boot.connection) == (1, 2)

    run("1.6", scenario)


def test_a_stop_that_cannot_be_delivered_waits_for_the_reboot(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted({"TransactionMessageAttempts": "9"})
        await charge(station)
        csms.answers["StopTransaction"] = CallError("", "InternalError")
        await csms.call("Reset", {"type": "Hard"})
        await csms.expect("BootNotification", timeout=120)
        del csms.answers["StopTransaction"]
        csms.skip()
        again = await csms.expect("StopTransaction", timeout=600)
        assert again.connection == 2
        assert again.payload["reason"] == "HardReset"

    run("1.6", scenario)


def test_unlocking(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        unknown = await csms.call("UnlockConnector", {"connectorId": 3})
        assert unknown == {"status": "NotSupported"}
        await charge(station)
        assert await csms.call("UnlockConnector", {"connectorId": 1}) == {"status": "Unlocked"}
        await csms.expect("StopTransaction", reason="UnlockCommand")
        assert not station.hardware.evse(1).connector(1).locked

    run("1.6", scenario)


def test_clock_aligned_values(run):
    async def scenario(bench):
        await bench.booted({"ClockAlignedDataInterval": "600"})
        value = await bench.csms.expect("MeterValues", timeout=601, connectorId=1)
        assert value.at % 600 == pytest.approx(0, abs=0.2)
        assert "transactionId" not in value.payload
        assert value.payload["meterValue"][0]["sampledValue"][0]["context"] == "Sample.Clock"
        await bench.csms.expect("MeterValues", connectorId=2)

    run("1.6", scenario)


def test_the_end_of_a_transaction_carries_clock_aligned_values(run):
    async def scenario(bench):
        values = {
            "ClockAlignedDataInterval": "60",
            "MeterValuesAlignedData": "",
            "StopTxnAlignedData": "Energy.Active.Import.Register",
            "StopTxnSampledData": "",
        }
        station = await bench.booted(values)
        await charge(station)
        await asyncio.sleep(120)
        await station.present_token("TAG")
        stop = await bench.csms.expect("StopTransaction")
        data = stop.payload["transactionData"]
        # A little over two minutes hold two or three full minutes, by where in one they begin.
        assert len(data) in (2, 3)
        assert {v["sampledValue"][0]["context"] for v in data} == {"Sample.Clock"}
        assert all(v["timestamp"][17:19] == "00" for v in data)

    run("1.6", scenario)


def test_a_changed_interval_works_at_once(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        accepted = {"status": "Accepted"}
        change = {"key": "ClockAlignedDataInterval", "value": "60"}
        assert await csms.call("ChangeConfiguration", change) == accepted
        await csms.expect("MeterValues", timeout=61)
        change = {"key": "HeartbeatInterval", "value": "20"}
        assert await csms.call("ChangeConfiguration", change) == accepted
        at = csms.clock.time()
        beat = await csms.expect("Heartbeat", timeout=30)
        assert beat.at - at == pytest.approx(20, abs=0.2)

    run("1.6", scenario)


def test_triggered_messages(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await charge(station)
        csms.skip()
        for message, action in (
            ("BootNotification", None),
            ("DiagnosticsStatusNotification", None),
            ("FirmwareStatusNotification", None),
            ("Heartbeat", None),
            ("MeterValues", None),
            ("StatusNotification", None),
        ):
            answer = await csms.call(
                "TriggerMessage", {"requestedMessage": message, "connectorId": 1}
            )
            assert answer == {"status": "Accepted"}
            await csms.expect(action or message, timeout=5)
        assert csms.received[-1].payload["status"] == "Charging"
        wrong = {"requestedMessage": "StatusNotification", "connectorId": 8}
        assert await csms.call("TriggerMessage", wrong) == {"status": "Rejected"}

    run("1.6", scenario)


def test_a_fault_is_reported_and_cleared(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await charge(station)
        await station.report_fault(1, "HighTemperature")
        faulted = await csms.expect("StatusNotification", status="Faulted")
        assert faulted.payload["errorCode"] == "HighTemperature"
        assert station.hardware.evse(1).meter.power == 0
        await station.clear_fault(1)
        await csms.expect("StatusNotification", status="Charging", errorCode="NoError")

    run("1.6", scenario)
