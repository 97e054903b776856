"""What stations tell of their settings: 2.0.1 variables and 1.6 configuration keys."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from reference_csms.device_records import ConfigurationKey, Report, Variable
from reference_csms.records import exact
from reference_csms.store.protocols import DeviceModelStore, SettingsStore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocppj.clock import Clock


class ModelStore(DeviceModelStore, SettingsStore, Protocol):
    """Both ways of keeping settings."""


@dataclass(frozen=True, slots=True)
class KeyOutcome:
    """How a change of a 1.6 key ended, `name` in the words of OCPP."""

    name: str
    taken: bool = False
    reboot_owed: bool = False
    unknown: bool = False


class DeviceModelService:
    def __init__(self, store: ModelStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        # A part may arrive while the answer to the request is being kept; neither may be lost.
        self._reporting = asyncio.Lock()
        self._owing: set[str] | None = None
        """The stations with values that wait for a boot; None until the store was asked."""

    async def learn(self, variable: Variable, *, reboot_owed: bool | None = None) -> None:
        """Keep what a station told about one attribute; a refusal does not erase the value.

        Members that the message does not tell keep what an earlier message told; None leaves it
        open whether the value waits for a boot.
        """
        known = await self._store.variables.get(variable.key)
        if known is not None:
            variable = replace(
                variable,
                value=known.value if variable.value is None else variable.value,
                mutability=variable.mutability or known.mutability,
                characteristics=variable.characteristics or known.characteristics,
                reboot_owed=known.reboot_owed if reboot_owed is None else reboot_owed,
            )
        elif reboot_owed:
            variable = replace(variable, reboot_owed=True)
        self._owes(variable.station, owed=variable.reboot_owed)
        await self._store.variables.put(replace(variable, read_at=self._clock.now()))

    def _owes(self, station: str, *, owed: bool) -> None:
        if owed and self._owing is not None:
            self._owing.add(station)

    async def value(self, wanted: Variable) -> str | None:
        """Give the stored value of the attribute that `wanted` names."""
        known = await self._store.variables.get(wanted.key)
        return known.value if known is not None else None

    async def learn_keys(self, keys: Iterable[ConfigurationKey]) -> None:
        for key in keys:
            known = await self._store.configuration_keys.get(key.key) or key
            told = replace(
                key,
                read_at=self._clock.now(),
                outcome=known.outcome,
                reboot_owed=known.reboot_owed,
            )
            await self._store.configuration_keys.put(told)

    async def key_value(self, named: ConfigurationKey) -> str | None:
        """Give the stored value of the key that `named` names."""
        known = await self._store.configuration_keys.get(named.key)
        return known.value if known is not None else None

    async def changed_key(
        self, station: str, name: str, value: str | None, outcome: KeyOutcome
    ) -> None:
        """Keep a station's answer to a change, and the value where it was taken; None hides it."""
        named = ConfigurationKey(station, name)
        known = replace(
            await self._store.configuration_keys.get(named.key) or named, outcome=outcome.name
        )
        if outcome.taken:
            owed, now = outcome.reboot_owed, self._clock.now()
            self._owes(station, owed=owed)
            known = replace(known, value=value, known=True, reboot_owed=owed, read_at=now)
        elif outcome.unknown and known.value is None:
            known = replace(known, known=False)
        await self._store.configuration_keys.put(known)

    async def rebooted(self, station: str) -> None:
        """Note that values which waited for a boot are in force now."""
        if self._owing is None:
            keys = await self._store.configuration_keys.find(reboot_owed=True)
            variables = await self._store.variables.find(reboot_owed=True)
            self._owing = {key.station for key in keys} | {one.station for one in variables}
        if station not in self._owing:
            return
        self._owing.discard(station)
        for key in await self._store.configuration_keys.find(station=station, reboot_owed=True):
            await self._store.configuration_keys.put(replace(key, reboot_owed=False))
        for variable in await self._store.variables.find(station=station, reboot_owed=True):
            await self._store.variables.put(replace(variable, reboot_owed=False))

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
