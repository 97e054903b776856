"""`ocpp-conformance run`: exit codes, refusals, isolation, repeatability, Allure."""

from __future__ import annotations

import json
import os
import re
import signal

import pytest

from harness import results, scenarios
from harness.verdicts import Verdict
from ocpp_conformance import conduct

QUICK = ("--case", "TC_023_1_CSMS")


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def verdicts(out):
    return {result.id: result.verdict.value for result in results.read(out / "results.jsonl")}


def test_the_written_cases_pass(finished):
    done, out = finished
    assert done.returncode == 0, done.stdout + done.stderr
    found = verdicts(out)
    assert set(found) == set(scenarios.written_ids())
    assert set(found.values()) <= {"passed", "partial", "not_applicable"}
    assert re.search(r"^\d+ cases in [\d.]+ s: \d+ passed, 0 failed, 0 inconc", done.stdout, re.M)
    assert done.stderr.count("passed") == list(found.values()).count("passed")


def test_a_run_leaves_all_its_files(finished):
    _, out = finished
    names = {"audit.json", "audit.md", "index.html", "junit.xml", "results.jsonl", "run.json"}
    assert names <= {entry.name for entry in out.iterdir()}
    for result in results.read(out / "results.jsonl"):
        assert bool(result.trace) == (result.verdict is not Verdict.NOT_APPLICABLE)
        assert not result.trace or lines(out / result.trace)


def test_allure_shows_the_gherkin_steps(finished):
    _, out = finished
    shown = {}
    for file in (out / "allure-results").glob("*-result.json"):
        entry = json.loads(file.read_text(encoding="utf-8"))
        shown[entry["name"].partition(" ")[0]] = entry
    for result in results.read(out / "results.jsonl"):
        entry = shown[result.id]
        if result.verdict is Verdict.NOT_APPLICABLE:
            assert entry["status"] == "skipped"
            continue
        if result.verdict is not Verdict.PASSED:
            assert entry["status"] in ("failed", "broken")
            continue
        bare = [step["name"].partition(" ")[2] for step in entry["steps"]]
        assert bare == [step.name for step in result.steps]
        assert {step["status"] for step in entry["steps"]} == {"passed"}


def without_times(trace):
    """Leave out what may differ: times, ports, and what was signed with a key minted per run."""
    signed = re.compile(r"[A-Za-z0-9+/=]{60,}|[0-9a-f]{32,}")  # and digests of it
    line_end = re.compile(r"\\+n")  # of PEM, escaped once for each JSON around it
    stamp = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
    port = re.compile(r"127\.0\.0\.1:\d+")
    texts = [port.sub("PORT", stamp.sub("TIME", json.dumps(line))) for line in trace]
    return [signed.sub("SIGNED", line_end.sub("", text)) for text in texts]


def test_two_runs_of_one_seed_repeat_exactly_and_workers_change_nothing(finished, call, tmp_path):
    done, first = finished
    again = call("run", "--out", tmp_path / "out", "-n", 2)
    assert again.returncode == done.returncode, again.stdout
    assert verdicts(tmp_path / "out") == verdicts(first)
    for file in (first / "traces").iterdir():
        second = lines(tmp_path / "out" / "traces" / file.name)
        assert without_times(second) == without_times(lines(file)), file.name


HOSTILE = {
    "conftest.py": "raise SystemExit('loaded')\n",
    "pytest.ini": "[pytest]\naddopts = --no-such-option\n",
    "harness.py": "raise SystemExit('shadowed')\n",
    "evil.py": "raise SystemExit('plugin')\n",
}


@pytest.mark.parametrize("workers", [1, 2])
def test_nothing_of_the_user_is_loaded_or_written(call, tmp_path, workers):
    mine = tmp_path / "mine"
    mine.mkdir()
    for name, text in HOSTILE.items():
        (mine / name).write_text(text, encoding="utf-8")
    foreign = {"PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "evil"}
    cases = ("--case", "TC_023_1_CSMS", "--case", "TC_C_02_CSMS")
    done = call("run", *cases, "-n", workers, "--out", tmp_path / "out", cwd=mine, env=foreign)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {entry.name for entry in mine.iterdir()} == set(HOSTILE)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--version", "3.0"), "unknown version '3.0'; nearest: "),
        (("--role", "charger"), "unknown role 'charger'"),
        (("--block", "Cor"), "unknown block 'Cor'; nearest: Core"),
        (("--profile", "Smart"), "unknown profile 'Smart'; nearest: Smart Charging"),
        (("--case", "TC_B_6_CSMS"), "unknown case 'TC_B_6_CSMS'; nearest: TC_B_"),
        (("--case", "TC_ZZ*"), "unknown case 'TC_ZZ*'"),
        (("--version", "1.6", "--block", "B"), "no case is selected"),
        (("--case", "TC_A_13_CS"), "no case is selected"),
        (("--sut", "missing.toml"), "missing.toml"),
        (("-n", "0"), "-n"),
        (("--time-tolerance", "-1"), "--time-tolerance"),
        (("--no-such-option",), "--no-such-option"),
        (("--official-schemas", "nowhere"), "--official-schemas nowhere"),
    ],
)
def test_a_wrong_option_is_one_clear_sentence(invoke, tmp_path, arguments, words):
    done = invoke("run", "--out", tmp_path / "out", *arguments)
    assert done.exit_code == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_nothing_is_put_into_a_foreign_folder(invoke, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    done = invoke("run", *QUICK, "--out", tmp_path)
    assert done.exit_code == 2
    assert "holds files of something else, such as thesis.txt" in done.stderr
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_that_only_looks_like_ours(invoke, tmp_path):
    (tmp_path / "audit.json").write_text("{}", encoding="utf-8")
    assert invoke("run", *QUICK, "--out", tmp_path).exit_code == 2
    assert (tmp_path / "audit.json").read_text(encoding="utf-8") == "{}"


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_an_out_that_cannot_be_a_folder(invoke, tmp_path, place):
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = invoke("run", *QUICK, "--out", tmp_path / place)
    assert done.exit_code == 2
    assert "is no folder; name another one" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_out_that_cannot_be_written(invoke, tmp_path):
    tmp_path.chmod(0o500)
    done = invoke("run", *QUICK, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "Permission denied; name a folder you can write" in done.stderr


def test_a_disk_that_refuses(invoke, tmp_path, monkeypatch):
    def refuse(*_, **__):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(type(tmp_path), "mkdir", refuse)
    done = invoke("run", *QUICK, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "Read-only file system" in done.stderr


def test_the_folder_of_an_earlier_run_is_taken_again(call, tmp_path):
    out = tmp_path / "out"
    for case in ("TC_023_1_CSMS", "TC_C_02_CSMS"):
        assert call("run", "--case", case, "--out", out).returncode == 0
        assert set(verdicts(out)) == {case}
        assert [file.stem for file in (out / "traces").iterdir()] == [case]


def test_features_that_cannot_be_trusted_are_found_before_the_run(invoke, tmp_path, monkeypatch):
    file = tmp_path / "features" / "ocpp201" / "csms" / "x.feature"
    file.parent.mkdir(parents=True)
    text = "Feature: x\n  Scenario: TC_B_06_CSMS\n    Given it rains\n  Scenario TC_B_07_CSMS\n"
    file.write_text(text, encoding="utf-8")
    assert scenarios.written_ids()  # read from the real features, and remembered
    monkeypatch.setattr(scenarios, "feature_root", lambda: tmp_path / "features")
    done = invoke("run", *QUICK, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "mend them first" in done.stderr
    assert "has no colon" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.fixture
def judged(invoke, tmp_path, monkeypatch):
    """Run the command with pytest replaced by given verdicts; gives the exit code and output."""

    def run(*given, expected=None, trouble=None):
        def pretend(plan, gatherer, workers):
            for case, verdict in zip(plan.cases, given, strict=False):
                result = results.CaseResult(
                    case, "1.6", "csms", verdict, "why", expected_failure=expected
                )
                gatherer.take(result)
            if trouble:
                gatherer.interrupted = True
            return "what pytest printed"

        monkeypatch.setattr(conduct, "_run_pytest", pretend)
        return invoke("run", *QUICK, "--out", tmp_path / "out")

    return run


@pytest.mark.parametrize(
    ("verdict", "expected", "code"),
    [
        (Verdict.PASSED, None, 0),
        (Verdict.PARTIAL, None, 0),
        (Verdict.NOT_APPLICABLE, None, 0),
        (Verdict.FAILED, None, 1),
        (Verdict.INCONCLUSIVE, None, 1),
        (Verdict.FAILED, "known", 0),
        (Verdict.PASSED, "known", 1),
    ],
)
def test_the_exit_code_follows_from_the_verdicts(judged, verdict, expected, code):
    done = judged(verdict, expected=expected)
    assert done.exit_code == code, done.stdout
    if code == 1 and verdict is Verdict.FAILED:
        assert "failed: TC_023_1_CSMS" in done.stdout


def test_a_case_without_a_result_is_inconclusive(judged, tmp_path):
    done = judged()
    assert done.exit_code == 1
    assert verdicts(tmp_path / "out") == {"TC_023_1_CSMS": "inconclusive"}
    assert "what pytest printed" in done.stderr


def test_an_interrupted_run_says_so(judged, tmp_path):
    done = judged(Verdict.PASSED, trouble=True)
    assert done.exit_code == 130
    assert verdicts(tmp_path / "out") == {"TC_023_1_CSMS": "passed"}
    assert results.read_run(tmp_path / "out" / "run.json").interrupted


def test_interrupting_keeps_the_results_so_far(begin, finished, tmp_path):
    """The signal comes as the first verdict is told."""
    process = begin("run", "-v", "--out", tmp_path / "out")
    try:
        first = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130, rest
    assert first.split()[0] in {verdict.value for verdict in Verdict}
    assert "Traceback" not in rest
    assert "interrupted; the results so far are kept" in rest
    assert (tmp_path / "out" / "index.html").is_file()
    kept = verdicts(tmp_path / "out")
    assert 0 < len(kept) < len(scenarios.written_ids())
    assert kept.items() <= verdicts(finished[1]).items()


def test_one_external_system_is_not_shared_among_workers(invoke, tmp_path):
    file = tmp_path / "sut.toml"
    file.write_text('role = "csms"\nversion = "1.6"\nname = "one"\nurl = "ws://127.0.0.1:1"\n')
    done = invoke("run", "--sut", file, "-n", 2, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "one is one system and cannot be shared" in done.stderr


def test_a_system_that_is_not_there(invoke, tmp_path):
    file = tmp_path / "sut.toml"
    file.write_text('role = "csms"\nversion = "1.6"\nname = "one"\nurl = "ws://127.0.0.1:1"\n')
    done = invoke("run", "--sut", file, "--out", tmp_path / "out")
    assert done.exit_code == 2
    assert "cannot be reached" in done.stderr
    assert not (tmp_path / "out").exists()
