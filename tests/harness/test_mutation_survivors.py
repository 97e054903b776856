"""The table of survivors, the judgement of a mutant, and the report."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from harness.mutation import report, survivors
from harness.mutation.campaign import Baseline, CaseCampaign, Outcome
from harness.mutation.mutant import FrameKind, Mutant, Spot
from harness.mutation.verdict import Fate, fate
from harness.results import CaseResult
from harness.scenarios import written_ids
from harness.verdicts import Check, Verdict
from ocppj.frames import CallResult

HEAD = "case,action,kind,path,operator,reason\n"
ROW = "TC_X_CS,StatusNotification,request,a[*].value,text remove,no rule\n"
CASE = "TC_C_02_CSMS"


def mutant(operator="text", path=("a", 3, "value"), case="TC_X_CS", action="StatusNotification"):
    return Mutant(case, Spot(FrameKind.REQUEST, action, 2), path, operator)


def outcome(end=Fate.SURVIVED, prepared=False, **named):
    return Outcome(mutant(**named), end, "a", "b", "", prepared)


def entries(text=ROW, version="2.0.1"):
    return list(survivors.read("survivors.csv", HEAD + text, version))


def test_a_row_stands_for_each_of_its_operators_and_any_element():
    text, remove = entries()
    assert text.covers(outcome(operator="text"), "2.0.1")
    assert not text.covers(outcome(operator="remove"), "2.0.1")
    assert remove.covers(outcome(operator="remove", path=("a", 0, "value")), "2.0.1")


@pytest.mark.parametrize(
    "other",
    [{"case": "TC_Y_CS"}, {"action": "Heartbeat"}, {"path": ("a", 3)}, {"path": ("a", "value")}],
)
def test_a_row_covers_nothing_else(other):
    assert not entries()[0].covers(outcome(**other), "2.0.1")
    assert not entries()[0].covers(outcome(), "1.6")


def test_a_row_may_be_bound_to_one_frame_and_one_element():
    second, third = (entries(ROW.replace("Notification", f"Notification:{n}"))[0] for n in (2, 3))
    assert second.covers(outcome(), "2.0.1")
    assert not third.covers(outcome(), "2.0.1")
    exact, other = (entries(ROW.replace("[*]", f"[{n}]"))[0] for n in (3, 1))
    assert exact.covers(outcome(), "2.0.1")
    assert not other.covers(outcome(), "2.0.1")


def test_a_row_may_name_the_values_that_are_free():
    (free,) = entries(ROW.replace("text remove", "text=c|b"))
    (other,) = entries(ROW.replace("text remove", "text=c"))
    assert free.covers(outcome(), "2.0.1")
    assert not other.covers(outcome(), "2.0.1")
    assert str(other).endswith("a[*].value text=c")


@pytest.mark.parametrize(
    ("values", "before", "covered"),
    [("false", False, True), ("[]|3", [], True), ("[]|3", 3, True), ("false", True, False)],
)
def test_a_row_may_name_what_may_be_left_out(values, before, covered):
    (free,) = entries(ROW.replace("text remove", f"remove={values}"))
    removed = replace(outcome(operator="remove"), before=before, after="(absent)")
    assert free.covers(removed, "2.0.1") is covered


def test_a_pattern_covers_cases_and_may_be_bound_to_the_preparation():
    anywhere = entries(ROW.replace("TC_X_CS", "*_CS"))[0]
    before = entries(ROW.replace("TC_X_CS", "*_CS@preparation"))[0]
    assert anywhere.covers(outcome(), "2.0.1")
    assert not before.covers(outcome(), "2.0.1")
    assert before.covers(outcome(prepared=True), "2.0.1")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("case,reason\n", "line 1: the columns are"),
        (HEAD + "a,b,c\n", "line 2: a column is missing"),
        (HEAD + ROW + "TC_X,A,request,,text,\n", "line 3: a column is missing or empty"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(text, fault):
    with pytest.raises(survivors.SurvivorsError, match=fault):
        list(survivors.read("survivors.csv", text, "1.6"))


def test_the_tables_of_the_project_can_be_read():
    found = survivors.load()
    assert found
    assert all(len(entry.reason) > 10 for entry in found)


def test_a_reason_that_leans_on_another_case_names_one_that_is_written():
    named = {
        (case, str(entry))
        for entry in survivors.load()
        for case in re.findall(r"\bTC_\w+", entry.reason)
    }
    assert [each for each in named if each[0] not in written_ids()] == []


def stale(row, *outcomes, versions):
    return survivors.stale(entries(row), outcomes, versions)


def test_an_entry_that_nothing_needs_is_stale():
    row = f"{CASE},Authorize,request,x,text,no rule\n"
    versions = {CASE: "2.0.1"}
    needed = outcome(case=CASE, action="Authorize", path=("x",))
    assert [str(e) for e in stale(row, versions=versions)] == [
        f"features/ocpp201/survivors.csv, line 2: {CASE} Authorize request x text"
    ]
    assert stale(row, needed, versions=versions) == []
    assert stale(row, replace(needed, fate=Fate.KILLED), versions=versions) != []


def test_an_entry_is_not_judged_while_a_case_it_speaks_of_is_missing():
    row = "*,Authorize,request,x,text,no rule\n"
    assert stale(row, versions={CASE: "2.0.1"}) == []
    assert stale(row, versions=dict.fromkeys(written_ids(), "2.0.1")) != []
    assert stale(f"{CASE},Authorize,request,x,text,no rule\n", versions={}) == []


# the judgement of one mutant


def ran(verdict, check=None, applied=True, message_id="m1"):
    record = SimpleNamespace(seq=7, frame=CallResult("m1", {}))
    wire = SimpleNamespace(
        mutant=mutant(), applied=applied or None, fault=None, message_id=message_id
    )
    result = CaseResult("TC_X_CS", "1.6", "station", verdict, "Then so: a reason\nits trace")
    return SimpleNamespace(result=result, broken=check, wire=wire, records=(record,))


def check(action="Other", seq=None):
    return Check(False, "Then so", action, "x", "1", "2", None, seq)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (ran(Verdict.PASSED), Fate.SURVIVED),
        (ran(Verdict.FAILED, check("StatusNotification")), Fate.KILLED),
        (ran(Verdict.FAILED, check(seq=7)), Fate.KILLED),
        (ran(Verdict.FAILED, check(seq=8)), Fate.KILLED_OTHERWISE),
        (ran(Verdict.FAILED, check()), Fate.KILLED_OTHERWISE),
        (ran(Verdict.FAILED), Fate.KILLED_OTHERWISE),
        (ran(Verdict.FAILED, check(seq=7), message_id="m2"), Fate.KILLED_OTHERWISE),
        (ran(Verdict.INCONCLUSIVE), Fate.KILLED_OTHERWISE),
        (ran(Verdict.PARTIAL), Fate.KILLED_OTHERWISE),
        (ran(Verdict.NOT_APPLICABLE), Fate.KILLED_OTHERWISE),
        (ran(Verdict.PASSED, applied=False), Fate.KILLED_OTHERWISE),
    ],
)
def test_only_a_failure_at_the_frame_is_a_kill(run, expected):
    assert fate(run)[0] is expected


def test_the_finding_says_why_it_is_no_kill():
    assert fate(ran(Verdict.PASSED, applied=False))[1].startswith("the mutant was not applied")
    assert fate(ran(Verdict.FAILED, check()))[1] == (
        "failed, but at another message: Then so: a reason"
    )


# the report


@pytest.fixture
def finished():
    outcomes = [
        outcome(Fate.KILLED, operator="drop", path=()),
        outcome(Fate.KILLED_OTHERWISE, operator="late", path=()),
        outcome(operator="text"),
        outcome(operator="hour"),
    ]
    baseline = Baseline("TC_X_CS", Verdict.PASSED, "", tuple(o.mutant for o in outcomes))
    campaign = CaseCampaign(baseline, outcomes)
    return report.Report([campaign], {"TC_X_CS": "2.0.1"}, entries(), 0)


def test_the_totals_count_listed_survivors_among_the_survivors(finished):
    assert finished.totals() == {
        "mutants": 4,
        "killed": 1,
        "killed_otherwise": 1,
        "survived": 2,
        "listed": 1,
    }
    assert [o.mutant.operator for o in finished.unlisted()] == ["hour"]
    assert [o.mutant.operator for o in finished.otherwise()] == ["late"]
    assert finished.by_operator()["text"] == {
        "group": "value",
        "mutants": 1,
        "killed": 0,
        "killed_otherwise": 0,
        "survived": 1,
        "listed": 1,
    }


def test_the_report_has_its_format(finished, tmp_path):
    report.write(tmp_path / "mutation.json", finished)
    data = json.loads((tmp_path / "mutation.json").read_text(encoding="utf-8"))
    assert data["format"] == 1
    assert data["totals"] == finished.totals()
    (case,) = data["cases"]
    assert {key: case[key] for key in ("id", "mutants", "killed", "killed_otherwise")} == {
        "id": "TC_X_CS",
        "mutants": 4,
        "killed": 1,
        "killed_otherwise": 1,
    }
    assert case["survivors"][0] == {
        "mutant": "TC_X_CS:request:StatusNotification:2:a.3.value:text",
        "frame": 2,
        "action": "StatusNotification",
        "kind": "request",
        "path": "a[3].value",
        "operator": "text",
        "from": "a",
        "to": "b",
        "listed": True,
        "reason": "no rule",
    }
    assert [s["listed"] for s in case["survivors"]] == [True, False]


def test_long_values_are_cut(finished):
    long = replace(finished.campaigns[0].outcomes[2], before="x" * 500)
    finished.campaigns[0].outcomes[2] = long
    assert len(finished.to_json()["cases"][0]["survivors"][0]["from"]) == 200


def test_another_seed_makes_other_values_so_no_entry_is_stale(finished):
    assert replace(finished, seed=1).stale() == []


def test_a_case_with_mutants_left_is_not_done(finished):
    (campaign,) = finished.campaigns
    assert campaign.done
    campaign.outcomes.pop()
    assert not campaign.done
