"""Reading run folders, whole and damaged."""

from __future__ import annotations

import json

import pytest

from reports.load import ReportError, load


def test_a_whole_run(folder, story):
    folder.case("TC_B_06_CSMS", story("2.0.1").from_sut("GetVariables"))
    folder.case("TC_B_07_CSMS", None, "not_applicable")
    data = load(folder.run())
    assert [result.id for result in data.results] == ["TC_B_06_CSMS", "TC_B_07_CSMS"]
    assert data.problems == ()
    assert data.run.tool_version == "0.1.0"
    assert [record.seq for record in data.trace(data.results[0]).records] == [1, 2]
    assert data.trace(data.results[1]).records == ()


def test_no_folder(tmp_path):
    with pytest.raises(ReportError, match=r"nowhere/run\.json is missing: name the folder"):
        load(tmp_path / "nowhere")


def test_no_results(folder):
    folder.run()
    (folder.path / "results.jsonl").unlink()
    with pytest.raises(ReportError, match=r"results\.jsonl is missing: .* run again"):
        load(folder.path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', '{"tool_version": 1, "x": 2}'])
def test_a_broken_run(folder, text):
    folder.run()
    (folder.path / "run.json").write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=r"run\.json: no run description"):
        load(folder.path)


def test_a_run_in_bytes_that_are_no_text(folder):
    folder.run()
    (folder.path / "run.json").write_bytes(b"\xff\xfe")
    with pytest.raises(ReportError, match=r"run\.json"):
        load(folder.path)


def damage(folder, edit):
    folder.case("TC_B_06_CSMS")
    folder.case("TC_B_07_CSMS")
    path = folder.run() / "results.jsonl"
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")


def test_a_last_line_that_was_cut_off_is_left_out_and_named(folder):
    damage(folder, lambda text: text[:-40])
    data = load(folder.path)
    assert [result.id for result in data.results] == ["TC_B_06_CSMS"]
    assert data.problems == ("results.jsonl: the last line is cut off and was left out",)


def test_a_last_line_that_only_lacks_its_end_counts(folder):
    damage(folder, lambda text: text[:-1])
    data = load(folder.path)
    assert len(data.results) == 2
    assert data.problems == ()


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (lambda text: text[:-40] + "\n", 2),
        (lambda text: text[20:], 1),
        (lambda text: text[20:-40], 1),
        (lambda text: text.replace("passed", "splendid"), 1),
        (lambda text: text + "\n", 3),
    ],
    ids=["cut but ended", "first line", "both lines", "unknown verdict", "empty line"],
)
def test_any_other_damage_is_an_error_that_names_the_line(folder, edit, line):
    damage(folder, edit)
    with pytest.raises(ReportError, match=rf"results\.jsonl, line {line}: .*run the cases again"):
        load(folder.path)


@pytest.mark.parametrize(("name", "value"), [("version", "3.0"), ("role", "driver")])
def test_a_side_that_is_not_known(folder, name, value):
    def edit(text):
        line = json.loads(text.splitlines()[0])
        return json.dumps({**line, name: value}) + "\n"

    damage(folder, edit)
    with pytest.raises(ReportError, match=value):
        load(folder.path)


def test_a_trace_outside_the_folder_is_not_read(folder, story, tmp_path):
    result = folder.case("TC_B_06_CSMS", story("2.0.1").from_sut("GetVariables"))
    line = {**result.to_json(), "trace": "../secret.jsonl"}
    (folder.path / "results.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (tmp_path / "secret.jsonl").write_text("{}\n", encoding="utf-8")
    data = load(folder.run())
    found = data.trace(data.results[0])
    assert found.records == ()
    assert "is outside the folder" in found.problem


def test_a_trace_that_breaks_off_is_read_up_to_there(folder, story):
    result = folder.case("TC_B_06_CSMS", story("2.0.1").from_sut("GetVariables"))
    path = folder.path / result.trace
    path.write_text(path.read_text(encoding="utf-8")[:-30], encoding="utf-8")
    data = load(folder.run())
    found = data.trace(data.results[0])
    assert [record.seq for record in found.records] == [1]
    assert "line 2" in found.problem
