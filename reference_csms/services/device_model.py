"""What stations tell of their settings: 2.0.1 variables and 1.6 configuration keys."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from reference_csms.records import ConfigurationKey, Report, Variable, exact
from reference_csms.store.protocols import DeviceModelStore, SettingsStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocppj.clock import Clock


class ModelStore(DeviceModelStore, SettingsStore, Protocol):
    """Both ways of keeping settings."""


class DeviceModelService:
    def __init__(self, store: ModelStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        # A part may arrive while the answer to the request is being kept; neither may be lost.
        self._reporting = asyncio.Lock()

    async def learn(self, variable: Variable) -> None:
        """Keep what a station told about one attribute; a refusal does not erase the value.

        Members that the message does not tell keep what an earlier message told.
        """
        known = await self._store.variables.get(variable.key)
        if known is not None:
            variable = replace(
                variable,
                value=known.value if variable.value is None else variable.value,
                mutability=variable.mutability or known.mutability,
                characteristics=variable.characteristics or known.characteristics,
            )
        await self._store.variables.put(replace(variable, read_at=self._clock.now()))

    async def value(self, wanted: Variable) -> str | None:
        """Give the stored value of the attribute that `wanted` names."""
        known = await self._store.variables.get(wanted.key)
        return known.value if known is not None else None

    async def learn_keys(self, keys: Iterable[ConfigurationKey]) -> None:
        for key in keys:
            await self._store.configuration_keys.put(replace(key, read_at=self._clock.now()))

    async def key_value(self, named: ConfigurationKey) -> str | None:
        """Give the stored value of the key that `named` names."""
        known = await self._store.configuration_keys.get(named.key)
        return known.value if known is not None else None

    async def changed_key(self, station: str, name: str, value: str) -> None:
        """Keep a value that the station accepted."""
        named = ConfigurationKey(station, name)
        known = await self._store.configuration_keys.get(named.key)
        changed = replace(known or named, value=value, known=True, read_at=self._clock.now())
        await self._store.configuration_keys.put(changed)

    async def expect_report(self, station: str, request_id: int, answer: str) -> None:
        """Note the answer to a request for a report; an earlier one of that id is replaced.

        Parts may arrive before the answer does; those are of this report, and stay.
        """
        async with self._reporting:
            known = await self._store.reports.get(exact(station, request_id))
            early = known is not None and known.answer is None
            report = known if known is not None and early else Report(station, request_id)
            await self._store.reports.put(replace(report, answer=answer))

    async def take_part(
        self, station: str, request_id: int, seq_no: int, *, at: str, size: int, last: bool
    ) -> None:
        """Note one part of a report; parts may come twice."""
        async with self._reporting:
            known = await self._store.reports.get(exact(station, request_id))
            report = known or Report(station, request_id)
            new = seq_no not in report.parts
            told = replace(
                report,
                generated_at=at,
                parts=tuple(sorted({*report.parts, seq_no})),
                variables=report.variables + (size if new else 0),
                last_part=seq_no if last else report.last_part,
            )
            await self._store.reports.put(told)
