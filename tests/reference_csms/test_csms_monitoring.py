"""OCPP 2.0.1, block N, at the CSMS: monitors set, cleared, reported and triggered."""

from __future__ import annotations

import asyncio

import pytest

from reference_csms import monitoring_views as shown
from reference_csms import operations
from reference_csms.device_records import Variable
from reference_csms.goals import InvalidArguments

AT = "2026-01-01T10:00:00.000Z"
POWER = {"component": {"name": "EVSE", "evse": {"id": 1}}, "variable": {"name": "Power"}}
WISH = {"component": "EVSE", "evse_id": 1, "variable": "Power", "type": "UpperThreshold"}


def reported(number, severity=5):
    one = {"id": number, "transaction": False, "value": 9, "type": "Delta", "severity": severity}
    return {**POWER, "variableMonitoring": [one]}


async def asked(bench, station, goal, arguments, *replies):
    task = asyncio.create_task(operations.run(bench.csms, "CS1", goal, arguments))
    requests = [await station.reply(action, reply) for action, reply in replies]
    return requests, await task


def result(status, number=None, **more):
    named = {} if number is None else {"id": number}
    return {**named, "status": status, "type": "UpperThreshold", "severity": 5, **POWER, **more}


def test_results_are_told_apart_by_their_subject(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            wishes = [{**WISH, "value": 9, "severity": severity} for severity in (5, 6)]
            answers = [result("Duplicate", severity=6), result("Accepted", 7)]
            await asked(
                b,
                station,
                "set-monitors",
                {"monitors": wishes},
                ("SetVariableMonitoring", {"setMonitoringResult": answers}),
            )
            told = {m["severity"]: m for m in await shown.monitors(b.store, "CS1")}
            assert (told[5]["monitor_id"], told[5]["installed"]) == (7, True)
            assert told[5]["origin"] == "CustomMonitor"
            assert (told[6]["monitor_id"], told[6]["installed"]) == (None, False)
            assert told[6]["answer"] == "Duplicate"

    run(scenario())


def test_a_refused_change_leaves_the_monitor_as_it_was(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            for value, status in ((9, "Accepted"), (1e9, "Rejected")):
                wish = {**WISH, "value": value, "monitor_id": 7}
                answer = {"setMonitoringResult": [result(status)]}
                replies = ("SetVariableMonitoring", answer)
                await asked(b, station, "set-monitors", {"monitors": [wish]}, replies)
            (told,) = await shown.monitors(b.store, "CS1")
            assert (told["monitor_id"], told["value"], told["installed"]) == (7, 9, True)
            assert told["answer"] == "Rejected"

    run(scenario())


def test_a_limit_needs_a_value_and_a_delta_does_not(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            with pytest.raises(InvalidArguments, match="needs a value"):
                await operations.run(b.csms, "CS1", "set-monitors", {"monitors": [WISH]})
            wish = {**WISH, "type": "Delta"}
            answer = {"setMonitoringResult": [result("Accepted", 1, type="Delta")]}
            [request], _ = await asked(
                b,
                station,
                "set-monitors",
                {"monitors": [wish]},
                ("SetVariableMonitoring", answer),
            )
            assert request["setMonitoringData"] == [
                {"value": 1, "type": "Delta", "severity": 5, **POWER}
            ]

    run(scenario())


@pytest.mark.parametrize(("limit", "value"), [("ItemsPerMessage", "2"), ("BytesPerMessage", "158")])
def test_ids_are_split_by_items_and_by_bytes(run, bench, limit, value):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            told = Variable(
                "CS1",
                "MonitoringCtrlr",
                limit,
                variable_instance="ClearVariableMonitoring",
                value=value,
            )
            await b.csms.services.device_model.learn(told)
            replies = [
                (
                    "ClearVariableMonitoring",
                    {"clearMonitoringResult": [{"id": n, "status": "Accepted"} for n in numbers]},
                )
                for numbers in ([1, 2], [3])
            ]
            arguments = {"monitor_ids": [1, 2, 1, 3]}
            requests, answer = await asked(b, station, "clear-monitors", arguments, *replies)
            assert [request["id"] for request in requests] == [[1, 2], [3]]
            assert [r["id"] for r in answer["clearMonitoringResult"]] == [1, 2, 3]

    run(scenario())


def test_a_gap_in_a_report_is_noticed_and_a_whole_one_ends_what_it_lacks(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            old = {"requestId": 0, "seqNo": 0, "generatedAt": AT, "monitor": [reported(1)]}
            await station.call("NotifyMonitoringReport", old)
            [request], _ = await asked(
                b,
                station,
                "get-monitoring-report",
                {},
                ("GetMonitoringReport", {"status": "Accepted"}),
            )
            part = {"requestId": request["requestId"], "generatedAt": AT}
            for number, tbc in ((0, True), (2, False)):
                await station.call(
                    "NotifyMonitoringReport",
                    {**part, "seqNo": number, "tbc": tbc, "monitor": [reported(number + 10)]},
                )
            *_, report = await shown.monitoring_reports(b.store, "CS1")
            assert (report["complete"], report["missing"]) == (False, [1])
            installed = [m["monitor_id"] for m in await shown.monitors(b.store) if m["installed"]]
            assert installed == [1, 10, 12]
            await station.call("NotifyMonitoringReport", {**part, "seqNo": 1, "tbc": True})
            *_, report = await shown.monitoring_reports(b.store, "CS1")
            assert (report["complete"], report["missing"]) == (True, [])
            installed = [m["monitor_id"] for m in await shown.monitors(b.store) if m["installed"]]
            assert installed == [10, 12]

    run(scenario())


def test_a_base_ends_the_custom_monitors(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            answer = {"setMonitoringResult": [result("Accepted", 7)]}
            monitors = {"monitors": [{**WISH, "value": 9}]}
            replies = ("SetVariableMonitoring", answer)
            await asked(b, station, "set-monitors", monitors, replies)
            for base, status, installed in (
                ("All", "Accepted", True),
                ("FactoryDefault", "NotSupported", True),
                ("FactoryDefault", "Accepted", False),
            ):
                replies = ("SetMonitoringBase", {"status": status})
                await asked(b, station, "set-monitoring-base", {"base": base}, replies)
                (told,) = await shown.monitors(b.store, "CS1")
                assert told["installed"] is installed
            replies = ("SetMonitoringLevel", {"status": "Rejected"})
            await asked(b, station, "set-monitoring-level", {"severity": 11}, replies)
            (settings,) = await shown.monitoring_settings(b.store, "CS1")
            assert settings == {
                "station": "CS1",
                "base": "FactoryDefault",
                "base_answer": "Accepted",
                "level": None,
                "level_answer": "Rejected",
            }

    run(scenario())


def test_an_alert_lasts_until_it_is_cleared(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            event = {
                "eventId": 1,
                "timestamp": AT,
                "trigger": "Alerting",
                "actualValue": "9000",
                "variableMonitoringId": 7,
                "eventNotificationType": "HardWiredMonitor",
                **POWER,
            }
            for cleared in (False, True):
                told = {**event, "cleared": cleared}
                report = {"generatedAt": AT, "seqNo": 0, "eventData": [told]}
                assert await station.call("NotifyEvent", report) == {}
                (monitor,) = await shown.monitors(b.store, "CS1")
                assert (monitor["alerting"], monitor["origin"]) == (not cleared, "HardWiredMonitor")
            assert (
                await b.csms.services.device_model.value(
                    Variable("CS1", "EVSE", "Power", evse_id=1)
                )
                == "9000"
            )

    run(scenario())
