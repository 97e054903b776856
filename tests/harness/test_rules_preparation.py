"""How a case is prepared: registration, the first words of a station, settings."""

from __future__ import annotations

import pytest

from harness import cases, measurands, settings
from harness.mutation.mutant import parse_id
from harness.mutation.perform import run_case
from harness.outcome import CaseFailed, Inconclusive
from harness.plan import Limits, Plan
from harness.rules import start_up
from harness.tables import Wish
from harness.verdicts import Verdict
from ocppj.frames import CallResult
from steps.bdd import perform

CSMS_CASE = "TC_023_1_CSMS"
WAITING = f"{CSMS_CASE}:response:BootNotification:1:status:enum"


def run(tmp_path, text, **limits):
    mutant = parse_id(text)
    plan = Plan(tmp_path, (mutant.case,), Limits(**limits))
    return run_case(plan, cases.find(mutant.case), perform, mutant)


def test_a_station_that_is_kept_waiting_boots_again_after_the_interval(tmp_path):
    done = run(tmp_path, WAITING)
    assert done.result.verdict is Verdict.PASSED
    boots = [r for r in done.records if r.frame is not None and "BootNotification" in r.text]
    assert len(boots) == 2
    assert boots[1].at - boots[0].at == pytest.approx(300.0, abs=1.0)


def test_who_keeps_it_waiting_for_too_long_is_not_accused(tmp_path):
    done = run(tmp_path, WAITING, registration_s=60.0)
    assert done.result.verdict is Verdict.INCONCLUSIVE
    assert "is not accepted, which the case presupposes" in done.result.reason


@pytest.mark.parametrize(
    ("mutant", "action"),
    [
        ("TC_019_CS:request:BootNotification:1::drop", "BootNotification"),
        ("TC_019_CS:request:BootNotification:1:chargePointVendor:text", "BootNotification"),
        ("TC_019_CS:request:StatusNotification:2::drop", "StatusNotification"),
        ("TC_019_CS:request:StatusNotification:2:connectorId:id", "StatusNotification"),
        ("TC_B_06_CS:request:BootNotification:1:reason:enum", "BootNotification"),
        ("TC_B_06_CS:request:SecurityEventNotification:1::drop", "SecurityEventNotification"),
        ("TC_B_06_CS:request:StatusNotification:1:connectorStatus:enum", "StatusNotification"),
    ],
)
def test_a_station_of_ours_starts_as_the_document_says(tmp_path, mutant, action):
    done = run(tmp_path, mutant)
    assert done.result.verdict is Verdict.FAILED
    assert done.broken.action == action
    assert done.result.reason.startswith("Given a connected station")


def test_what_a_station_starts_with_names_its_rules():
    for version in ("1.6", "2.0.1"):
        boot, *others = start_up(version)
        assert boot.action == "BootNotification"
        assert all(row.requirement for message in (boot, *others) for row in message.expectations())


class Station:
    """A station under test that knows one setting; `refuses` and `lies` are its faults."""

    def __init__(self, value, *, refuses=False, lies=False):
        self.value = value
        self.refuses, self.lies = refuses, lies
        self.asked = []

    async def call(self, action, payload):
        self.asked.append(action)
        if action == "ChangeConfiguration":
            return CallResult("m", {"status": self._change(payload["value"])})
        known = {"key": payload["key"][0], "readonly": False, "value": self.value}
        return CallResult("m", {"configurationKey": [] if self.value is None else [known]})

    def _change(self, value):
        if self.value is None:
            return "NotSupported"
        if self.refuses:
            return "Rejected"
        self.value = value
        return "Rejected" if self.lies else "Accepted"


@pytest.fixture
def world_with(stand):
    def make(station):
        one = stand("TC_019_CS")
        one.world._host = station
        return one

    return make


def change(stand, when=""):
    stand.run(settings.change(stand.world, [Wish("HeartbeatInterval", "10", when)]))


def test_a_setting_is_changed(world_with):
    station = Station("300")
    change(world_with(station))
    assert station.value == "10"
    assert station.asked == ["ChangeConfiguration"]


def test_a_refused_change_makes_the_case_inconclusive(world_with):
    with pytest.raises(Inconclusive, match="cannot be set to 10"):
        change(world_with(Station("300", refuses=True)))


def test_a_refused_change_is_excused_where_the_case_says_so(world_with):
    stand = world_with(Station("300", refuses=True))
    change(stand, "if writable")
    assert len(stand.world.notes) == 1


@pytest.mark.parametrize("station", [Station("10", refuses=True), Station("300", lies=True)])
def test_a_setting_that_is_as_wished_all_the_same_will_do(world_with, station):
    stand = world_with(station)
    change(stand)
    assert station.value == "10"
    assert len(stand.world.notes) == 1


def test_a_setting_that_is_absent_is_excused_where_the_case_says_so(world_with):
    with pytest.raises(Inconclusive):
        change(world_with(Station(None)))
    change(world_with(Station(None)), "if implemented")


def read(stand):
    stand.run(measurands.read(stand.world, "MeterValuesSampledData"))
    return stand.world.values.get("measurands")


def test_measurands_are_read_and_known(world_with):
    assert read(world_with(Station("Voltage.L1, SoC"))) == ["Voltage.L1", "SoC"]
    with pytest.raises(CaseFailed, match="Voltages among them"):
        read(world_with(Station("SoC,Voltages")))
    with pytest.raises(Inconclusive, match="shows no MeterValuesSampledData"):
        read(world_with(Station(None)))
