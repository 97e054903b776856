"""What CI runs of the mutation oracle, and the page that shows its figures."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from harness import cases
from harness.mutation.campaign import Baseline, CaseCampaign, Outcome
from harness.mutation.mutant import FrameKind, Mutant, Spot
from harness.mutation.report import Report
from harness.mutation.survivors import Entry
from harness.mutation.verdict import Fate
from harness.scenarios import written_ids
from harness.verdicts import Verdict
from tools import mutation_check, oracle_page


def test_the_foundation_is_written_and_known():
    assert len(set(mutation_check.FOUNDATION)) == 16
    assert set(mutation_check.FOUNDATION) <= written_ids()
    assert all(cases.find(case) for case in mutation_check.FOUNDATION)


def test_the_commit_chooses_the_sample():
    once, again, other = (mutation_check.others(text) for text in ("a1", "a1", "b2"))
    assert once == again
    assert set(once) == written_ids() - set(mutation_check.FOUNDATION) == set(other)
    assert len(once) < 3 or once != other


def test_the_commit_is_taken_from_the_environment(monkeypatch):
    monkeypatch.setenv("GITHUB_SHA", "abc")
    assert mutation_check.commit() == "abc"


def outcomes(count, fate=Fate.KILLED, operator="drop"):
    spot = Spot(FrameKind.REQUEST, "Heartbeat", 1)
    return [Outcome(Mutant(f"TC_{n}", spot, (), operator), fate, "", "", "") for n in range(count)]


def report(*groups):
    found = [outcome for group in groups for outcome in group]
    baseline = Baseline("TC_0", Verdict.PASSED, "", tuple(o.mutant for o in found))
    entry = Entry("1.6", "*", "Heartbeat", "request", "", "late", "no rule", 2)
    versions = {o.mutant.case: "1.6" for o in found}
    return Report([CaseCampaign(baseline, found)], versions, [entry], 0)


def test_the_bars_hold():
    listed = outcomes(100, Fate.SURVIVED, "late")
    assert mutation_check.missed(report(outcomes(300), listed)) == []


@pytest.mark.parametrize(
    ("groups", "bar"),
    [
        ([outcomes(399)], "399 mutants, at least 400"),
        ([outcomes(300), outcomes(101, Fate.SURVIVED, "late")], "101 of 401 mutants are listed"),
        (
            [outcomes(400), outcomes(2, Fate.SURVIVED, "null")],
            "2 schema-breaking mutants not killed",
        ),
    ],
)
def test_a_missed_bar_is_named(groups, bar):
    (found,) = mutation_check.missed(report(*groups))
    assert bar in found


PAGE = "# Head\n\n<!-- figures -->\nold\n<!-- end of figures -->\n\ntail\n"


def test_the_page_shows_the_figures_of_a_run(tmp_path):
    data = report(outcomes(3), outcomes(1, Fate.SURVIVED, "late")).to_json()
    path, page = tmp_path / "mutation.json", tmp_path / "oracle.md"
    path.write_text(json.dumps(data), encoding="utf-8")
    page.write_text(PAGE, encoding="utf-8")
    assert oracle_page.main([str(path), str(page)]) == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Head\n\n<!-- figures -->")
    assert text.endswith("<!-- end of figures -->\n\ntail\n")
    assert "old" not in text
    assert "| drop | structural | 3 | 3 | 0 | 0 | 0 |" in text
    assert "| all | | 4 | 3 | 0 | 1 | 1 |" in text


def test_a_page_without_its_marks_is_refused():
    with pytest.raises(ValueError, match="no marks"):
        oracle_page.put("# Head\n", "figures")


def test_the_page_of_the_project_has_its_marks():
    text = oracle_page.PAGE.read_text(encoding="utf-8")
    assert oracle_page.put(text, "figures") != text


def test_replacing_a_fate_moves_the_totals():
    found = report(outcomes(2))
    (campaign,) = found.campaigns
    campaign.outcomes[0] = replace(campaign.outcomes[0], fate=Fate.KILLED_OTHERWISE)
    assert found.totals()["killed_otherwise"] == 1
