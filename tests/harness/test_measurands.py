"""Measurands: which of them a station is set to send, and whether each sampling has them."""

from __future__ import annotations

import pytest

from harness import measurands
from harness.outcome import CaseFailed, Inconclusive, ScenarioError

NAME = "SampledDataCtrlr.TxUpdatedMeasurands"
FIRST, SECOND = "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"
ENERGY = {"value": 1}
POWER = {"value": 1, "measurand": "Power.Active.Import"}


def variable(**result):
    names = {"component": {"name": "SampledDataCtrlr"}, "variable": {"name": "TxUpdatedMeasurands"}}
    return {"getVariableResult": [{"attributeStatus": "Accepted", **names, **result}]}


def test_the_station_s_list_is_kept(stand):
    s = stand()
    s.side.answers["GetVariables"] = variable(attributeValue="Voltage, Power.Active.Import,")
    s.run(measurands.read(s.world, NAME))
    assert s.world.values.get("measurands") == ["Voltage", "Power.Active.Import"]


def test_a_list_with_what_is_no_measurand_fails(stand):
    s = stand()
    s.side.answers["GetVariables"] = variable(attributeValue="Voltage,Warmth")
    with pytest.raises(CaseFailed) as failed:
        s.run(measurands.read(s.world, NAME))
    assert (failed.value.check.subject, failed.value.check.actual) == (NAME, "Warmth among them")


def test_a_list_that_is_not_shown_leaves_the_case_open(stand):
    s = stand()
    s.side.answers["GetVariables"] = variable(attributeStatus="Rejected")
    with pytest.raises(Inconclusive, match="shows no Sampled"):
        s.run(measurands.read(s.world, NAME))


def check(s, wanted, *requests):
    """Take requests, each of some samplings `(moment, samples...)`, and look for the measurands."""
    for request in requests:
        values = [{"timestamp": at, "sampledValue": samples} for at, *samples in request]
        s.sends("MeterValues", evseId=1, meterValue=values)
        s.world.series.append(s.run(s.world.expect_call("MeterValues")))
    s.world.values.keep("measurands", wanted)
    measurands.check(s.world, "J01.FR.14")


BOTH = [measurands.DEFAULT, "Power.Active.Import"]


@pytest.mark.parametrize(
    "requests",
    [
        [[(FIRST, ENERGY, POWER)], [(SECOND, POWER, ENERGY)]],
        [[(FIRST, ENERGY)], [(FIRST, POWER)]],
        [[(FIRST, ENERGY), (FIRST, POWER)]],
        [[(FIRST, ENERGY, POWER), (SECOND, ENERGY, POWER)]],
    ],
)
def test_samplings_that_have_them_all(stand, requests):
    s = stand()
    check(s, BOTH, *requests)
    assert all(c.held for c in s.world.checks)
    assert {c.subject for c in s.world.checks} == {"message", "measurands"}


@pytest.mark.parametrize(
    ("requests", "missing"),
    [
        ([[(FIRST, ENERGY, POWER)], [(SECOND, ENERGY)]], "Power.Active.Import"),
        ([[(FIRST, POWER)]], measurands.DEFAULT),
        ([[(FIRST, ENERGY)], [(SECOND, POWER)]], "Power.Active.Import"),
        ([[(FIRST, ENERGY), (SECOND, POWER)]], "Power.Active.Import"),
    ],
)
def test_a_sampling_that_lacks_one(stand, requests, missing):
    with pytest.raises(CaseFailed) as failed:
        check(stand(), BOTH, *requests)
    found = failed.value.check
    assert (found.actual, found.requirement) == (f"all but {missing}", "J01.FR.14")


@pytest.mark.parametrize(("phase", "held"), [("L1", True), ("L2", False)])
def test_1_6_names_a_measurand_with_its_phase(stand, phase, held):
    s = stand("TC_001_CS")
    requests = [[(FIRST, {"value": "230", "measurand": "Voltage", "phase": phase})]]
    if held:
        check(s, ["Voltage", "Voltage.L1"], *requests)
    else:
        with pytest.raises(CaseFailed):
            check(s, ["Voltage", "Voltage.L1"], *requests)


def test_nothing_to_look_at_is_our_fault(stand):
    s = stand()
    s.world.values.keep("measurands", BOTH)
    with pytest.raises(ScenarioError, match="no series"):
        measurands.check(s.world, None)
