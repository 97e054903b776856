"""The rest of audit.json: cases, summary, blocks, requirements."""

from __future__ import annotations

import json

import pytest

from harness import cases
from reports import audit
from reports.load import load

SUMMARY = (
    "selected",
    "passed",
    "failed",
    "inconclusive",
    "partial",
    "not_applicable",
    "untested",
    "expected_failures",
    "unexpected_passes",
)
VERDICTS = SUMMARY[1:6]


def build(folder, **run):
    return audit.build(load(folder.run(**run)))


def entry(built, case_id):
    return next(case for case in built["cases"] if case["id"] == case_id)


def of_block_b(rows):
    side = ("2.0.1", "csms", "B")
    return [row for row in rows if (row["version"], row["role"], row["block"]) == side]


def test_the_keys_of_format_1(folder):
    built = build(folder)
    assert built["format"] == 1
    assert built["tool"] == {"name": "ocpp-conformance", "version": "0.1.0"}
    assert built["suts"][0] == {"name": "Sample CSMS", "role": "csms", "versions": ["2.0.1"]}
    assert (built["started_at"], built["duration_s"]) == ("2026-01-02T03:04:05.000Z", 12.5)
    assert tuple(built["summary"]) == SUMMARY
    case = "id version role block name verdict expected_failure features requirements messages"
    case += " duration_s feature_file trace reason"
    assert set(case.split()) <= set(built["cases"][0])
    message = "version role action block sender status cases sent received reason"
    assert set(message.split()) == set(built["messages"][0])
    block = "version role block name messages_total implemented partial missing untested"
    block += " cases_total cases_passed coverage"
    assert set(block.split()) == set(built["blocks"][0])
    assert set(built["requirements"][0]) == {"version", "role", "id", "status", "cases"}


def test_every_case_of_the_catalogue_is_listed_once(folder):
    folder.case("TC_B_06_CSMS")
    listed = [case["id"] for case in build(folder)["cases"]]
    assert listed == [case.id for case in cases.load()]
    assert len(listed) >= 852


def test_a_result_carries_what_the_catalogue_and_the_run_know(folder, story, check):
    named = check("GetVariables", requirement="1.6-J, 4.2.3")
    folder.case(
        "TC_B_06_CSMS",
        story("2.0.1"),
        reason="all was well",
        duration_s=1.23456,
        feature_file="features/b.feature",
        features=("C-30",),
        checks=(named,),
    )
    found, known = entry(build(folder), "TC_B_06_CSMS"), cases.find("TC_B_06_CSMS")
    assert (found["version"], found["role"], found["block"]) == ("2.0.1", "csms", "B")
    assert (found["name"], found["messages"]) == (known.title, list(known.messages))
    assert found["requirements"] == [*known.requirements, "1.6-J, 4.2.3"]
    assert (found["duration_s"], found["features"]) == (1.235, ["C-30"])
    assert found["trace"] == "traces/TC_B_06_CSMS.jsonl"
    assert (found["verdict"], found["reason"]) == ("passed", "all was well")


def test_a_case_outside_the_catalogue_is_listed_too(folder):
    folder.case("X_Z_99_CSMS", None, "failed", reason="broken")
    built = build(folder)
    assert built["cases"][-1]["id"] == "X_Z_99_CSMS"
    assert built["summary"]["failed"] == 1


@pytest.mark.parametrize(
    ("selected", "interrupted", "reason"),
    [
        (False, False, "not selected"),
        (True, False, "no scenario yet"),
        (True, True, "the run was interrupted before it"),
        (False, True, "not selected"),
    ],
)
def test_why_a_case_is_untested(folder, selected, interrupted, reason):
    folder.case("TC_B_06_CSMS")
    chosen = ("TC_B_06_CSMS", *(("TC_B_07_CSMS",) if selected else ()))
    found = entry(build(folder, selected=chosen, interrupted=interrupted), "TC_B_07_CSMS")
    assert (found["verdict"], found["reason"]) == ("untested", reason)


def test_summary_adds_up(folder):
    for number, verdict in enumerate((*VERDICTS, "passed", "failed"), start=1):
        folder.case(f"TC_C_0{number}_CS", None, verdict)
    folder.case("TC_B_06_CSMS", None, "passed", expected_failure="issue 1")
    folder.case("TC_B_07_CSMS", None, "failed", expected_failure="issue 2")
    folder.case("TC_B_08_CSMS", None, "untested")
    built = build(folder)
    summary = built["summary"]
    assert [summary[verdict] for verdict in VERDICTS] == [3, 3, 1, 1, 1]
    assert summary["selected"] == sum(summary[verdict] for verdict in VERDICTS) == 9
    assert summary["untested"] == len(built["cases"]) - 9
    assert (summary["expected_failures"], summary["unexpected_passes"]) == (1, 1)


def test_the_last_of_two_results_counts(folder):
    folder.case("TC_B_06_CSMS", None, "failed")
    folder.case("TC_B_06_CSMS", None, "passed")
    built = build(folder)
    assert (built["summary"]["passed"], built["summary"]["failed"]) == (1, 0)
    assert "superseded" in built["problems"][0]


def test_blocks_sum_up_messages_and_cases(folder, story):
    told = story("2.0.1").from_sut("GetVariables").observe("GetVariables", "shown as 600")
    folder.case("TC_B_06_CSMS", told)
    built = build(folder)
    block, *others = of_block_b(built["blocks"])
    rows = of_block_b(built["messages"])
    assert others == []
    assert block["name"] == "Provisioning"
    assert block["messages_total"] == len(rows) == 8
    assert (block["implemented"], block["untested"]) == (1, 7)
    assert block["coverage"] == pytest.approx(1 / 8)
    assert block["cases_passed"] == 1
    known = [c for c in cases.load("2.0.1") if (c.role, c.block) == ("csms", "B")]
    assert block["cases_total"] == len(known)


def test_blocks_hold_every_message_and_case(folder):
    built = build(folder)
    assert sum(block["messages_total"] for block in built["blocks"]) == len(built["messages"])
    assert sum(block["cases_total"] for block in built["blocks"]) == len(built["cases"])


class TestRequirements:
    """covered, cited, failed, uncovered."""

    CASE = "TC_B_06_CSMS"

    def status(self, folder, requirement, role="csms"):
        rows = build(folder)["requirements"]
        found = [
            r for r in rows if (r["id"], r["role"], r["version"]) == (requirement, role, "2.0.1")
        ]
        assert len(found) == 1
        return found[0]["status"], found[0]["cases"]

    @property
    def named(self):
        return cases.find(self.CASE).requirements[0]

    def test_covered_by_a_check_that_held_in_any_case(self, folder, check):
        checks = (check("GetVariables", requirement="Z99.FR.01"),)
        folder.case(self.CASE, None, "inconclusive", checks=checks)
        assert self.status(folder, "Z99.FR.01") == ("covered", [self.CASE])

    def test_failed_wins_over_covered(self, folder, check):
        for held, case_id in ((True, self.CASE), (False, "TC_B_07_CSMS"), (True, "TC_B_08_CSMS")):
            checks = (check("GetVariables", held=held, requirement="Z99.FR.01"),)
            folder.case(case_id, None, "passed" if held else "failed", checks=checks)
        status, named_by = self.status(folder, "Z99.FR.01")
        assert status == "failed"
        assert named_by == [self.CASE, "TC_B_07_CSMS", "TC_B_08_CSMS"]

    def test_cited_by_a_passed_case_alone(self, folder):
        folder.case(self.CASE)
        assert self.status(folder, self.named)[0] == "cited"

    @pytest.mark.parametrize("verdict", ["failed", "partial", "inconclusive", "not_applicable"])
    def test_other_verdicts_cite_nothing(self, folder, verdict):
        folder.case(self.CASE, None, verdict)
        status, named_by = self.status(folder, self.named)
        assert status == "uncovered"
        assert self.CASE in named_by

    def test_the_other_role_is_another_row(self, folder, check):
        checks = (check("GetVariables", requirement="Z99.FR.01"),)
        folder.case(self.CASE, None, checks=checks)
        broken = (check("GetVariables", held=False, requirement="Z99.FR.01"),)
        folder.case("TC_B_06_CS", None, "failed", checks=broken)
        assert self.status(folder, "Z99.FR.01")[0] == "covered"
        assert self.status(folder, "Z99.FR.01", "station")[0] == "failed"


def test_unreadable_traces_are_named_and_prove_nothing(folder, story):
    told = story("2.0.1").from_sut("GetVariables").observe("GetVariables", "shown as 600")
    folder.case("TC_B_06_CSMS", told)
    (folder.path / "traces" / "TC_B_06_CSMS.jsonl").unlink()
    built = build(folder)
    assert "TC_B_06_CSMS" in built["problems"][0]
    row = next(m for m in built["messages"] if (m["action"], m["role"]) == ("GetVariables", "csms"))
    assert row["status"] == "untested"


def test_the_audit_is_json(folder, story):
    folder.case("TC_B_06_CSMS", story("2.0.1").from_sut("GetVariables"))
    built = build(folder)
    assert json.loads(json.dumps(built)) == built
