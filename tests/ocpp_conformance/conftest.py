"""The command line as a user calls it: a process of its own, in a folder of the user's."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace

import pytest

from ocpp_conformance.__main__ import main

ROOT = Path(__file__).resolve().parents[2]


def environment(**more):
    """Keep what the shell has, find this tree first, and drop what pytest itself has set."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "COV_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **more}


def command(*arguments):
    # -P keeps the current folder out of the module path, as the installed script does.
    return [sys.executable, "-P", "-m", "ocpp_conformance", *map(str, arguments)]


@pytest.fixture(scope="session")
def call():
    """Run the command line in a process and wait for its end."""

    def run(*arguments, cwd=None, env=None):
        return subprocess.run(
            command(*arguments),
            capture_output=True,
            text=True,
            timeout=90,
            cwd=cwd,
            env=environment(**(env or {})),
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def begin():
    """Start the command line in a process."""

    def start(*arguments, **more):
        return subprocess.Popen(
            command(*arguments),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            **more,
        )

    return start


@pytest.fixture
def invoke(monkeypatch):
    """Call the command line in this process, as the installed script does."""

    def run(*arguments):
        out, err = io.StringIO(), io.StringIO()
        monkeypatch.setattr(sys, "argv", ["ocpp-conformance", *map(str, arguments)])
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
        return SimpleNamespace(
            exit_code=ended.value.code or 0, stdout=out.getvalue(), stderr=err.getvalue()
        )

    return run


@pytest.fixture(scope="session")
def finished(call, tmp_path_factory):
    """Give one whole run of the written cases, by its process and its folder."""
    folder = tmp_path_factory.mktemp("user")
    return call("run", "--out", folder / "report", "-v", cwd=folder), folder / "report"
