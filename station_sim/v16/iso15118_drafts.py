"""What a 1.6 station would send now inside DataTransfer: the hand puppet's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pki.hash_data import hash_data
from pki.hierarchies import Hierarchies
from pki.profiles import ocsp_url
from schemas.tunnel import CARRIER, VARIANT
from schemas.v16 import iso15118_variant
from schemas.v16.iso15118 import AuthorizeRequest, CertificateActionEnumType, IdTokenType
from station_sim.trust.store import Use
from station_sim.v16 import contracts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from schemas.base import JsonObject
    from station_sim.station import Station

# For a certificate that names no responder; the field is required, and nobody dials it.
_NO_RESPONDER: Final = "http://127.0.0.1/ocsp"


def _authorize(station: Station) -> JsonObject:
    return AuthorizeRequest(id_token=IdTokenType(id_token=station.last_token.id)).dump()


def _contract(station: Station) -> JsonObject:
    vehicles = (evse.vehicle for evse in station.hardware.evses)
    vehicle = next((one for one in vehicles if one is not None), None)
    return contracts.request(CertificateActionEnumType.INSTALL, vehicle).dump()


def _certificate_status(station: Station) -> JsonObject:
    """Ask for the V2G certificate, or for one of a stranger."""
    own = station.memory.certificates.own(Use.V2G)
    if own is not None:
        certificate, named = own.certificate, own.names()[0]
    else:
        v2g = Hierarchies(station.clock.now()).v2g_charger(station.settings.serial_number)
        certificate, named = v2g.certificate, hash_data(v2g.certificate, v2g.intermediates[0])
    request = station.papers.certificate_status(named, ocsp_url(certificate) or _NO_RESPONDER)
    assert request is not None
    return request.dump()


def _sign_certificate(station: Station) -> JsonObject:
    request = station.renewal.request(Use.V2G)
    return station.papers.sign_certificate(request, Use.V2G).dump()


def _sign_by_variant(station: Station) -> JsonObject:
    return iso15118_variant.SignCertificateRequest(
        csr=station.renewal.request(Use.V2G),
        type_of_certificate=iso15118_variant.CertificateSigningUseEnumType.V2G_CERTIFICATE,
    ).dump()


DRAFTS: Final[Mapping[str, Callable[[Station], JsonObject]]] = {
    f"{CARRIER}/Authorize": _authorize,
    f"{CARRIER}/Get15118EVCertificate": _contract,
    f"{CARRIER}/GetCertificateStatus": _certificate_status,
    f"{CARRIER}/SignCertificate": _sign_certificate,
    f"{VARIANT.name}/SignCertificate": _sign_by_variant,
}
