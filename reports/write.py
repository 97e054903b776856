"""All reports of a run, made from its folder: by `run` at its end, and by `report DIR`."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reports import audit, html, junit, markdown
from reports.load import ReportError, load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.audit import Audit
    from reports.load import RunData

_READABLE: Final = 0o644


def write_all(directory: Path) -> Path:
    """Write audit.json and the other reports into the folder of a run; returns audit.json's path.

    The same folder gives the same bytes. Raises ReportError when the folder holds no run or
    cannot be written.
    """
    data = load(directory)
    judged = audit.judge(data)
    try:
        for name, text in _texts(data, judged).items():
            _replace(directory / name, text)
    except OSError as error:
        raise ReportError(f"{directory} cannot be written: {error}") from error
    return directory / "audit.json"


def _texts(data: RunData, judged: Audit) -> Mapping[str, str]:
    return {
        "audit.json": json.dumps(judged.to_json(), indent=1) + "\n",
        "index.html": html.render(judged, data),
        "audit.md": markdown.render(judged),
        "junit.xml": junit.render(judged, data),
    }


def _replace(path: Path, text: str) -> None:
    """Put a file in place at once, so that nobody ever reads half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(_READABLE)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
