"""What a mutant is: one place on the wire and one operator (plain values)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

Path = tuple[str | int, ...]

_ID: Final = re.compile(
    r"(?P<case>\w+):(?P<kind>request|response|error):(?P<action>[\w/]+):(?P<frame>[1-9]\d*):"
    r"(?P<path>[\w.]*):(?P<operator>\w+)"
)


class FrameKind(StrEnum):
    """Which of the system's frames: a CALL, a CALLRESULT or a CALLERROR."""

    REQUEST = "request"
    RESPONSE = "response"
    ERROR = "error"


class Group(StrEnum):
    """What an operator spoils: the exchange, a value, or the schema."""

    STRUCTURAL = "structural"
    VALUE = "value"
    SCHEMA = "schema"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A frame of the system under test: the `frame`-th of its kind and action, from 1 on."""

    kind: FrameKind
    action: str
    frame: int


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change to one frame of one case; the changed value is computed when it is applied."""

    case: str
    spot: Spot
    path: Path
    operator: str

    @property
    def id(self) -> str:
        """Name the mutant, in characters that need no escaping in a URL."""
        spot = self.spot
        place = ".".join(str(key) for key in self.path)
        return f"{self.case}:{spot.kind}:{spot.action}:{spot.frame}:{place}:{self.operator}"


def parse_id(text: str) -> Mutant:
    """Read a mutant's id; raises ValueError for any other text."""
    match = _ID.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no mutant; the form is case:kind:action:frame:path:operator")
    keys = match["path"].split(".") if match["path"] else []
    path = tuple(int(key) if key.isdigit() else key for key in keys)
    spot = Spot(FrameKind(match["kind"]), match["action"], int(match["frame"]))
    return Mutant(match["case"], spot, path, match["operator"])


def field_name(path: Path) -> str:
    """Write a path as the tables of the features do: `meterValue[0].timestamp`."""
    text = ""
    for key in path:
        text += f"[{key}]" if isinstance(key, int) else f".{key}" if text else key
    return text
