"""Firmware updates and log uploads, followed by the statuses that stations report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocppj.clock import format_datetime
from reference_csms.jobs import FileJob
from reference_csms.records import exact

if TYPE_CHECKING:
    from ocppj.clock import Clock
    from reference_csms.jobs import FileKind
    from reference_csms.store.protocols import FileJobStore


class FileService:
    def __init__(self, store: FileJobStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def asked(self, job: FileJob) -> None:
        """Keep what was asked and answered; what was reported of an equal job before is over."""
        await self._store.file_jobs.put(replace(job, asked_at=self._clock.now()))

    async def reported(
        self, station: str, kind: FileKind, request_id: int | None, status: str
    ) -> None:
        """Add a status; one of a job that we do not know is kept too."""
        known = await self._store.file_jobs.get(exact(station, kind.value, request_id))
        job = known or FileJob(station, kind, request_id)
        entry = {"status": status, "at": format_datetime(self._clock.now())}
        reported = replace(job, status=status, history=(*job.history, entry))
        await self._store.file_jobs.put(reported)
