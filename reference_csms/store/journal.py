"""A file of changes that survives kill -9 and power loss.

Every line is one batch of changes: a CRC-32 in eight hexadecimal digits, a space, a JSON array. A
batch is there as a whole or not at all, and the next is written only after the disk has the one
before; so only the last line can be damaged by a crash. It is then put aside and reported. A
damaged line before the last is no crash but a broken disk or a foreign hand: that is an error.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Change = list[Any]
"""`[table, key, row]`; row None removes."""


class StoreLocked(RuntimeError):
    """Another process has the store open."""


class StoreDamaged(RuntimeError):
    """The store cannot be read back without losing what was acknowledged."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """A damaged tail that was cut off when a file was opened: where it is now, how long it was."""

    kept_in: Path
    size: int

    def __str__(self) -> str:
        return f"an unfinished write of {self.size} bytes was cut off and kept in {self.kept_in}"


class FileLock:
    """Holds `path` for this process until `release`; raises StoreLocked when another has it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+b")
        try:
            _lock(self._file)
        except OSError as taken:
            self._file.close()
            raise StoreLocked(f"{path.with_suffix('')} is in use by another process") from taken

    def release(self) -> None:
        self._file.close()


if sys.platform == "win32":

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class Journal:
    """The journal file; opened by `load`, which must come first.

    Methods block: call the writing ones in a thread, one at a time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self.recovery: Recovery | None = None
        self._file: IO[bytes] | None = None

    def load(self) -> Iterator[list[Change]]:
        """Give all batches in order, then open for writing.

        Raises StoreDamaged when a line before the last is damaged.
        """
        good = 0
        if self.path.exists():
            with self.path.open("rb") as file:
                for number, line in enumerate(file, start=1):
                    batch = _read(line)
                    if batch is None:
                        self._cut(file, line, good, number)
                        break
                    good += len(line)
                    yield batch
        self.size = good
        self._file = _appending(self.path)
        _sync_directory(self.path)

    def _cut(self, file: IO[bytes], line: bytes, good: int, number: int) -> None:
        if file.read(1):
            raise StoreDamaged(f"{self.path}, line {number}: damaged, and not the last line")
        self.recovery = cut_tail(self.path, good, line)

    def write(self, batch: list[Change]) -> None:
        """Append one batch and wait until the disk has it.

        Raises OSError; the file is then as before, as far as the disk lets us.
        """
        assert self._file is not None, "load comes first"
        line = _line(batch)
        try:
            _write_all(self._file, line)
            os.fsync(self._file.fileno())
        except OSError:
            os.truncate(self.path, self.size)
            raise
        self.size += len(line)

    def rewrite(self, batches: Iterable[list[Change]]) -> None:
        """Replace the whole journal by shorter batches that say the same."""
        fresh = self.path.with_name(self.path.name + ".new")
        with open(fresh, "wb", opener=_private) as file:
            for batch in batches:
                file.write(_line(batch))
            file.flush()
            os.fsync(file.fileno())
        self.close()  # some systems replace no open file
        try:
            os.replace(fresh, self.path)
            _sync_directory(self.path)
        finally:
            self._file = _appending(self.path)
            self.size = self.path.stat().st_size

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


def _appending(path: Path) -> IO[bytes]:
    return open(path, "ab", buffering=0, opener=_private)


def _private(path: str, flags: int) -> int:
    """Make a file that only its owner reads: the store holds passwords and private keys."""
    return os.open(path, flags, 0o600)


def cut_tail(path: Path, good: int, tail: bytes) -> Recovery:
    """Shorten a file to its first `good` bytes, the tail being kept beside it."""
    aside = _unused(path)
    with open(aside, "wb", opener=_private) as file:
        file.write(tail)
        file.flush()
        os.fsync(file.fileno())
    os.truncate(path, good)
    return Recovery(aside, len(tail))


def _unused(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    return aside


def _line(batch: list[Change]) -> bytes:
    text = json.dumps(batch, separators=(",", ":"), allow_nan=False).encode()
    return b"%08x %b\n" % (zlib.crc32(text), text)


def _read(line: bytes) -> list[Change] | None:
    """Read one line; None when it is damaged."""
    text = line[9:-1]
    if not line.endswith(b"\n") or line[:9] != b"%08x " % zlib.crc32(text):
        return None
    batch: list[Change] = json.loads(text)
    return batch


def _write_all(file: IO[bytes], data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _sync_directory(path: Path) -> None:
    if sys.platform == "win32":
        return  # a rename is durable there without it, and a directory cannot be opened
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
