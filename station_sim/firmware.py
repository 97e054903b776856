"""Firmware updates: fetched, verified, installed, with every state reported.

Sources: 1.6 edition 2, 4.5 and 5.19; security white paper of 1.6 and 2.0.1 Part 2, L01 and L02.
"""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pki.firmware import is_genuine
from pki.pem import MalformedPem, read_certificate
from pki.validation import flaws_of_chain
from station_sim import availability
from station_sim.moments import StopReason
from station_sim.transfers import TransferFailed, fetch, persistently
from station_sim.trust.store import Use

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography import x509

    from schemas.base import OcppModel
    from station_sim.station import Station

INSTALL_S = 5.0


class State(StrEnum):
    """The states of an update, in the words of FirmwareStatusEnumType."""

    IDLE = "Idle"
    DOWNLOAD_SCHEDULED = "DownloadScheduled"
    DOWNLOADING = "Downloading"
    DOWNLOADED = "Downloaded"
    DOWNLOAD_FAILED = "DownloadFailed"
    SIGNATURE_VERIFIED = "SignatureVerified"
    INVALID_SIGNATURE = "InvalidSignature"
    INSTALL_SCHEDULED = "InstallScheduled"
    INSTALLING = "Installing"
    REBOOTING = "InstallRebooting"
    INSTALLED = "Installed"


SIMPLE = frozenset(
    {
        State.IDLE,
        State.DOWNLOADING,
        State.DOWNLOADED,
        State.DOWNLOAD_FAILED,
        State.INSTALLING,
        State.INSTALLED,
    }
)
"""The states that the first edition of 1.6 has a word for."""


@dataclass(frozen=True, slots=True)
class Job:
    """One update; `report` makes the message of a state, None where there is none.

    Times in POSIX seconds. With a signature goes the certificate of its key.
    """

    location: str
    retrieve_at: float
    report: Callable[[State], OcppModel | None]
    install_at: float | None = None
    retries: int = 0
    retry_interval: float = 0.0
    signature: str | None = None
    certificate: x509.Certificate | None = None


class FirmwareUpdater:
    """Carries out one update at a time; `state` is the last that was reported."""

    def __init__(self, station: Station) -> None:
        self.state = State.IDLE
        self.job: Job | None = None
        self.blocks_connectors = False
        self._station = station
        self._task: asyncio.Task[None] | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None and not self._task.done()

    def trusted(self, pem: str) -> x509.Certificate | None:
        """Read a signing certificate; None for one that the maker's roots do not vouch for."""
        try:
            certificate = read_certificate(pem)
        except MalformedPem:
            return None
        station = self._station
        roots = station.memory.certificates.roots(Use.MANUFACTURER_ROOT)
        flaws = flaws_of_chain([certificate], roots, now=station.clock.now())
        return None if flaws else certificate

    def begin(self, job: Job) -> bool:
        """Start an update and tell whether it put an end to another (L01.FR.26)."""
        replaced = self.busy
        if self._task is not None:
            self._task.cancel()
        self.job = job
        self._unblock()
        self._task = self._station.tasks.spawn(self._run(job), "firmware update")
        return replaced

    async def _run(self, job: Job) -> None:
        image = await self._download(job)
        if image is None or not await self._verified(job, image):
            return
        await self._wait_to_install(job)
        await self._install(job, image)

    async def _enter(self, job: Job, state: State) -> None:
        self.state = state
        request = job.report(state)
        if request is not None:
            await self._station.tell(request)

    async def _download(self, job: Job) -> bytes | None:
        if self._until(job.retrieve_at) > 0:
            await self._enter(job, State.DOWNLOAD_SCHEDULED)
            await asyncio.sleep(self._until(job.retrieve_at))
        await self._enter(job, State.DOWNLOADING)
        tls = self._station.settings.tls
        try:
            image = await persistently(
                lambda: fetch(job.location, tls), job.retries, job.retry_interval
            )
        except TransferFailed:
            image = None
        await self._enter(job, State.DOWNLOAD_FAILED if image is None else State.DOWNLOADED)
        return image

    def _until(self, moment: float) -> float:
        return max(0.0, moment - self._station.clock.time())

    async def _verified(self, job: Job, image: bytes) -> bool:
        """L01.FR.03, .04: what is not genuine is thrown away, and the CSMS hears of it."""
        if job.signature is None or job.certificate is None:
            return True
        if is_genuine(image, job.signature, job.certificate):
            await self._enter(job, State.SIGNATURE_VERIFIED)
            return True
        await self._enter(job, State.INVALID_SIGNATURE)
        self._station.security.report("InvalidFirmwareSignature", "the firmware is not genuine")
        return False

    async def _wait_to_install(self, job: Job) -> None:
        """L01.FR.06, .07, .16: not before its time, nor while a transaction runs."""
        if job.install_at is not None and self._until(job.install_at) > 0:
            await self._enter(job, State.INSTALL_SCHEDULED)
            await asyncio.sleep(self._until(job.install_at))
        self.blocks_connectors = True
        availability.announce(self._station)
        await self._station.without_transactions()

    async def _install(self, job: Job, image: bytes) -> None:
        station = self._station
        await self._enter(job, State.INSTALLING)
        await asyncio.sleep(INSTALL_S)
        station.memory.firmware_version = f"build {hashlib.sha256(image).hexdigest()[:8]}"
        await self._enter(job, State.REBOOTING)
        await station.behaviour.reset("FirmwareUpdate", StopReason.REBOOT)
        self.blocks_connectors = False
        await station.online()
        if job.signature is not None:
            station.security.report("FirmwareUpdated", station.memory.firmware_version)
        await self._enter(job, State.INSTALLED)

    def _unblock(self) -> None:
        if self.blocks_connectors:
            self.blocks_connectors = False
            availability.announce(self._station)


def told(state: State) -> State:
    """Give the state to tell when asked: an installed update is no longer news (L01.FR.28)."""
    return State.IDLE if state is State.INSTALLED else state
