"""Signing requests and the chains made of them, alike in both versions."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import UnsupportedAlgorithm

from harness.rules.monitor import Finding, Monitor
from ocppj.frames import CallResult
from pki import csr
from pki.keys import weakness
from pki.pem import MalformedPem, chain_from_hex, read_chain
from pki.validation import is_signed_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cryptography import x509

    from ocppj.frames import Answer, Call

_SIGN: Final = "SignCertificate"
_INSTALLED: Final = "GetInstalledCertificateIds"
_LISTS: Final = ("certificateHashData", "certificateHashDataChain")
_SIGNED: Final = "CertificateSigned"
_CHAINS: Final[Mapping[str, tuple[str, Callable[[str], Sequence[x509.Certificate]]]]] = {
    "certificateChain": ("certificates in PEM", read_chain),
    "cert": ("certificates in hexadecimal", chain_from_hex),
}
"""Where a chain stands and how it is written; the second way is that of a vendor's messages."""
_REQUEST: Final = re.compile(
    r"\s*-----BEGIN (NEW )?CERTIFICATE REQUEST-----[A-Za-z0-9+/=\s]+"
    r"-----END (NEW )?CERTIFICATE REQUEST-----\s*",
    re.ASCII,
)


class SigningRequests(Monitor):
    """A station asks in PEM, for a key that is strong enough and that it has."""

    def on_call(self, call: Call) -> list[Finding]:
        text = call.payload.get("csr") if call.action == _SIGN else None
        if not isinstance(text, str):
            return []
        if not _REQUEST.fullmatch(text):
            return [_finding(_SIGN, "csr", "a signing request in PEM", text, "A02.FR.03")]
        try:
            request = csr.read(text)
            weak = weakness(request.public_key)
        except (csr.BadRequest, UnsupportedAlgorithm, ValueError) as error:
            told = "a signing request that can be read"
            return [_finding(_SIGN, "csr", told, str(error), "A02.FR.03")]
        found = []
        if not request.genuine:
            told = "signed with the key that it holds"
            found.append(_finding(_SIGN, "csr", told, "another signature", "A02.FR.03"))
        if weak is not None:
            found.append(_finding(_SIGN, "csr", "a strong key", weak, "A00.FR.501"))
        return found


class InstalledCertificates(Monitor):
    """A station says that it has certificates where it names some, and only there."""

    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        if request.action != _INSTALLED or not isinstance(answer, CallResult):
            return []
        names = [name for name in _LISTS if answer.payload.get(name)]
        status = answer.payload.get("status")
        if (status == "Accepted") is bool(names):
            return []
        told = "Accepted beside certificates" if names else "NotFound without certificates"
        rule = "M03.FR.03" if names else "M03.FR.02"
        return [_finding(_INSTALLED, "status", told, str(status), rule)]


class SignedChains(Monitor):
    """A CSMS signs the key that it was last asked for, and the chain holds together."""

    def __init__(self) -> None:
        self._asked: object | None = None

    def on_own_call(self, call: Call) -> None:
        if call.action != _SIGN:
            return
        try:
            self._asked = csr.read(str(call.payload.get("csr"))).public_key
        except csr.BadRequest:  # sent on purpose: nothing should come of it
            self._asked = None

    def on_call(self, call: Call) -> list[Finding]:
        if call.action != _SIGNED:
            return []
        for field, (told, read) in _CHAINS.items():
            if isinstance(text := call.payload.get(field), str):
                try:
                    return list(self._judge(field, read(text)))
                except MalformedPem as malformed:
                    return [_finding(_SIGNED, field, told, str(malformed), "A00.FR.507")]
        return []

    def _judge(self, field: str, chain: Sequence[x509.Certificate]) -> Iterator[Finding]:
        if self._asked is not None and chain[0].public_key() != self._asked:
            told = "a certificate of the key in the station's request"
            yield _finding(_SIGNED, field, told, "one of another key", "A02.FR.11")
        if not all(is_signed_by(lower, upper) for lower, upper in pairwise(chain)):
            told = "each certificate signed by the next"
            yield _finding(_SIGNED, field, told, "broken", "A00.FR.507")


def _finding(action: str, subject: str, expected: str, actual: str, rule: str) -> Finding:
    return Finding(action, subject, expected, actual[:200], rule)
