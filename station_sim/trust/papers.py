"""What a version supplies for a station's certificates: settings and messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pki.hash_data import HashData
    from pki.names import Subject
    from schemas.base import OcppModel
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
    def max_entries(self) -> int: ...

    @property
    def max_chain(self) -> int: ...

    @property
    def signed_by_old_root(self) -> bool:
        """AdditionalRootCertificateCheck."""
        ...

    def subject(self, use: Use) -> Subject:
        """Give the name that a certificate of the station must bear."""
        ...

    def sign_certificate(self, request: str, use: Use) -> OcppModel: ...

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
