"""Reusable states that judge by themselves: reboots for firmware, points and events of sessions."""

from __future__ import annotations

import pytest

from harness.inbox import Outgoing
from harness.outcome import CaseFailed, ScenarioError
from ocppj.trace import Kind
from steps.reusable_states import (
    enter,
    v201_csms,
    v201_firmware,
    v201_station,
    v201_station_later,
)


def failure(s, work):
    """Give the check that failed, None where none did."""
    try:
        s.run(work)
    except CaseFailed as failed:
        return failed.check
    return None


def test_there_is_no_state_of_that_name(stand):
    with pytest.raises(ScenarioError, match="no reusable state Sleeping; there are Authorized,"):
        stand().run(enter(stand().world, "Sleeping"))


# the reboots of a firmware update


class Update:
    """A station that was asked to update its firmware, and tells how it goes on."""

    def __init__(self, s):
        self.s = s
        asked = Outgoing("UpdateFirmware", {"requestId": 7}, s.runner.loop.create_future(), True)
        s.world.sent.append(asked)

    def status(self, status, number=7):
        return self.s.sends("FirmwareStatusNotification", status=status, requestId=number)

    def boot(self, reason="FirmwareUpdate"):
        values = self.s.world.values
        box = {"model": values.get("model"), "vendorName": values.get("vendor")}
        return self.s.sends("BootNotification", reason=reason, chargingStation=box)

    def connectors(self, status, *, but=()):
        for evse in (1, 2):
            if evse not in but:
                where = {"evseId": evse, "connectorId": 1, "connectorStatus": status}
                self.s.sends("StatusNotification", **where)

    def opens(self):
        self.s.trace.event(Kind.OPENED, path="/CS001")

    def installs(self):
        return failure(self.s, v201_firmware.before_installation(self.s.world))

    def activates(self):
        return failure(self.s, v201_firmware.before_activation(self.s.world))


@pytest.fixture
def update(stand):
    return lambda: Update(stand(message_s=60.0))


def test_an_installation_begins_at_once(update):
    u = update()
    u.connectors("Unavailable")
    u.status("Installing")
    assert u.installs() is None


def test_an_installation_begins_after_a_reboot(update):
    u = update()
    u.status("InstallRebooting")
    u.boot()
    assert u.installs() is None
    assert [action for action, _ in u.s.world.tolerated] == ["FirmwareStatusNotification"]


def test_an_installation_that_does_not_begin(update):
    u = update()
    u.status("Downloaded")
    check = u.installs()
    assert (check.action, check.subject, check.expected) == (
        "FirmwareStatusNotification",
        "status",
        "Installing",
    )
    u = update()
    u.status("Installing", number=8)
    assert u.installs().subject == "requestId"
    assert update().installs().subject == "message"


@pytest.mark.parametrize("reason", ["PowerUp", None])
def test_a_reboot_for_the_installation_says_so(update, reason):
    u = update()
    u.status("InstallRebooting")
    if reason is not None:
        u.boot(reason)
    check = u.installs()
    assert (check.action, check.subject) == (
        "BootNotification",
        "message" if reason is None else "reason",
    )


def test_connectors_are_closed_before_the_new_firmware_runs(update):
    u = update()
    u.connectors("Available", but=(1,))
    u.status("Installing")
    check = u.installs()
    assert (check.subject, check.expected) == ("connectorStatus", "Unavailable")


def test_new_firmware_runs_after_a_reboot(update):
    u = update()
    u.status("InstallRebooting")
    u.boot()
    u.connectors("Available")
    assert u.activates() is None


def test_new_firmware_runs_after_a_new_connection(update):
    u = update()
    loop = u.s.runner.loop
    loop.call_later(1, u.opens)
    loop.call_later(2, lambda: u.connectors("Available"))
    assert u.activates() is None


def test_new_firmware_runs_after_a_reboot_that_was_not_announced(update):
    u = update()
    loop = u.s.runner.loop
    loop.call_later(1, u.opens)
    loop.call_later(2, u.boot)
    loop.call_later(3, lambda: u.connectors("Available"))
    assert u.activates() is None
    u = update()
    u.s.runner.loop.call_later(1, u.opens)
    u.s.runner.loop.call_later(2, lambda: u.boot("PowerUp"))
    assert u.activates().subject == "reason"


def test_new_firmware_that_does_not_run(update):
    u = update()
    check = u.activates()
    assert (check.subject, check.actual) == ("connection", "neither")
    u = update()
    u.status("Installed")
    assert u.activates().expected == "InstallRebooting"
    u = update()
    u.status("InstallRebooting")
    u.boot()
    u.connectors("Available", but=(2,))
    assert u.activates().action in ("StatusNotification", "NotifyEvent")


def test_a_station_that_rebooted_before_need_not_do_it_again(update):
    u = update()
    u.s.world.states.add("rebooted before the installation")
    u.connectors("Available")
    assert u.activates() is None


# points of a session


def points(s, value, status="Accepted"):
    names = {"component": {"name": "TxCtrlr"}, "variable": {"name": "TxStartPoint"}}
    result = {"attributeStatus": status, "attributeValue": value, **names}
    s.side.answers["GetVariables"] = {"getVariableResult": [result]}
    return v201_station.start_points(s.world)


def test_the_points_of_a_session_are_read_once(stand):
    s = stand()
    assert s.run(points(s, "EVConnected, Authorized")) == {"EVConnected", "Authorized"}
    assert s.run(points(s, "EnergyTransfer")) == {"EVConnected", "Authorized"}
    assert len(s.side.sent) == 1


@pytest.mark.parametrize("value", ["EVConnected,Somewhere", "", "evconnected"])
def test_a_point_that_there_is_not(stand, value):
    s = stand()
    check = failure(s, points(s, value))
    assert (check.subject, check.actual) == ("TxStartPoint", value)


def test_points_that_are_not_shown(stand):
    s = stand()
    check = failure(s, points(s, "Authorized", "Rejected"))
    assert (check.expected, check.requirement) == ("Accepted", "B06.FR.10")


# its events


def event(s, kind="Updated", transaction="T1", **more):
    info = {"transactionId": transaction, **more.pop("info", {})}
    return s.sends("TransactionEvent", eventType=kind, transactionInfo=info, **more)


def test_the_first_event_begins_the_transaction_and_names_it(stand):
    s = stand()
    first = event(s, "Started", "T9")
    assert failure(s, v201_station.transaction_event(s.world)) is None
    assert s.world.values.get("transaction_id") == "T9"
    assert s.world.values.source("$transaction_id") == first.seq
    event(s, "Updated", "T9")
    assert failure(s, v201_station.transaction_event(s.world)) is None
    event(s, "Updated", "T8")
    check = failure(s, v201_station.transaction_event(s.world))
    assert (check.expected, check.actual, check.requirement) == ("T9", "T8", "E01.FR.08")


def test_a_transaction_does_not_begin_in_the_middle(stand):
    s = stand()
    event(s, "Updated")
    check = failure(s, v201_station.transaction_event(s.world))
    assert (check.expected, check.actual) == ("Started", "Updated")


def test_before_a_cable_nothing_charges(stand):
    world = stand().world
    (row,) = v201_station.unplugged(world)
    assert "Idle" in row
    for state in ("EVConnectedPreSession", "plugged"):
        world.states = {state}
        assert v201_station.unplugged(world) == ()


def charging(stand, ends):
    """Give a world in which energy flows, and which knows where transactions end."""
    s = stand()
    s.world.states |= {"transaction", "EnergyTransferStarted"}
    s.world.values.keep("transaction_id", "T1")
    s.world.values.keep("tx_stop_point", ends)
    return s, 1 + float(s.world.values.get("transaction_duration_s"))


STOP = {"triggerReason": "StopAuthorized"}
CONNECTED = {"chargingState": "EVConnected"}
CHANGED = {"triggerReason": "ChargingStateChanged", "info": CONNECTED}


def stopping(stand, ends, *events):
    s, after = charging(stand, ends)
    for number, (kind, more) in enumerate(events):
        s.runner.loop.call_later(after + number, lambda k=kind, m=more: event(s, k, **dict(m)))
    return failure(s, v201_station_later.stop_authorized(s.world)), s.world.states


def test_to_stop_is_told_and_ends_the_transaction_where_that_is_a_stop_point(stand):
    assert stopping(stand, "EVConnected", ("Updated", STOP))[0] is None
    check, states = stopping(stand, "Authorized", ("Ended", STOP))
    assert (check, "ended" in states) == (None, True)
    check, states = stopping(stand, "PowerPathClosed", ("Updated", STOP), ("Ended", CHANGED))
    assert (check, "ended" in states) == (None, True)


def test_a_stop_that_is_told_in_another_way(stand):
    check, _ = stopping(stand, "EVConnected", ("Ended", STOP))
    assert (check.subject, check.actual) == ("eventType", "Ended")
    check, _ = stopping(stand, "Authorized", ("Updated", STOP))
    assert (check.subject, check.expected[:7]) == ("message", "a Trans")
    check, _ = stopping(stand, "Authorized", ("Updated", STOP), ("Updated", CHANGED))
    assert (check.subject, check.expected) == ("eventType", "Ended")
    check, _ = stopping(stand, "Authorized", ("Ended", {"triggerReason": "Deauthorized"}))
    assert check.subject == "triggerReason"
    flowing = {**STOP, "info": {"chargingState": "Charging"}}
    check, _ = stopping(stand, "Authorized", ("Ended", flowing))
    assert check.subject == "transactionInfo.chargingState"
    other = {**STOP, "idToken": {"idToken": "other", "type": "Central"}}
    check, _ = stopping(stand, "Authorized", ("Ended", other))
    assert check.subject == "idToken.idToken"


def test_energy_that_flows_means_a_cable(stand):
    s = stand()
    s.world.values.keep("tx_start_point", "EnergyTransfer")
    s.world.states.add("Authorized")
    s.sends("StatusNotification", evseId=1, connectorId=1, connectorStatus="Occupied")
    info = {"chargingState": "Charging"}
    event(s, "Started", triggerReason="ChargingStateChanged", info=info)
    assert failure(s, v201_station.energy_transfer_started(s.world)) is None
    assert v201_station.unplugged(s.world) == ()


def test_energy_at_the_harness_s_station_means_a_cable_too(stand):
    s = stand("TC_B_01_CSMS")
    event = {
        "timestamp": "2026-01-01T00:00:00Z",
        "seqNo": 0,
        "transactionInfo": {"transactionId": "T1"},
    }
    data = {
        "eventId": 1,
        "timestamp": "2026-01-01T00:00:00Z",
        "eventNotificationType": "HardWiredNotification",
    }
    drafts = {
        "TransactionEvent": event,
        "StatusNotification": {"timestamp": "2026-01-01T00:00:00Z"},
        "NotifyEvent": {
            "generatedAt": "2026-01-01T00:00:00Z",
            "seqNo": 0,
            "eventData": [data],
        },
    }
    s.side.draft = drafts.__getitem__
    s.side.answers["TransactionEvent"] = {"idTokenInfo": {"status": "Accepted"}}
    s.world.states.add("Authorized")
    s.run(v201_csms.energy_transfer_started(s.world))
    kinds = [sent["eventType"] for action, sent in s.side.sent if action == "TransactionEvent"]
    assert kinds == ["Updated", "Updated"]
    assert "EVConnectedPreSession" in s.world.states
