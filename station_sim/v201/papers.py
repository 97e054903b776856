"""The 2.0.1 side of a station's certificates: SecurityCtrlr, ISO15118Ctrlr and the messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pki.names import Subject
from schemas.v201.certificates import GetCertificateStatusRequest
from schemas.v201.enums import HashAlgorithmEnumType
from schemas.v201.security import (
    CertificateSigningUseEnumType,
    SecurityEventNotificationRequest,
    SignCertificateRequest,
)
from schemas.v201.types import OCSPRequestDataType
from station_sim.device_model import DeviceModel
from station_sim.messenger import action_of
from station_sim.trust.papers import SigningPlan
from station_sim.trust.store import Use
from station_sim.v201 import contracts

if TYPE_CHECKING:
    from ocppj.frames import Answer
    from pki.hash_data import HashData
    from schemas.base import OcppModel
    from station_sim.moments import Token
    from station_sim.station import Station


class Papers201:
    """Satisfies `station_sim.trust.papers.Papers`."""

    def __init__(self, station: Station) -> None:
        self._station = station

    @property
    def _model(self) -> DeviceModel:
        assert isinstance(self._station.store, DeviceModel)
        return self._station.store

    @property
    def plan(self) -> SigningPlan:
        wait = self._model.number("SecurityCtrlr.CertSigningWaitMinimum")
        return SigningPlan(wait, self._model.number("SecurityCtrlr.CertSigningRepeatTimes"))

    plug_and_charge = True

    async def send(self, request: OcppModel) -> Answer:
        return await self._station.call(action_of(request), request.dump())

    @property
    def max_entries(self) -> int:
        found = self._model.find("SecurityCtrlr", "CertificateEntries")
        assert not isinstance(found, str)
        return int(found.maximum or 0)

    @property
    def max_chain(self) -> int:
        return self._model.number("SecurityCtrlr.MaxCertificateChainSize")

    @property
    def signed_by_old_root(self) -> bool:
        return self._model.flag("SecurityCtrlr.AdditionalRootCertificateCheck")

    def may_charge_offline(self, token: Token) -> bool:
        """C07.FR.07 and .08: a contract counts where it may be validated here, and is good."""
        if token.type != contracts.EMAID:
            return True
        allowed = self._model.flag("ISO15118Ctrlr.ContractValidationOffline")
        return allowed and contracts.is_good(self._station, token)

    def subject(self, use: Use) -> Subject:
        """A00.FR.509, .511; a vehicle's charger is named by its SeccId."""
        if use is not Use.V2G:
            organization = self._model.text("SecurityCtrlr.OrganizationName")
            return Subject(self._station.settings.serial_number, organization)
        return Subject(
            self._model.text("ISO15118Ctrlr.SeccId"),
            self._model.text("ISO15118Ctrlr.OrganizationName"),
            self._model.text("ISO15118Ctrlr.CountryName"),
            "CPO",
        )

    def sign_certificate(self, request: str, use: Use) -> SignCertificateRequest:
        kind = CertificateSigningUseEnumType(use.value)
        return SignCertificateRequest(csr=request, certificate_type=kind)

    def security_event(self, type: str, tech_info: str | None) -> SecurityEventNotificationRequest:
        at = self._station.clock.text()
        return SecurityEventNotificationRequest(type=type, timestamp=at, tech_info=tech_info)

    def certificate_status(self, named: HashData, responder: str) -> GetCertificateStatusRequest:
        data = OCSPRequestDataType(
            hash_algorithm=HashAlgorithmEnumType(named.algorithm.value),
            issuer_name_hash=named.issuer_name_hash,
            issuer_key_hash=named.issuer_key_hash,
            serial_number=named.serial_number,
            responder_url=responder,
        )
        return GetCertificateStatusRequest(ocsp_request_data=data)

    def request_contract(self, evse_id: int, action: str) -> None:
        contracts.request_contract(self._station, evse_id, action)
