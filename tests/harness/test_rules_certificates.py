"""Rules about signing requests, signed chains and lists of certificates; messages in tunnels."""

from __future__ import annotations

import base64
import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from harness import certificates, rules
from harness.rules.certificates import InstalledCertificates, SignedChains, SigningRequests
from harness.rules.tunnel import Tunnels
from ocppj.frames import Call, CallError, CallResult
from pki import csr
from pki.keys import generate
from pki.names import Subject
from pki.pem import read_chain, write_chain
from schemas import tunnel
from schemas.catalogue import Sender


def broken(found):
    return [(finding.subject, finding.requirement) for finding in found]


# signing requests


def asked(text):
    return broken(SigningRequests().on_call(Call("1", "SignCertificate", {"csr": text})))


def made(key, algorithm=None):
    """Make a request that `pki.csr` would not make."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "S-1")])
    builder = x509.CertificateSigningRequestBuilder().subject_name(name)
    return builder.sign(key, algorithm).public_bytes(Encoding.PEM).decode()


def wanted(key=None):
    return csr.create(key or generate(), Subject("S-1", "ACME"))


def forged():
    """Change the last byte, which is of the signature."""
    lines = wanted().split("\n")
    der = bytearray(base64.b64decode("".join(lines[1:-2])))
    der[-1] ^= 1
    return "\n".join([lines[0], base64.b64encode(der).decode(), lines[-2]])


def der_of(text):
    return "".join(text.split("\n")[1:-2])


WEAK = {
    "RSA 1024": lambda: made(rsa.generate_private_key(65537, 1024), hashes.SHA256()),
    "EC 192": lambda: made(ec.generate_private_key(ec.SECP192R1()), hashes.SHA256()),
    "Edwards": lambda: made(ed25519.Ed25519PrivateKey.generate()),
}


@pytest.mark.parametrize("kind", ["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"])
@pytest.mark.parametrize("key", [generate, lambda: rsa.generate_private_key(65537, 2048)])
def test_a_signing_request(kind, key):
    assert asked(wanted(key()).replace("CERTIFICATE REQUEST", kind)) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        der_of(wanted()),
        wanted() + wanted(),
        wanted() + "and more",
        wanted().replace("REQUEST", "REVOKED"),
        wanted().replace("-----BEGIN", "----BEGIN"),
        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
    ],
)
def test_what_is_no_signing_request_in_pem(text):
    assert asked(text) == [("csr", "A02.FR.03")]


def test_a_request_for_a_key_that_somebody_else_has():
    assert asked(forged()) == [("csr", "A02.FR.03")]


@pytest.mark.parametrize("kind", WEAK)
def test_a_key_that_is_too_weak(kind):
    assert asked(WEAK[kind]()) == [("csr", "A00.FR.501")]


def test_what_has_no_request_is_left_to_the_schema():
    assert asked(5) == []
    assert SigningRequests().on_call(Call("1", "NotifyReport", {"csr": "nonsense"})) == []


# chains


@pytest.fixture(scope="module")
def ours():
    return certificates.made().ours


def signed(monitor, text):
    return broken(monitor.on_call(Call("1", "CertificateSigned", {"certificateChain": text})))


def after(key):
    monitor = SignedChains()
    monitor.on_own_call(Call("1", "SignCertificate", {"csr": wanted(key)}))
    return monitor


def test_a_chain_for_the_key_that_was_asked_for_last(ours):
    station, older = ours.station("S-1"), ours.station("S-1")
    assert signed(after(station.key), station.chain_pem) == []
    assert signed(after(station.key), older.chain_pem) == [("certificateChain", "A02.FR.11")]
    monitor = after(older.key)
    monitor.on_own_call(Call("2", "SignCertificate", {"csr": wanted(station.key)}))
    assert signed(monitor, station.chain_pem) == []
    assert signed(monitor, older.chain_pem) == [("certificateChain", "A02.FR.11")]


def test_without_a_request_any_key_will_do(ours):
    assert signed(SignedChains(), ours.station("S-1").chain_pem) == []


def test_a_chain_that_does_not_hold_together(ours):
    station, other = ours.station("S-1"), ours.v2g_charger("DE-1")
    mixed = write_chain((station.certificate, *other.intermediates))
    turned = write_chain(tuple(reversed(read_chain(station.chain_pem))))
    longer = write_chain((station.certificate, *station.intermediates, ours.v2g.anchor))
    assert signed(SignedChains(), mixed) == [("certificateChain", "A00.FR.507")]
    assert signed(SignedChains(), longer) == [("certificateChain", "A00.FR.507")]
    assert signed(SignedChains(), turned) == [("certificateChain", "A00.FR.507")]
    assert signed(after(generate()), mixed) == [
        ("certificateChain", "A02.FR.11"),
        ("certificateChain", "A00.FR.507"),
    ]


@pytest.mark.parametrize("text", ["", "nonsense"])
def test_a_chain_that_is_no_pem(text):
    assert signed(SignedChains(), text) == [("certificateChain", "A00.FR.507")]


def test_a_chain_of_another_type_is_left_to_the_schema():
    assert signed(SignedChains(), 5) == []


# lists of certificates


def listed(answer):
    request = Call("1", "GetInstalledCertificateIds", {})
    return broken(InstalledCertificates().on_answer(request, answer))


@pytest.mark.parametrize("name", ["certificateHashData", "certificateHashDataChain"])
@pytest.mark.parametrize(
    ("status", "there", "rule"),
    [
        ("Accepted", True, None),
        ("NotFound", False, None),
        ("Accepted", False, "M03.FR.02"),
        ("NotFound", True, "M03.FR.03"),
    ],
)
def test_certificates_are_named_where_there_are_some(name, status, there, rule):
    payload = {"status": status, **({name: [{}]} if there else {})}
    assert listed(CallResult("1", payload)) == ([("status", rule)] if rule else [])


def test_an_error_lists_nothing():
    assert listed(CallError("1", "InternalError")) == []


# messages inside DataTransfer

PNC, VARIANT = tunnel.PLUG_AND_CHARGE, tunnel.VARIANT


def carried(name, inner, through=PNC):
    text = inner if isinstance(inner, str) else json.dumps(inner)
    payload = {"vendorId": through.vendor_id, "messageId": name, "data": text}
    return Call("1", "DataTransfer", payload)


def station(*, variants=False):
    return Tunnels("1.6", Sender.STATION, variants=variants)


def csms():
    return Tunnels("1.6", Sender.CSMS, variants=False)


AUTHORIZE = {"idToken": {"idToken": "DE1"}}


def test_a_message_inside_keeps_to_its_schema():
    assert station().on_call(carried("Authorize", AUTHORIZE)) == []
    (found,) = station().on_call(carried("Authorize", {}))
    assert (found.action, found.subject) == ("DataTransfer/Authorize", "data, request /")
    assert found.requirement == PNC.document


@pytest.mark.parametrize("data", ["nonsense", "[]", "5"])
def test_what_is_inside_is_an_object(data):
    (found,) = station().on_call(carried("Authorize", data))
    assert (found.subject, found.actual) == ("data", data)


def test_a_tunnel_has_its_own_messages_each_way():
    for name in ("BootNotification", "InstallCertificate"):
        (found,) = station().on_call(carried(name, {}))
        assert (found.action, found.subject) == ("DataTransfer", "messageId")
        assert "SignCertificate" in found.expected
        assert "InstallCertificate" not in found.expected
    (found,) = csms().on_call(carried("Authorize", AUTHORIZE))
    assert found.subject == "messageId"
    assert station().on_call(Call("1", "DataTransfer", {"vendorId": "ACME"})) == []


def test_a_variant_is_judged_where_it_is_declared():
    call = carried("Authorize", "nonsense", VARIANT)
    assert station().on_call(call) == []
    assert broken(station(variants=True).on_call(call)) == [("data", VARIANT.document)]


def answered(inner, status="Accepted", name="DeleteCertificate"):
    payload = {"status": status}
    if inner is not None:
        payload["data"] = inner if isinstance(inner, str) else json.dumps(inner)
    return station().on_answer(carried(name, {}), CallResult("1", payload))


def test_an_answer_inside_keeps_to_its_schema():
    assert answered({"status": "Accepted"}) == []
    (found,) = answered({"status": "Perhaps"})
    assert (found.action, found.subject) == (
        "DataTransfer/DeleteCertificate",
        "data, response /status",
    )
    assert [f.subject for f in answered(None)] == ["data"]
    assert [f.subject for f in answered("nonsense")] == ["data"]


def test_who_refuses_need_not_say_anything():
    assert answered(None, "UnknownVendorId") == []
    assert answered({"odd": 1}, name="Unknown") == []
    error = CallError("1", "InternalError")
    assert station().on_answer(carried("DeleteCertificate", {}), error) == []


# who watches


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_both_sides_are_watched_in_both_versions(version):
    kinds = {type(monitor) for monitor in rules.monitors(version, Sender.STATION)}
    assert {SigningRequests, InstalledCertificates, Tunnels} <= kinds
    kinds = {type(monitor) for monitor in rules.monitors(version, Sender.CSMS)}
    assert {SignedChains, Tunnels} <= kinds


def test_a_request_that_was_broken_on_purpose_asks_for_no_key(ours):
    monitor = after(generate())
    monitor.on_own_call(Call("2", "SignCertificate", {"csr": "broken"}))
    assert signed(monitor, ours.station("S-1").chain_pem) == []
