"""Firmware and logs on their way, followed by the statuses that stations report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ocppj.clock import format_datetime
from reference_csms.jobs import FileJob, FileKind
from reference_csms.records import exact

if TYPE_CHECKING:
    from ocppj.clock import Clock
    from reference_csms.store.protocols import FileJobStore


class FileService:
    def __init__(self, store: FileJobStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def asked(self, job: FileJob) -> None:
        """Keep what was asked and answered; what was reported of an equal job before is over.

        Statuses may arrive before the answer does; those are of this job, and stay.
        """
        known = await self._store.file_jobs.get(job.key)
        if known is not None and known.answer is None:
            locations = job.locations or known.locations
            job = replace(job, status=known.status, history=known.history, locations=locations)
        await self._store.file_jobs.put(replace(job, asked_at=self._clock.now()))

    async def reported(
        self,
        station: str,
        kind: FileKind,
        request_id: int | None,
        status: str,
        *,
        locations: tuple[str, ...] = (),
    ) -> None:
        """Add a status; one of a job that we do not know is kept too."""
        known = await self._store.file_jobs.get(exact(station, kind.value, request_id))
        job = known or FileJob(station, kind, request_id)
        entry = {"status": status, "at": format_datetime(self._clock.now())}
        reported = replace(
            job,
            status=status,
            history=(*job.history, entry),
            locations=locations or job.locations,
        )
        await self._store.file_jobs.put(reported)

    async def withdrawn(self, station: str, checksum: str, answer: str, *, gone: bool) -> None:
        """Keep what became of a published file that was to go, ours or another's.

        One that is gone can be had nowhere any more.
        """
        kind = FileKind.PUBLICATION
        published = await self._store.file_jobs.find(station=station, kind=kind)
        same = [job for job in published if (job.checksum or "").lower() == checksum.lower()]
        unknown = FileJob(station, kind, checksum=checksum, asked_at=self._clock.now())
        for job in same or [unknown]:
            left = () if gone else job.locations
            kept = replace(job, withdrawal=answer, locations=left)
            await self._store.file_jobs.put(kept)
