"""Keys, subjects, requests, passwords."""

import random
import string

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from pki import csr
from pki.keys import BadKey, KeyKind, generate, read_key, weakness, write_key
from pki.names import Subject, station_name_problems
from pki.passwords import (
    PASSWORD_ALPHABET,
    authorization_key,
    basic_auth_password,
    is_authorization_key,
    is_password,
)

CURRENT = settings(max_examples=50, derandomize=True, deadline=None)
NAMES = st.text(string.ascii_letters + string.digits + " -_äß", min_size=1, max_size=30).map(
    lambda text: f"x{text}x"
)


@pytest.mark.parametrize("kind", KeyKind)
def test_a_key_survives_being_written_and_is_strong(kind):
    key = generate(kind)
    again = read_key(write_key(key))
    assert again.private_numbers() == key.private_numbers()
    assert weakness(key.public_key()) is None


def test_two_keys_differ():
    assert write_key(generate()) != write_key(generate())


def test_what_is_no_key_is_refused():
    foreign = ed25519.Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    for text in (
        "",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        foreign.decode(),
    ):
        with pytest.raises(BadKey):
            read_key(text)


def test_weak_keys_are_named():
    assert "1024 bits" in weakness(rsa.generate_private_key(65537, 1024).public_key())
    assert "192 bits" in weakness(ec.generate_private_key(ec.SECP192R1()).public_key())
    assert "Ed25519" in weakness(ed25519.Ed25519PrivateKey.generate().public_key())


@CURRENT
@given(NAMES, NAMES)
def test_a_subject_survives_the_way_through_a_name(name, organization):
    subject = Subject(name, organization, "DE", "CPO")
    assert Subject.of(subject.x509()) == subject


@pytest.mark.parametrize(
    ("subject", "fragment"),
    [
        (Subject("SIM-1"), "no organization"),
        (Subject(None, "ACME"), "no common name"),
        (Subject("10.0.0.1", "ACME"), "address"),
        (Subject("fe80::1", "ACME"), "address"),
        (Subject("https://a.example", "ACME"), "address"),
        (Subject("SIM-2", "ACME"), "not 'SIM-1'"),
        (Subject("SIM-1", "Other"), "not 'ACME'"),
    ],
)
def test_a_wrong_station_name_is_explained(subject, fragment):
    (problem,) = station_name_problems(subject, serials=["SIM-1"], organizations=["ACME"])
    assert fragment in problem


def test_a_right_station_name_has_no_problem():
    assert station_name_problems(Subject("SIM-1", "ACME"), serials=["SIM-1"]) == []


# requests


@pytest.mark.parametrize("kind", [KeyKind.EC_P256, KeyKind.RSA_2048])
def test_a_request_says_what_it_asks_for(kind):
    key = generate(kind)
    text = csr.create(key, Subject("SIM-1", "ACME"))
    request = csr.read(text)
    assert text.startswith("-----BEGIN CERTIFICATE REQUEST-----")
    assert request.subject == Subject("SIM-1", "ACME")
    assert request.public_key == key.public_key()
    assert csr.problems(request, serials=["SIM-1"], organizations=["ACME"]) == []


def test_a_forged_request_is_found():
    text = csr.create(generate(), Subject("SIM-1", "ACME"))
    der = bytearray(x509.load_pem_x509_csr(text.encode()).public_bytes(Encoding.DER))
    der[-1] ^= 1
    forged = x509.load_der_x509_csr(bytes(der)).public_bytes(Encoding.PEM).decode()
    assert csr.problems(csr.read(forged)) == ["the signature does not fit the key"]


def test_a_request_for_a_weak_key_is_found():
    key = rsa.generate_private_key(65537, 1024)
    (problem,) = csr.problems(csr.read(csr.create(key, Subject("SIM-1", "ACME"))))
    assert "1024 bits" in problem


def test_a_request_without_names_is_found():
    builder = x509.CertificateSigningRequestBuilder().subject_name(x509.Name([]))
    text = builder.sign(generate(), hashes.SHA256()).public_bytes(Encoding.PEM).decode()
    assert csr.problems(csr.read(text)) == [
        "the subject has no organization name",
        "the subject has no common name",
    ]


@CURRENT
@given(st.text())
def test_what_is_no_request_is_refused(text):
    with pytest.raises(csr.BadRequest):
        csr.read(text)


# passwords


@CURRENT
@given(st.integers(16, 64), st.randoms(use_true_random=False))
def test_passwords_have_the_allowed_form(length, rng):
    password = basic_auth_password(length, rng)
    assert len(password) == length
    assert set(password) <= set(PASSWORD_ALPHABET)
    assert is_password(password)
    assert ":" in PASSWORD_ALPHABET  # which HTTP allows in a password, and not in a user name


@CURRENT
@given(st.integers(16, 20), st.randoms(use_true_random=False))
def test_authorization_keys_have_the_allowed_form(size, rng):
    key = authorization_key(size, rng)
    assert len(bytes.fromhex(key)) == size
    assert is_authorization_key(key)


@pytest.mark.parametrize("length", [0, 15, 65])
def test_a_wrong_length_is_refused(length):
    with pytest.raises(ValueError, match="characters"):
        basic_auth_password(length)
    with pytest.raises(ValueError, match="bytes"):
        authorization_key(length)


@pytest.mark.parametrize("text", ["", "a" * 15, "a" * 65, "ä" * 20, "a b" * 8])
def test_what_is_no_password_is_told(text):
    assert not is_password(text)


@pytest.mark.parametrize("text", ["", "0" * 30, "0" * 33, "0" * 42, "g" * 32])
def test_what_is_no_authorization_key_is_told(text):
    assert not is_authorization_key(text)


def test_a_seed_repeats_and_its_absence_does_not():
    assert basic_auth_password(rng=random.Random(1)) == basic_auth_password(rng=random.Random(1))
    assert basic_auth_password() != basic_auth_password()
    assert authorization_key() != authorization_key()
