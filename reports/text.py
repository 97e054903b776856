"""Texts of systems under test on their way into a report; they may hold anything."""

from __future__ import annotations

import re
from typing import Final

_SUBSTITUTE: Final = "\N{REPLACEMENT CHARACTER}"
_MARKUP: Final = re.compile(r"([\\`*<|]|(?<=\])\()")


def clean(text: str) -> str:
    """Replace what XML forbids and a terminal obeys: control characters, lone surrogates."""
    return "".join(c if c.isprintable() or c in "\n\t" else _SUBSTITUTE for c in text)


def one_line(text: str) -> str:
    """Put a text on one line, cleaned."""
    return clean(" ".join(text.split()))


def markdown(text: str) -> str:
    """Put a text on one line in which Markdown finds no markup, nor the end of a table cell."""
    return _MARKUP.sub(r"\\\1", one_line(text))


def words(identifier: str) -> str:
    """Write an identifier as words: `not_applicable` as "not applicable"."""
    return identifier.replace("_", " ")
