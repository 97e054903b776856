"""A person at a terminal: questions out, lines in, without holding up the event loop."""

from __future__ import annotations

import asyncio
import os
import select
import threading
from typing import TYPE_CHECKING, Final

from harness.targets.external import UsageError

if TYPE_CHECKING:
    from pathlib import Path

_POLL_S: Final = 0.1


class Terminal:
    """The terminal itself, whatever pytest or a pipe made of stdin and stdout.

    Raises UsageError where there is none.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.Lock()
        os.close(self._open())

    def _open(self) -> int:
        try:
            file = os.open(self._path, os.O_RDWR | os.O_NOCTTY)
        except OSError as error:
            raise self._refusal() from error
        if not os.isatty(file):
            os.close(file)
            raise self._refusal()
        return file

    def _refusal(self) -> UsageError:
        return UsageError(
            "the operator driver needs a terminal and there is none; run it in a terminal, "
            'or choose another [driver] kind: "http", "command" or "passive"'
        )

    async def ask(self, text: str) -> str:
        """Show a text and wait for a line, without its end. Raises EOFError when it is closed."""
        given_up = threading.Event()
        try:
            return await asyncio.to_thread(self._ask, text, given_up)
        finally:
            # A thread cannot be cancelled: it looks at this between two polls.
            given_up.set()

    def _ask(self, text: str, given_up: threading.Event) -> str:
        # In turn, lest a question that was given up takes the line meant for the next one.
        with self._turn:
            file = self._open()
            try:
                os.write(file, text.encode())
                return _read_line(file, given_up)
            finally:
                os.close(file)


def _read_line(file: int, given_up: threading.Event) -> str:
    line = b""
    while not line.endswith(b"\n") and not given_up.is_set():
        if select.select([file], [], [], _POLL_S)[0]:
            read = os.read(file, 4096)
            if not read:
                raise EOFError("the terminal was closed")
            line += read
    return line.decode(errors="replace").strip()
