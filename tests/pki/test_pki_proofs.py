"""OCSP and firmware signatures."""

import base64
from datetime import timedelta

import pytest
from cryptography.x509 import ocsp
from hypothesis import given, settings
from hypothesis import strategies as st

from pki import firmware, profiles
from pki.hash_data import HashAlgorithm, HashData, hash_data
from pki.keys import KeyKind
from pki.names import Subject
from pki.ocsp import BadAnswer, Responder, Status, read_answer, request

WEEK = timedelta(days=7)


@pytest.fixture
def issuer(world):
    return world.v2g.issuer


@pytest.fixture
def responder(world):
    return Responder([world.v2g.root, world.v2g.issuer])


@pytest.fixture(scope="module")
def leaf(world):
    return world.v2g_charger("DE1").certificate


def test_a_good_certificate_is_good_for_a_week(responder, issuer, leaf, now):
    answer = responder.answer(request(leaf, issuer.certificate), now=now)
    told = read_answer(answer, leaf, issuer.certificate, now=now)
    assert (told.status, told.until) == (Status.GOOD, now + WEEK)


def test_a_revoked_certificate_is_revoked(responder, issuer, leaf, now):
    responder.revoke(leaf, now)
    answer = responder.answer(request(leaf, issuer.certificate), now=now)
    told = read_answer(answer, leaf, issuer.certificate, now=now)
    assert (told.status, told.revoked_at) == (Status.REVOKED, now)


@pytest.mark.parametrize("algorithm", HashAlgorithm)
def test_the_responder_answers_to_ocpp_digests(responder, issuer, leaf, now, algorithm):
    wanted = hash_data(leaf, issuer.certificate, algorithm)
    answer = responder.answer_for(wanted, now=now)
    assert read_answer(answer, leaf, issuer.certificate, now=now).status is Status.GOOD


def test_a_delegate_may_sign_and_another_leaf_may_not(responder, issuer, leaf, now):
    asked = request(leaf, issuer.certificate)
    delegate = issuer.enrol(profiles.OCSP_SIGNER, Subject("OCSP", "X"), now=now)
    responder.signers[issuer.certificate] = delegate
    answer = responder.answer(asked, now=now)
    assert read_answer(answer, leaf, issuer.certificate, now=now).status is Status.GOOD
    responder.signers[issuer.certificate] = issuer.enrol(
        profiles.V2G_CHARGER, Subject("Mallory", "X"), now=now
    )
    with pytest.raises(BadAnswer, match="not signed"):
        read_answer(responder.answer(asked, now=now), leaf, issuer.certificate, now=now)


def test_answers_are_not_taken_for_others_nor_too_late_nor_too_early(responder, world, leaf, now):
    issuer = world.v2g.issuer.certificate
    other = world.v2g_charger("DE2").certificate
    answer = responder.answer(request(leaf, issuer), now=now)
    with pytest.raises(BadAnswer, match="another certificate"):
        read_answer(answer, other, issuer, now=now)
    with pytest.raises(BadAnswer, match="out of date"):
        read_answer(answer, leaf, issuer, now=now + WEEK + timedelta(seconds=1))
    with pytest.raises(BadAnswer, match="future"):
        read_answer(answer, leaf, issuer, now=now - timedelta(hours=1))
    with pytest.raises(BadAnswer, match="no OCSP"):
        read_answer(b"\x00", leaf, issuer, now=now)


def test_a_tampered_answer_is_found(responder, issuer, leaf, now):
    answer = bytearray(responder.answer(request(leaf, issuer.certificate), now=now))
    answer[-3] ^= 1
    with pytest.raises(BadAnswer):
        read_answer(bytes(answer), leaf, issuer.certificate, now=now)


def test_an_unknown_issuer_and_rubbish_get_no_statement(responder, world, now):
    mine = world.station("SIM-1")
    strange = responder.answer(request(mine.certificate, mine.chain[1]), now=now)
    assert ocsp.load_der_ocsp_response(strange).response_status.name == "UNAUTHORIZED"
    rubbish = responder.answer(b"rubbish", now=now)
    assert ocsp.load_der_ocsp_response(rubbish).response_status.name == "MALFORMED_REQUEST"
    assert responder.answer_for(HashData(HashAlgorithm.SHA256, "", "", "1"), now=now) is None
    with pytest.raises(BadAnswer, match="UNAUTHORIZED"):
        read_answer(strange, mine.certificate, mine.chain[1], now=now)


# firmware


@pytest.fixture(scope="module", params=[KeyKind.EC_P256, KeyKind.RSA_2048])
def signer(world, request):
    return world.firmware_signer(request.param)


@settings(max_examples=25, derandomize=True, deadline=None)
@given(image=st.binary(max_size=200), bit=st.integers(0, 1600))
def test_a_signature_holds_for_its_image_alone(signer, image, bit):
    signature = firmware.sign(image, signer.key)
    assert len(signature) <= 800
    assert firmware.is_genuine(image, signature, signer.certificate)
    assert firmware.is_genuine([image[:7], image[7:]], signature, signer.certificate)
    other = bytearray(image + b"\x00")
    other[bit // 8 % len(other)] ^= 1 << bit % 8
    assert not firmware.is_genuine(bytes(other), signature, signer.certificate)


def test_a_foreign_or_broken_signature_is_none(world, signer):
    image = b"firmware"
    foreign = firmware.sign(image, world.firmware_signer().key)
    assert not firmware.is_genuine(image, foreign, signer.certificate)
    for text in ("", "!", base64.b64encode(b"x").decode()):
        assert not firmware.is_genuine(image, text, signer.certificate)
