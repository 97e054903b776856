"""Transactions: started, followed and ended, whatever order and repetition the messages have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reference_csms.records import Transaction, changed, exact

if TYPE_CHECKING:
    from reference_csms.store.protocols import TransactionStore

MAX_NUMBER = 2**31 - 1
_SERIES = "transaction"


@dataclass(frozen=True, slots=True)
class Start:
    """A transaction as a 1.6 station starts it; `meter_start` in Wh, `at` as sent."""

    station: str
    connector_id: int
    id_token: str
    meter_start: int
    at: str
    reservation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """The end of a transaction; `meter_stop` in Wh, `at` as sent."""

    station: str
    transaction_id: str
    meter_stop: int
    at: str
    reason: str | None = None
    id_token: str | None = None


@dataclass(slots=True)  # not frozen: made for each event, in a quarter of the time
class Progress:
    """What one TransactionEvent says; None leaves what is known as it is."""

    station: str
    transaction_id: str
    seq_no: int
    at: str
    started: bool = False
    ended: bool = False
    evse_id: int | None = None
    connector_id: int | None = None
    id_token: str | None = None
    id_token_type: str | None = None
    charging_state: str | None = None
    stopped_reason: str | None = None
    reservation_id: int | None = None
    remote_start_id: int | None = None
    stops: bool = False
    """The token was presented to end the authorization (triggerReason StopAuthorized)."""


class TransactionService:
    def __init__(self, store: TransactionStore) -> None:
        self._store = store

    async def get(self, station: str, transaction_id: str) -> Transaction | None:
        return await self._store.transactions.get(exact(station, transaction_id))

    async def start(self, start: Start) -> Transaction:
        """Open a 1.6 transaction under a number of its own.

        A repeated StartTransaction, which a station sends when our answer got lost (1.6 section
        3.7.1), gets the number of the first.
        """
        repeated = await self._started(start)
        if repeated is not None:
            return repeated
        number = await self._store.next_number(_SERIES)
        if number > MAX_NUMBER:
            raise OverflowError(f"transaction number {number} does not fit into 32 bits")
        transaction = Transaction(
            station=start.station,
            transaction_id=str(number),
            started_at=start.at,
            connector_id=start.connector_id,
            id_token=start.id_token,
            meter_start=start.meter_start,
            reservation_id=start.reservation_id,
        )
        await self._store.transactions.put(transaction)
        return transaction

    async def _started(self, start: Start) -> Transaction | None:
        same = await self._store.transactions.find(
            station=start.station,
            connector_id=start.connector_id,
            id_token=start.id_token,
            meter_start=start.meter_start,
            started_at=start.at,
        )
        return same[0] if same else None

    async def stop(self, stop: Stop) -> Transaction:
        """Close a 1.6 transaction, also one whose start never reached us (1.6 section 4.10)."""
        known = await self.get(stop.station, stop.transaction_id)
        stopped = replace(
            known or Transaction(stop.station, stop.transaction_id),
            meter_stop=stop.meter_stop,
            stopped_at=stop.at,
            stopped_reason=stop.reason or "Local",
            stop_token=stop.id_token,
            active=False,
        )
        await self._store.transactions.put(stopped)
        return stopped

    async def authorized(self, transaction: Transaction, status: str) -> Transaction:
        """Keep what was answered about the token of a transaction."""
        if transaction.authorization == status:
            return transaction
        judged = replace(transaction, authorization=status)
        await self._store.transactions.put(judged)
        return judged

    async def told_status(
        self, station: str, transaction_id: str, *, ongoing: bool | None, queued: bool
    ) -> None:
        """Keep a station's answer about a transaction that we know of (E14)."""
        known = await self.get(station, transaction_id)
        if known is not None:
            told = replace(known, told_ongoing=ongoing, told_queued=queued)
            await self._store.transactions.put(told)

    async def progress(self, event: Progress) -> tuple[Transaction, bool]:
        """Take in one 2.0.1 event; the flag tells whether it is new.

        Events may come late, out of order or twice: seqNo tells which (2.0.1 Part 2, 1.60.1).
        """
        known = await self.get(event.station, event.transaction_id)
        before = known or Transaction(event.station, event.transaction_id)
        if before.last_seq_no is not None and _seen(before, event.seq_no):
            return before, False
        after = changed(before, **_news(before, event), **_counted(before, event.seq_no))
        await self._store.transactions.put(after)
        return after, True


def _seen(transaction: Transaction, seq_no: int) -> bool:
    assert transaction.first_seq_no is not None
    assert transaction.last_seq_no is not None
    inside = transaction.first_seq_no <= seq_no <= transaction.last_seq_no
    return inside and seq_no not in transaction.missing


def _counted(transaction: Transaction, seq_no: int) -> dict[str, Any]:
    """Say how the count of messages changes by one with this number."""
    first, last, missing = (
        transaction.first_seq_no,
        transaction.last_seq_no,
        transaction.missing,
    )
    if first is None or last is None:
        return {"first_seq_no": seq_no, "last_seq_no": seq_no}
    if seq_no == last + 1:
        return {"last_seq_no": seq_no}
    if seq_no > last:
        return {"last_seq_no": seq_no, "missing": (*missing, *range(last + 1, seq_no))}
    if seq_no < first:
        return {"first_seq_no": seq_no, "missing": (*range(seq_no + 1, first), *missing)}
    return {"missing": tuple(number for number in missing if number != seq_no)}


_TOLD = (
    "evse_id",
    "connector_id",
    "reservation_id",
    "remote_start_id",
    "charging_state",
    "stopped_reason",
)


def _news(before: Transaction, event: Progress) -> dict[str, Any]:
    """Say what an event adds; a late one must not undo what a later one said."""
    late = before.last_seq_no is not None and event.seq_no < before.last_seq_no
    told = {name: getattr(event, name) for name in _TOLD}
    if event.id_token is not None:
        prefix = "stop_token" if event.stops else "id_token"
        told[prefix], told[f"{prefix}_type"] = event.id_token, event.id_token_type
    news = {
        name: value
        for name, value in told.items()
        if value is not None and not (late and getattr(before, name) is not None)
    }
    if event.started or before.started_at is None:
        news["started_at"] = event.at
    if event.ended:
        news |= {"active": False, "stopped_at": event.at}
        if before.stopped_reason is None:
            news.setdefault("stopped_reason", "Local")
    return news
