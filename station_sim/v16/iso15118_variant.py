"""OCPP 1.6, Plug and Charge by the older vendorId `iso15118`: the same deeds, other words.

A vendor's extension of 2019 without sections or requirement ids.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from pki.pem import MalformedPem, chain_from_hex, write_chain
from schemas.tunnel import VARIANT
from schemas.v16 import iso15118_variant as messages
from schemas.v16.iso15118 import (
    AuthorizeRequest,
    Get15118EVCertificateRequest,
    SignCertificateRequest,
    TriggerMessageStatusEnumType,
)
from station_sim.trust import answers
from station_sim.trust.store import Use
from station_sim.v16 import iso15118

if TYPE_CHECKING:
    from schemas.base import JsonObject, OcppModel
    from station_sim.station import Station
    from station_sim.v16.tunnel import TunnelTable

_CERTIFICATE: Final = messages.CertificateSigningUseEnumType
_NAMED: Final = "iso15118CertificateHashData"
_V2G_CHAIN: Final = messages.GetCertificateIdUseEnumType.V2G_CERTIFICATE_CHAIN


# what the station says


def translate(request: OcppModel) -> JsonObject | None:
    """Say a message of the application note in the older words.

    None for an Authorize without digests of certificates, which are all that the older one has.
    """
    if isinstance(request, AuthorizeRequest):
        told = request.dump()
        if _NAMED not in told:
            return None
        token = {**told["idToken"], "type": messages.IdTokenEnumType.EMAID.value}
        return {"idToken": token, "15118CertificateHashData": told[_NAMED]}
    if isinstance(request, SignCertificateRequest):
        kind = _CERTIFICATE.V2G_CERTIFICATE
        return messages.SignCertificateRequest(csr=request.csr, type_of_certificate=kind).dump()
    if isinstance(request, Get15118EVCertificateRequest):
        version, stream = request.iso_15118_schema_version, request.exi_request
        wanted = messages.Get15118EVCertificateRequest
        return wanted(schema_version=version, exi_request=stream).dump()
    return request.dump()


# what it answers


def certificate_signed(station: Station, request: messages.CertificateSignedRequest) -> Reply:
    """Take a chain in the hexadecimal of DER; what is none is Rejected."""
    try:
        chain = write_chain(chain_from_hex(request.cert))
    except MalformedPem:
        chain = request.cert
    use = Use(request.type_of_certificate.value)
    return answers.signed(station, chain, use, messages.CertificateSignedResponse)


def install_certificate(
    station: Station, request: messages.InstallCertificateRequest
) -> messages.InstallCertificateResponse:
    """Take PEM; in hexadecimal hardly a certificate would fit."""
    use, answer = Use(request.certificate_type.value), messages.InstallCertificateResponse
    return answers.install(station, use, request.certificate, answer)


def get_installed_certificate_ids(
    station: Station, request: messages.GetInstalledCertificateIdsRequest
) -> messages.GetInstalledCertificateIdsResponse:
    """Tell one list of digests, which has no place for types, nor for what is below a chain."""
    wanted = request.type_of_certificate or messages.GetCertificateIdUseEnumType
    uses = {Use.V2G if kind is _V2G_CHAIN else Use(kind.value) for kind in wanted}
    found = station.memory.certificates.installed(uses)
    told = [names[0].as_json() for _, names in found]
    answer: JsonObject = {"status": "Accepted" if told else "NotFound"}
    if told:
        answer["certificateHashDataChain"] = told
    return messages.GetInstalledCertificateIdsResponse.parse(answer)


def trigger_message(station: Station, request: messages.TriggerMessageRequest) -> Reply:
    """Ask for a V2G certificate; the station's own is a matter of the security white paper."""
    if request.requested_message is messages.MessageTriggerEnumType.SIGN_V2G_CERTIFICATE:
        return iso15118.ask(station)
    refused = TriggerMessageStatusEnumType.NOT_IMPLEMENTED
    return Reply(messages.TriggerMessageResponse(status=refused))


ROUTES: Final[TunnelTable] = {
    f"{VARIANT.name}/CertificateSigned": certificate_signed,
    f"{VARIANT.name}/DeleteCertificate": iso15118.delete_certificate,
    f"{VARIANT.name}/GetInstalledCertificateIds": get_installed_certificate_ids,
    f"{VARIANT.name}/InstallCertificate": install_certificate,
    f"{VARIANT.name}/TriggerMessage": trigger_message,
}
