"""Starting the example programs as processes of their own."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@contextmanager
def _running(script, *arguments):
    process = subprocess.Popen(
        [sys.executable, str(EXAMPLES / script), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        if not select.select([process.stdout], [], [], 15)[0]:
            pytest.fail(f"{script} says nothing")
        line = process.stdout.readline()
        if not line:
            pytest.fail(f"{script} ended: {process.communicate(timeout=10)[1]}")
        yield json.loads(line)
        assert process.poll() is None, process.communicate(timeout=10)[1]
    finally:
        process.terminate()
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise
    assert process.returncode == 0


@pytest.fixture(scope="session")
def running():
    """Give a context manager that runs an example and yields what it says of its ports."""
    return _running


@pytest.fixture(scope="session")
def examples():
    return EXAMPLES
