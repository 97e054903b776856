"""Whole campaigns: real cases, real systems, the virtual clock."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from harness import cases
from harness.mutation import campaign
from harness.mutation.change import Moment
from harness.mutation.mutant import FrameKind, Mutant, Spot, parse_id
from harness.mutation.perform import Unwritten, run_case
from harness.mutation.verdict import Fate, fate
from harness.plan import Plan, full_hour
from harness.verdicts import Verdict
from ocpp_conformance.__main__ import cli
from steps.bdd import perform

CASE = "TC_023_1_CSMS"
STATUS = f"{CASE}:response:Authorize:1:idTagInfo.status:enum"


@pytest.fixture
def plan(tmp_path):
    return Plan(tmp_path, (CASE,))


def test_an_unchanged_case_passes_and_its_frames_are_known(plan):
    run = run_case(plan, cases.find(CASE), perform)
    assert run.result.verdict is Verdict.PASSED
    first, *_, last = run.wire.sent
    assert first.spot == Spot(FrameKind.RESPONSE, "BootNotification", 1)
    assert first.moment == Moment(0, preparing=True)
    assert last.spot == Spot(FrameKind.RESPONSE, "Authorize", 1)
    assert not last.moment.preparing
    assert run.records


def test_a_case_gives_the_same_mutants_each_time(plan):
    first, second = (campaign.record(plan, CASE, perform) for _ in range(2))
    assert first.mutants
    assert first.mutants == second.mutants


def test_a_campaign_begins_each_case_at_the_same_time(plan):
    starts_at = full_hour()
    assert starts_at % 3600 == 0
    run = run_case(replace(plan, starts_at=starts_at), cases.find(CASE), perform)
    assert 0 <= run.records[0].at - starts_at < 1


def test_a_changed_status_is_noticed_at_its_frame(plan):
    run = run_case(plan, cases.find(CASE), perform, parse_id(STATUS))
    assert fate(run)[0] is Fate.KILLED
    assert run.broken.action == "Authorize"
    assert run.broken.requirement == "OCPP 1.6, 4.1"


async def blind(world, kind, text, table):
    """Perform the sentences without their tables, as a scenario without validations would."""
    await perform(world, kind, text, None if kind == "then" else table)


def test_a_scenario_that_validates_nothing_lets_the_same_change_pass(plan):
    run = run_case(plan, cases.find(CASE), blind, parse_id(STATUS))
    assert fate(run)[0] is Fate.SURVIVED


async def mistaken(world, kind, text, table):
    """Trip over our own feet."""
    raise RuntimeError("a bug of ours")


def test_a_bug_of_ours_is_no_kill(plan):
    run = run_case(plan, cases.find(CASE), mistaken, parse_id(STATUS))
    end, finding = fate(run)
    assert end is Fate.KILLED_OTHERWISE
    assert run.result.verdict is Verdict.INCONCLUSIVE
    assert finding


def test_a_mutant_of_a_frame_that_never_comes_is_no_survivor(plan):
    never = Mutant(CASE, Spot(FrameKind.RESPONSE, "Authorize", 9), (), "drop")
    end, finding = fate(run_case(plan, cases.find(CASE), perform, never))
    assert end is Fate.KILLED_OTHERWISE
    assert "the frame never came" in finding


def test_a_case_without_a_scenario_is_refused(plan):
    from harness.scenarios import written_ids

    unwritten = next(case for case in cases.load() if case.id not in written_ids())
    with pytest.raises(Unwritten, match=unwritten.id):
        run_case(plan, unwritten, perform)


def test_a_case_that_fails_unchanged_is_not_mutated(plan):
    found = campaign.run(plan, mistaken, 1, lambda *_: None)
    assert [c.baseline.verdict for c in found] == [Verdict.INCONCLUSIVE]
    assert found[0].done
    assert found[0].outcomes == []


def test_progress_tells_of_every_case_and_every_mutant(plan):
    told = []
    (found,) = campaign.run(plan, perform, 1, lambda case, fresh: told.append(fresh))
    assert told[0] == 0
    assert sum(told) == len(found.baseline.mutants)
    assert [o.mutant for o in found.outcomes] == list(found.baseline.mutants)


def mutate(*arguments):
    return CliRunner().invoke(cli, ["mutate", *map(str, arguments)], standalone_mode=False)


def test_the_command_reports_that_everything_is_killed_or_listed(tmp_path):
    done = mutate("--case", CASE, "-n", 1, "--out", tmp_path / "out")
    assert done.return_value == 0, done.output
    data = json.loads((tmp_path / "out" / "mutation.json").read_text(encoding="utf-8"))
    totals = data["totals"]
    assert totals["mutants"] == data["cases"][0]["mutants"] > 20
    assert totals["killed"] + totals["listed"] == totals["mutants"]
    assert totals["killed_otherwise"] == 0
    assert CASE in done.output


def test_workers_find_the_same(tmp_path):
    reports = []
    for workers in (1, 2):
        out = tmp_path / str(workers)
        mutate("--case", CASE, "-n", workers, "--out", out)
        data = json.loads((out / "mutation.json").read_text(encoding="utf-8"))
        found = {s["mutant"]: s["reason"] for s in data["cases"][0]["survivors"]}
        reports.append((data["totals"], data["operators"], found))
    assert reports[0] == reports[1]


def test_one_mutant_is_repeated_with_its_trace(tmp_path):
    done = mutate("--mutant", STATUS, "--out", tmp_path / "out")
    assert done.return_value == 0, done.output
    assert "idTagInfo.status: 'Invalid' became" in done.output
    assert "killed: failed" in done.output
    assert (tmp_path / "out" / "traces" / f"{CASE}.jsonl").read_text(encoding="utf-8")


def test_a_survivor_that_is_repeated_ends_with_one(tmp_path):
    survivor = f"{CASE}:response:BootNotification:1:interval:number"
    done = mutate("--mutant", survivor, "--out", tmp_path / "out")
    assert done.return_value == 1
    assert "survived: passed" in done.output


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--mutant", "nonsense"], "is no mutant"),
        (["--mutant", f"{CASE}:request:A:1::explode"], "there is no operator"),
        (["--mutant", "TC_999_CS:request:A:1::drop"], "unknown"),
        (["--case", "TC_999_CS"], "unknown"),
    ],
)
def test_what_names_nothing_is_refused(tmp_path, arguments, fault):
    done = mutate(*arguments, "--out", tmp_path / "out")
    assert done.exception.exit_code == 2
    assert fault in str(done.exception)
