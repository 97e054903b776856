"""What happens without a connection is told later, in order: updates, uploads, all if so set."""

import asyncio

from ocppj.clock import format_datetime
from ocppj.frames import CallError


def names(csms, action):
    return [m.payload["status"] for m in csms.received if m.action == action]


def unsigned(bench):
    """Ask for an update from where nobody listens, tried once."""
    now = format_datetime(bench.csms.clock.now())
    firmware = {"location": "http://127.0.0.1:1/image", "retrieveDateTime": now}
    return {"requestId": 9, "firmware": firmware, "retries": 0}


def test_states_of_an_update_entered_offline_are_told_later(run):
    """L01: every state is told, in order."""

    async def scenario(bench):
        station = await bench.booted(unsigned_firmware=True)
        await bench.csms.call("UpdateFirmware", unsigned(bench))
        await station.go_offline()
        await asyncio.sleep(200)
        assert station.firmware.state == "DownloadFailed"
        await station.go_online()
        await bench.csms.expect("FirmwareStatusNotification", status="DownloadFailed")
        assert names(bench.csms, "FirmwareStatusNotification")[-2:] == [
            "Downloading",
            "DownloadFailed",
        ]

    run("2.0.1", scenario)


def test_a_state_that_nobody_answers_does_not_stop_the_next(run):
    async def scenario(bench):
        await bench.booted(unsigned_firmware=True)
        refused = CallError("", "InternalError", "no")
        bench.csms.answers["FirmwareStatusNotification"] = refused
        await bench.csms.call("UpdateFirmware", unsigned(bench))
        await bench.csms.expect("FirmwareStatusNotification", status="DownloadFailed")

    run("2.0.1", scenario)


def test_an_upload_under_way_at_a_power_cut_is_told_of(run):
    """N01: what the upload came to is told after the boot."""

    async def scenario(bench):
        station = await bench.booted()
        log = {"remoteLocation": "http://127.0.0.1:1/logs"}
        request = {"requestId": 3, "logType": "SecurityLog", "log": log, "retries": 0}
        await bench.csms.call("GetLog", request)
        await station.power_cycle()
        await bench.csms.expect("BootNotification")
        await bench.csms.expect("LogStatusNotification", status="UploadFailure")

    run("2.0.1", scenario)


def test_with_queue_all_messages_statuses_of_the_time_offline_are_told(run):
    """Part 2, 2.1.9."""

    async def scenario(bench):
        station = await bench.booted({"OCPPCommCtrlr.QueueAllMessages": "true"})
        await station.go_offline()
        await asyncio.sleep(1)
        await station.plug_in(1)
        await asyncio.sleep(1)
        await station.unplug(1)
        await station.go_online()
        await bench.csms.expect("StatusNotification", connectorStatus="Occupied")
        await bench.csms.expect("StatusNotification", connectorStatus="Available")

    run("2.0.1", scenario)


def test_without_it_they_are_not(run):
    async def scenario(bench):
        station = await bench.booted()
        await station.go_offline()
        await asyncio.sleep(1)
        await station.plug_in(1)
        await station.unplug(1)
        await station.go_online()
        await bench.csms.connected_again(2)
        await asyncio.sleep(20)
        assert "Occupied" not in [
            m.payload["connectorStatus"]
            for m in bench.csms.received
            if m.action == "StatusNotification"
        ]

    run("2.0.1", scenario)


def test_what_is_in_the_queue_when_the_line_is_lost_counts_as_offline(run):
    """E11.FR.07."""

    async def scenario(bench):
        station = await bench.booted()
        bench.csms.answers["TransactionEvent"] = CallError("", "InternalError", "later")
        await station.plug_in(1)
        await bench.csms.expect("TransactionEvent")
        await station.present_token("TAG")  # its messages wait behind the first
        await asyncio.sleep(1)
        await station.go_offline()
        del bench.csms.answers["TransactionEvent"]
        await asyncio.sleep(1)
        bench.csms.skip()
        await station.go_online()
        for number in range(3):
            event = await bench.csms.expect("TransactionEvent", seqNo=number)
            assert event.payload["offline"] is True

    run("2.0.1", scenario)
