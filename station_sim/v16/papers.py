"""The 1.6 side of a station's certificates: keys of the security white paper, section 7."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pki.names import Subject
from schemas.v16.security import SecurityEventNotificationRequest, SignCertificateRequest
from station_sim.configuration import Configuration
from station_sim.hardware import NotPossible
from station_sim.trust.papers import SigningPlan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pki.hash_data import HashData
    from station_sim.station import Station
    from station_sim.trust.store import Use

# Section 8 of the white paper: what 2.0.1 renamed.
_EVENTS: Final[Mapping[str, str]] = {
    "InvalidCsmsCertificate": "InvalidCentralSystemCertificate",
    "InvalidChargingStationCertificate": "InvalidChargePointCertificate",
}
# 1.6 has no keys for it, and says of the case that an operator mends it (A02, error handling).
_PLAN: Final = SigningPlan(wait=300.0, repeats=1)


class Papers16:
    """Satisfies `station_sim.trust.papers.Papers`."""

    plan = _PLAN

    def __init__(self, station: Station) -> None:
        self._station = station

    @property
    def _keys(self) -> Configuration:
        assert isinstance(self._station.store, Configuration)
        return self._station.store

    @property
    def max_entries(self) -> int:
        return self._keys.number("CertificateStoreMaxLength")

    @property
    def max_chain(self) -> int:
        return self._keys.number("CertificateSignedMaxChainSize")

    @property
    def signed_by_old_root(self) -> bool:
        return self._keys.flag("AdditionalRootCertificateCheck")

    def subject(self, use: Use) -> Subject:
        """A02.FR.13."""
        return Subject(self._station.settings.serial_number, self._keys.text("CpoName"))

    def sign_certificate(self, request: str, use: Use) -> SignCertificateRequest:
        return SignCertificateRequest(csr=request)

    def security_event(self, type: str, tech_info: str | None) -> SecurityEventNotificationRequest:
        return SecurityEventNotificationRequest(
            type=_EVENTS.get(type, type),
            timestamp=self._station.clock.text(),
            tech_info=tech_info,
        )

    def certificate_status(self, named: HashData, responder: str) -> None:
        """Nothing: plain 1.6 asks for no OCSP status."""

    def request_contract(self, evse_id: int, action: str) -> None:
        """Refuse: plain 1.6 knows nothing of contract certificates."""
        raise NotPossible("OCPP 1.6 has no message for contract certificates")
