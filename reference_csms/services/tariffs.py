"""Tariffs, and what transactions cost by them (2.0.1, I02 and I03)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from ocppj.clock import parse_datetime
from reference_csms.store.protocols import TariffStore, TransactionStore

if TYPE_CHECKING:
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

    async def price(self, transaction: Transaction, tariff: Tariff, at: str) -> Transaction:
        """Bring the cost of a transaction up to date, as of `at`."""
        energy = max(0.0, transaction.energy_wh or 0.0)
        seconds = _seconds(transaction.started_at, transaction.stopped_at or at)
        cost = tariff.cost(energy, seconds)
        priced = replace(transaction, total_cost=cost, currency=tariff.currency)
        await self._store.transactions.put(priced)
        return priced

    async def note(self, transaction: Transaction, at: str) -> None:
        """Keep the cost where no message tells it, as in 1.6."""
        tariff = await self.of(transaction.station)
        if tariff is not None:
            await self.price(transaction, tariff, at)


def _seconds(begin: str | None, end: str) -> float:
    if begin is None:
        return 0.0
    return max(0.0, (parse_datetime(end) - parse_datetime(begin)).total_seconds())
