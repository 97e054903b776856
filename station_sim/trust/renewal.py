"""The station's own certificates: asked for, judged, used, and renewed in time (A02, A03)."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ocppj.frames import CallResult
from ocppj.problems import CallFailed
from pki import csr
from pki.keys import generate
from pki.names import Subject, station_name_problems
from pki.pem import MalformedPem, read_chain
from pki.profiles import ocsp_url
from pki.validation import flaws_of_chain, is_signed_by
from pki.validity import Validity
from station_sim.trust.store import Entry, Use

if TYPE_CHECKING:
    from cryptography import x509

    from pki.keys import PrivateKey
    from station_sim.station import Station

MONTH: Final = timedelta(days=30)
"""How long before its end a certificate is renewed (A03.FR.02)."""
DAY_S: Final = 86400.0
WEEK_S: Final = 7 * DAY_S
ROOTS: Final = {Use.STATION: Use.CSMS_ROOT, Use.V2G: Use.V2G_ROOT}


class Invalid(ValueError):
    """A signed certificate that the station must not use."""


class Renewal:
    """One key waits for its certificate for each use; a newer request makes it worthless."""

    def __init__(self, station: Station) -> None:
        self._station = station
        self._waiting: dict[Use, PrivateKey] = {}
        self._asking: dict[Use, asyncio.Task[None]] = {}

    # asking

    def request(self, use: Use) -> str:
        """Make a new key pair, and a signing request for it (A02.FR.02, .03)."""
        key = generate(self._station.settings.factory.key_kind)
        self._waiting[use] = key
        return csr.create(key, self._station.papers.subject(use))

    def ask(self, use: Use) -> None:
        """Ask the CSMS for a certificate, again and again until it comes (A02.FR.17 to .19)."""
        self._end(use)
        task = self._station.tasks.spawn(self._ask(use), f"certificate for {use}")
        self._asking[use] = task

    async def _ask(self, use: Use) -> None:
        plan = self._station.papers.plan
        waits = [plan.wait * 2**doubled for doubled in range(plan.repeats + 1 if plan.wait else 0)]
        for wait in waits:
            if not await self._send(use):
                return
            await asyncio.sleep(wait)
        await self._send(use)

    async def _send(self, use: Use) -> bool:
        """Send a request; false when the CSMS refuses, so that asking again makes no sense."""
        request = self._station.papers.sign_certificate(self.request(use), use)
        try:
            answer = await self._station.papers.send(request)
        except CallFailed:
            return True
        return isinstance(answer, CallResult) and answer.payload["status"] == "Accepted"

    def _end(self, use: Use) -> None:
        asking = self._asking.pop(use, None)
        if asking is not None:
            asking.cancel()

    # judging

    def take(self, pem: str, use: Use) -> bool:
        """Judge a signed chain, use it if it is good; tells whether it was (A02.FR.06 to .08).

        After a bad one the CSMS must ask anew (A02.FR.20).
        """
        if len(pem) > self._station.papers.max_chain:
            return False  # A02.FR.16: refused unread, and no security event
        self._end(use)
        try:
            entry = self._judged(pem, use)
        except Invalid as invalid:
            tech_info = str(invalid)[:255]
            self._station.security.report("InvalidChargingStationCertificate", tech_info)
            return False
        self._waiting.pop(use, None)
        self._station.memory.certificates.take(entry)
        self._station.security.report("ReconfigurationOfSecurityParameters", f"new {use}")
        return True

    def _judged(self, pem: str, use: Use) -> Entry:
        station = self._station
        try:
            chain = read_chain(pem)
        except MalformedPem as malformed:
            raise Invalid(str(malformed)) from malformed
        key = self._key_for(chain[0], use)
        roots = station.memory.certificates.roots(ROOTS[use])
        flaws = flaws_of_chain(chain, roots, now=station.clock.now())
        problems = [*map(str, flaws), *self._name_problems(chain[0], use)]
        if problems:
            raise Invalid("; ".join(problems))
        anchor = _anchor(chain, roots)
        below = tuple(certificate for certificate in chain if certificate != anchor)
        return Entry(use, below, anchor, key)

    def _key_for(self, certificate: x509.Certificate, use: Use) -> PrivateKey:
        """Find the private key: of the request, or of the certificate that is in use."""
        own = self._station.memory.certificates.own(use)
        for key in (self._waiting.get(use), own.key if own is not None else None):
            if key is not None and key.public_key() == certificate.public_key():
                return key
        raise Invalid("the certificate is for no key of this station")

    def _name_problems(self, certificate: x509.Certificate, use: Use) -> list[str]:
        wanted = self._station.papers.subject(use)
        names = [name for name in (wanted.common_name,) if name is not None]
        organizations = [name for name in (wanted.organization,) if name is not None]
        subject = Subject.of(certificate.subject)
        return station_name_problems(subject, serials=names, organizations=organizations)

    # in time

    async def watch(self) -> None:
        """Renew what ends within a month (A03.FR.02), and refresh OCSP weekly (M06.FR.10)."""
        while True:
            await self._station.online()
            self._renew_in_time()
            await asyncio.sleep(self._until_renewal())

    def _renew_in_time(self) -> None:
        for use in ROOTS:
            entry = self._station.memory.certificates.own(use)
            if entry is not None and self._left(entry) <= 0 and not self._is_asking(use):
                self.ask(use)

    def _is_asking(self, use: Use) -> bool:
        task = self._asking.get(use)
        return task is not None and not task.done()

    def _left(self, entry: Entry) -> float:
        """Give the seconds until a certificate is due to be renewed."""
        due = Validity.of(entry.certificate).end - MONTH
        return (due - self._station.clock.now()).total_seconds()

    def _until_renewal(self) -> float:
        """Look again when the next one is due, within the day and not within the minute."""
        own = (self._station.memory.certificates.own(use) for use in ROOTS)
        left = [self._left(entry) for entry in own if entry is not None]
        return max(60.0, min([DAY_S, *left]))

    async def refresh(self) -> None:
        """Ask for the OCSP status of the V2G certificates now, and once a week (M06.FR.06, .10)."""
        while True:
            await self._station.online()
            await self.ask_status()
            await asyncio.sleep(WEEK_S)

    async def ask_status(self) -> None:
        """Ask for the V2G certificate and the authorities between it and its root (M06.FR.07)."""
        entry = self._station.memory.certificates.own(Use.V2G)
        if entry is None:
            return
        for certificate, named in zip(entry.chain, entry.names(), strict=True):
            responder = ocsp_url(certificate)
            request = responder and self._station.papers.certificate_status(named, responder)
            if not request:
                continue
            try:
                answer = await self._station.papers.send(request)
            except CallFailed:
                return  # tried again with the next refresh
            if isinstance(answer, CallResult) and "ocspResult" in answer.payload:
                cache = self._station.memory.ocsp
                cache[named.serial_number] = answer.payload["ocspResult"]


def _anchor(chain: tuple[x509.Certificate, ...], roots: list[x509.Certificate]) -> x509.Certificate:
    """Find the root of a chain that was judged good."""
    if chain[-1] in roots:
        return chain[-1]
    return next(root for root in roots if is_signed_by(chain[-1], root))
