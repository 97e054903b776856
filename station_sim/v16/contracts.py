"""Contract certificates of vehicles, which the CSMS gets for them (application note, 3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.clock import parse_datetime
from ocppj.frames import CallResult
from ocppj.problems import CallFailed
from pki.hash_data import hash_data
from pki.pem import read_chain
from pki.profiles import ocsp_url
from pki.validation import flaws_of_chain, is_signed_by
from schemas.v16.iso15118 import (
    AuthorizeRequest,
    CertificateActionEnumType,
    Get15118EVCertificateRequest,
    HashAlgorithmEnumType,
    IdTokenType,
    OCSPRequestDataType,
)
from station_sim import exi
from station_sim.configuration import Configuration
from station_sim.hardware import NotPossible
from station_sim.memory import CachedToken
from station_sim.trust.store import Use

if TYPE_CHECKING:
    from cryptography import x509

    from schemas.base import JsonObject
    from station_sim.hardware import Vehicle
    from station_sim.moments import Token
    from station_sim.station import Station

CONTRACT_TOKEN: Final = "eMAID"
"""The type of a token that an EV shows by its contract certificate."""


def request_contract(station: Station, evse_id: int, action: str) -> None:
    """Let the vehicle ask for a contract certificate.

    Raises NotPossible without a vehicle or with Plug and Charge switched off, ValueError for an
    action other than Install and Update.
    """
    kind = CertificateActionEnumType(action)
    vehicle = station.hardware.evse(evse_id).vehicle
    if vehicle is None:
        raise NotPossible(f"no EV is connected to EVSE {evse_id}")
    if not station.papers.plug_and_charge:
        raise NotPossible("Plug and Charge is switched off")
    if station.is_online and station.automatic:
        station.tasks.spawn(_fetch(station, vehicle, kind), "contract certificate")


async def _fetch(station: Station, vehicle: Vehicle, kind: CertificateActionEnumType) -> None:
    try:
        answer = await station.papers.send(request(kind, vehicle))
    except CallFailed:
        return
    if isinstance(answer, CallResult) and answer.payload["status"] == "Accepted":
        vehicle.contract = answer.payload["exiResponse"]


# authorization (section 5)


def authorize(station: Station, token: Token) -> AuthorizeRequest:
    """Name the contract's certificates where they can be judged here, else pass them on.

    The certificate goes to the CSMS where CentralContractValidationAllowed has it.
    """
    wanted = AuthorizeRequest(id_token=IdTokenType(id_token=token.id))
    pem, store = station.settings.contract, station.store
    assert isinstance(store, Configuration)
    if pem is None:
        return wanted
    if is_good(station):
        return wanted.model_copy(update={"iso_15118_certificate_hash_data": _named(station, pem)})
    if store.flag("CentralContractValidationAllowed"):
        return wanted.model_copy(update={"certificate": pem})
    return wanted


def is_good(station: Station) -> bool:
    """Tell whether the contract of the EV leads to a root that is installed."""
    if station.settings.contract is None:
        return False
    chain = read_chain(station.settings.contract)
    return not flaws_of_chain(chain, _roots(station), now=station.clock.now())


def _roots(station: Station) -> list[x509.Certificate]:
    store = station.memory.certificates
    return [*store.roots(Use.MO_ROOT), *store.roots(Use.V2G_ROOT)]


def _named(station: Station, pem: str) -> list[OCSPRequestDataType]:
    chain = read_chain(pem)
    path = [*chain, *_roots(station)]
    return [
        _ocsp_data(one, next(issuer for issuer in path if is_signed_by(one, issuer)))
        for one in chain
    ]


def _ocsp_data(certificate: x509.Certificate, issuer: x509.Certificate) -> OCSPRequestDataType:
    named = hash_data(certificate, issuer)
    return OCSPRequestDataType(
        hash_algorithm=HashAlgorithmEnumType(named.algorithm.value),
        issuer_name_hash=named.issuer_name_hash,
        issuer_key_hash=named.issuer_key_hash,
        serial_number=named.serial_number,
        responder_url=ocsp_url(certificate) or "",
    )


def cached(payload: JsonObject) -> CachedToken:
    """Read the answer: both the token and the certificate have to be accepted."""
    info = payload["idTokenInfo"]
    certificate = payload.get("certificateStatus", "Accepted")
    expires = info.get("cacheExpiryDateTime")
    return CachedToken(
        info["status"] == certificate == "Accepted",
        expires=None if expires is None else parse_datetime(expires).timestamp(),
    )


def request(
    action: CertificateActionEnumType, vehicle: Vehicle | None
) -> Get15118EVCertificateRequest:
    return Get15118EVCertificateRequest(
        iso_15118_schema_version=exi.SCHEMA,
        action=action,
        exi_request=exi.certificate_request(action.value, vehicle),
    )
