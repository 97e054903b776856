"""A script as text: lines with their places, comments gone, continued lines joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a script; `number` is that of its first line in the file."""

    file: str
    number: int
    text: str

    @property
    def place(self) -> str:
        return f"{self.file}:{self.number}"


class ScriptError(Exception):
    """A script that cannot be run: a sentence for each fault, with its place and what to do."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))


class Wrong(ValueError):
    """What is wrong with a line, as a sentence without its place."""


def lines(file: str, text: str) -> Iterator[Line]:
    """Split a script into its lines; one that begins with white space continues the one before.

    Raises ScriptError where there is nothing to continue.
    """
    number, parts = 0, list[str]()
    for at, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip() or raw.lstrip().startswith("#"):
            continue
        if not raw[0].isspace():
            if parts:
                yield Line(file, number, " ".join(parts))
            number, parts = at, [raw.strip()]
        elif parts:
            parts.append(raw.strip())
        else:
            continues = "begins with white space, which continues a line, and there is none before"
            raise ScriptError((f"{file}:{at}: the line {continues}; begin at the margin",))
    if parts:
        yield Line(file, number, " ".join(parts))
