"""Composite schedules against a table, rates, later times; the rules of profiles and needs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from harness import schedules
from harness.outcome import CaseFailed, ScenarioError
from harness.rules.ev_needs import EvNeeds
from harness.rules.profiles import Profiles
from harness.tables import Allowed
from harness.values import Values
from ocppj.frames import Call

BEGIN = "2026-01-01T00:00:00.000Z"


def values(unit="A", phases=3):
    found = Values({"charging_rate_unit": unit, "number_phases": phases}, SimpleNamespace())
    found.keep("begin", BEGIN)
    return found


@pytest.mark.parametrize(
    ("unit", "phases", "rate"), [("A", 3, 6), ("W", 1, 1380), ("W", 2, 2760), ("W", 3, 4140)]
)
def test_a_rate_is_in_the_unit_of_the_parameters(unit, phases, rate):
    assert values(unit, phases).get("rate_6") == rate


def test_any_kept_time_has_later_ones():
    assert values().resolve("$begin+100s") == "2026-01-01T00:01:40.000Z"


class Stub:
    """A world with one answered schedule."""

    def __init__(self, *periods, begin=BEGIN, duration=300):
        schedule = {
            "scheduleStart": begin,
            "duration": duration,
            "chargingSchedulePeriod": [{"startPeriod": s, "limit": m} for s, m in periods],
        }
        self.last_payload = {"status": "Accepted", "schedule": schedule}
        self.sent = [SimpleNamespace(action="GetCompositeSchedule", payload={"duration": 300})]
        self.dialect = SimpleNamespace(version="2.0.1")
        self.limits = SimpleNamespace(time_tolerance_s=0.0)
        self.values, self.step, self.checks = values(), "Then so", []

    def check(self, check):
        self.checks.append(check)
        if not check.held:
            raise CaseFailed(check)


TABLE = (Allowed("$begin", "$rate_6"), Allowed("$begin+100s", "8"))


def test_periods_that_change_nothing_are_passed_over():
    schedules.check(Stub((0, 6), (50, 6.0), (100, 8)), TABLE, None)


def test_what_is_past_is_cut_off():
    later = "2026-01-01T00:02:00.000Z"
    schedules.check(Stub((0, 8), begin=later), TABLE, None)


def test_the_rest_may_be_left_open():
    table = (*TABLE, Allowed("$begin+200s", "(any)"))
    schedules.check(Stub((0, 6), (100, 8), (200, 32), (250, 9)), table, None)


@pytest.mark.parametrize(
    ("periods", "subject"),
    [
        ([(1, 6), (100, 8)], "first startPeriod"),
        ([(0, 6)], "number of limits"),
        ([(0, 6), (101, 8)], "when the limit 8 begins"),
        ([(0, 6), (100, 9)], "limit from 100 s on"),
    ],
)
def test_another_schedule_fails(periods, subject):
    with pytest.raises(CaseFailed) as failed:
        schedules.check(Stub(*periods), TABLE, None)
    assert failed.value.check.subject == subject


def test_a_table_that_begins_too_late_is_our_fault():
    with pytest.raises(ScenarioError, match="says nothing"):
        schedules.check(Stub((0, 6)), (Allowed("$begin+1s", "6"),), None)


@pytest.mark.parametrize(
    ("unit", "limit", "held"),
    [("A", 6, True), ("A", 6.2, False), ("W", 4140, True), ("W", 4300, False)],
)
def test_the_schedule_of_an_ev_is_compared_in_amperes(unit, limit, held):
    world = Stub((0, 6))
    period = {"startPeriod": 0, "limit": limit, "numberPhases": 3}
    world.last_payload = {
        "chargingSchedule": {"chargingRateUnit": unit, "chargingSchedulePeriod": [period]}
    }
    world.current = SimpleNamespace(action="NotifyEVChargingSchedule")
    if held:
        schedules.check_within(world, 6, "K15.FR.09")
    else:
        with pytest.raises(CaseFailed):
            schedules.check_within(world, 6, "K15.FR.09")


def found(monitor, action, payload):
    return [finding.subject for finding in monitor.on_call(Call("1", action, payload))]


def profile(*, kind="Absolute", schedule=None, **more):
    body = {"startSchedule": BEGIN, "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 6}]}
    return {
        "chargingProfileKind": kind,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingSchedule": [{**body, **(schedule or {})}],
        **more,
    }


@pytest.mark.parametrize(
    ("sent", "subjects"),
    [
        (profile(), []),
        (profile(kind="Recurring", recurrencyKind="Daily"), []),
        (profile(kind="Recurring"), ["recurrencyKind"]),
        (profile(kind="Relative"), ["startSchedule"]),
        (profile(chargingProfilePurpose="TxProfile"), ["transactionId"]),
        (profile(chargingProfilePurpose="TxProfile", transactionId="T"), []),
        (
            profile(chargingProfilePurpose="ChargingStationExternalConstraints"),
            ["chargingProfilePurpose"],
        ),
        (
            profile(schedule={"chargingSchedulePeriod": [{"startPeriod": 1, "numberPhases": 4}]}),
            ["first startPeriod", "numberPhases"],
        ),
        (
            profile(schedule={"chargingSchedulePeriod": [{"startPeriod": 0}, {"startPeriod": 0}]}),
            ["startPeriod"],
        ),
    ],
)
def test_profiles_are_whole_in_themselves(sent, subjects):
    monitor = Profiles("Part 2", strict=True)
    assert found(monitor, "SetChargingProfile", {"chargingProfile": sent}) == subjects


def test_1_6_lets_an_absolute_profile_have_no_start():
    monitor = Profiles("OCPP 1.6", strict=False)
    sent = profile()
    del sent["chargingSchedule"][0]["startSchedule"]
    assert found(monitor, "SetChargingProfile", {"csChargingProfiles": sent}) == []


@pytest.mark.parametrize(
    ("mode", "given", "right"),
    [
        ("AC_single_phase", ("ac",), True),
        ("DC", ("dc",), True),
        ("DC", ("ac",), False),
        ("AC_three_phase", (), False),
        ("AC_three_phase", ("ac", "dc"), False),
    ],
)
def test_needs_have_the_parameters_of_their_mode(mode, given, right):
    needs = {"requestedEnergyTransfer": mode, **{f"{kind}ChargingParameters": {} for kind in given}}
    subjects = found(EvNeeds(), "NotifyEVChargingNeeds", {"chargingNeeds": needs})
    assert subjects == ([] if right else ["chargingNeeds"])
