"""`station run --script`: exit codes, and what is printed where nobody watches."""

import json
import re
import signal
import socket
import threading

import pytest

GOOD = "wait until the station is accepted\nsend Heartbeat\nexpect the CSMS answers Heartbeat\n"


@pytest.fixture(scope="module")
def url(begin):
    """Serve the reference CSMS over a real websocket."""
    csms = begin("csms", "serve", "--listen", "127.0.0.1:0", "--api", "none")
    guard = threading.Timer(30, csms.kill)
    guard.start()
    try:
        found = re.search(r"stations: (ws://\S+)/<identity>", csms.stdout.readline())
        assert found is not None, csms.stderr.read()
        yield found[1]
    finally:
        guard.cancel()
        csms.send_signal(signal.SIGINT)
        csms.communicate(timeout=15)


@pytest.fixture
def script(tmp_path):
    def write(text):
        path = tmp_path / "a.station"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_script_that_goes_well_is_quiet(call, url, script):
    done = call("station", "run", "--csms", url, "--script", script(GOOD), "--count", 2)
    assert (done.returncode, done.stderr) == (0, "")
    assert "the script ended, no line failed" in done.stdout


def test_every_line_is_shown_where_it_is_asked_for(call, url, script):
    done = call("station", "run", "--csms", url, "--script", script(GOOD), "-v", "--id", "V1")
    assert done.returncode == 0
    assert re.findall(r"^V1 +(\d) ", done.stderr, re.M) == ["1", "2", "3"]


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_an_expectation_that_fails_is_exit_code_1(call, url, script, version):
    path = script(GOOD + "expect EVSE 1 is Faulted within 0 s\nexpect the station is accepted\n")
    done = call("station", "run", "--csms", url, "--script", path, "--version", version)
    assert done.returncode == 1
    failed = f"{path}:4: CS001: expect EVSE 1 is Faulted within 0 s: not within 0 s: EVSE 1 is"
    assert done.stderr.startswith(failed)
    assert "the script ended, 1 line failed" in done.stdout


@pytest.mark.parametrize("text", ["plug in at EVSE 7\n", "fly\n", "send Heartbeat with {\n"])
def test_a_wrong_script_is_exit_code_2_before_anything_connects(invoke, script, text):
    path = script(GOOD + text)
    done = invoke("station", "run", "--csms", "ws://nowhere.invalid/", "--script", path)
    assert done.exit_code == 2
    assert f"{path}:4: " in done.stderr
    assert done.stdout == ""


def test_a_script_that_is_no_text(invoke, tmp_path):
    path = tmp_path / "a.station"
    path.write_bytes(b"\xff\xfe")
    done = invoke("station", "run", "--csms", "ws://nowhere.invalid/", "--script", path)
    assert done.exit_code == 2
    assert "cannot be read as UTF-8 text" in done.stderr


def test_an_api_port_in_use(call, url):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        done = call("station", "run", "--csms", url, "--api-port", port)
    assert done.returncode == 2
    assert f"the API cannot be served on port {port}" in done.stderr


def test_a_station_runs_with_its_values(call, url, script):
    path = script(
        "wait until the station is accepted\n"
        "present token TAG of type NoAuthorization at EVSE 1\n"
        "expect the station sends TransactionEvent with "
        + json.dumps({"eventType": "Started", "triggerReason": "Authorized"})
        + "\nexpect the station sends TransactionEvent with "
        + json.dumps({"eventType": "Ended", "triggerReason": "EVConnectTimeout"})
        + " within 20 s\n"
    )
    patience = "TxCtrlr.EVConnectionTimeOut=1"
    done = call("station", "run", "--csms", url, "--script", path, "--set", patience)
    assert (done.returncode, done.stderr) == (0, "")
