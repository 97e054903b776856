"""The harness's certificate authorities, minted once for a process, and what cases know of them."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from harness.outcome import Inconclusive
from ocppj.clock import SystemClock
from pki.authority import Authority
from pki.hash_data import HashAlgorithm, hash_data
from pki.hierarchies import OCSP_URL, Hierarchies
from pki.pem import hex_of_chain, read_chain, write_certificate
from pki.profiles import ocsp_url
from pki.tls import server_context
from pki.validation import is_signed_by
from station_sim.trust.factory import FactoryCertificates, OwnCertificate
from station_sim.trust.store import Use

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cryptography import x509

    from pki.authority import Identity

HOSTS: Final = ("127.0.0.1", "localhost")
EMAID: Final = "DEOPCC00000017"
_COOKIE: Final = b"\x80"
_DIGEST_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Authorities:
    """`ours` are those of the network; `second` is a CSMS root to install, `stranger` is nobody's.

    `contract` is of the driver whose EV asks for a contract certificate.
    """

    ours: Hierarchies
    second: Authority
    stranger: Hierarchies
    contract: Identity

    def known(self) -> Iterator[x509.Certificate]:
        """Give every authority, so that the issuer of a certificate can be found."""
        yield self.second.certificate
        for world in (self.ours, self.stranger):
            for hierarchy in (world.cso, world.v2g, world.mo, world.manufacturer):
                yield hierarchy.issuer.certificate
                yield hierarchy.root.certificate


@cache
def made() -> Authorities:
    """Mint them when they are first wanted.

    OpenSSL looks at the real clock, and a virtual one may begin earlier this hour: what is valid
    since yesterday is good for both.
    """
    now = SystemClock().now() - timedelta(days=1)
    ours = Hierarchies(now)
    second = Authority.mint("CSO root 2", ours.organization, now=now)
    return Authorities(ours, second, Hierarchies(now), ours.contract(EMAID))


@cache
def delivered(serial_number: str, profile: int, *roots: str) -> FactoryCertificates:
    """Give what a built-in station is delivered with for security profile 2 or 3.

    `roots` (PEM) are those of its maker.
    """
    trusted = {Use.MANUFACTURER_ROOT: roots}
    if profile < 2:
        return FactoryCertificates(trusted)
    trusted[Use.CSMS_ROOT] = (write_certificate(made().ours.cso.anchor),)
    if profile < 3:
        return FactoryCertificates(trusted)
    own = made().ours.station(serial_number)
    return FactoryCertificates(trusted, {Use.STATION: OwnCertificate(own.chain_pem, own.key_pem)})


@cache
def server_tls(profile: int) -> ssl.SSLContext:
    """Make the context of a CSMS of ours for security profile 2 or 3."""
    ours = made().ours
    roots = [ours.cso.anchor] if profile >= 3 else []
    return server_context(ours.csms(HOSTS), client_roots=roots)


# what scenarios may name


def values(get: Callable[[str], Any], *, external: bool) -> Mapping[str, Callable[[], Any]]:
    """Give the names that every scenario may use; nothing is minted before it is asked for.

    Of each root: its text (PEM), its serial number, and CertificateHashDataType by each algorithm.
    What an `external` system alone can know raises Inconclusive. `get` gives other values.
    """
    found: dict[str, Callable[[], Any]] = {
        "ocsp_url": lambda: OCSP_URL,
        "v2g_chain": _v2g_chain,
        "v2g_request": lambda: _ocsp_request(get("v2g_chain"), 0),
        "v2g_sub_request": lambda: _ocsp_request(get("v2g_chain"), 1),
        "emaid": lambda: EMAID,
        "emaid_type": lambda: "eMAID",
        "exi_response": _exi_response,
        "contract_chain": lambda: made().contract.chain_pem,
        "contract_hash_data": lambda: _ocsp_data(made().contract.chain),
        "v2g_ocsp_request": lambda: _ocsp_data(_charger().chain)[0],
        "stranger_contract_chain": lambda: _stranger().chain_pem,
    }
    if external:
        found |= {name: partial(_not_ours, name) for name in _THEIRS}
    for name, root in _ROOTS.items():
        found[name] = lambda root=root: write_certificate(root())  # type: ignore[misc]
        found[f"{name}_serial"] = lambda root=root: format(root().serial_number, "x")  # type: ignore[misc]
        for algorithm in HashAlgorithm:
            key = f"{name}_{algorithm.value.lower()}"
            found[key] = lambda root=root, algorithm=algorithm: hash_data(  # type: ignore[misc]
                root(), root(), algorithm
            ).as_json()
    return found


_THEIRS: Final = (
    "v2g_chain",
    "emaid",
    "exi_response",
    "contract_chain",
    "contract_hash_data",
    "v2g_ocsp_request",
)


def _not_ours(name: str) -> Any:
    raise Inconclusive(f"the case needs {name} in [parameters] of the SUT file")


_ROOTS: Final[Mapping[str, Callable[[], x509.Certificate]]] = {
    "csms_root": lambda: made().second.certificate,
    "manufacturer_root": lambda: made().ours.manufacturer.anchor,
    "mo_root": lambda: made().ours.mo.anchor,
    "v2g_root": lambda: made().ours.v2g.anchor,
}


def _v2g_chain() -> str:
    return _charger().chain_pem


def _ocsp_request(text: str, index: int) -> dict[str, str]:
    """Give OCSPRequestDataType of a certificate in a chain."""
    chain = read_chain(text)
    if index >= len(chain):
        raise Inconclusive("the chain of v2g_chain is too short: the authorities are missing")
    named = hash_data(chain[index], issuer_of(chain, index))
    return {**named.as_json(), "responderURL": ocsp_url(chain[index]) or OCSP_URL}


@cache
def _charger() -> Identity:
    return made().ours.v2g_charger("harness")


def _ocsp_data(chain: Sequence[x509.Certificate]) -> list[dict[str, str]]:
    """Give OCSPRequestDataType for a certificate and the authority that signed it."""
    pairs = ((one, issuer_of(chain, index)) for index, one in enumerate(chain))
    return [{**hash_data(*pair).as_json(), "responderURL": OCSP_URL} for pair in pairs]


@cache
def _stranger() -> Identity:
    """Make a contract by a mobility operator whom nobody knows."""
    return made().stranger.contract(EMAID)


def _exi_response() -> str:
    """Stand for the EXI stream of a CertificateInstallationRes, as a CSMS of ours would."""
    chain = bytes.fromhex(hex_of_chain(made().contract.chain))
    return base64.b64encode(_COOKIE + bytes(_DIGEST_BYTES) + chain).decode("ascii")


def issuer_of(chain: Sequence[x509.Certificate], index: int) -> x509.Certificate:
    """Find who signed a certificate of a chain; the certificate itself where nobody known did."""
    certificate = chain[index]
    candidates = (*chain[index + 1 :], *made().known())
    return next((one for one in candidates if is_signed_by(certificate, one)), certificate)
