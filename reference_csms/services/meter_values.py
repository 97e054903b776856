"""Meter readings, tied to their transaction where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.records import MeterReading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reference_csms.store.protocols import MeterValueStore


class MeterValueService:
    def __init__(self, store: MeterValueStore) -> None:
        self._store = store

    async def add(
        self,
        station: str,
        readings: Iterable[tuple[str, str]],
        *,
        evse_id: int | None = None,
        connector_id: int | None = None,
        transaction_id: str | None = None,
    ) -> None:
        """Keep readings, each a timestamp and the JSON text of its meter value."""
        for timestamp, text in readings:
            self._store.meter_readings.append(
                MeterReading(station, timestamp, text, evse_id, connector_id, transaction_id)
            )
