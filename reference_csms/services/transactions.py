"""Transactions: started, followed and ended, whatever order and repetition the messages have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reference_csms.numbering import MAX_GAPS
from reference_csms.records import Transaction, changed, exact, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    trigger_reason: str | None = None
    phases_used: int | None = None
    cable_max_current: int | None = None
    time_spent_charging: int | None = None
    registers: Sequence[float] = ()
    """Readings of the energy register, in Wh."""
    offline: bool = False
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
            begun=True,
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
            meter_last=stop.meter_stop,
            stopped_at=stop.at,
            stopped_reason=stop.reason or "Local",
            stop_token=stop.id_token,
            active=False,
        )
        await self._store.transactions.put(stopped)
        return stopped

    async def metered(
        self, station: str, transaction_id: str, registers: Sequence[float]
    ) -> Transaction | None:
        """Note readings of the energy register, in Wh, that came in a message of their own."""
        known = await self.get(station, transaction_id)
        if known is None or not registers:
            return None
        metered = replace(known, meter_last=_newest(known, registers))
        await self._store.transactions.put(metered)
        return metered

    async def authorized(self, transaction: Transaction, status: str) -> Transaction:
        """Keep what was answered about the token of a transaction."""
        if transaction.authorization == status:
            return transaction
        judged = replace(transaction, authorization=status)
        await self._store.transactions.put(judged)
        return judged

    async def stop_answered(self, station: str, transaction_id: str, answer: str) -> None:
        """Keep a station's answer to a remote stop of a transaction that we know of (F03)."""
        known = await self.get(station, transaction_id)
        if known is not None:
            await self._store.transactions.put(replace(known, stop_answer=answer))

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
        return {"last_seq_no": seq_no, "missing": (*missing, *_between(last, seq_no))}
    if seq_no < first:
        return {"first_seq_no": seq_no, "missing": (*_between(seq_no, first), *missing)}
    return {"missing": tuple(number for number in missing if number != seq_no)}


def _between(low: int, high: int) -> range:
    """Name the numbers between two, the highest `MAX_GAPS` of them."""
    return range(max(low + 1, high - MAX_GAPS), high)


_TOLD = (
    "evse_id",
    "connector_id",
    "reservation_id",
    "remote_start_id",
    "charging_state",
    "stopped_reason",
    "trigger_reason",
    "phases_used",
    "cable_max_current",
    "time_spent_charging",
)


def _news(before: Transaction, event: Progress) -> dict[str, Any]:
    """Say what an event adds; a late one must not undo what a later one said."""
    late = before.last_seq_no is not None and event.seq_no < before.last_seq_no
    news: dict[str, Any] = {}
    for name in _TOLD:
        value = getattr(event, name)
        if value is not None and not (late and getattr(before, name) is not None):
            news[name] = value
    if event.id_token is not None:
        prefix = "stop_token" if _stops(before, event) else "id_token"
        if not (late and getattr(before, prefix) is not None):
            news |= {prefix: event.id_token, f"{prefix}_type": event.id_token_type}
    if event.started or before.started_at is None:
        news["started_at"] = event.at
    if event.started:
        news["begun"] = True
    if event.offline:
        news["offline"] = True
    if event.ended:
        news |= {"active": False, "stopped_at": event.at}
        if before.stopped_reason is None:
            news.setdefault("stopped_reason", "Local")
    if event.registers or event.ended or not before.active:
        news |= _metered(before, event)
    return news


def _stops(before: Transaction, event: Progress) -> bool:
    """Tell whether a token ended the transaction, which another may have begun (C09, C16)."""
    if event.stops or not event.ended or before.id_token is None:
        return event.stops
    return fold(before.id_token) != fold(event.id_token)


def _metered(before: Transaction, event: Progress) -> dict[str, Any]:
    """Bring the readings up to date: a register only rises, so that late events change nothing."""
    registers = event.registers
    ended = event.ended or not before.active
    if not registers:
        return {"meter_stop": before.meter_last} if ended else {}
    known = () if before.meter_start is None else (before.meter_start,)
    newest = _newest(before, registers)
    news: dict[str, Any] = {"meter_start": min((*known, *registers)), "meter_last": newest}
    return {**news, "meter_stop": newest} if ended else news


def _newest(before: Transaction, registers: Sequence[float]) -> float:
    newest = max(registers)
    return newest if before.meter_last is None else max(before.meter_last, newest)
