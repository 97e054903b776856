"""The message log: JSON Lines, appended text by text, each at once handed to the system."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from reference_csms.entries import LoggedMessage
from reference_csms.store.journal import Recovery, cut_tail
from reference_csms.store.memory import matches

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BLOCK = 2**16


class MessageFile:
    """All messages since the file was made; reading happens in a thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.recovery = _recover(path)
        self._file = path.open("ab", buffering=0)

    def append(self, entry: LoggedMessage) -> None:
        line = json.dumps(asdict(entry), separators=(",", ":"))
        self._file.write(line.encode() + b"\n")

    async def find(
        self, *, limit: int = 100, offset: int = 0, newest: bool = False, **equal: Any
    ) -> list[LoggedMessage]:
        def search() -> list[LoggedMessage]:
            lines = _backwards(self.path) if newest else _forwards(self.path)
            entries = (LoggedMessage(**json.loads(line)) for line in lines)
            found = (entry for entry in entries if matches(entry, equal))
            return list(islice(found, offset, offset + limit))

        return await asyncio.get_running_loop().run_in_executor(None, search)

    def close(self) -> None:
        self._file.close()


def _recover(path: Path) -> Recovery | None:
    """Cut off a last line that was not finished."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    tail = next(_backwards(path))
    if tail.endswith(b"\n"):
        return None
    return cut_tail(path, path.stat().st_size - len(tail), tail)


def _forwards(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _backwards(path: Path) -> Iterator[bytes]:
    """Give the lines of a file, the last first, each with its newline where it has one."""
    with path.open("rb") as file:
        position = file.seek(0, os.SEEK_END)
        rest = b""
        while position:
            begin = max(0, position - _BLOCK)
            file.seek(begin)
            lines = (file.read(position - begin) + rest).splitlines(keepends=True)
            position = begin
            rest = lines[0]
            yield from reversed(lines[1:])
        if rest:
            yield rest
