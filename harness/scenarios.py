"""Which cases have a scenario, and where: read from the feature files without pytest."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

_SCENARIO: Final = re.compile(r"^ *Scenario(?: Outline)?: *(\S+)", re.MULTILINE)


def feature_root() -> Path:
    """Give the folder of the packaged features."""
    return Path(str(files("features")))


def feature_files() -> list[Path]:
    return sorted(feature_root().rglob("*.feature"))


@cache
def _places() -> dict[str, Path]:
    return {
        case_id: file
        for file in feature_files()
        for case_id in _SCENARIO.findall(file.read_text(encoding="utf-8"))
    }


def written_ids() -> frozenset[str]:
    """Give the ids of all cases that have a scenario."""
    return frozenset(_places())


def file_of(case_id: str) -> Path | None:
    return _places().get(case_id)


def text_of(case_id: str) -> str | None:
    """Give the text of a case's scenario, None where there is none."""
    file = file_of(case_id)
    if file is None:
        return None
    parts = re.split(r"(?m)^(?= *Scenario)", file.read_text(encoding="utf-8"))
    start = re.compile(rf" *Scenario(?: Outline)?: *{re.escape(case_id)}(\s|$)")
    return next(part.rstrip() for part in parts if start.match(part))
