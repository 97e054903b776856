"""Authorities, chains, PEM, hash data, and the judgement of chains."""

import hashlib
import ssl
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp
from hypothesis import given, settings
from hypothesis import strategies as st

from pki import profiles
from pki.authority import Authority
from pki.hash_data import HashAlgorithm, HashData, hash_data
from pki.keys import KeyKind, generate
from pki.names import Subject
from pki.pem import MalformedPem, read_certificate, read_chain, write_chain
from pki.tls import client_context, server_context
from pki.validation import Reason, flaws_of_chain, flaws_of_root
from pki.validity import Validity


def reasons(chain, roots, now):
    return {flaw.reason for flaw in flaws_of_chain(chain, roots, now=now)}


# PEM


def test_a_chain_survives_being_written(world):
    chain = world.station("SIM-1").chain
    assert read_chain(write_chain(chain)) == chain
    assert read_chain("\n\n" + write_chain(chain).replace("\n", "\r\n")) == chain


@pytest.mark.parametrize(
    "text", ["", "x", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"]
)
def test_what_is_no_certificate_is_refused(text):
    with pytest.raises(MalformedPem):
        read_chain(text)


def test_text_beside_certificates_and_a_second_certificate_are_refused(world):
    station = world.station("SIM-1")
    with pytest.raises(MalformedPem, match="beside"):
        read_chain("hello\n" + station.chain_pem)
    with pytest.raises(MalformedPem, match="2 certificates"):
        read_certificate(station.chain_pem)


# what is issued


def test_certificates_have_the_properties_that_ocpp_wants(world):
    station, csms = world.station("SIM-1").certificate, world.csms(["localhost", "127.0.0.1"])
    assert Subject.of(station.subject) == Subject("SIM-1", world.organization)
    assert station.serial_number > 0
    usage = station.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert not usage.value.key_cert_sign
    with pytest.raises(x509.ExtensionNotFound):  # A00.FR.514
        station.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    names = csms.certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(a) for a in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1"]


def test_each_run_has_its_own_keys(world, now):
    other = type(world)(now)
    assert other.cso.anchor != world.cso.anchor


def test_vehicle_certificates_name_their_responder(world):
    assert profiles.ocsp_url(world.v2g_charger("DE1").certificate) == "http://127.0.0.1/ocsp"
    assert profiles.ocsp_url(world.station("SIM-1").certificate) is None


# chains


@pytest.mark.parametrize("kind", KeyKind)
def test_a_good_chain_has_no_flaw(world, now, kind):
    station = world.station("SIM-1", kind=kind)
    assert flaws_of_chain(station.chain, [world.cso.anchor], now=now) == []
    assert flaws_of_chain([*station.chain, world.cso.anchor], [world.cso.anchor], now=now) == []
    assert flaws_of_root(world.cso.anchor, now=now) == []


def test_each_flaw_has_its_reason(world, now):
    root, station = world.cso.anchor, world.station("SIM-1")
    assert reasons([], [root], now) == {Reason.EMPTY}
    assert reasons(station.chain, [], now) == {Reason.UNKNOWN_ISSUER}
    assert reasons(station.chain, [world.v2g.anchor], now) == {Reason.UNKNOWN_ISSUER}
    assert reasons(station.chain[:1], [root], now) == {Reason.UNKNOWN_ISSUER}
    assert Reason.BAD_SIGNATURE in reasons(station.chain[::-1], [root], now)
    assert Reason.NOT_AN_AUTHORITY in reasons(station.chain[::-1], [root], now)


def test_expired_and_future_certificates_are_told_apart(world, now):
    old = world.station("SIM-1", validity=Validity.over(now))
    new = world.station("SIM-1", validity=Validity.later(now))
    assert reasons(old.chain, [world.cso.anchor], now) == {Reason.EXPIRED}
    assert reasons(new.chain, [world.cso.anchor], now) == {Reason.NOT_YET_VALID}
    assert reasons(new.chain, [world.cso.anchor], now + timedelta(days=2)) == set()


def test_a_leaf_does_not_sign_and_a_short_path_stays_short(world, now):
    issuer = world.cso.issuer  # its path length is 0
    below = issuer.subordinate("Too deep", now=now)
    leaf = below.enrol(profiles.CHARGING_STATION, Subject("SIM-1", "X"), now=now)
    assert reasons(leaf.chain, [world.cso.anchor], now) == {Reason.PATH_TOO_LONG}
    impostor = Authority(world.station("SIM-2"), world.cso.anchor)
    forged = impostor.enrol(profiles.CHARGING_STATION, Subject("SIM-1", "X"), now=now)
    assert reasons(forged.chain, [world.cso.anchor], now) == {
        Reason.NOT_AN_AUTHORITY,
        Reason.PATH_TOO_LONG,
    }


def test_a_leaf_is_no_root(world, now):
    leaf = world.station("SIM-1").certificate
    assert Reason.NOT_AN_AUTHORITY in {flaw.reason for flaw in flaws_of_root(leaf, now=now)}
    old = Authority.mint("Old", "X", now=now, validity=Validity.over(now)).certificate
    assert [str(flaw) for flaw in flaws_of_root(old, now=now)] == [
        "certificate 0 (CN=Old,O=X): it has expired"
    ]


def test_weak_keys_unknown_critical_extensions_and_signing_bans_are_found(world, now):
    issuer = world.cso.issuer

    def leaf(key, *extensions, profile=profiles.CHARGING_STATION):
        made = issuer.issue(profile, Subject("S", "X"), key, Validity.lasting(now, 1))
        if not extensions:
            return (made, *issuer.chain_of(made)[1:])
        builder = x509.CertificateBuilder(
            made.issuer,
            made.subject,
            made.public_key(),
            made.serial_number,
            made.not_valid_before_utc.replace(tzinfo=None),
            made.not_valid_after_utc.replace(tzinfo=None),
        )
        for extension in extensions:
            builder = builder.add_extension(extension, critical=True)
        return issuer.chain_of(builder.sign(issuer.identity.key, hashes.SHA256()))

    weak = rsa.generate_private_key(65537, 1024).public_key()
    strange = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00")
    mute = replace(profiles.CHARGING_STATION, signs=False)
    roots = [world.cso.anchor]
    assert reasons(leaf(weak), roots, now) == {Reason.WEAK_KEY}
    good = generate().public_key()
    assert reasons(leaf(good, strange), roots, now) == {Reason.UNKNOWN_EXTENSION}
    assert reasons(leaf(good, profile=mute), roots, now) == {Reason.NO_DIGITAL_SIGNATURE}


def test_openssl_agrees_with_the_judgement(world, now, tmp_path):
    """The same chains through a second implementation: a TLS handshake over memory BIOs."""
    for validity in (None, Validity.over(now), Validity.later(now)):
        csms = world.csms(["localhost"], validity=validity)
        refused = not handshake(csms, [world.cso.anchor])
        assert refused == bool(flaws_of_chain(csms.chain, [world.cso.anchor], now=now))
    assert not handshake(world.csms(["localhost"]), [world.v2g.anchor])


def handshake(identity, roots):
    """Tell whether a client that trusts `roots` accepts the server."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = client_context(roots).wrap_bio(to_client, to_server, server_hostname="localhost")
    server = server_context(identity).wrap_bio(to_server, to_client, server_side=True)
    waiting = {client, server}
    while waiting:
        for side in tuple(waiting):
            try:
                side.do_handshake()
                waiting.discard(side)
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLCertVerificationError:
                return False
    return True


# hash data


@pytest.mark.parametrize("kind", [KeyKind.EC_P256, KeyKind.RSA_2048])
@pytest.mark.parametrize("algorithm", HashAlgorithm)
def test_hash_data_agrees_with_the_digests_that_ocsp_makes(world, now, kind, algorithm):
    """OCSP hashes name and key the same way, by another implementation."""
    root = Authority.mint("R", "X", now=now, kind=kind)
    leaf = root.enrol(profiles.CHARGING_STATION, Subject("S", "X"), now=now).certificate
    used = getattr(hashes, algorithm.value)()
    asked = ocsp.OCSPRequestBuilder().add_certificate(leaf, root.certificate, used).build()
    named = hash_data(leaf, root.certificate, algorithm)
    assert named.issuer_name_hash == asked.issuer_name_hash.hex()
    assert named.issuer_key_hash == asked.issuer_key_hash.hex()
    assert named.serial == asked.serial_number


def test_the_key_hash_leaves_out_tag_length_and_unused_bits(world):
    root = world.cso.anchor
    named = hash_data(root, root)
    spki = root.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert named.issuer_key_hash == hashlib.sha256(spki[-65:]).hexdigest()  # 04, x, y of P-256


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(1, 2**152))
def test_a_serial_number_has_no_leading_zero_and_is_found_in_any_spelling(serial):
    named = HashData(HashAlgorithm.SHA256, "aa", "bb", format(serial, "x"))
    other = HashData(HashAlgorithm.SHA256, "AA", "BB", "00" + format(serial, "X"))
    assert not named.serial_number.startswith("0")
    assert named.names(other)
    assert named.serial == other.serial == serial
    assert not named.names(replace(other, serial_number=format(serial + 1, "x")))
    assert not named.names(replace(other, algorithm=HashAlgorithm.SHA512))


def test_an_unreadable_serial_number_is_an_error():
    with pytest.raises(ValueError, match="hexadecimal"):
        _ = HashData(HashAlgorithm.SHA256, "a", "b", "0x1f").serial
