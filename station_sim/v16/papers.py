"""The 1.6 side of a station's certificates: keys of the security white paper, section 7."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pki.names import Subject
from schemas.tunnel import PLUG_AND_CHARGE
from schemas.v16 import iso15118
from schemas.v16.security import SecurityEventNotificationRequest, SignCertificateRequest
from station_sim.configuration import Configuration
from station_sim.messenger import action_of
from station_sim.moments import Token
from station_sim.trust.papers import SigningPlan
from station_sim.trust.store import Use
from station_sim.v16 import contracts as contracts16
from station_sim.v16 import iso15118_variant, messages, tunnel

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.frames import Answer
    from pki.hash_data import HashData
    from schemas.base import OcppModel
    from station_sim.station import Station

# Section 8 of the white paper: what 2.0.1 renamed.
_EVENTS: Final[Mapping[str, str]] = {
    "FailedToAuthenticateAtCsms": "FailedToAuthenticateAtCentralSystem",
    "InvalidCsmsCertificate": "InvalidCentralSystemCertificate",
    "InvalidChargingStationCertificate": "InvalidChargePointCertificate",
}


class Papers16:
    """Satisfies `station_sim.trust.papers.Papers`."""

    def __init__(self, station: Station) -> None:
        self._station = station

    @property
    def _keys(self) -> Configuration:
        assert isinstance(self._station.store, Configuration)
        return self._station.store

    @property
    def plan(self) -> SigningPlan:
        """Give what the application note, 9.3 and 9.4, has settings for."""
        wait = self._keys.number("CertSigningWaitMinimum")
        return SigningPlan(wait, self._keys.number("CertSigningRepeatTimes"))

    @property
    def plug_and_charge(self) -> bool:
        return self._keys.flag("ISO15118PnCEnabled")

    async def send(self, request: OcppModel) -> Answer:
        """Send what is about ISO 15118 inside DataTransfer (application note, 2.3)."""
        action, station = action_of(request), self._station
        if type(request).__module__ != iso15118.__name__:
            return await station.call(action, request.dump())
        through = tunnel.spoken(station)
        if through is PLUG_AND_CHARGE:
            return await tunnel.call(station, through.named(action), request.dump())
        inner = iso15118_variant.translate(request)
        if inner is not None:
            return await tunnel.call(station, through.named(action), inner)
        assert isinstance(request, iso15118.AuthorizeRequest)
        token = Token(request.id_token.id_token)
        return await station.call(action, messages.authorize(token).dump())

    @property
    def max_entries(self) -> int:
        return self._keys.number("CertificateStoreMaxLength")

    @property
    def max_chain(self) -> int:
        return self._keys.number("CertificateSignedMaxChainSize")

    @property
    def signed_by_old_root(self) -> bool:
        return self._keys.flag("AdditionalRootCertificateCheck")

    def may_charge_offline(self, token: Token) -> bool:
        """Section 5: a contract counts where it may be validated here, and is good."""
        if token.type != contracts16.CONTRACT_TOKEN:
            return True
        allowed = self._keys.flag("ContractValidationOffline")
        return allowed and contracts16.is_good(self._station)

    def subject(self, use: Use) -> Subject:
        """A02.FR.13; in ISO 15118 the domain component of a charger is CPO."""
        serial, operator = self._station.settings.serial_number, self._keys.text("CpoName")
        return Subject(serial, operator, domain="CPO" if use is Use.V2G else None)

    def sign_certificate(self, request: str, use: Use) -> OcppModel:
        if use is Use.V2G:
            kind = iso15118.CertificateSigningUseEnumType.V2G_CERTIFICATE
            return iso15118.SignCertificateRequest(csr=request, certificate_type=kind)
        return SignCertificateRequest(csr=request)

    def security_event(self, type: str, tech_info: str | None) -> SecurityEventNotificationRequest:
        return SecurityEventNotificationRequest(
            type=_EVENTS.get(type, type),
            timestamp=self._station.clock.text(),
            tech_info=tech_info,
        )

    def certificate_status(
        self, named: HashData, responder: str
    ) -> iso15118.GetCertificateStatusRequest:
        data = iso15118.OCSPRequestDataType(
            hash_algorithm=iso15118.HashAlgorithmEnumType(named.algorithm.value),
            issuer_name_hash=named.issuer_name_hash,
            issuer_key_hash=named.issuer_key_hash,
            serial_number=named.serial_number,
            responder_url=responder,
        )
        return iso15118.GetCertificateStatusRequest(ocsp_request_data=data)

    def request_contract(self, evse_id: int, action: str) -> None:
        contracts16.request_contract(self._station, evse_id, action)
