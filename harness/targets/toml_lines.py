"""Which line of a TOML text sets which key (tomllib does not tell)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Position = tuple[str | int, ...]

_NAME = r"(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')"
_DOTTED = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_TABLE = re.compile(rf"^\s*(?P<brackets>\[\[?)\s*(?P<name>{_DOTTED})\s*\]")
_KEY = re.compile(rf"^\s*(?P<name>{_DOTTED})\s*=")
_PART = re.compile(_NAME)
_QUOTES = re.compile(r'"""|\'\'\'')


def scan(text: str) -> dict[Position, int]:
    """Map the position of each table and key to its line, counted from 1.

    Inline tables and arrays have the line of their key.
    """
    lines: dict[Position, int] = {}
    table: Position = ()
    counts: dict[Position, int] = {}
    for number, line in _outside_long_texts(text):
        if header := _TABLE.match(line):
            table = _table(_parts(header["name"]), header["brackets"] == "[[", counts)
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_parts(key["name"])), number)
    return lines


def line_of(lines: Mapping[Position, int], position: Position) -> int:
    """Give the first line that sets something at a position, or in the nearest table around it."""
    for length in range(len(position), 0, -1):
        found = [line for at, line in lines.items() if at[:length] == position[:length]]
        if found:
            return min(found)
    return 1


def _table(parts: Position, repeated: bool, counts: dict[Position, int]) -> Position:
    """Give a header its position; a table below an array of tables is its last entry's."""
    table: Position = ()
    for part in parts[:-1]:
        table = (*table, part)
        if table in counts:
            table = (*table, counts[table])
    table = (*table, parts[-1])
    if not repeated:
        return table
    counts[table] = counts.get(table, -1) + 1
    return (*table, counts[table])


def _outside_long_texts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines, but for those that begin within a multi-line text."""
    inside = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not inside:
            yield number, line
        for mark in _QUOTES.findall(line):
            inside = "" if mark == inside else inside or mark


def _parts(dotted: str) -> Position:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
