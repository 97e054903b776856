"""What each kind of certificate may be used for: its extensions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of certificate.

    Key Usage restricts it (A00.FR.512). Extended Key Usage is used by the OCSP signer alone, which
    RFC 6960 wants; everywhere else A00.FR.514 advises against it.
    """

    name: str
    ca: bool = False
    signs: bool = False
    encrypts_keys: bool = False
    agrees_keys: bool = False
    ocsp: bool = False

    def extensions(
        self, *, path_length: int | None = None, ocsp_url: str | None = None
    ) -> Iterator[tuple[x509.ExtensionType, bool]]:
        """Give each extension and whether it is critical."""
        yield x509.BasicConstraints(self.ca, path_length if self.ca else None), True
        yield self._key_usage(), True
        if self.ocsp:
            yield x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False
            yield x509.OCSPNoCheck(), False
        if ocsp_url is not None:
            yield _responder(ocsp_url), False

    def _key_usage(self) -> x509.KeyUsage:
        return x509.KeyUsage(
            digital_signature=self.signs,
            content_commitment=False,
            key_encipherment=self.encrypts_keys,
            data_encipherment=False,
            key_agreement=self.agrees_keys,
            key_cert_sign=self.ca,
            crl_sign=self.ca,
            encipher_only=False,
            decipher_only=False,
        )


def _responder(url: str) -> x509.AuthorityInformationAccess:
    location = x509.UniformResourceIdentifier(url)
    return x509.AuthorityInformationAccess(
        [x509.AccessDescription(AuthorityInformationAccessOID.OCSP, location)]
    )


AUTHORITY: Final = Profile("certificate authority", ca=True, signs=True)
CSMS_SERVER: Final = Profile("CSMS server", signs=True, encrypts_keys=True)
CHARGING_STATION: Final = Profile("charging station", signs=True, encrypts_keys=True)
V2G_CHARGER: Final = Profile("V2G charger", signs=True, agrees_keys=True)
CONTRACT: Final = Profile("contract", signs=True, agrees_keys=True)
FIRMWARE_SIGNER: Final = Profile("firmware signer", signs=True)
OCSP_SIGNER: Final = Profile("OCSP signer", signs=True, ocsp=True)


def ocsp_url(certificate: x509.Certificate) -> str | None:
    """Give the address of the OCSP responder that a certificate names, None without one."""
    try:
        access = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess)
    except x509.ExtensionNotFound:
        return None
    for description in access.value:
        location = description.access_location
        wanted = description.access_method == AuthorityInformationAccessOID.OCSP
        if wanted and isinstance(location, x509.UniformResourceIdentifier):
            return location.value
    return None
