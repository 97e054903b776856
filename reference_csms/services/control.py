"""Resets, unlocked connectors, cleared caches, and remote starts tied to their transactions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from reference_csms.control import Outcome, RemoteStart
from reference_csms.records import exact, fold
from reference_csms.store.protocols import ControlStore, TransactionStore

if TYPE_CHECKING:
    from datetime import datetime

    from ocppj.clock import Clock
    from reference_csms.records import Transaction

ACCEPTED: Final = "Accepted"
RESET: Final = "Reset"
SERIES: Final = "remote start"
_PATIENCE: Final = timedelta(minutes=15)
"""A 1.6 transaction that begins later is taken for one of its own: stations wait for the cable
no longer than ConnectionTimeOut."""


class ControllingStore(ControlStore, TransactionStore, Protocol):
    """Outcomes, and the transactions that some of them began."""


class ControlService:
    def __init__(self, store: ControllingStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def answered(
        self,
        station: str,
        action: str,
        status: str,
        *,
        evse_id: int | None = None,
        connector_id: int | None = None,
        kind: str | None = None,
    ) -> None:
        """Keep a station's answer, which replaces the last one about that place."""
        now = self._clock.now()
        outcome = Outcome(station, action, status, now, evse_id, connector_id, kind)
        await self._store.outcomes.put(outcome)

    async def booted(self, station: str) -> None:
        """Note that the reset that a station took, now or for later, has happened (B11, B12)."""
        reset = await self._store.outcomes.get(exact(station, RESET, None, None))
        if reset is not None and reset.status != "Rejected" and reset.done_at is None:
            await self._store.outcomes.put(replace(reset, done_at=self._clock.now()))

    # remote starts

    def now(self) -> datetime:
        return self._clock.now()

    async def number(self) -> int:
        """Give a number to a remote start of 1.6."""
        return await self._store.next_number(SERIES)

    async def start_answered(self, start: RemoteStart) -> tuple[RemoteStart, Transaction | None]:
        """Keep an answer; gives the transaction, whose first message may have come before it."""
        began = await self._began(start) if start.status == ACCEPTED else None
        if began is not None:
            return await self._tie(start, began), began
        await self._store.remote_starts.put(start)
        return start, None

    async def _began(self, start: RemoteStart) -> Transaction | None:
        found = await self._store.transactions.find(
            station=start.station, remote_start_id=start.remote_start_id
        )
        if not found and start.transaction_id is not None:  # F02: it had begun before
            return await self._store.transactions.get(exact(start.station, start.transaction_id))
        return found[-1] if found else None

    async def started(self, transaction: Transaction) -> RemoteStart | None:
        """Tie a transaction to the request that it names (F01.FR.25, F02.FR.01)."""
        asked = exact(transaction.station, transaction.remote_start_id)
        start = await self._store.remote_starts.get(asked)
        if start is None or start.transaction_id == transaction.transaction_id:
            return None
        return await self._tie(start, transaction)

    async def started_by_tag(
        self, transaction: Transaction
    ) -> tuple[Transaction, RemoteStart | None]:
        """Tie a transaction of 1.6, which names no request, to the newest that fits it."""
        if transaction.remote_start_id is not None:  # a repeated start
            return transaction, None
        found = await self._store.remote_starts.find(
            station=transaction.station, status=ACCEPTED, transaction_id=None
        )
        for start in reversed(found):
            if self._fits(start, transaction):
                tied = replace(transaction, remote_start_id=start.remote_start_id)
                await self._store.transactions.put(tied)
                return tied, await self._tie(start, tied)
        return transaction, None

    def _fits(self, start: RemoteStart, transaction: Transaction) -> bool:
        there = start.connector_id in (None, transaction.connector_id)
        recent = self._clock.now() - start.asked_at <= _PATIENCE
        return there and recent and fold(start.id_token) == fold(transaction.id_token)

    async def _tie(self, start: RemoteStart, transaction: Transaction) -> RemoteStart:
        tied = replace(start, transaction_id=transaction.transaction_id)
        await self._store.remote_starts.put(tied)
        return tied
