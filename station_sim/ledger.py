"""The transactions as the wire tells them, whoever composed the messages.

A hand puppet's messages are written by a scenario, so that the ids and numbers that the next one
needs can only be known from what was sent and answered.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Entry:
    """One transaction that was reported as started and not as ended."""

    id: str
    evse_id: int
    connector_id: int
    next_seq_no: int = 0
    id_token: str | None = None


@dataclass(slots=True)
class Ledger:
    """Open transactions, the latest last."""

    entries: list[Entry] = field(default_factory=list)

    def open(self, entry: Entry) -> None:
        self.close(entry.id)
        self.entries.append(entry)

    def close(self, transaction_id: str) -> None:
        self.entries = [e for e in self.entries if e.id != transaction_id]

    def find(self, transaction_id: str) -> Entry | None:
        return next((e for e in self.entries if e.id == transaction_id), None)

    def at(self, evse_id: int) -> Entry | None:
        return next((e for e in reversed(self.entries) if e.evse_id == evse_id), None)

    @property
    def latest(self) -> Entry | None:
        return self.entries[-1] if self.entries else None
