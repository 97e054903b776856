"""What each version's rules read from answers, and what an external system does not show."""

from __future__ import annotations

import pytest

from harness import evidence, finish, rules
from harness.outcome import CaseFailed
from harness.rules.monitor import Finding, Monitor
from harness.rules.reports import ComposedSchedule, Connector
from harness.tables import parse_expectations, value_at
from ocppj.clock import format_datetime

BEGIN = "2026-01-01T00:00:00Z"
PERIODS = [{"startPeriod": 0, "limit": 6.0}, {"startPeriod": 60, "limit": 8.0}]


def rows(*lines):
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    head = ["field", "check", "value", "requirement"]
    return parse_expectations([head, *([*line, "", ""][:4] for line in cells)])


# composite schedules

OLD = {
    "status": "Accepted",
    "scheduleStart": BEGIN,
    "chargingSchedule": {"chargingRateUnit": "A", "chargingSchedulePeriod": PERIODS},
}
NEW = {
    "status": "Accepted",
    "schedule": {"scheduleStart": BEGIN, "duration": 90, "chargingSchedulePeriod": PERIODS},
}


@pytest.mark.parametrize(
    ("version", "answer", "duration"),
    [
        ("1.6", OLD, 300),
        ("1.6", {**OLD, "chargingSchedule": {**OLD["chargingSchedule"], "duration": 90}}, 90),
        ("2.0.1", NEW, 90),
    ],
)
def test_a_composite_schedule_is_read(version, answer, duration):
    wanted = ComposedSchedule(BEGIN, duration, tuple(PERIODS))
    assert rules.composite_schedule(version, answer, 300) == wanted


@pytest.mark.parametrize(
    ("version", "answer"),
    [
        ("1.6", {"status": "Rejected"}),
        ("1.6", {"status": "Accepted", "scheduleStart": BEGIN}),
        ("1.6", {"status": "Accepted", "chargingSchedule": OLD["chargingSchedule"]}),
        ("2.0.1", {"status": "Rejected"}),
    ],
)
def test_an_answer_without_a_schedule_has_none(version, answer):
    assert rules.composite_schedule(version, answer, 300) is None


# settings


def test_a_setting_is_named_in_the_way_of_the_version():
    old = rules.read_setting("1.6", "HeartbeatInterval")
    keys = [{"key": "Other", "value": "1"}, {"key": "HeartbeatInterval", "value": "5"}]
    assert old.payload == {"key": ["HeartbeatInterval"]}
    assert value_at({"configurationKey": keys}, old.value) == "5"
    new = rules.change_setting("2.0.1", "OCPPCommCtrlr.MessageTimeout[Default]", "30")
    assert new.payload == {
        "setVariableData": [
            {
                "attributeValue": "30",
                "component": {"name": "OCPPCommCtrlr"},
                "variable": {"name": "MessageTimeout", "instance": "Default"},
            }
        ]
    }


def test_connectors_are_counted_in_the_way_of_the_version():
    assert rules.connector("1.6", 2, 1) == Connector(0, 1)
    assert rules.connector("2.0.1", 2, 1) == Connector(2, 1)
    assert rules.connectors("1.6", [2, 1]) == [Connector(0, n) for n in range(4)]
    assert rules.connectors("2.0.1", [2, 1]) == [
        Connector(1, 1),
        Connector(1, 2),
        Connector(2, 1),
    ]


# what an external system does not show


def look(stand, entry, *, in_process):
    s = stand("TC_B_01_CSMS")
    s.target.in_process = in_process
    s.target.shows.append(entry)
    wanted = rows("id | is | 7", "total_cost | is | 1.5 | I02.FR.01")
    s.run(evidence.shown(s.world, "CostUpdated", "transactions", wanted))
    return s


def test_a_field_that_an_external_system_hides_is_unseen(stand):
    s = look(stand, {"id": 7}, in_process=False)
    assert s.world.unseen == ["transactions: total_cost is not shown"]
    assert (s.world.checks, s.observed()) == ([], [])


@pytest.mark.parametrize(
    ("entry", "in_process"),
    [({"id": 7}, True), ({"id": 8}, False), ({"id": 7, "total_cost": 2}, False), ({}, False)],
)
def test_what_is_shown_wrongly_or_hidden_by_us_fails(stand, entry, in_process):
    with pytest.raises(CaseFailed):
        look(stand, entry, in_process=in_process)


# what is owed at the end


class Owing(Monitor):
    """A rule by which one message is owed until it has come."""

    def __init__(self):
        self.paid = False

    def on_call(self, call):
        self.paid = self.paid or call.action == "MeterValues"
        return []

    def owed(self):
        return [] if self.paid else [Finding("MeterValues", "message", "one", "none", "F06.FR.06")]


@pytest.mark.parametrize("after", [59.0, None])
def test_what_is_owed_comes_before_the_deadline(stand, after):
    s = stand(message_s=60.0)
    owing = Owing()
    s.world.judge._monitors.append(owing)

    def pay():
        owing.paid = True
        s.sends("MeterValues")

    if after is not None:
        s.runner.loop.call_later(after, pay)
        s.run(finish.finish(s.world))
        return
    with pytest.raises(CaseFailed) as failed:
        s.run(finish.finish(s.world))
    check = failed.value.check
    assert (check.action, check.requirement) == ("MeterValues", "F06.FR.06")


def test_what_may_come_is_judged_against_the_time_of_its_coming(stand):
    s = stand()
    s.world.tolerated.append(("NotifyEvent", rows("generatedAt | is near | $now")))
    s.sends("NotifyEvent", generatedAt=format_datetime(s.clock.now()))
    s.run(s.world.idle(60.0))
    s.run(finish.finish(s.world))
    assert [check.held for check in s.world.checks] == [True]
