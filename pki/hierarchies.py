"""The certificate hierarchies of one run: operator, vehicle to grid, mobility operator, maker."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pki import profiles
from pki.authority import Authority, Identity
from pki.keys import KeyKind
from pki.names import Subject
from pki.ocsp import Responder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from cryptography import x509

    from pki.validity import Validity

OCSP_URL = "http://127.0.0.1/ocsp"
"""Written into the certificates of a vehicle's world; the CSMS answers for it in process."""


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """A root and the authority below it that issues."""

    root: Authority
    issuer: Authority

    @classmethod
    def mint(
        cls, name: str, organization: str, *, now: datetime, ocsp_url: str | None = None
    ) -> Hierarchy:
        root = Authority.mint(f"{name} root", organization, now=now, ocsp_url=ocsp_url)
        return cls(root, root.subordinate(f"{name} sub-CA", now=now))

    @property
    def anchor(self) -> x509.Certificate:
        return self.root.certificate


class Hierarchies:
    """All that a charging network needs, each minted when it is first asked for.

    `now` is when; A00.FR.601 to .604 and the hierarchies of ISO 15118-2 are followed in outline.
    """

    def __init__(self, now: datetime, organization: str = "OCPP Conformance") -> None:
        self.now = now
        self.organization = organization

    @cached_property
    def cso(self) -> Hierarchy:
        """The station operator's: CSMS and charging station certificates."""
        return Hierarchy.mint("CSO", self.organization, now=self.now)

    @cached_property
    def v2g(self) -> Hierarchy:
        """What vehicles trust: the V2G certificates of stations."""
        return Hierarchy.mint("V2G", self.organization, now=self.now, ocsp_url=OCSP_URL)

    @cached_property
    def mo(self) -> Hierarchy:
        """The mobility operator's: contract certificates."""
        return Hierarchy.mint("MO", self.organization, now=self.now, ocsp_url=OCSP_URL)

    @cached_property
    def manufacturer(self) -> Hierarchy:
        """The station maker's: firmware signers."""
        return Hierarchy.mint("Manufacturer", self.organization, now=self.now)

    @cached_property
    def responder(self) -> Responder:
        """Answers for the V2G and the MO hierarchy."""
        ours = (self.v2g, self.mo)
        return Responder([authority for h in ours for authority in (h.root, h.issuer)])

    def csms(
        self,
        hosts: Sequence[str],
        *,
        kind: KeyKind = KeyKind.EC_P256,
        validity: Validity | None = None,
    ) -> Identity:
        """Make a CSMS's server certificate; the first of `hosts` is its name (A00.FR.510)."""
        return self.cso.issuer.enrol(
            profiles.CSMS_SERVER,
            Subject(hosts[0], self.organization),
            now=self.now,
            kind=kind,
            validity=validity,
            hosts=hosts,
        )

    def station(
        self,
        serial: str,
        *,
        kind: KeyKind = KeyKind.EC_P256,
        validity: Validity | None = None,
    ) -> Identity:
        """Make a charging station's client certificate; its name is its serial (A00.FR.511)."""
        return self.cso.issuer.enrol(
            profiles.CHARGING_STATION,
            Subject(serial, self.organization),
            now=self.now,
            kind=kind,
            validity=validity,
        )

    def v2g_charger(self, secc_id: str) -> Identity:
        """Make the certificate that a station shows to vehicles."""
        subject = Subject(secc_id, self.organization, domain="CPO")
        return self.v2g.issuer.enrol(profiles.V2G_CHARGER, subject, now=self.now)

    def contract(self, emaid: str) -> Identity:
        """Make a driver's contract certificate."""
        subject = Subject(emaid, self.organization, domain="MO")
        return self.mo.issuer.enrol(profiles.CONTRACT, subject, now=self.now)

    def firmware_signer(
        self, kind: KeyKind = KeyKind.EC_P256, validity: Validity | None = None
    ) -> Identity:
        """Make the certificate that proves who made a firmware."""
        return self.manufacturer.issuer.enrol(
            profiles.FIRMWARE_SIGNER,
            Subject("Firmware signing", self.organization),
            now=self.now,
            kind=kind,
            validity=validity,
        )
