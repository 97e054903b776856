"""audit.md, junit.xml, and all files together."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET

import pytest

from reports import audit, junit, markdown, write
from reports.load import ReportError, load
from reports.write import write_all

FILES = {"audit.json", "audit.md", "index.html", "junit.xml"}
NASTY = "<script>alert(1)</script> | `x` *y* [z](http://a.example) \x1b[31m\x00\ud800\nnext"


@pytest.fixture
def every(folder, story, check):
    """Make a run with each verdict, on both roles and versions."""
    told = story("2.0.1").from_sut("GetVariables").observe("GetVariables", "shown as 600")
    broken = check("GetVariables", held=False, requirement="B06.FR.01", seq=1)
    folder.case("TC_B_06_CSMS", told, duration_s=1.5)
    folder.case("TC_B_07_CSMS", told, "failed", reason="it is wrong", checks=(broken,))
    folder.case("TC_B_08_CSMS", told, "failed", reason="known", expected_failure="issue 7")
    folder.case("TC_B_09_CSMS", told, "passed", expected_failure="issue 8")
    folder.case("TC_C_02_CSMS", None, "inconclusive", reason="no connection came")
    folder.case("TC_001_CS", story("1.6"), "partial", version="1.6", unseen=("the display",))
    folder.case("TC_002_CS", None, "not_applicable", version="1.6", reason="C-30 not declared")
    return folder


def rendered(folder, **run):
    data = load(folder.run(**run))
    return audit.judge(data), data


class TestMarkdown:
    def text(self, folder, **run):
        return markdown.render(rendered(folder, **run)[0])

    def test_what_needs_a_look_is_listed_with_its_reason(self, every):
        text = self.text(every)
        assert "## Failed (2)" in text
        assert "- **TC_B_07_CSMS** " in text
        assert "  - it is wrong\n  - trace: traces/TC_B_07_CSMS.jsonl" in text
        assert "  - expected failure: issue 7" in text
        assert "## Passed although a failure is expected (1)\n\n- **TC_B_09_CSMS**" in text
        assert "## Inconclusive (1)" in text
        assert "## Partial (1)" in text
        assert "  - not seen: the display" in text
        assert "TC_002_CS" not in text

    def test_the_summary_is_the_audits(self, every):
        text = self.text(every)
        assert "| selected          |     7 |" in text
        assert "| failed            |     2 |" in text

    def test_sides_of_the_run_only(self, every):
        text = self.text(every)
        assert "## OCPP 2.0.1 CSMS" in text
        assert "## OCPP 1.6 charging station" in text
        assert "## OCPP 1.6 CSMS" not in text
        assert "B Provisioning" in text
        assert "Failed:\n\n- B06.FR.01: TC_B_" in text

    def test_a_clean_run_has_no_empty_lists(self, folder, story):
        folder.case("TC_B_06_CSMS", story("2.0.1").from_sut("GetVariables"))
        text = self.text(folder)
        assert "## Failed" not in text
        assert "Files that could not be read" not in text
        assert "interrupted" not in text

    def test_an_interrupted_run_says_so(self, every):
        assert "interrupted" in self.text(every, interrupted=True)

    def test_tables_are_aligned(self, every):
        lines = self.text(every).splitlines()
        start = next(i for i, line in enumerate(lines) if line.startswith("| block"))
        table = lines[start : start + 10]
        assert len({len(line) for line in table}) == 1

    def test_foreign_text_is_no_markup(self, folder):
        folder.case("TC_B_06_CSMS", None, "failed", reason=NASTY)
        line = next(x for x in self.text(folder).splitlines() if "alert" in x)
        assert r"\<script>alert(1)\</script> \| \`x\` \*y\* [z]\(http" in line
        assert line.endswith("\ufffd[31m\ufffd\ufffd next")


class TestJunit:
    def root(self, folder):
        text = junit.render(*rendered(folder))
        return ET.fromstring(text)

    def case(self, root, case_id):
        found = [c for c in root.iter("testcase") if c.get("name", "").split()[0] == case_id]
        assert len(found) == 1
        return found[0]

    def test_a_suite_per_version_role_and_block(self, every):
        root = self.root(every)
        assert [suite.get("name") for suite in root] == [
            "ocpp16.station.Core",
            "ocpp201.csms.B",
            "ocpp201.csms.C",
        ]
        assert {suite.get("timestamp") for suite in root} == {"2026-01-02T03:04:05.000Z"}

    def test_counts_are_those_of_the_elements(self, every):
        root = self.root(every)
        for element in (root, *root):
            cases = list(element.iter("testcase"))
            assert element.get("tests") == str(len(cases))
            for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped",) * 2):
                assert element.get(count) == str(len(list(element.iter(tag))))
        assert root.get("tests") == "7"
        assert (root.get("failures"), root.get("errors"), root.get("skipped")) == ("2", "1", "2")

    @pytest.mark.parametrize(
        ("case_id", "tag", "message"),
        [
            ("TC_B_07_CSMS", "failure", "it is wrong"),
            ("TC_B_08_CSMS", "skipped", "expected failure: issue 7"),
            ("TC_B_09_CSMS", "failure", "a failure is expected: issue 8"),
            ("TC_C_02_CSMS", "error", "no connection came"),
            ("TC_002_CS", "skipped", "C-30 not declared"),
        ],
    )
    def test_verdicts_that_are_no_pass(self, every, case_id, tag, message):
        case = self.case(self.root(every), case_id)
        outcomes = [child for child in case if child.tag in ("failure", "error", "skipped")]
        assert [(child.tag, child.get("message")) for child in outcomes] == [(tag, message)]

    @pytest.mark.parametrize("case_id", ["TC_B_06_CSMS", "TC_001_CS"])
    def test_passed_and_partial_have_no_outcome(self, every, case_id):
        case = self.case(self.root(every), case_id)
        assert {child.tag for child in case} <= {"properties", "system-out"}

    def test_a_failure_says_which_checks_failed(self, every):
        failure = self.case(self.root(every), "TC_B_07_CSMS").find("failure")
        assert "expected is Accepted, got Rejected [B06.FR.01] (trace record 1)" in failure.text

    def test_requirements_and_verdict_are_properties(self, every):
        case = self.case(self.root(every), "TC_001_CS")
        properties = [(p.get("name"), p.get("value")) for p in case.iter("property")]
        assert ("verdict", "partial") in properties
        case = self.case(self.root(every), "TC_B_07_CSMS")
        properties = [(p.get("name"), p.get("value")) for p in case.iter("property")]
        assert ("requirement", "B06.FR.01") in properties

    def test_text_that_xml_forbids_is_replaced(self, folder):
        folder.case("TC_B_06_CSMS", None, "failed", reason=NASTY)
        failure = self.case(self.root(folder), "TC_B_06_CSMS").find("failure")
        assert failure.text.startswith("<script>alert(1)</script>")
        assert "\ufffd[31m" in failure.text

    def test_cases_outside_the_catalogue_come_last(self, folder):
        folder.case("X_Z_99_CSMS", None)
        folder.case("TC_P_02_CSMS", None)
        names = [suite.get("name") for suite in self.root(folder)]
        assert names == ["ocpp201.csms.P", "ocpp201.csms.other"]


class TestWriteAll:
    def test_all_files_stand_in_the_folder_and_nothing_else_does(self, every):
        directory = every.run()
        before = set(os.listdir(directory))
        assert write_all(directory) == directory / "audit.json"
        assert set(os.listdir(directory)) - before == FILES
        for name in FILES:
            assert (directory / name).stat().st_mode & 0o777 == 0o644

    def test_the_same_run_gives_the_same_bytes(self, every):
        directory = every.run()
        write_all(directory)
        first = {name: (directory / name).read_bytes() for name in FILES}
        write_all(directory)
        assert {name: (directory / name).read_bytes() for name in FILES} == first

    def test_audit_json_is_what_build_gives(self, every):
        path = write_all(every.run())
        assert json.loads(path.read_text(encoding="utf-8")) == audit.build(load(path.parent))

    def test_texts_that_are_no_utf8_break_nothing(self, folder, story, check):
        broken = check("GetVariables", held=False, actual=NASTY, requirement=NASTY, seq=1)
        told = story("2.0.1").from_sut("GetVariables", {"x": NASTY})
        more = {"reason": NASTY, "notes": (NASTY,), "expected_failure": NASTY, "checks": (broken,)}
        folder.case("TC_B_06_CSMS", told, "failed", **more)
        directory = folder.run()
        write_all(directory)
        for name in FILES:
            assert (directory / name).read_text(encoding="utf-8")

    def test_a_broken_folder_leaves_the_old_files(self, every):
        directory = every.run()
        write_all(directory)
        old = (directory / "audit.json").read_bytes()
        (directory / "run.json").write_text("{", encoding="utf-8")
        with pytest.raises(ReportError):
            write_all(directory)
        assert (directory / "audit.json").read_bytes() == old

    def test_a_folder_that_cannot_be_written_is_named(self, every, monkeypatch):
        def full(source, target):
            raise OSError(28, "No space left on device")

        directory = every.run()
        before = set(os.listdir(directory))
        monkeypatch.setattr(write.os, "replace", full)
        with pytest.raises(ReportError, match=r"ocpp-report cannot be written: .*No space left"):
            write_all(directory)
        assert set(os.listdir(directory)) == before
