"""The output folder of a run: made, recognised, cleared, and never taken from somebody else."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Final

from ocpp_conformance.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

MARKER: Final = "run.json"
_OURS: Final = frozenset(
    {
        MARKER,
        "plan.json",
        "results.jsonl",
        "audit.json",
        "audit.md",
        "index.html",
        "junit.xml",
        "mutation.json",
        "traces",
        "allure-results",
    }
)


def prepare(directory: Path) -> Path:
    """Make an empty output folder, clearing away an earlier run's files.

    Refuses a folder that holds anything which no run of ours has written, and one that cannot be
    written to.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        foreign = sorted(entry.name for entry in directory.iterdir() if entry.name not in _OURS)
        held = any(directory.iterdir())
    except (FileExistsError, NotADirectoryError) as error:
        raise Refusal(f"--out {directory}: is no folder; name another one") from error
    except OSError as error:
        raise _unwritable(directory, error) from error
    if foreign or (held and not (directory / MARKER).is_file()):
        what = f"such as {foreign[0]}" if foreign else "but no run.json"
        raise Refusal(
            f"--out {directory}: the folder holds files of something else, {what}; "
            "name an empty or a new folder"
        )
    try:
        _clear(directory)
        (directory / MARKER).write_text("{}\n", encoding="utf-8")
    except OSError as error:
        raise _unwritable(directory, error) from error
    return directory


def _unwritable(directory: Path, error: OSError) -> Refusal:
    return Refusal(f"--out {directory}: {error.strerror}; name a folder you can write")


def _clear(directory: Path) -> None:
    for entry in directory.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
