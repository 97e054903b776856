"""Firmware updates: fetched, verified, installed, with every state reported.

Sources: 1.6 edition 2, 4.5 and 5.19; security white paper of 1.6 and 2.0.1 Part 2, L01 and L02
(ids are those of 2.0.1).
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ocppj.clock import parse_datetime
from pki.firmware import is_genuine
from pki.pem import MalformedPem, read_certificate
from pki.validation import flaws_of_chain
from station_sim import availability, images
from station_sim.moments import StopReason
from station_sim.publishing import Publisher
from station_sim.transfers import (
    RETRIES,
    RETRY_INTERVAL_S,
    TransferFailed,
    fetch,
    given,
    persistently,
)
from station_sim.trust.store import Use

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptography import x509

    from schemas.base import OcppModel
    from station_sim.hardware import Evse, Fact
    from station_sim.station import Station

INSTALL_S = 5.0
DRAIN_S = 60.0
"""Longest wait for what is still to be said about the transactions, before an update goes on."""


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
    VERIFICATION_FAILED = "InstallVerificationFailed"
    INSTALLING = "Installing"
    INSTALLATION_FAILED = "InstallationFailed"
    REBOOTING = "InstallRebooting"
    INSTALLED = "Installed"


SIMPLE = frozenset(
    {
        State.IDLE,
        State.DOWNLOADING,
        State.DOWNLOADED,
        State.DOWNLOAD_FAILED,
        State.INSTALLING,
        State.INSTALLATION_FAILED,
        State.INSTALLED,
    }
)
"""The states that the first edition of 1.6 has a word for."""

_PAST_RECALL = frozenset({State.INSTALLING, State.REBOOTING})


class Answer(StrEnum):
    """What is answered to a request, in the words of UpdateFirmwareStatusEnumType."""

    ACCEPTED = "Accepted"
    CANCELED = "AcceptedCanceled"
    REJECTED = "Rejected"
    INVALID = "InvalidCertificate"
    REVOKED = "RevokedCertificate"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for, alike in both versions; date-times as OCPP writes them."""

    location: str
    retrieve_at: str
    install_at: str | None = None
    signing_certificate: str | None = None
    signature: str | None = None
    retries: int | None = None
    retry_interval: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One update; `report` makes the message of a state, None where there is none.

    Without a certificate nothing is verified (L02).
    """

    wanted: Wanted
    report: Callable[[State], OcppModel | None]
    certificate: x509.Certificate | None = None


class FirmwareUpdater:
    """Carries out one update at a time; `state` is the last that was reported.

    `blocks_connectors`: nobody may begin to charge now. `publisher` is what a Local Controller has.
    """

    def __init__(self, station: Station) -> None:
        self.state = State.IDLE
        self.job: Job | None = None
        self.blocks_connectors = False
        self.publisher = Publisher(station)
        self._station = station
        self._task: asyncio.Task[None] | None = None
        self._unplugged = asyncio.Event()
        station.hardware.listen(self._on_fact)

    @property
    def busy(self) -> bool:
        return self._task is not None and not self._task.done()

    @property
    def past_recall(self) -> bool:
        """Tell whether an update is under way that cannot be interrupted (B11.FR.06, L01.FR.27)."""
        return self.busy and self.state in _PAST_RECALL

    def consider(self, wanted: Wanted) -> tuple[Answer, x509.Certificate | None]:
        """Judge a request before anything is fetched (L01.FR.02, .21, .22, .24, .27).

        Gives the answer, and the certificate of a signer that may be trusted.
        """
        certificate = None
        if wanted.signing_certificate is not None or wanted.signature is not None:
            flaw, certificate = self._judged(wanted.signing_certificate or "")
            if flaw is not None:
                self._station.security.report("InvalidFirmwareSigningCertificate", flaw.value)
                return flaw, None
        if not self.busy:
            return Answer.ACCEPTED, certificate
        if self.past_recall:
            return Answer.REJECTED, None
        return Answer.CANCELED, certificate

    def _judged(self, pem: str) -> tuple[Answer | None, x509.Certificate | None]:
        """Read a signing certificate, and see whether the maker's roots vouch for it."""
        try:
            certificate = read_certificate(pem)
        except MalformedPem:
            return Answer.INVALID, None
        station, store = self._station, self._station.memory.certificates
        roots = store.roots(Use.MANUFACTURER_ROOT)
        if flaws_of_chain([certificate], roots, now=station.clock.now()):
            return Answer.INVALID, None
        if certificate.serial_number in store.revoked:
            return Answer.REVOKED, None
        return None, certificate

    def begin(self, job: Job) -> None:
        """Start an update, in place of one that is under way (L01.FR.24)."""
        if self._task is not None:
            self._task.cancel()
        self.job = job
        self._block(False)
        self._task = self._station.tasks.spawn(self._run(job), "firmware update")

    def word(self) -> OcppModel | None:
        """Give the message of the last state; None without an update, or after one.

        An installed update is no longer news (L01.FR.25, .26).
        """
        return None if self.job is None or self._told is State.IDLE else self.job.report(self._told)

    @property
    def _told(self) -> State:
        return State.IDLE if self.state is State.INSTALLED else self.state

    async def _run(self, job: Job) -> None:
        await self._wait_to_download(job)
        content = await self._download(job)
        if content is None or not await self._verified(job, content):
            self._block(False)
            return
        await self._wait_to_install(job)
        await self._install(job, images.read(content))

    async def _enter(self, job: Job, state: State) -> None:
        self.state = state
        request = job.report(state)
        if request is not None:
            await self._station.tell(request)

    # download

    async def _wait_to_download(self, job: Job) -> None:
        """L01.FR.13: not before its time, nor beside a transaction where that cannot be."""
        retrieve_at = parse_datetime(job.wanted.retrieve_at).timestamp()
        alone = not self._station.settings.downloads_while_charging
        if self._until(retrieve_at) > 0 or (alone and self._in_use):
            await self._enter(job, State.DOWNLOAD_SCHEDULED)
        await asyncio.sleep(self._until(retrieve_at))
        if alone:
            await self._free()

    async def _download(self, job: Job) -> bytes | None:
        """L01.FR.30."""
        await self._enter(job, State.DOWNLOADING)
        wanted, tls = job.wanted, self._station.settings.tls
        try:
            content = await persistently(
                lambda: fetch(wanted.location, tls),
                given(wanted.retries, RETRIES),
                given(wanted.retry_interval, RETRY_INTERVAL_S),
            )
        except TransferFailed:
            content = None
        await self._enter(job, State.DOWNLOAD_FAILED if content is None else State.DOWNLOADED)
        return content

    def _until(self, moment: float) -> float:
        return max(0.0, moment - self._station.clock.time())

    async def _verified(self, job: Job, content: bytes) -> bool:
        """L01.FR.03, .04: what is not genuine is thrown away, and the CSMS hears of it."""
        if job.certificate is None:
            return True
        if is_genuine(content, job.wanted.signature or "", job.certificate):
            await self._enter(job, State.SIGNATURE_VERIFIED)
            return True
        await self._enter(job, State.INVALID_SIGNATURE)
        self._station.security.report("InvalidFirmwareSignature", "the firmware is not genuine")
        return False

    # installation

    async def _wait_to_install(self, job: Job) -> None:
        """L01.FR.06, .16: not before its time, nor while a transaction runs."""
        wanted = job.wanted.install_at
        install_at = 0.0 if wanted is None else parse_datetime(wanted).timestamp()
        if self._until(install_at) > 0:
            await self._enter(job, State.INSTALL_SCHEDULED)
            await asyncio.sleep(self._until(install_at))
        await self._free()
        self._block(True)

    @property
    def _in_use(self) -> bool:
        """Tell whether somebody charges, or has charged and is about to leave."""
        station = self._station
        leaving = (p for p in station.points if p.finished and p.evse.vehicle is not None)
        return station.charging or any(leaving)

    async def _free(self) -> None:
        """Wait until nobody charges; L01.FR.07: meanwhile nobody else begins, if so set."""
        station = self._station
        if self._in_use and not station.policy.sessions_before_update:
            self._block(True)
        while self._in_use:
            await station.without_transactions()
            if self._in_use:
                self._unplugged.clear()
                await self._unplugged.wait()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                await station.memory.queue.drained()

    def _on_fact(self, _: Evse, __: Fact) -> None:
        self._unplugged.set()

    async def _install(self, job: Job, image: images.Image) -> None:
        """L01.FR.28, .29, .31, .32, and L02.FR.20."""
        station = self._station
        if not image.sound:
            await self._fail(job, State.VERIFICATION_FAILED)
            return
        await self._enter(job, State.INSTALLING)
        await asyncio.sleep(INSTALL_S)
        if not image.suits(station.settings.model):
            await self._fail(job, State.INSTALLATION_FAILED)
            return
        station.memory.firmware_version = image.version
        await self._enter(job, State.REBOOTING)
        await station.behaviour.reset("FirmwareUpdate", StopReason.REBOOT)
        self.blocks_connectors = False
        await station.online()
        if job.certificate is not None:
            station.security.report("FirmwareUpdated", image.version)
        await self._enter(job, State.INSTALLED)

    async def _fail(self, job: Job, state: State) -> None:
        await self._enter(job, state)
        self._block(False)

    def _block(self, blocks: bool) -> None:
        if self.blocks_connectors is not blocks:
            self.blocks_connectors = blocks
            availability.announce(self._station)
