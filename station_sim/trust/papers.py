"""What a version supplies for a station's certificates: settings and messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ocppj.frames import Answer
    from pki.hash_data import HashData
    from pki.names import Subject
    from schemas.base import OcppModel
    from station_sim.moments import Token
    from station_sim.trust.store import Use


@dataclass(frozen=True, slots=True)
class SigningPlan:
    """How long a signed certificate is waited for, in seconds, and how often that is doubled."""

    wait: float
    repeats: int


class Papers(Protocol):
    """Read anew at each use, so that a changed setting works at once."""

    @property
    def plan(self) -> SigningPlan: ...

    @property
    def plug_and_charge(self) -> bool:
        """Tell whether certificates of ISO 15118 are dealt with at all."""
        ...

    @property
    def max_entries(self) -> int: ...

    @property
    def max_chain(self) -> int: ...

    @property
    def signed_by_old_root(self) -> bool:
        """AdditionalRootCertificateCheck."""
        ...

    def may_charge_offline(self, token: Token) -> bool:
        """Tell whether the settings let the owner of a contract charge without the CSMS."""
        ...

    def subject(self, use: Use) -> Subject:
        """Give the name that a certificate of the station must bear."""
        ...

    def sign_certificate(self, request: str, use: Use) -> OcppModel: ...

    async def send(self, request: OcppModel) -> Answer:
        """Send a request about certificates; raises CallFailed as `Station.call` does."""
        ...

    def security_event(self, type: str, tech_info: str | None) -> OcppModel:
        """Make the notification of an event, which is named in the words of 2.0.1."""
        ...

    def certificate_status(self, named: HashData, responder: str) -> OcppModel | None:
        """Ask for the OCSP status of a certificate; None in a version without that message."""
        ...

    def request_contract(self, evse_id: int, action: str) -> None:
        """Let a vehicle ask for a contract certificate; `action` is Install or Update.

        Raises NotPossible where that cannot be, ValueError for another action.
        """
        ...
