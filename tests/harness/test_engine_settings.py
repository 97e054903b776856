"""Settings of the station under test: what its answers mean, and the reboot that they may need."""

import pytest

from harness import settings
from harness.outcome import Inconclusive
from harness.tables import parse_settings

SET = {"1.6": "ChangeConfiguration", "2.0.1": "SetVariables"}
READ = {"1.6": "GetConfiguration", "2.0.1": "GetVariables"}


def answer_with(version, status):
    return {
        "1.6": {"status": status},
        "2.0.1": {"setVariableResult": [{"attributeStatus": status}]},
    }[version]


def shown_as(version, value):
    return {
        "1.6": {"configurationKey": [{"key": "A.B", "readonly": False, "value": value}]},
        "2.0.1": {"getVariableResult": [{"attributeStatus": "Accepted", "attributeValue": value}]},
    }[version]


@pytest.mark.parametrize("case", ["TC_001_CS", "TC_B_01_CS"])
def test_settings_of_a_station(stand, case):
    s = stand(case)
    version = s.dialect.version
    wanted = parse_settings([["setting", "value"], ["A.B", "$evse_id"]])
    s.side.answers[READ[version]] = shown_as(version, "0")
    s.side.answers[SET[version]] = answer_with(version, "Accepted")
    s.run(settings.change(s.world, wanted))
    assert [a for a, _ in s.side.sent] == [SET[version]]
    s.side.answers[SET[version]] = answer_with(version, "Rejected")
    with pytest.raises(Inconclusive, match=r"A\.B cannot be set to 1"):
        s.run(settings.change(s.world, wanted))


@pytest.mark.parametrize(("case", "kind"), [("TC_001_CS", "Hard"), ("TC_B_01_CS", "Immediate")])
def test_a_station_that_needs_a_reboot_for_its_settings_is_reset_once(stand, case, kind):
    s = stand(case)
    version = s.dialect.version
    s.side.answers[SET[version]] = answer_with(version, "RebootRequired")
    s.side.answers["Reset"] = {"status": "Accepted"}
    s.sends("BootNotification")
    s.later(20, "BootNotification")
    s.later(21, "StatusNotification")
    before, wanted = s.clock.time(), [["setting", "value"], ["A.B", "1"], ["C.D", "2"]]
    s.run(settings.change(s.world, parse_settings(wanted)))
    assert s.side.sent[2:] == [("Reset", {"type": kind})]
    assert s.clock.time() - before >= 21
    assert s.world.notes == ["A.B, C.D takes effect after a reboot: the station was reset"]
    assert [i.seq for i in s.world.inbox.unclaimed()] == [1], "only what came before is left"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("Rejected", r"A\.B .* a reboot, and Reset was answered Rejected"),
        ("Accepted", r"A\.B .* a reboot, and no BootNotification came within 60 s after Reset"),
    ],
)
def test_a_setting_without_its_reboot_is_no_setting(stand, status, words):
    s = stand()
    s.side.answers[SET["2.0.1"]] = answer_with("2.0.1", "RebootRequired")
    s.side.answers["Reset"] = {"status": status}
    with pytest.raises(Inconclusive, match=words):
        s.run(settings.change(s.world, parse_settings([["setting", "value"], ["A.B", "1"]])))


@pytest.mark.parametrize("case", ["TC_001_CS", "TC_B_01_CS"])
def test_a_refused_setting_that_is_as_wished_will_do(stand, case):
    s = stand(case)
    version = s.dialect.version
    s.side.answers[SET[version]] = answer_with(version, "Rejected")
    s.side.answers[READ[version]] = shown_as(version, "1")
    s.run(settings.change(s.world, parse_settings([["setting", "value"], ["A.B", "1"]])))
    assert [action for action, _ in s.side.sent] == [SET[version], READ[version]]
