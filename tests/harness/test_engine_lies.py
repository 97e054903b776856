"""Lies: whatever a driver, a target or a scenario pretends, it does not end as passed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness import cases
from harness.performance import Performance
from harness.plan import Limits, Plan
from harness.stage import Stage
from harness.targets.reference import ReferenceCsms, ReferenceStation
from station_sim.station import Station

REMOTE = """Feature: B
  Scenario: TC_B_06_CSMS Asks for one variable
    Given a connected station
    When the CSMS is asked to read the variable OCPPCommCtrlr.OfflineThreshold
    Then the CSMS sends a GetVariables request
"""
REBOOT = """Feature: Core
  Scenario: TC_001_CS Boots
    Given a connected station
    When the station is power-cycled
    Then the station sends a BootNotification request
"""
INVALID = """Feature: C
  Scenario: TC_C_02_CSMS Refuses
    Given a connected station
    When the station sends an Authorize request
      | field           | value            |
      | idToken.idToken | $invalid_token   |
      | idToken.type    | $invalid_token_type |
    Then the CSMS answers
      | field              | check     | value            |
      | idTokenInfo.status | is one of | Invalid, Unknown |
"""
CSMS, STATION = "ocpp201/csms/x.feature", "ocpp16/charging_station/x.feature"


async def idle(self, action):
    """Say that it is done."""


def test_the_honest_systems_pass(play):
    played = play({CSMS: REMOTE, STATION: REBOOT, "ocpp201/csms/y.feature": INVALID})
    assert set(played.verdicts().values()) == {"passed"}
    assert played.exit_code == 0


@pytest.mark.parametrize(
    ("driver", "place", "text", "missing"),
    [
        (ReferenceCsms, CSMS, REMOTE, "GetVariables"),
        (ReferenceStation, STATION, REBOOT, "BootNotification"),
    ],
)
def test_a_driver_that_says_done_and_does_nothing(play, monkeypatch, driver, place, text, missing):
    monkeypatch.setattr(driver, "perform", idle)
    (result,) = play({place: text}).values()
    assert result.verdict == "failed"
    assert f"a {missing} request within 60 s, got none" in result.reason


class Stranger(Station):
    """Has its reasons not to come."""

    async def start(self, url):
        return


class Broken(Station):
    """Does not even start."""

    async def start(self, url):
        raise RuntimeError("no power")


def test_a_station_that_never_connects(play):
    played = play({STATION: REBOOT}, change=lambda given: replace(given, make_station=Stranger))
    result = played["TC_001_CS"]
    assert result.verdict == "inconclusive"
    assert "did not connect" in result.reason
    assert (played.out / result.trace).is_file()


def test_a_csms_that_is_not_there(play, monkeypatch):
    monkeypatch.setattr(Stage, "_csms_url", lambda *_: "ws://127.0.0.1:1/ocpp")
    (result,) = play({CSMS: REMOTE}).values()
    assert result.verdict == "inconclusive"
    assert "no connection to the CSMS" in result.reason


def test_a_target_that_does_not_start_leaves_nothing_to_the_next_case(play):
    starts = []

    def make(settings, **given):
        starts.append(settings)
        return (Broken if len(starts) == 1 else Station)(settings, **given)

    texts = {
        "ocpp16/charging_station/a.feature": REBOOT,
        "ocpp16/charging_station/b.feature": REBOOT.replace("TC_001_CS", "TC_003_CS"),
    }
    played = play(texts, change=lambda given: replace(given, make_station=make))
    assert played.verdicts() == {"TC_001_CS": "inconclusive", "TC_003_CS": "passed"}
    assert "harness trouble: RuntimeError: no power" in played["TC_001_CS"].reason


def test_nothing_selected_gives_no_result_and_no_success(play):
    played = play({CSMS: REMOTE}, wanted=())
    assert played == {}
    assert played.exit_code == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_step_that_skips_itself(play, monkeypatch):
    monkeypatch.setattr(ReferenceCsms, "perform", lambda *_: pytest.skip("not today"))
    (result,) = play({CSMS: REMOTE}).values()
    assert result.verdict == "inconclusive"
    assert [step.status for step in result.steps] == ["passed", "skipped", "skipped"]


def test_a_step_without_a_definition(play):
    text = REMOTE.replace("is asked to read", "is begged to read")
    (result,) = play({CSMS: text}).values()
    assert result.verdict == "inconclusive"
    assert "Step definition is not found" in result.reason
    assert [step.status for step in result.steps] == ["passed", "skipped", "skipped"]


def test_a_scenario_without_a_check_in_its_main_part(play):
    text = INVALID.partition("    When")[0]
    (result,) = play({CSMS: text}).values()
    assert result.verdict == "inconclusive"
    assert result.reason == "no check was made in the main part"
    assert result.checks


def test_a_case_that_is_in_no_catalogue(play):
    played = play({CSMS: INVALID.replace("TC_C_02_CSMS", "TC_ZZ_99_CSMS")})
    assert played == {}
    assert played.exit_code != 0


def test_a_condition_that_does_not_hold_is_decided_before_the_case(play, monkeypatch):
    opened = []
    monkeypatch.setattr(Stage, "open", lambda *_: opened.append(1))
    case = next(c for c in cases.load("2.0.1") if c.role == "csms" and "R-" in c.condition)
    (result,) = play({CSMS: INVALID.replace("TC_C_02_CSMS", case.id)}).values()
    assert (result.verdict, opened) == ("not_applicable", [])
    assert "is not declared" in result.reason


def test_a_station_that_is_offline_is_no_pass_for_silence(play, monkeypatch):
    """The request that must not come is no proof when the answer before it never came."""
    monkeypatch.setattr(ReferenceStation, "perform", idle)
    text = REBOOT + "    And the station sends no Heartbeat request for 5 s\n"
    (result,) = play({STATION: text}).values()
    assert result.verdict == "failed"


def test_a_performance_that_never_began_is_no_pass(tmp_path):
    stage = Stage(Plan(tmp_path, (), Limits()))
    performance = Performance(stage, cases.find("TC_C_02_CSMS"), "x.feature", [])
    result = performance.result(None, 0.1)
    assert (result.verdict, result.reason) == ("inconclusive", "not every step was performed")
