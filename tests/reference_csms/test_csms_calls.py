"""What the CSMS sends: raw calls, checked commands, and goals."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from ocppj.dispatch import Reply
from ocppj.frames import CallError, CallResult
from ocppj.problems import CallEnd, CallFailed
from reference_csms import commands, listing, operations, views
from reference_csms.commands import UnknownAction, UnknownStation
from reference_csms.connection import NotConnected
from reference_csms.device_records import Variable
from reference_csms.goals import InvalidArguments, StationRefused
from reference_csms.operations import StationRejected
from reference_csms.records import Registration, Station, Token
from reference_csms.settings import Settings


async def both(call, *answers) -> Any:
    task = asyncio.ensure_future(call)
    for answer in answers:
        await answer
    return await task


def result(name: str, value: str | None = None, status: str = "Accepted", **variable) -> dict:
    told: dict[str, Any] = {
        "attributeStatus": status,
        "component": {"name": "OCPPCommCtrlr"},
        "variable": {"name": name, **variable},
    }
    return told if value is None else {**told, "attributeValue": value}


def test_without_a_connection_a_call_fails_at_once(run, bench):
    async def scenario():
        async with bench() as b:
            with pytest.raises(NotConnected, match="CS1"):
                await b.csms.call("CS1", "ClearCache", {})
            with pytest.raises(UnknownStation, match="CS1"):
                await commands.send(b.csms, "CS1", "ClearCache", {})
            await b.store.stations.put(Station("CS1"))
            with pytest.raises(NotConnected):
                await commands.send(b.csms, "CS1", "ClearCache", {})
            with pytest.raises(NotConnected):
                await operations.run(b.csms, "CS1", "clear-cache", {})

    run(scenario())


def test_every_end_of_a_call_is_logged(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            accepted = {"status": "Accepted"}
            answer = await both(
                b.csms.call("CS1", "ClearCache", {}), station.reply("ClearCache", accepted)
            )
            assert answer == CallResult("csms-1", accepted)
            answer = await both(
                b.csms.call("CS1", "ClearCache", {}), station.refuse("ClearCache", "NotSupported")
            )
            assert isinstance(answer, CallError)
            with pytest.raises(CallFailed) as silent:
                await b.csms.call("CS1", "ClearCache", {}, timeout=5)
            assert silent.value.reason is CallEnd.TIMEOUT
            kept = await listing.log(b.store.commands, station="CS1")
            assert [k["result"] for k in kept] == [accepted, None, None]
            assert kept[1]["error"]["code"] == "NotSupported"
            assert "deadline" in kept[2]["failure"]

    run(scenario())


def test_commands_are_checked_before_they_leave(run, bench):
    async def scenario():
        async with bench() as b:
            await b.booted()
            with pytest.raises(InvalidArguments) as invalid:
                await commands.send(b.csms, "CS1", "Reset", {"type": "Hard", "evse": 1})
            pointers = {complaint.pointer for complaint in invalid.value.complaints}
            assert pointers == {"/type", "/evse"}
            for action in ("Heartbeat", "Nonsense", "RemoteStartTransaction"):
                with pytest.raises(UnknownAction, match=action):
                    await commands.send(b.csms, "CS1", action, {})
            assert await views.messages(b.store, direction="out", action="Reset") == []

    run(scenario())


def test_read_variables_are_kept(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            answer = {
                "getVariableResult": [
                    result("OfflineThreshold", "600"),
                    result("Nothing", status="UnknownVariable"),
                ]
            }
            request = await both(
                operations.run(
                    b.csms,
                    "CS1",
                    "get-variables",
                    {"variables": ["OCPPCommCtrlr.OfflineThreshold", "OCPPCommCtrlr.Nothing"]},
                ),
                station.reply("GetVariables", answer),
            )
            assert request == answer
            (shown,) = await views.variables(
                b.store, station="CS1", component="ocppcommctrlr", variable="offlinethreshold"
            )
            assert (shown["value"], shown["attribute"]) == ("600", "Actual")
            (shown,) = await views.variables(b.store, variable="Nothing")
            assert (shown["value"], shown["status"]) == (None, "UnknownVariable")

    run(scenario())


def test_a_goal_names_a_variable_in_full(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            wanted = {
                "component": "Connector",
                "variable": "AvailabilityState",
                "component_instance": "a",
                "variable_instance": "b",
                "evse_id": 1,
                "connector_id": 2,
                "attribute_type": "Target",
            }
            call = operations.run(b.csms, "CS1", "get-variables", {"variables": [wanted]})
            task = asyncio.ensure_future(call)
            request = await station.reply("GetVariables", {"getVariableResult": [result("x")]})
            await task
            assert request["getVariableData"] == [
                {
                    "attributeType": "Target",
                    "component": {
                        "name": "Connector",
                        "instance": "a",
                        "evse": {"id": 1, "connectorId": 2},
                    },
                    "variable": {"name": "AvailabilityState", "instance": "b"},
                }
            ]

    run(scenario())


@pytest.mark.parametrize("source", ["operator", "station", "settings"])
def test_reading_is_split_into_messages_the_station_takes(run, bench, source):
    async def scenario():
        async with bench(settings=Settings(items_per_message=2)) as b:
            station = await b.booted()
            record = await b.store.stations.get("CS1")
            if source == "operator":
                await b.store.stations.put(replace(record, items_per_message=2))
            if source == "station":
                told = Variable(
                    "CS1",
                    "DeviceDataCtrlr",
                    "ItemsPerMessage",
                    variable_instance="GetVariables",
                    value="2",
                )
                await b.store.variables.put(told)
            names = ["A", "B", "C", "D", "E"]
            call = operations.run(
                b.csms, "CS1", "get-variables", {"variables": [f"X.{name}" for name in names]}
            )
            task = asyncio.ensure_future(call)
            sizes = []
            for part in (names[:2], names[2:4], names[4:]):
                answer = {"getVariableResult": [result(name, "1") for name in part]}
                request = await station.reply("GetVariables", answer)
                sizes.append([data["variable"]["name"] for data in request["getVariableData"]])
            assert sizes == [names[:2], names[2:4], names[4:]]
            assert len((await task)["getVariableResult"]) == 5

    run(scenario())


def test_written_variables_are_kept_when_the_station_took_them(run, bench):
    def took(name: str, status: str) -> dict:
        return result(name, status=status)

    async def scenario():
        async with bench() as b:
            station = await b.booted()
            names = ("A", "B", "C")
            wanted = [
                {"component": "OCPPCommCtrlr", "variable": name, "value": name} for name in names
            ]
            answer = {
                "setVariableResult": [
                    took("C", "RebootRequired"),
                    took("B", "Rejected"),
                    took("A", "Accepted"),
                ]
            }
            call = operations.run(b.csms, "CS1", "set-variables", {"variables": wanted})
            assert await both(call, station.reply("SetVariables", answer)) == answer
            shown = await views.variables(b.store, station="CS1")
            kept = {v["variable"]: (v["value"], v["status"]) for v in shown}
            assert kept == {
                "A": ("A", "Accepted"),
                "B": (None, "Rejected"),
                "C": ("C", "RebootRequired"),
            }

    run(scenario())


def test_one_variable_is_not_written_twice_in_a_message(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            one = {"component": "OCPPCommCtrlr", "variable": "A"}
            wanted = [
                {**one, "value": "1"},
                {**one, "value": "2", "attribute_type": "Target"},
                {**one, "value": "3", "attribute_type": "Actual"},
            ]
            call = operations.run(b.csms, "CS1", "set-variables", {"variables": wanted})
            task = asyncio.ensure_future(call)
            answer = {"setVariableResult": [result("A")]}
            first = await station.reply("SetVariables", answer)
            second = await station.reply("SetVariables", answer)
            await task
            assert [d["attributeValue"] for d in first["setVariableData"]] == ["1", "2"]
            assert [d["attributeValue"] for d in second["setVariableData"]] == ["3"]

    run(scenario())


GOALS_201: list[tuple[str, dict, str, dict, dict]] = [
    (
        "remote-start",
        {"id_token": "TAG", "evse_id": 1},
        "RequestStartTransaction",
        {"idToken": {"idToken": "TAG", "type": "ISO14443"}, "remoteStartId": 1, "evseId": 1},
        {"status": "Accepted"},
    ),
    (
        "remote-start",
        {"id_token": "X", "type": "Central"},
        "RequestStartTransaction",
        {"idToken": {"idToken": "X", "type": "Central"}, "remoteStartId": 1},
        {"status": "Rejected"},
    ),
    (
        "remote-stop",
        {"transaction_id": "T1"},
        "RequestStopTransaction",
        {"transactionId": "T1"},
        {"status": "Accepted"},
    ),
    ("reset", {}, "Reset", {"type": "OnIdle"}, {"status": "Scheduled"}),
    (
        "reset",
        {"type": "Immediate", "evse_id": 1},
        "Reset",
        {"type": "Immediate", "evseId": 1},
        {"status": "Accepted"},
    ),
    (
        "change-availability",
        {"operational": False, "evse_id": 1, "connector_id": 2},
        "ChangeAvailability",
        {"operationalStatus": "Inoperative", "evse": {"id": 1, "connectorId": 2}},
        {"status": "Scheduled"},
    ),
    (
        "unlock-connector",
        {"evse_id": 1},
        "UnlockConnector",
        {"evseId": 1, "connectorId": 1},
        {"status": "Unlocked"},
    ),
    ("clear-cache", {}, "ClearCache", {}, {"status": "Accepted"}),
    (
        "trigger-message",
        {"message": "MeterValues", "evse_id": 1},
        "TriggerMessage",
        {"requestedMessage": "MeterValues", "evse": {"id": 1}},
        {"status": "NotImplemented"},
    ),
    (
        "get-base-report",
        {"report": "FullInventory"},
        "GetBaseReport",
        {"requestId": 1, "reportBase": "FullInventory"},
        {"status": "Accepted"},
    ),
]

GOALS_16: list[tuple[str, dict, str, dict, dict]] = [
    (
        "remote-start",
        {"id_token": "TAG", "connector_id": 1},
        "RemoteStartTransaction",
        {"idTag": "TAG", "connectorId": 1},
        {"status": "Accepted"},
    ),
    (
        "remote-stop",
        {"transaction_id": 4},
        "RemoteStopTransaction",
        {"transactionId": 4},
        {"status": "Accepted"},
    ),
    ("reset", {}, "Reset", {"type": "Soft"}, {"status": "Accepted"}),
    (
        "change-availability",
        {"operational": True},
        "ChangeAvailability",
        {"connectorId": 0, "type": "Operative"},
        {"status": "Accepted"},
    ),
    (
        "unlock-connector",
        {"connector_id": 1},
        "UnlockConnector",
        {"connectorId": 1},
        {"status": "Unlocked"},
    ),
    ("clear-cache", {}, "ClearCache", {}, {"status": "Accepted"}),
    (
        "trigger-message",
        {"message": "Heartbeat"},
        "TriggerMessage",
        {"requestedMessage": "Heartbeat"},
        {"status": "Accepted"},
    ),
    (
        "change-configuration",
        {"key": "HeartbeatInterval", "value": "60"},
        "ChangeConfiguration",
        {"key": "HeartbeatInterval", "value": "60"},
        {"status": "Accepted"},
    ),
    ("get-configuration", {}, "GetConfiguration", {}, {"configurationKey": []}),
    (
        "get-configuration",
        {"keys": ["A"]},
        "GetConfiguration",
        {"key": ["A"]},
        {"unknownKey": ["A"]},
    ),
]


@pytest.mark.parametrize(
    ("version", "goal"),
    [("2.0.1", goal) for goal in GOALS_201] + [("1.6", goal) for goal in GOALS_16],
    ids=lambda value: value if isinstance(value, str) else value[0],
)
def test_goals_become_requests(run, bench, version, goal):
    name, arguments, action, request, response = goal

    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG", "ISO14443"))
            station = await b.booted("CS1", version)
            task = asyncio.ensure_future(operations.run(b.csms, "CS1", name, arguments))
            assert await station.reply(action, response) == request
            assert response.items() <= (await task).items()

    run(scenario())


CERTIFICATE_GOALS = {  # tried in test_csms_certificates.py, test_tls_end_to_end.py
    "delete-certificate",
    "extended-trigger-message",
    "get-installed-certificates",
    "install-certificate",
    "rotate-certificate",
    "rotate-password",
}


# Tried in test_csms_charging_v16 and test_csms_charging_v201.
CHARGING_GOALS = {"clear-limit", "composite-schedule", "get-profiles", "limit-current"}


JOB_GOALS = {  # tried in test_csms_jobs.py
    "cancel-reservation",
    "reserve",
    "update-firmware",
    "update-local-list",
    "upload-logs",
}


PUBLISHING_GOALS = {  # tried by the cases TC_L_17_CSMS and TC_L_21_CSMS
    "publish-firmware",
    "unpublish-firmware",
}


DIAGNOSTICS_GOALS = {  # tried in test_csms_monitoring.py and test_csms_logs_customers.py
    "clear-monitors",
    "customer-information",
    "get-monitoring-report",
    "set-monitoring-base",
    "set-monitoring-level",
    "set-monitors",
}


HELD_GOALS = {  # tried in test_csms_v201_held.py
    "cancel-reservation",
    "get-local-list-version",
    "get-report",
    "get-transaction-status",
    "reserve",
    "set-network-profile",
    "update-local-list",
}


DISPLAY_GOALS = {  # tried in test_csms_display_cost.py
    "clear-display-message",
    "get-display-messages",
    "set-display-message",
    "set-tariff",
}


def test_every_operation_is_tried_above():
    tried = {goal[0] for goal in (*GOALS_201, *GOALS_16)} | {"get-variables", "set-variables"}
    elsewhere = DISPLAY_GOALS | HELD_GOALS | CERTIFICATE_GOALS | CHARGING_GOALS | JOB_GOALS
    elsewhere |= PUBLISHING_GOALS | DIAGNOSTICS_GOALS
    assert tried | elsewhere == set(operations.names())


@pytest.mark.parametrize(
    ("name", "arguments", "pointer"),
    [
        ("get-variables", {}, "/variables"),
        ("get-variables", {"variables": []}, "/variables"),
        ("get-variables", {"variables": ["A.B"], "odd": 1}, "/odd"),
        ("get-variables", {"variables": ["NoDot"]}, "/variables/0"),
        ("set-variables", {"variables": [{"component": "A", "variable": "B"}]}, None),
        ("remote-start", {"id_token": "unknown"}, "/type"),
        ("change-availability", {"operational": True, "connector_id": 1}, "/evse_id"),
        ("trigger-message", {"message": "Nonsense"}, "/requestedMessage"),
        ("trigger-message", {"message": "StatusNotification", "evse_id": 1}, "/connector_id"),
    ],
)
def test_bad_arguments_are_named(run, bench, name, arguments, pointer):
    async def scenario():
        async with bench() as b:
            await b.booted()
            with pytest.raises(InvalidArguments) as invalid:
                await operations.run(b.csms, "CS1", name, arguments)
            pointers = [complaint.pointer for complaint in invalid.value.complaints]
            assert pointer is None or pointer in pointers
            sent = await views.messages(b.store, direction="out")
            assert [m for m in sent if m["action"]] == []

    run(scenario())


def test_goals_that_cannot_be(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            with pytest.raises(UnknownAction, match=r"get-variables.*1\.6"):
                await operations.run(b.csms, "CS1", "get-variables", {})
            refused = station.refuse("ClearCache", "NotSupported")
            with pytest.raises(StationRefused, match="NotSupported"):
                await both(operations.run(b.csms, "CS1", "clear-cache", {}), refused)
            await b.store.stations.put(Station("CS2", registration=Registration.REJECTED))
            await b.booted("CS2", "1.6")
            with pytest.raises(StationRejected, match="CS2"):
                await operations.run(b.csms, "CS2", "clear-cache", {})

    run(scenario())


def test_configuration_keys_are_kept(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", "1.6")
            keys = [{"key": "HeartbeatInterval", "readonly": False, "value": "300"}]
            answer = {"configurationKey": keys, "unknownKey": ["Odd"]}
            await both(
                b.csms.call("CS1", "GetConfiguration", {}),
                station.reply("GetConfiguration", answer),
            )
            for value, status in (("60", "Accepted"), ("90", "Rejected"), ("120", "NotSupported")):
                change = {"key": "heartbeatinterval", "value": value}
                await both(
                    b.csms.call("CS1", "ChangeConfiguration", change),
                    station.reply("ChangeConfiguration", {"status": status}),
                )
            (shown,) = await views.configuration_keys(b.store, name="heartbeatInterval")
            assert (shown["value"], shown["readonly"], shown["known"]) == ("60", False, True)
            (shown,) = await views.configuration_keys(b.store, station="CS1", name="Odd")
            assert shown["known"] is False

    run(scenario())


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_asked_availability_is_kept(run, bench, version):
    payloads = {
        "1.6": {"connectorId": 1, "type": "Inoperative"},
        "2.0.1": {"operationalStatus": "Inoperative", "evse": {"id": 1}},
    }

    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", version)
            await both(
                b.csms.call("CS1", "ChangeAvailability", payloads[version]),
                station.reply("ChangeAvailability", {"status": "Scheduled"}),
            )
            shown = (await views.station(b.csms, "CS1"))["availability"]
            assert [(a["operational"], a["answer"]) for a in shown] == [(False, "Scheduled")]

    run(scenario())


@pytest.mark.parametrize("answer", [{}, {"getVariableResult": []}, {"getVariableResult": "x"}])
def test_an_invalid_response_changes_nothing_here(run, bench, answer):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            request = {"getVariableData": [{"component": {"name": "A"}, "variable": {"name": "B"}}]}
            call = b.csms.call("CS1", "GetVariables", request)
            got = await both(call, station.reply("GetVariables", answer))
            assert got.payload == answer
            assert await views.variables(b.store) == []

    run(scenario())


def test_scripted_answers_come_before_our_own(run, bench):
    overlay: dict[str, Any] = {}

    async def scenario():
        async with bench(overlays={"2.0.1": overlay}) as b:
            station = await b.connect()
            overlay["BootNotification"] = lambda context, request: Reply({"odd": context.identity})
            assert await station.boot() == {"odd": "CS1"}
            assert (await b.store.stations.get("CS1")).boot is None
            del overlay["BootNotification"]
            assert (await station.boot())["status"] == "Accepted"

    run(scenario())


def test_a_failing_store_is_an_internal_error_and_a_bug(run, bench):
    async def scenario():
        async with bench(bugs_expected=True) as b:
            station = await b.booted()

            async def full() -> None:
                raise OSError("disk full")

            b.store.commit = full
            assert await station.error("Heartbeat", {}) == "InternalError"
            del b.store.commit
            assert "currentTime" in await station.call("Heartbeat", {})
            assert [str(bug) for bug in b.csms.bugs.bugs] == ["disk full"]

    run(scenario())


def test_traffic_is_recorded_and_shown(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            await station.call("Heartbeat", {})
            shown = await views.messages(b.store, station="CS1")
            assert [(m["direction"], m["action"]) for m in reversed(shown)] == [
                ("in", "BootNotification"),
                ("out", None),
                ("in", "Heartbeat"),
                ("out", None),
            ]
            assert len(await views.messages(b.store, page=listing.Page(1, 1))) == 1
            texts = [record.text for record in b.trace.records if record.text]
            assert texts == [m["text"] for m in reversed(shown)]

    run(scenario())
