"""TinyDB on a journal: a change costs what changed, not the whole file.

TinyDB's own storage writes everything anew for each insert, and a kill in between leaves it
unreadable. Here the tables live in memory and every change goes to the journal.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, MutableMapping
from typing import TYPE_CHECKING, Any

from tinydb import Storage
from tinydb.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.store.journal import Change, Journal

Row = dict[str, Any]
Tables = dict[str, dict[str, Row]]

COMPACT_MIN = 4 * 2**20
"""Bytes below which a journal is never rewritten."""
COMPACT_FACTOR = 4
"""A journal is rewritten when it is this many times as long as after the last rewriting."""
_ROWS_PER_BATCH = 500

_LOG = logging.getLogger(__name__)


class JournalStorage(Storage):
    """Keeps tables in memory and their changes in a journal.

    Changes wait until `commit`; all that wait go to the disk together, so that many callers share
    one flush.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._tables: Tables = {}
        self._waiting: list[Change] = []
        self._noted = 0
        self._safe = 0
        self._flush: asyncio.Task[None] | None = None
        for batch in journal.load():
            for table, key, row in batch:
                self._apply(table, key, row)
        self._compact_at = max(COMPACT_MIN, COMPACT_FACTOR * journal.size)

    def _apply(self, table: str, key: str, row: Row | None) -> None:
        rows = self._tables.setdefault(table, {})
        if row is None:
            rows.pop(key, None)
        else:
            rows[key] = row

    def read(self) -> Tables:
        return dict(self._tables)

    def write(self, data: Mapping[str, dict[str, Row]]) -> None:
        """Take whole tables over, as TinyDB's `drop_table` does."""
        for name, rows in self._tables.items():
            kept = data.get(name, {})
            for key in [key for key in rows if key not in kept]:
                self.note(name, key, None)
        for name, rows in data.items():
            if rows is not self._tables.get(name):
                for key, row in rows.items():
                    self.note(name, key, row)

    def rows(self, table: str) -> dict[str, Row]:
        return self._tables.setdefault(table, {})

    def note(self, table: str, key: str, row: Row | None) -> None:
        """Make one change in memory and let it wait for `commit`."""
        self._apply(table, key, row)
        self._waiting.append([table, key, row])
        self._noted += 1

    async def commit(self) -> None:
        """Return when every change noted so far is on the disk; raises OSError when that fails."""
        wanted = self._noted
        while self._safe < wanted:
            if self._flush is None:
                self._flush = asyncio.create_task(self._write_out(), name="store flush")
            await asyncio.shield(self._flush)

    async def _write_out(self) -> None:
        batch, self._waiting = self._waiting, []
        upto = self._noted
        try:
            await asyncio.get_running_loop().run_in_executor(None, self._journal.write, batch)
            self._safe = upto
            if self._journal.size > self._compact_at:
                await self._compact()
        except OSError:
            self._waiting = batch + self._waiting
            raise
        finally:
            self._flush = None

    async def _compact(self) -> None:
        # Rows are replaced, never changed in place, so a copy of the dicts is a snapshot. What
        # waits is in it too; written once more it says the same again.
        snapshot = {name: dict(rows) for name, rows in self._tables.items()}
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(None, self._journal.rewrite, _batches(snapshot))
        except OSError:
            # Every change is safe in the long journal; it is shortened another time.
            _LOG.exception("%s could not be shortened", self._journal.path)
        self._compact_at = max(COMPACT_MIN, COMPACT_FACTOR * self._journal.size)

    def close(self) -> None:
        """Write what still waits and close the file."""
        if self._waiting:
            self._journal.write(self._waiting)
            self._waiting = []
        self._journal.close()


def _batches(tables: Tables) -> Iterator[list[Change]]:
    batch: list[Change] = []
    for name, rows in tables.items():
        for key, row in rows.items():
            batch.append([name, key, row])
            if len(batch) == _ROWS_PER_BATCH:
                yield batch
                batch = []
    if batch:
        yield batch


class _Rows(MutableMapping[str, Row]):
    """A table as TinyDB's updaters see it: they change it, we note what."""

    def __init__(self, storage: JournalStorage, name: str) -> None:
        self._storage = storage
        self._name = name
        self._rows = storage.rows(name)
        self._lent: dict[str, Row] = {}

    def __getitem__(self, key: str) -> Row:
        # Updaters change what they get, so they get a copy, and `settle` notes it.
        if key not in self._lent:
            self._lent[key] = dict(self._rows[key])
        return self._lent[key]

    def __setitem__(self, key: str, row: Row) -> None:
        self._lent.pop(key, None)
        self._storage.note(self._name, key, row)

    def __delitem__(self, key: str) -> None:
        if key not in self._rows:
            raise KeyError(key)
        self._lent.pop(key, None)
        self._storage.note(self._name, key, None)

    def __contains__(self, key: object) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def settle(self) -> None:
        for key, row in self._lent.items():
            if row != self._rows[key]:
                self._storage.note(self._name, key, row)


class JournalTable(Table):
    """A TinyDB table with text for document ids, which notes single rows."""

    document_id_class = str  # type: ignore[assignment]

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        assert isinstance(self._storage, JournalStorage)
        rows = _Rows(self._storage, self.name)
        updater(rows)
        rows.settle()
        self.clear_cache()
