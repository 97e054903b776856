"""Contract certificates of vehicles: got for them (M01, M02), and used to charge (C07)."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Final

from pki.hash_data import hash_data
from pki.names import Subject
from pki.pem import MalformedPem, chain_from_hex
from pki.profiles import ocsp_url
from pki.validation import flaws_of_chain, is_signed_by
from schemas.v201.certificates import CertificateActionEnumType, Get15118EVCertificateRequest
from schemas.v201.enums import HashAlgorithmEnumType
from schemas.v201.types import OCSPRequestDataType
from station_sim import exi
from station_sim.hardware import NotPossible
from station_sim.moments import Token
from station_sim.trust.store import Use
from station_sim.v201.provisioning import model_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptography import x509

    from schemas.base import JsonObject
    from station_sim.hardware import Vehicle
    from station_sim.station import Station

EMAID: Final = "eMAID"
_HEADER: Final = len(exi.COOKIE) + 32
"""The cookie, and the digest of the request; the contract chain follows in DER."""
_MAX_NAMED: Final = 4


def request_contract(station: Station, evse_id: int, action: str) -> None:
    """Let the vehicle ask for a new contract certificate, or for a newer one.

    With Plug and Charge it charges with what it gets. Raises NotPossible without a vehicle, or when
    ContractCertificateInstallationEnabled is off; ValueError for an action other than Install and
    Update.
    """
    kind = CertificateActionEnumType(action)
    vehicle = station.hardware.evse(evse_id).vehicle
    if vehicle is None:
        raise NotPossible(f"no EV is connected to EVSE {evse_id}")
    if not model_of(station).flag("ISO15118Ctrlr.ContractCertificateInstallationEnabled"):
        raise NotPossible("the installation of contract certificates is switched off")

    def answered(answer: JsonObject) -> None:
        if answer["status"] == "Accepted":
            vehicle.contract = answer["exiResponse"]
            _charge(station, evse_id, vehicle)

    station.post(_request(kind, vehicle), answered)


def _charge(station: Station, evse_id: int, vehicle: Vehicle) -> None:
    """Authorize the driver whom the contract names (C07.FR.01)."""
    chain = _chain(vehicle)
    here = station.hardware.evse(evse_id).vehicle is vehicle
    if chain and here and model_of(station).flag("ISO15118Ctrlr.PnCEnabled"):
        station.last_token = Token(_emaid(chain), EMAID)
        station.behaviour.token_presented(station.last_token, evse_id)


def proof(station: Station, token: Token) -> list[OCSPRequestDataType] | None:
    """Name the contract certificate behind a token, and those above it (C07.FR.02)."""
    if token.type != EMAID:
        return None
    chain = _behind(station, token)
    known = (*chain, *_roots(station))
    return [named for one in chain for named in _named(one, known)][:_MAX_NAMED] or None


def is_good(station: Station, token: Token) -> bool:
    """Tell whether the contract behind a token leads to a root that is installed (C07.FR.08)."""
    chain = _behind(station, token)
    now = station.clock.now()
    return bool(chain) and not flaws_of_chain(list(chain), _roots(station), now=now)


def _behind(station: Station, token: Token) -> tuple[x509.Certificate, ...]:
    """Give the contract of the vehicle that a token stands for; nothing without one."""
    vehicles = (evse.vehicle for evse in station.hardware.evses)
    chains = (_chain(vehicle) for vehicle in vehicles if vehicle is not None)
    return next((one for one in chains if one and _emaid(one) == token.id), ())


def _roots(station: Station) -> list[x509.Certificate]:
    store = station.memory.certificates
    return [*store.roots(Use.MO_ROOT), *store.roots(Use.V2G_ROOT)]


def _named(
    certificate: x509.Certificate, known: Sequence[x509.Certificate]
) -> Iterator[OCSPRequestDataType]:
    issuer = next((one for one in known if is_signed_by(certificate, one)), None)
    responder = ocsp_url(certificate)
    if issuer is not None and responder is not None:
        named = hash_data(certificate, issuer)
        yield OCSPRequestDataType(
            hash_algorithm=HashAlgorithmEnumType(named.algorithm.value),
            issuer_name_hash=named.issuer_name_hash,
            issuer_key_hash=named.issuer_key_hash,
            serial_number=named.serial_number,
            responder_url=responder,
        )


def _chain(vehicle: Vehicle) -> tuple[x509.Certificate, ...]:
    """Read what stands for the contract; a true EXI stream is nothing that we can read."""
    try:
        stream = base64.b64decode(vehicle.contract or "", validate=True)
        return chain_from_hex(stream[_HEADER:].hex())
    except (binascii.Error, MalformedPem):
        return ()


def _emaid(chain: Sequence[x509.Certificate]) -> str:
    return Subject.of(chain[0].subject).common_name or ""


def draft(station: Station) -> Get15118EVCertificateRequest:
    """Ask for the vehicle that is there, or for one that might be."""
    vehicles = (evse.vehicle for evse in station.hardware.evses)
    vehicle = next((one for one in vehicles if one is not None), None)
    return _request(CertificateActionEnumType.INSTALL, vehicle)


def _request(
    action: CertificateActionEnumType, vehicle: Vehicle | None
) -> Get15118EVCertificateRequest:
    return Get15118EVCertificateRequest(
        iso_15118_schema_version=exi.SCHEMA,
        action=action,
        exi_request=exi.certificate_request(action.value, vehicle),
    )
