"""A timer that ends reservations when their time is up, also those of before a restart."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ocppj.problems import BugLog
    from reference_csms.services.reservations import ReservationService
    from reference_csms.store.protocols import Store

_LEAST_S: Final = 0.001


class ReservationTimer:
    """Sleeps until the next reservation expires; runs only once there is one to wait for."""

    def __init__(self, service: ReservationService, store: Store, bugs: BugLog) -> None:
        self._service = service
        self._store = store
        self._bugs = bugs
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        service.watch = self.wake

    def wake(self) -> None:
        """Look again when the next reservation expires."""
        self._wake.set()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="expiry of reservations")

    async def start(self) -> None:
        """Take up the reservations that the store knows."""
        if await self._service.next_expiry() is not None:
            self.wake()

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        try:
            while (seconds := await self._service.next_expiry()) is not None:
                self._wake.clear()
                with suppress(TimeoutError):
                    async with asyncio.timeout(max(seconds, _LEAST_S)):
                        await self._wake.wait()
                await self._service.expire()
                await self._store.commit()
        except Exception as bug:  # noqa: BLE001 - nobody awaits a timer
            self._bugs.add(bug)
