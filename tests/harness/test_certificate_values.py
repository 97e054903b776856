"""The certificates that scenarios may name, and what an external system has to tell of its own."""

from __future__ import annotations

import base64

import pytest

from harness import certificates
from harness.outcome import Inconclusive
from pki.hash_data import HashAlgorithm, hash_data
from pki.hierarchies import Hierarchies
from pki.pem import chain_from_hex, read_chain, write_certificate
from pki.validation import flaws_of_chain

ROOTS = ("csms_root", "manufacturer_root", "mo_root", "v2g_root")
THEIRS = (
    "v2g_chain",
    "emaid",
    "exi_response",
    "contract_chain",
    "contract_hash_data",
    "v2g_ocsp_request",
)


def offered(*, external=False, **known):
    return certificates.values(known.__getitem__, external=external)


@pytest.fixture(scope="module")
def ours():
    return certificates.made().ours


@pytest.mark.parametrize("name", ROOTS)
@pytest.mark.parametrize("external", [True, False])
def test_a_root_has_a_text_a_serial_number_and_digests(name, external):
    values = offered(external=external)
    (root,) = read_chain(values[name]())
    assert values[f"{name}_serial"]() == format(root.serial_number, "x")
    for algorithm in HashAlgorithm:
        told = values[f"{name}_{algorithm.value.lower()}"]()
        assert told == hash_data(root, root, algorithm).as_json()


def test_the_roots_are_four(ours):
    values = offered()
    assert len({values[name]() for name in ROOTS}) == 4
    assert values["csms_root"]() != write_certificate(ours.cso.anchor)


@pytest.mark.parametrize("name", THEIRS)
def test_what_only_the_owner_can_know_leaves_the_case_open(name):
    with pytest.raises(Inconclusive, match=rf"needs {name} in \[parameters\]"):
        offered(external=True)[name]()
    assert offered()[name]()


# OCSP requests


def test_a_chain_s_certificates_are_asked_about_by_their_issuers(ours):
    values = offered(v2g_chain=offered()["v2g_chain"]())
    leaf, above = read_chain(values["v2g_chain"]())
    responder = {"responderURL": "http://127.0.0.1/ocsp"}
    assert values["v2g_request"]() == {**hash_data(leaf, above).as_json(), **responder}
    root = ours.v2g.anchor
    assert values["v2g_sub_request"]() == {**hash_data(above, root).as_json(), **responder}
    assert values["v2g_ocsp_request"]() == values["v2g_request"]()


def test_the_owner_s_chain_comes_before_ours(ours):
    theirs = ours.v2g_charger("theirs")
    values = offered(external=True, v2g_chain=theirs.chain_pem)
    assert values["v2g_request"]()["serialNumber"] == format(theirs.certificate.serial_number, "x")


def test_a_chain_without_its_authorities_leaves_the_case_open(ours):
    alone = write_certificate(ours.v2g_charger("theirs").certificate)
    with pytest.raises(Inconclusive, match="too short"):
        offered(external=True, v2g_chain=alone)["v2g_sub_request"]()


# contracts


def test_a_contract_that_is_good_and_one_that_is_nobody_s(ours):
    values = offered()
    now = ours.now
    good, bad = (
        read_chain(values[f"{kind}chain"]()) for kind in ("contract_", "stranger_contract_")
    )
    roots = [ours.mo.anchor, ours.v2g.anchor]
    assert flaws_of_chain(good, roots, now=now) == []
    assert flaws_of_chain(bad, roots, now=now) != []
    pairs = zip(good, (good[1], ours.mo.anchor), strict=True)
    wanted = [hash_data(one, above).serial_number for one, above in pairs]
    assert [one["serialNumber"] for one in values["contract_hash_data"]()] == wanted
    stream = base64.b64decode(values["exi_response"]())
    assert chain_from_hex(stream[33:].hex()) == good


# issuers


def test_an_issuer_is_looked_for_in_the_chain_and_among_ours(ours):
    chain = ours.v2g_charger("theirs").chain
    assert certificates.issuer_of(chain, 0) == chain[1]
    assert certificates.issuer_of(chain[:1], 0) == ours.v2g.issuer.certificate
    assert certificates.issuer_of(chain, 1) == ours.v2g.anchor
    assert certificates.issuer_of((ours.v2g.anchor,), 0) == ours.v2g.anchor
    unknown = Hierarchies(ours.now).v2g_charger("unknown").chain
    assert certificates.issuer_of(unknown, 0) == unknown[1]
    assert certificates.issuer_of(unknown, 1) == unknown[1]
