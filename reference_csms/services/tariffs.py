"""Tariffs, and what transactions cost by them (2.0.1, I02 and I03)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from ocppj.clock import parse_datetime
from reference_csms.store.protocols import TariffStore, TransactionStore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reference_csms.records import Transaction
    from reference_csms.tariffs import Tariff


class PricedStore(TariffStore, TransactionStore, Protocol):
    """What prices are made of."""


class TariffService:
    def __init__(self, store: PricedStore) -> None:
        self._store = store

    async def put(self, tariff: Tariff) -> None:
        await self._store.tariffs.put(tariff)

    async def of(self, station: str) -> Tariff | None:
        """Give the tariff of a station, or the one for all; None where charging has no price."""
        own = await self._store.tariffs.get(station)
        return own or await self._store.tariffs.get("")

    async def price(
        self, transaction: Transaction, tariff: Tariff, registers: Sequence[float], at: str
    ) -> Transaction:
        """Bring the cost of a transaction up to date; `registers` are new readings in Wh."""
        # A register only rises, so late and repeated messages change nothing.
        first = min((*_known(transaction.meter_start), *registers), default=None)
        last = max((*_known(transaction.meter_last), *registers), default=None)
        energy = 0.0 if first is None or last is None else max(0.0, last - first)
        seconds = _seconds(transaction.started_at, at)
        priced = replace(
            transaction,
            meter_start=first,
            meter_last=last,
            meter_stop=transaction.meter_stop if transaction.active else last,
            total_cost=tariff.cost(energy, seconds),
            currency=tariff.currency,
        )
        await self._store.transactions.put(priced)
        return priced


def _known(reading: float | None) -> tuple[float, ...]:
    return () if reading is None else (reading,)


def _seconds(begin: str | None, end: str) -> float:
    if begin is None:
        return 0.0
    return max(0.0, (parse_datetime(end) - parse_datetime(begin)).total_seconds())
