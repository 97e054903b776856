"""Plans and results survive their files, and an outline of every verdict is readable."""

from __future__ import annotations

import json

import pytest

from harness import plan, results
from harness.plan import Limits, Plan
from harness.results import CaseResult, Run, StepResult, Sut
from harness.verdicts import Check, Verdict

CHECK = Check(False, "Then so", "Heartbeat", "currentTime", "now", "then", "B1", 4)
RESULT = CaseResult(
    id="TC_B_01_CS",
    version="2.0.1",
    role="station",
    verdict=Verdict.FAILED,
    reason="Then so: wrong",
    expected_failure="known (link)",
    duration_s=0.5,
    features=("C-30",),
    checks=(CHECK,),
    steps=(StepResult("Given", "a connected station", "passed", 0.1),),
    unseen=("variables",),
    notes=("note",),
)


@pytest.mark.parametrize("sut", [None, "sut.toml"])
def test_a_plan_survives_its_file(tmp_path, sut):
    file = tmp_path / sut if sut else None
    limits = Limits(answer_s=1.5, message_s=2.0, time_tolerance_s=4.0, answer_delay_s=0.0)
    made = Plan(tmp_path, ("A", "B"), limits, file, seed=7, official_schemas=file)
    made.save(tmp_path / "plan.json")
    assert plan.load(tmp_path / "plan.json") == made
    assert made.virtual is (sut is None)


def test_results_survive_their_file_line_by_line(tmp_path):
    file = tmp_path / "results.jsonl"
    other = CaseResult("TC_001_CS", "1.6", "station", Verdict.PASSED)
    for result in (RESULT, other):
        results.append(file, result)
    assert list(results.read(file)) == [RESULT, other]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '{"verdict": "splendid"}'])
def test_a_line_that_is_no_result_is_named(tmp_path, line):
    file = tmp_path / "results.jsonl"
    results.append(file, RESULT)
    with file.open("a", encoding="utf-8") as more:
        more.write(line + "\n")
    with pytest.raises(ValueError, match="line 2: no case result"):
        list(results.read(file))


def test_a_result_with_an_unknown_member_is_none():
    with pytest.raises(TypeError):
        CaseResult.from_json({**RESULT.to_json(), "colour": "red"})


def test_a_run_survives_its_file(tmp_path):
    suts = (Sut("mine", "csms", ("1.6", "2.0.1")),)
    run = Run("0.1", suts, "2026-01-01T00:00:00Z", ("A",), "real", 3, 1.5, interrupted=True)
    results.write_run(tmp_path / "run.json", run)
    assert results.read_run(tmp_path / "run.json") == run


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"suts": 1}'])
def test_what_is_no_run(tmp_path, text):
    (tmp_path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="no run description"):
        results.read_run(tmp_path / "run.json")


def test_a_check_says_it_in_one_line():
    assert CHECK.sentence() == (
        "Heartbeat: currentTime: expected now, got then [B1] (trace record 4)"
    )
    assert Check.from_json(json.loads(json.dumps(CHECK.to_json()))) == CHECK
