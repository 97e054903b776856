"""How both sides of a case prove who they are, from the files of a SUT file or our own."""

from __future__ import annotations

import ssl

import pytest

from harness import certificates, security
from harness.outcome import Inconclusive
from harness.targets.configurations import Configuration
from harness.targets.reference import PASSWORD
from harness.targets.settings import Security, SutFile
from pki.pem import write_certificate
from pki.tls import client_context
from station_sim.settings import StationSettings
from station_sim.trust.store import Use

OWN = StationSettings(identity="CS001", version="2.0.1")


def with_profile(profile):
    return Configuration("theirs", {}, security_profile=profile)


def sut(profile, role="csms", **files):
    given = Security(profile=profile, **files)
    return SutFile(role=role, versions=("2.0.1",), name="Theirs", security=given)


@pytest.fixture(scope="module")
def ours():
    return certificates.made().ours


@pytest.fixture
def files(tmp_path, ours):
    """Write PEM files as an owner would."""
    station, server = ours.station("S-1"), ours.csms(certificates.HOSTS)
    texts = {
        "ca_certificate": write_certificate(ours.cso.anchor),
        "client_certificate": station.chain_pem,
        "client_key": station.key_pem,
        "server_certificate": server.chain_pem,
        "server_key": server.key_pem,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="ascii")
    return lambda *names: {name: tmp_path / name for name in names}


# names for scenarios


@pytest.mark.parametrize(
    ("profile", "lower", "higher"),
    [(0, None, None), (1, None, 2), (2, 1, 3), (3, 1, None)],
)
def test_a_profile_has_neighbours_or_leaves_the_case_open(profile, lower, higher):
    offered = security.values(profile)
    assert offered["security_profile"]() == profile
    for name, expected in (("lower", lower), ("higher", higher)):
        if expected is None:
            with pytest.raises(Inconclusive, match="no room"):
                offered[f"{name}_security_profile"]()
        else:
            assert offered[f"{name}_security_profile"]() == expected


def test_the_owner_s_profile_and_password_come_before_ours():
    assert security.profile_of(None, with_profile(2)) == 2
    assert security.profile_of(sut(1), with_profile(2)) == 1
    assert security.password_of(None) == PASSWORD
    assert security.password_of(sut(1, password="abc")) == "abc"
    assert security.password_of(sut(1)) is None


# the harness's station


@pytest.mark.parametrize("profile", [0, 1, 2, 3])
def test_a_station_against_our_own_csms(ours, profile):
    equipped = security.equip(OWN, None, with_profile(profile))
    assert (equipped.identity, equipped.security_profile) == ("CS001", profile)
    assert equipped.password == (PASSWORD if profile in (1, 2) else None)
    roots = equipped.factory.roots.get(Use.CSMS_ROOT)
    assert roots == ((write_certificate(ours.cso.anchor),) if profile >= 2 else None)
    assert (Use.STATION in equipped.factory.own) is (profile == 3)


@pytest.mark.parametrize("profile", [0, 1])
def test_a_station_without_tls_reads_no_files(tmp_path, profile):
    theirs = sut(profile, password="abc", ca_certificate=tmp_path / "none.pem")
    equipped = security.equip(OWN, theirs, with_profile(3))
    assert equipped.security_profile == profile
    assert equipped.password == ("abc" if profile else None)
    assert equipped.factory == OWN.factory


def test_a_station_trusts_the_owner_s_root_and_shows_the_owner_s_certificate(files):
    given = files("ca_certificate", "client_certificate", "client_key")
    equipped = security.equip(OWN, sut(3, password="abc", **given), with_profile(0))
    texts = {name: path.read_text() for name, path in given.items()}
    assert equipped.password is None
    assert equipped.factory.roots == {Use.CSMS_ROOT: (texts["ca_certificate"],)}
    own = equipped.factory.own[Use.STATION]
    assert (own.chain, own.key) == (texts["client_certificate"], texts["client_key"])


def test_with_profile_2_a_password_goes_with_the_root(files):
    equipped = security.equip(
        OWN, sut(2, password="abc", **files("ca_certificate")), with_profile(0)
    )
    assert (equipped.security_profile, equipped.password) == (2, "abc")
    assert dict(equipped.factory.own) == {}


def test_without_a_root_the_system_s_own_are_trusted():
    equipped = security.equip(OWN, sut(2), with_profile(0))
    assert equipped.tls is not None
    assert equipped.tls.verify_mode is ssl.CERT_REQUIRED
    assert equipped.factory == OWN.factory


@pytest.mark.parametrize("text", [None, "no PEM"])
def test_a_root_that_cannot_be_read_leaves_the_case_open(tmp_path, text):
    file = tmp_path / "root.pem"
    if text is not None:
        file.write_text(text)
    with pytest.raises(Inconclusive, match=r"\[security\] cannot be used"):
        security.equip(OWN, sut(2, ca_certificate=file), with_profile(0))


# the harness's CSMS


@pytest.mark.parametrize("profile", [0, 1])
def test_a_listener_without_tls(profile):
    assert security.listener_tls(sut(profile, "station"), with_profile(3)) is None
    assert security.listener_tls(None, with_profile(profile)) is None


SERVER = ("server_certificate", "server_key")


def handshake(server, client):
    """Let two TLS ends meet in memory, and give what the server learns; raises SSLError."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = [
        client.wrap_bio(to_client, to_server, server_hostname="localhost"),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    for _ in range(5):
        for end in ends:
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
    return ends[1].getpeercert(binary_form=True)


@pytest.mark.parametrize("profile", [2, 3])
@pytest.mark.parametrize("built_in", [True, False])
def test_a_listener_with_tls_asks_for_a_certificate_by_profile(files, ours, profile, built_in):
    theirs = None if built_in else sut(profile, "station", **files(*SERVER, "ca_certificate"))
    server = security.listener_tls(theirs, with_profile(profile))
    station = ours.station("S-1")
    shown = handshake(server, client_context([ours.cso.anchor], station))
    assert (shown is not None) is (profile == 3)
    anonymous = client_context([ours.cso.anchor])
    stranger = certificates.made().stranger.station("S-1")
    if profile == 2:
        assert handshake(server, anonymous) is None
        return
    for client in (anonymous, client_context([ours.cso.anchor], stranger)):
        with pytest.raises(ssl.SSLError):
            handshake(server, client)


def test_a_listener_shows_the_owner_s_certificate(files, ours):
    server = security.listener_tls(sut(2, "station", **files(*SERVER)), with_profile(0))
    handshake(server, client_context([ours.cso.anchor]))
    with pytest.raises(ssl.SSLError):
        handshake(server, client_context([ours.v2g.anchor]))


@pytest.mark.parametrize(
    ("profile", "names", "missing"),
    [
        (2, (), "server_certificate and server_key"),
        (2, ("server_certificate",), "server_certificate and server_key"),
        (2, ("server_key",), "server_certificate and server_key"),
        (3, SERVER, "ca_certificate"),
    ],
)
def test_a_listener_whose_files_are_not_named(files, profile, names, missing):
    with pytest.raises(Inconclusive, match=missing):
        security.listener_tls(sut(profile, "station", **files(*names)), with_profile(0))


def test_a_listener_whose_files_are_not_there(files, tmp_path):
    given = {**files(*SERVER), "server_key": tmp_path / "gone.pem"}
    with pytest.raises(Inconclusive, match=r"gone\.pem"):
        security.listener_tls(sut(2, "station", **given), with_profile(0))
