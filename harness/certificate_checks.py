"""Certificates in a scenario: signed by the harness, and looked for in messages."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any, Final

from cryptography.hazmat.primitives.asymmetric import ec

from harness import certificates
from harness.outcome import ScenarioError
from harness.verdicts import Check
from pki import csr, ocsp, profiles
from pki.hash_data import HashData, hash_data
from pki.pem import MalformedPem, hex_of_chain, read_chain, write_chain
from pki.validation import flaws_of_chain
from pki.validity import Validity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptography import x509

    from harness.world import World
    from pki.authority import Authority
    from pki.profiles import Profile

_DAYS: Final = 365
_MEMBER: Final = re.compile(r"(.+)\[(\d+)\]")


def sign(world: World, authority: str, name: str) -> None:
    """Make the certificate that the last message asks for; its chain (PEM) is kept as `$name`.

    As the hexadecimal of DER it is `$name_der`. The serial numbers are kept as `$name_serial`,
    `$name_1_serial` and so on.

    `authority` is CSO, V2G or unknown; the last is nobody's, so that its work is unfit for use.
    """
    issuer, profile = _authority(authority)
    request = csr.read(str((world.last_payload or {}).get("csr")))
    validity = Validity.lasting(certificates.made().ours.now, _DAYS)
    certificate = issuer.issue(profile, request.subject, request.public_key, validity)
    chain = issuer.chain_of(certificate)
    world.values.keep(name, write_chain(chain))
    world.values.keep(f"{name}_der", hex_of_chain(chain))
    for index, one in enumerate(chain):
        member = f"{name}_{index}" if index else name
        world.values.keep(f"{member}_serial", format(one.serial_number, "x"))


def _authority(name: str) -> tuple[Authority, Profile]:
    made = certificates.made()
    known = {
        "CSO": (made.ours.cso.issuer, profiles.CHARGING_STATION),
        "V2G": (made.ours.v2g.issuer, profiles.V2G_CHARGER),
        "unknown": (made.stranger.cso.issuer, profiles.CHARGING_STATION),
    }
    if name not in known:
        raise ScenarioError(f"no authority {name}; there are {', '.join(known)}")
    return known[name]


def named(world: World, name: str) -> tuple[x509.Certificate, x509.Certificate]:
    """Give a certificate and its issuer; `$chain[1]` is the second of the chain `$chain`.

    Raises ScenarioError where the value holds no such certificate.
    """
    member = _MEMBER.fullmatch(name)
    text, index = (member[1], int(member[2])) if member else (name, 0)
    try:
        chain = read_chain(world.values.resolve(text))
        return chain[index], certificates.issuer_of(chain, index)
    except (MalformedPem, IndexError) as error:
        raise ScenarioError(f"{name} is no certificate: {error}") from error


def is_named(world: World, name: str) -> bool:
    """Look for the digests of a certificate in the last message, by the harness's own sum.

    Those that are found are kept as `$digests`.
    """
    if world.last_payload is None:
        raise ScenarioError("there is no message yet")
    certificate, issuer = named(world, name)
    for told in _told(world):
        if hash_data(certificate, issuer, told.algorithm).names(told):
            world.values.keep("digests", told.as_json())
            return True
    return False


def check_named(world: World, name: str, rule: str | None, *, wanted: bool) -> None:
    """Judge whether the last message has the digests of a certificate, or its OCSP status."""
    if wanted and "ocspResult" in (world.last_payload or {}):
        _check_status(world, name, rule)
        return
    held = is_named(world, name) is wanted
    serial_number = format(named(world, name)[0].serial_number, "x")
    expected = f"{'the' if wanted else 'no'} digests of {name}, serial number {serial_number}"
    told = [f"{one.algorithm} {one.serial_number}" for one in _told(world)]
    _judge(world, held, "certificate", expected, ", ".join(told) or "no digests", rule)


def _told(world: World) -> Iterator[HashData]:
    """Give the digests of the last message, or of all that one sentence took together."""
    current = world.current
    if current is None or current.payload is not world.last_payload:
        yield from _hash_data(world.last_payload)
        return
    for incoming in world.together:
        yield from _hash_data(incoming.payload)


def _hash_data(node: Any) -> Iterator[HashData]:
    if isinstance(node, dict):
        if "issuerKeyHash" in node:
            yield HashData.from_json(node)
        for inner in node.values():
            yield from _hash_data(inner)
    if isinstance(node, list):
        for inner in node:
            yield from _hash_data(inner)


def _check_status(world: World, name: str, rule: str | None) -> None:
    """Judge the OCSP answer: genuine, of today, about this certificate, which it calls good."""
    certificate, issuer = named(world, name)
    text = str((world.last_payload or {}).get("ocspResult"))
    try:
        der = base64.b64decode(text, validate=True)
        actual = ocsp.read_answer(der, certificate, issuer, now=world.clock.now()).status.value
    except (binascii.Error, ocsp.BadAnswer) as error:
        actual = str(error)
    _judge(world, actual == ocsp.Status.GOOD, "ocspResult", f"good, of {name}", actual, rule)


def check_request(
    world: World, *, name: str | None, source: int | None, vehicles: bool = False
) -> None:
    """Judge the signing request of the last message beyond what holds for each of them.

    `name` is the common name that it has to bear, told by the trace record `source`; a certificate
    for `vehicles` has an EC key.
    """
    request = csr.read(str((world.last_payload or {}).get("csr")))
    if name is not None:
        actual = str(request.subject.common_name)
        action, seq = _last(world)
        held, subject = name in actual, "csr, common name"
        world.check(
            Check(held, world.step, action, subject, name, actual, "A02.FR.06", seq, source=source)
        )
    if vehicles:
        kind = type(request.public_key).__name__
        held = isinstance(request.public_key, ec.EllipticCurvePublicKey)
        _judge(world, held, "csr, key", "on an elliptic curve", kind, "A02.FR.02")


def check_chain(world: World, roots: Sequence[x509.Certificate], rule: str) -> None:
    """Judge the chain of the last message: valid, and signed under one of these roots."""
    text = str((world.last_payload or {}).get("certificateChain"))
    try:
        flaws = flaws_of_chain(read_chain(text), roots, now=world.clock.now())
        actual = "; ".join(map(str, flaws)) or "valid"
    except MalformedPem as malformed:
        actual = str(malformed)
    _judge(world, actual == "valid", "certificateChain", "valid", actual, rule)


def _judge(
    world: World, held: bool, subject: str, expected: str, actual: str, rule: str | None
) -> None:
    action, seq = _last(world)
    world.check(Check(held, world.step, action, subject, expected, actual, rule, seq))


def _last(world: World) -> tuple[str, int | None]:
    """Say which message `world.last_payload` is of."""
    current = world.current
    if current is not None and current.payload is world.last_payload:
        return current.action, current.seq
    looked_at = [sent for sent in world.sent if sent.looked_at]
    return (looked_at[-1].action if looked_at else "OCPP-J"), None
