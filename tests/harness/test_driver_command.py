"""The command driver with real processes."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from harness.targets.actions import PlugIn, PresentToken, Question, SendCommand
from harness.targets.factory import make
from harness.targets.protocol import DriverFailed, Meeting, Unsupported, Unverifiable
from harness.targets.settings import CommandSettings, SutFile

MEETING = Meeting("TC_X", "1.6", "CS001", "ws://h/ocpp")
RESET = SendCommand("CS001", "Reset", {"type": "Hard"})
PYTHON = f"'{sys.executable}' -c"


def drive(work, role, folder, **settings):
    driver = CommandSettings(**{"grace_s": 10.0, "timeout_s": 10.0, **settings})
    path = Path(folder) / "sut.toml"
    sut = SutFile(path=path, role=role, versions=("1.6",), name="Theirs", driver=driver)

    async def scenario():
        target = make(sut, "1.6")
        await target.start(MEETING)
        try:
            return await work(target)
        finally:
            await target.stop()

    async def bounded():
        async with asyncio.timeout(20):
            return await scenario()

    return asyncio.run(bounded())


def plug(line):
    return {"actions": {"PlugIn": line, "Unplug": line}}


async def plug_in(target):
    await target.perform(PlugIn(2))


def test_fields_reach_the_program_as_single_arguments(tmp_path):
    line = f'{PYTHON} \'import sys; open("out", "w").write(repr(sys.argv[1:]))\' {{id_token}} '
    actions = {"PresentToken": line + "{type} '{identity} at {url}' {version} [{evse_id}]"}

    async def work(target):
        await target.perform(PresentToken('a b"; touch hacked', "Central"))

    drive(work, "station", tmp_path, actions=actions)
    # No shell saw the token, and the command ran in the folder of the SUT file.
    expected = ['a b"; touch hacked', "Central", "CS001 at ws://h/ocpp", "1.6", "[]"]
    assert (tmp_path / "out").read_text() == repr(expected)
    assert not (tmp_path / "hacked").exists()


def test_directory(tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    line = f'{PYTHON} \'open("out", "w").close()\''
    drive(plug_in, "station", tmp_path, directory=other, **plug(line))
    assert (other / "out").exists()


def test_failure_shows_status_and_the_end_of_stderr(tmp_path):
    line = f'{PYTHON} \'import sys; sys.exit("x" * 1000 + " the cable is stuck")\''
    with pytest.raises(DriverFailed, match=r"exit status 1: x+ the cable is stuck$") as caught:
        drive(plug_in, "station", tmp_path, **plug(line))
    assert len(str(caught.value)) < 700


def test_status_127_is_unsupported(tmp_path):
    with pytest.raises(Unsupported, match="exit status 127"):
        drive(plug_in, "station", tmp_path, **plug(f"{PYTHON} 'raise SystemExit(127)'"))


def test_missing_program(tmp_path):
    with pytest.raises(DriverFailed, match=r"/no/such/program 2: cannot be run: .*No such file"):
        drive(plug_in, "station", tmp_path, **plug("/no/such/program {evse_id}"))


def test_action_without_command_is_unsupported(tmp_path):
    with pytest.raises(Unsupported, match="no command of Theirs does PlugIn"):
        drive(plug_in, "station", tmp_path)


def test_time_out_kills_the_command_and_what_it_started(tmp_path):
    child = "import os, time; open('pid', 'w').write(str(os.getpid())); time.sleep(60)"
    line = f'{PYTHON} \'import subprocess, sys; subprocess.run([sys.executable, "-c", "{child}"])\''
    line = line.replace("'pid', 'w'", r"chr(112), chr(119)")
    with pytest.raises(DriverFailed, match=r"not done within 1 s"):
        drive(plug_in, "station", tmp_path, timeout_s=1.0, **plug(line))
    pid = int((tmp_path / "p").read_text())
    deadline = time.monotonic() + 5
    while _alive(pid):
        assert time.monotonic() < deadline, "the grandchild lives on"
        time.sleep(0.01)


def _alive(pid):
    """Tell whether a process runs (a zombie that init has not reaped yet does not)."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def test_a_command_to_a_csms_runs_on(tmp_path):
    wait = (
        f'{PYTHON} \'import os, time\nwhile not os.path.exists("go"): time.sleep(0.01)\n'
        'os.rename("go", "{payload.type}")\''
    )

    async def work(target):
        await target.perform(RESET)
        (tmp_path / "go").touch()
        await target.settled()

    drive(work, "csms", tmp_path, grace_s=0.05, commands={"Reset": wait})
    assert (tmp_path / "Hard").exists()


def test_a_late_failure_surfaces_when_settled(tmp_path):
    line = f"{PYTHON} 'import time; time.sleep(0.3); raise SystemExit(3)'"

    async def work(target):
        await target.perform(RESET)
        with pytest.raises(DriverFailed, match="exit status 3"):
            await target.settled()

    drive(work, "csms", tmp_path, grace_s=0.0, actions={"SendCommand": line})


def test_a_command_under_way_at_the_end_is_killed(tmp_path):
    line = f"{PYTHON} 'import time; time.sleep(60)'"
    began = time.monotonic()

    async def work(target):
        await target.perform(RESET)

    drive(work, "csms", tmp_path, grace_s=0.0, actions={"SendCommand": line})
    assert time.monotonic() - began < 15


def test_read(tmp_path):
    rows = '[{"n": 1, "v": "a"}, {"n": 2, "v": "b"}, {"v": "c"}]'
    (tmp_path / "rows.json").write_text(rows)
    line = f"{PYTHON} 'print(open(\"rows.json\").read())'"
    question = Question("variables", (("n", "1"),))
    found = drive(lambda t: t.read(question), "csms", tmp_path, reads={"variables": line})
    assert found == [{"n": 1, "v": "a"}, {"v": "c"}]


@pytest.mark.parametrize(
    ("code", "fault", "words"),
    [
        ("raise SystemExit(127)", Unverifiable, "exit status 127"),
        ("raise SystemExit(1)", DriverFailed, "exit status 1"),
        ("print(1)", DriverFailed, "no list of objects"),
        ("print()", DriverFailed, "no JSON"),
    ],
)
def test_unusable_reads(tmp_path, code, fault, words):
    reads = {"variables": f"{PYTHON} '{code}'"}
    with pytest.raises(fault, match=words):
        drive(lambda t: t.read(Question("variables")), "csms", tmp_path, reads=reads)


def test_collection_without_command_is_unverifiable(tmp_path):
    with pytest.raises(Unverifiable, match="no command of Theirs shows tokens"):
        drive(lambda t: t.read(Question("tokens")), "csms", tmp_path)
