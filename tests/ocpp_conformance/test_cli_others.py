"""The other subcommands: cases, report, and the two servers talking to each other."""

from __future__ import annotations

import json
import re
import signal
import socket
import threading
import time

import httpx
import pytest

from harness import cases, scenarios


def test_help_names_every_command(invoke):
    shown = invoke("--help").stdout
    for name in ("run", "cases", "csms", "station", "sut", "report"):
        assert re.search(rf"^  {name} ", shown, re.M)


@pytest.mark.parametrize(
    "command",
    [("run",), ("cases", "list"), ("cases", "show"), ("csms", "serve"), ("station", "run")],
)
def test_every_command_explains_itself(invoke, command):
    done = invoke(*command, "-h")
    assert (done.exit_code, done.stdout.startswith("Usage:")) == (0, True)


def test_the_version(call):
    done = call("--version")
    assert (done.returncode, done.stdout.split()[0]) == (0, "ocpp-conformance,")


def test_a_command_that_is_none(call):
    done = call("rum")
    assert done.returncode == 2
    assert "Did you mean run?" in done.stderr
    assert "Traceback" not in done.stderr


def test_cases_are_listed(invoke):
    done = invoke("cases", "list", "--version", "2.0.1", "--role", "csms", "--block", "B")
    wanted = [c for c in cases.load("2.0.1") if (c.role, c.block) == ("csms", "B")]
    assert [line[2:].split()[0] for line in done.stdout.splitlines()] == [c.id for c in wanted]
    marked = {line[2:].split()[0] for line in done.stdout.splitlines() if line.startswith(".")}
    assert marked == {c.id for c in wanted} & scenarios.written_ids()


def test_only_written_cases_are_listed(invoke):
    done = invoke("cases", "list", "--written")
    assert len(done.stdout.splitlines()) == len(scenarios.written_ids())
    assert f"{len(scenarios.written_ids())} cases" in done.stderr


def test_a_case_is_shown_with_its_scenario(invoke):
    shown = invoke("cases", "show", "TC_B_06_CSMS").stdout
    assert re.search(r"^block: +B$", shown, re.M)
    assert "Then the CSMS sends a GetVariables request" in shown
    unwritten = next(c.id for c in cases.load() if c.id not in scenarios.written_ids())
    assert "This case has no scenario yet." in invoke("cases", "show", unwritten).stdout


def test_a_case_that_there_is_not(invoke):
    done = invoke("cases", "show", "TC_B_6_CSMS")
    assert done.exit_code == 2
    assert "there is no case TC_B_6_CSMS; the catalogue has TC_B_" in done.stderr


def test_reports_are_made_again(finished, invoke):
    _, out = finished
    before = json.loads((out / "audit.json").read_text(encoding="utf-8"))
    (out / "audit.json").unlink()
    done = invoke("report", out)
    assert (done.exit_code, "index.html" in done.stdout) == (0, True)
    assert json.loads((out / "audit.json").read_text(encoding="utf-8")) == before


def test_a_folder_without_a_run(invoke, tmp_path):
    done = invoke("report", tmp_path)
    assert done.exit_code == 2
    assert str(tmp_path) in done.stderr


def said(process, *patterns):
    """Read the output until each pattern was said; a process that is silent for 15 s is ended."""
    guard = threading.Timer(15, process.kill)
    guard.start()
    found = []
    try:
        for pattern in patterns:
            line = next((m for m in (re.search(pattern, x) for x in process.stdout) if m), None)
            assert line is not None, f"{pattern} was not said: {process.stderr.read()}"
            found.append(line[1])
    finally:
        guard.cancel()
    return found


def end(process):
    process.send_signal(signal.SIGINT)
    try:
        _, errors = process.communicate(timeout=15)
    finally:
        process.kill()
    assert process.returncode == 130, errors
    assert "Traceback" not in errors


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_the_two_servers_talk_to_each_other(begin, version):
    csms = begin("csms", "serve", "--listen", "127.0.0.1:0", "--api", "127.0.0.1:0")
    try:
        url, api = said(csms, r"stations: (ws://\S+)/<identity>", r"API: +(\S+)")
        station = begin("station", "run", "--csms", url, "--id", "CS7", "--version", version)
        try:
            entry = eventually(f"{api}/api/v1/stations/CS7")
            assert entry["answered"] == "accepted"
        finally:
            end(station)
    finally:
        end(csms)


def eventually(url):
    """Ask until the station has been answered."""
    deadline = time.monotonic() + 15
    with httpx.Client(timeout=5) as client:
        while time.monotonic() < deadline:
            found = client.get(url)
            if found.status_code == 200 and found.json().get("answered"):
                return found.json()
    pytest.fail(f"{url} shows no accepted station")


@pytest.fixture
def taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_port_in_use(call, taken):
    for arguments in (
        ("--listen", f"127.0.0.1:{taken}", "--api", "none"),
        ("--listen", "127.0.0.1:0", "--api", f"127.0.0.1:{taken}"),
    ):
        done = call("csms", "serve", *arguments)
        assert done.returncode == 2, done.stderr
        assert "the CSMS cannot be served" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("csms", "serve", "--listen", "somewhere"), "give HOST:PORT"),
        (("csms", "serve", "--store", "postgres"), "memory or tinydb:PATH"),
        (("csms", "serve", "--listen", "127.0.0.1:0,profile=9"), "profile is 0, 1, 2 or 3"),
        (("station", "run", "--csms", "http://x"), "begins with ws:// or wss://"),
        (("station", "run"), "--csms"),
    ],
)
def test_wrong_addresses(invoke, arguments, words):
    done = invoke(*arguments)
    assert done.exit_code == 2
    assert words in done.stderr
