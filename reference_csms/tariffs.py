"""What charging costs (2.0.1, block I)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tariff:
    """Prices in `currency` (ISO 4217) for one station, or for all others where `station` is "".

    `in_response`: the running cost travels in the answers to TransactionEvent, not in CostUpdated.
    """

    station: str = ""
    currency: str = "EUR"
    per_kwh: float = 0.0
    per_hour: float = 0.0
    per_session: float = 0.0
    in_response: bool = False

    @property
    def key(self) -> str:
        return self.station

    def cost(self, energy_wh: float, seconds: float) -> float:
        """Give the cost in the currency, rounded to hundredths."""
        total = self.per_session + self.per_kwh * energy_wh / 1000 + self.per_hour * seconds / 3600
        return round(total, 2)
