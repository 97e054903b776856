"""Certificates in a scenario: named by digests or an OCSP answer, asked for, signed and judged."""

from __future__ import annotations

import base64
import contextlib
from datetime import timedelta

import pytest

from harness import certificate_checks, certificates
from harness.outcome import CaseFailed, ScenarioError
from pki import csr, profiles
from pki.hash_data import HashAlgorithm, hash_data
from pki.hierarchies import Hierarchies
from pki.keys import KeyKind, generate
from pki.names import Subject
from pki.ocsp import Responder
from pki.pem import read_chain, write_certificate, write_chain
from pki.validity import Validity

RULE = "M03.FR.03"


@pytest.fixture(scope="module")
def ours():
    return certificates.made().ours


@pytest.fixture(scope="module")
def charger(ours):
    return ours.v2g_charger("a charger")


@pytest.fixture
def told(stand):
    """Give a world whose last message is this one, and which knows these values."""

    def make(payload, action="NotifyReport", **values):
        s = stand()
        for name, value in values.items():
            s.world.values.keep(name, value)
        s.sends(action, **payload)
        s.run(s.world.expect_call(action))
        s.world.checks.clear()
        return s.world

    return make


def digests(certificate, issuer, algorithm=HashAlgorithm.SHA256):
    return hash_data(certificate, issuer, algorithm).as_json()


def deep(*named):
    """Put digests somewhere into a message."""
    first, *others = named
    return {"chain": [{"certificateHashData": first, "childCertificateHashData": others}]}


def judged(world, judge, *arguments, **options):
    """Give the check that a judgement has made, whichever way it went."""
    with contextlib.suppress(CaseFailed):
        judge(world, *arguments, **options)
    (check,) = world.checks
    return check


def named(world, name, *, wanted=True):
    return judged(world, certificate_checks.check_named, name, RULE, wanted=wanted)


# digests


@pytest.mark.parametrize("algorithm", HashAlgorithm)
def test_a_certificate_is_found_by_its_digests_wherever_they_are(told, charger, algorithm):
    leaf, above = charger.chain
    found = digests(leaf, above, algorithm)
    other = digests(above, above)
    world = told(deep(other, found), chain=charger.chain_pem)
    check = named(world, "$chain")
    assert (check.held, check.action, check.requirement) == (True, "NotifyReport", RULE)
    assert check.seq == world.trace.records[-1].seq
    assert world.values.get("digests") == found


def test_capitals_and_leading_zeros_are_the_same_digests(told, charger):
    found = digests(*charger.chain)
    for name in ("issuerNameHash", "issuerKeyHash"):
        found[name] = found[name].upper()
    found["serialNumber"] = f"00{found['serialNumber'].upper()}"
    assert named(told(deep(found), chain=charger.chain_pem), "$chain").held


@pytest.mark.parametrize("field", ["issuerNameHash", "issuerKeyHash", "serialNumber"])
def test_one_wrong_digest_is_another_certificate(told, charger, field):
    found = digests(*charger.chain)
    found[field] = found[field][:-1] + ("0" if found[field][-1] != "0" else "1")
    world = told(deep(found), chain=charger.chain_pem)
    check = named(world, "$chain")
    assert (check.held, check.actual) == (False, f"SHA256 {found['serialNumber']}")
    assert world.values.find("digests") is None


def test_digests_of_another_algorithm_than_the_one_named(told, charger):
    found = {**digests(*charger.chain), "hashAlgorithm": "SHA384"}
    assert not named(told(deep(found), chain=charger.chain_pem), "$chain").held


def test_no_digests_name_nothing(told, charger):
    check = named(told({"status": "Accepted"}, chain=charger.chain_pem), "$chain")
    assert (check.held, check.actual) == (False, "no digests")


@pytest.mark.parametrize("there", [True, False])
def test_a_certificate_that_must_not_be_named(told, charger, there):
    leaf, above = charger.chain
    payload = deep(digests(leaf, above)) if there else deep(digests(above, above))
    assert named(told(payload, chain=charger.chain_pem), "$chain", wanted=False).held is not there


def test_a_member_of_a_chain_has_the_next_one_as_its_issuer(told, ours, charger):
    root = ours.v2g.anchor
    world = told(deep(digests(charger.chain[1], root)), chain=charger.chain_pem)
    assert named(world, "$chain[1]").held
    world.checks.clear()
    assert not named(world, "$chain[0]").held


def test_all_requests_that_one_sentence_took_are_looked_at(told, charger):
    world = told(deep(digests(*charger.chain)), chain=charger.chain_pem)
    first = world.current
    other = told({"status": "Accepted"}, chain=charger.chain_pem)
    assert not certificate_checks.is_named(other, "$chain")
    other.together = [other.current, first]
    assert certificate_checks.is_named(other, "$chain")


def test_an_answer_is_looked_at_and_not_the_request_before(stand, charger):
    s = stand()
    s.world.values.keep("chain", charger.chain_pem)
    s.sends("NotifyReport", **deep(digests(*charger.chain)))
    s.run(s.world.expect_call("NotifyReport"))
    s.side.answers["GetInstalledCertificateIds"] = {"status": "NotFound"}

    async def ask():
        await s.world.send_payload("GetInstalledCertificateIds", {})
        await s.world.expect_answer()

    s.run(ask())
    s.world.checks.clear()
    check = named(s.world, "$chain")
    assert (check.held, check.action) == (False, "GetInstalledCertificateIds")


@pytest.mark.parametrize("name", ["$chain[2]", "$text"])
def test_a_value_that_is_no_certificate_is_our_fault(told, charger, name):
    world = told({}, chain=charger.chain_pem, text="no PEM")
    with pytest.raises(ScenarioError, match="is no certificate"):
        certificate_checks.named(world, name)


def test_nothing_is_named_before_the_first_message(stand):
    with pytest.raises(ScenarioError, match="no message yet"):
        certificate_checks.is_named(stand().world, "$csms_root")


# an OCSP answer


def status(told, charger, answer):
    text = answer if isinstance(answer, str) else base64.b64encode(answer).decode()
    world = told({"status": "Accepted", "ocspResult": text}, chain=charger.chain_pem)
    return named(world, "$chain")


@pytest.fixture
def responder(ours):
    """Give a responder of its own, so that what a test revokes is good elsewhere."""
    return Responder([ours.v2g.root, ours.v2g.issuer])


def asked(responder, pair, now):
    return responder.answer_for(hash_data(*pair), now=now)


@pytest.fixture
def now(stand):
    return stand().clock.now()


def test_a_good_answer(told, charger, responder, now):
    check = status(told, charger, asked(responder, charger.chain, now))
    assert (check.held, check.subject, check.actual) == (True, "ocspResult", "good")


def test_a_revoked_certificate(told, charger, responder, now):
    responder.revoke(charger.certificate, now)
    check = status(told, charger, asked(responder, charger.chain, now))
    assert (check.held, check.actual) == (False, "revoked")


@pytest.mark.parametrize("days", [-8, 1])
def test_an_answer_of_another_day(told, charger, responder, now, days):
    answer = asked(responder, charger.chain, now + timedelta(days=days))
    assert not status(told, charger, answer).held


def test_an_answer_about_another_certificate(told, ours, charger, responder, now):
    other = ours.v2g_charger("another")
    check = status(told, charger, asked(responder, other.chain, now))
    assert (check.held, check.actual) == (False, "the response is about another certificate")


def test_an_answer_that_somebody_else_signed(told, ours, charger, responder, now):
    thief = ours.mo.issuer.enrol(profiles.CONTRACT, Subject("thief", "T"), now=ours.now)
    responder.signers[ours.v2g.issuer.certificate] = thief
    assert "not signed" in status(told, charger, asked(responder, charger.chain, now)).actual


@pytest.mark.parametrize("text", ["", "!", "AAAA"])
def test_what_is_no_answer_at_all(told, charger, text):
    assert not status(told, charger, text).held


# requests


def request(name, kind=KeyKind.EC_P256):
    return {"csr": csr.create(generate(kind), Subject(name, "ACME"))}


@pytest.mark.parametrize(("name", "held"), [("DE-1", True), ("CN DE-1", True), ("DE-2", False)])
def test_a_request_bears_the_name(told, name, held):
    world = told(request(name), "SignCertificate")
    check = judged(world, certificate_checks.check_request, name="DE-1", source=3)
    assert (check.held, check.actual, check.source) == (held, name, 3)
    assert (check.action, check.seq) == ("SignCertificate", world.trace.records[-1].seq)


@pytest.mark.parametrize(("kind", "held"), [(KeyKind.EC_P256, True), (KeyKind.RSA_2048, False)])
def test_vehicles_want_a_key_on_an_elliptic_curve(told, kind, held):
    world = told(request("any", kind), "SignCertificate")
    options = {"name": None, "source": None, "vehicles": True}
    assert judged(world, certificate_checks.check_request, **options).held is held


def test_any_key_will_do_for_a_station(told):
    world = told(request("any", KeyKind.RSA_2048), "SignCertificate")
    certificate_checks.check_request(world, name=None, source=None)
    assert world.checks == []


# signing


@pytest.mark.parametrize("authority", ["CSO", "V2G"])
def test_the_harness_signs_the_key_in_the_request(told, ours, authority):
    asked_for = request("DE-1")
    world = told(asked_for, "SignCertificate")
    certificate_checks.sign(world, authority, "chain")
    chain = read_chain(world.values.get("chain"))
    issuer = {"CSO": ours.cso, "V2G": ours.v2g}[authority].issuer
    assert chain[0].public_key() == csr.read(asked_for["csr"]).public_key
    assert chain[1] == issuer.certificate
    serials = [world.values.get(f"chain_{name}") for name in ("serial", "1_serial")]
    assert serials == [format(one.serial_number, "x") for one in chain]


def test_the_work_of_an_unknown_authority_leads_to_no_root_of_ours(told, ours):
    world = told(request("DE-1"), "SignCertificate")
    certificate_checks.sign(world, "unknown", "chain")
    world.last_payload = {"certificateChain": world.values.get("chain")}
    roots = [ours.cso.anchor, ours.v2g.anchor]
    assert not judged(world, certificate_checks.check_chain, roots, RULE).held
    with pytest.raises(ScenarioError, match="no authority ACME; there are CSO"):
        certificate_checks.sign(world, "ACME", "chain")


# chains


def chain_of(ours, validity=None, *, whole=True):
    station = ours.station("S-1", validity=validity)
    return station.chain_pem if whole else write_certificate(station.certificate)


def judge_chain(told, text, roots):
    world = told({"certificateChain": text}, "CertificateSigned")
    return judged(world, certificate_checks.check_chain, roots, RULE)


def test_a_chain_is_valid_under_a_root(told, ours):
    assert judge_chain(told, chain_of(ours), [ours.cso.anchor]).held


@pytest.mark.parametrize("fault", ["root", "expired", "gap", "text", "order"])
def test_a_chain_with_a_fault(told, ours, fault):
    text, roots = chain_of(ours), [ours.cso.anchor]
    if fault == "root":
        roots = [Hierarchies(ours.now).cso.anchor]
    elif fault == "expired":
        text = chain_of(ours, Validity.over(ours.now))
    elif fault == "gap":
        text = chain_of(ours, whole=False)
    elif fault == "text":
        text = "no PEM"
    else:
        text = write_chain(tuple(reversed(read_chain(text))))
    check = judge_chain(told, text, roots)
    assert (check.held, check.subject, check.requirement) == (False, "certificateChain", RULE)
