"""What holds for certificate messages of their own holds for those inside DataTransfer."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from harness import rules
from harness.outcome import ScenarioError
from harness.values import Values
from ocppj.frames import Call
from pki import csr, profiles
from pki.hierarchies import Hierarchies
from pki.keys import generate
from pki.names import Subject
from pki.pem import hex_of_chain, write_chain
from schemas import tunnel
from schemas.catalogue import Sender

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PNC, VARIANT = tunnel.PLUG_AND_CHARGE.name, tunnel.VARIANT.name
SUBJECT = Subject("SIM-1", "ACME", "NL", "CPO")


def carried(name, **inner):
    return Call("1", *tunnel.wrap("1.6", name, inner))


def told(sut, call, *own, variants=True):
    found = []
    for monitor in rules.monitors("1.6", sut, variants=variants):
        for ours in own:
            monitor.on_own_call(ours)
        found += monitor.on_call(call)
    return [(finding.action, finding.subject, finding.requirement) for finding in found]


@pytest.mark.parametrize(
    ("name", "document"),
    [(PNC, "ISO 15118 PnC with OCPP 1.6"), (VARIANT, "vendorId iso15118")],
)
def test_a_station_asks_with_a_signing_request_that_is_genuine(name, document):
    name = f"{name}/SignCertificate"
    request = csr.create(generate(), SUBJECT)
    assert told(Sender.STATION, carried(name, csr=request)) == []
    swapped = request.replace("\n-----END", "A\n-----END")
    for broken in (f"{request}x", swapped, "a request"):
        assert told(Sender.STATION, carried(name, csr=broken)) == [(name, "csr", document)]


def test_a_variant_is_let_be_where_it_is_not_declared():
    call = carried(f"{VARIANT}/SignCertificate", csr="a request")
    assert told(Sender.STATION, call, variants=False) == []


class Signed:
    """A chain of V2G for one key, and another key."""

    def __init__(self):
        self.issuer = Hierarchies(NOW).v2g.issuer
        self.identity = self.issuer.enrol(profiles.V2G_CHARGER, SUBJECT, now=NOW)
        self.request = csr.create(self.identity.key, SUBJECT)
        self.chain = self.identity.chain


@pytest.fixture(scope="module")
def signed():
    return Signed()


def answers(chain):
    """Write a chain in both ways."""
    return [
        carried(f"{PNC}/CertificateSigned", certificateChain=write_chain(chain)),
        carried(
            f"{VARIANT}/CertificateSigned",
            cert=hex_of_chain(chain),
            typeOfCertificate="V2GCertificate",
        ),
    ]


@pytest.mark.parametrize("way", [0, 1])
def test_a_csms_signs_the_key_that_it_was_asked_for(signed, way):
    name = (PNC, VARIANT)[way]
    asked = carried(f"{name}/SignCertificate", csr=signed.request)
    other = carried(f"{name}/SignCertificate", csr=csr.create(generate(), SUBJECT))
    answer = answers(signed.chain)[way]
    subject = ("certificateChain", "cert")[way]
    assert told(Sender.CSMS, answer, asked) == []
    assert told(Sender.CSMS, answer, other, asked) == []
    found = told(Sender.CSMS, answer, asked, other)
    assert [each[:2] for each in found] == [(f"{name}/CertificateSigned", subject)]


@pytest.mark.parametrize("way", [0, 1])
def test_a_chain_holds_together_and_can_be_read(signed, way):
    elsewhere = Hierarchies(NOW).v2g.issuer.certificate
    broken = answers((signed.chain[0], elsewhere))[way]
    assert len(told(Sender.CSMS, broken)) == 1
    field = ("certificateChain", "cert")[way]
    inner = {field: "00ff"} | ({"typeOfCertificate": "V2GCertificate"} if way else {})
    name = f"{(PNC, VARIANT)[way]}/CertificateSigned"
    assert [each[:2] for each in told(Sender.CSMS, carried(name, **inner))] == [(name, field)]


def test_a_request_that_was_broken_on_purpose_asks_for_no_key(signed):
    odd = carried(f"{PNC}/SignCertificate", csr=42)
    assert told(Sender.CSMS, answers(signed.chain)[0], odd) == []


def test_a_kept_chain_in_hexadecimal_can_be_told_in_pem(signed):
    values = Values({}, SimpleNamespace())
    values.keep("cert", hex_of_chain(signed.chain), 7)
    assert values.resolve("$cert_pem") == write_chain(signed.chain).strip()
    assert values.source("$cert_pem") == 7
    with pytest.raises(ScenarioError, match=r"\$chain_pem"):
        values.resolve("$chain_pem")
