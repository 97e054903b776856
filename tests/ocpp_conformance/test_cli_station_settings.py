"""`station run`: settings and certificates that the options give a station."""

from datetime import UTC, datetime

import pytest

from ocpp_conformance import station_settings
from pki.hierarchies import Hierarchies
from pki.keys import write_key
from pki.pem import write_certificate
from station_sim.trust.store import Use

WORLD = Hierarchies(datetime.now(UTC))
PLAIN, TLS = "ws://127.0.0.1:9", "wss://127.0.0.1:9"


@pytest.fixture
def files(tmp_path):
    identity = WORLD.station("SIM-0001")
    texts = {
        "roots": write_certificate(WORLD.cso.anchor),
        "certificate": identity.chain_pem,
        "key": write_key(identity.key),
    }
    paths = {name: tmp_path / f"{name}.pem" for name in texts}
    for name, path in paths.items():
        path.write_text(texts[name], encoding="ascii")
    return paths


def settings(*values, version="2.0.1"):
    return station_settings.settings("CP", version, 1, values)


def secured(url, password=None, roots=None, certificate=None, key=None):
    return station_settings.secured(settings(), url, password, roots, certificate, key)


def test_the_security_profile_follows_from_what_is_given(files):
    assert secured(PLAIN).security_profile == 0
    assert secured(PLAIN, "secret-password-16").security_profile == 1
    assert secured(TLS, "secret-password-16").security_profile == 2
    assert secured(TLS, **files).security_profile == 3
    assert secured(TLS).tls is not None  # the machine's roots
    assert secured(TLS, roots=files["roots"]).tls is None  # its own, which the CSMS may change
    assert set(secured(TLS, **files).factory.own) == {Use.STATION}
    assert secured(TLS, certificate=files["certificate"], key=files["key"]).tls is not None


@pytest.mark.parametrize(
    ("version", "name"),
    [("1.6", "HeartbeatInterval"), ("2.0.1", "OCPPCommCtrlr.HeartbeatInterval")],
)
def test_values_are_those_of_the_factory(version, name):
    assert settings(f"{name}=30", version=version).values == {name: "30"}


def run(invoke, *options):
    return invoke("station", "run", "--csms", PLAIN, *options)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--set", "HeartbeatInterval"), "--set HeartbeatInterval: write NAME=VALUE"),
        (("--set", "Heart=1"), "--set Heart: no setting of a station of OCPP 2.0.1"),
        (("--set", "TxCtrlr.TxStartPoint=Noon"), "--set TxCtrlr.TxStartPoint=Noon: the setting"),
        (("--version", "1.6", "--set", "ConnectionTimeOut=soon"), "ConnectionTimeOut=soon: the"),
    ],
)
def test_a_wrong_value_is_exit_code_2(invoke, options, says):
    done = run(invoke, *options)
    assert done.exit_code == 2
    assert says in done.stderr


def test_wrong_certificates_are_exit_code_2(invoke, files, tmp_path):
    alone = run(invoke, "--certificate", files["certificate"])
    assert (alone.exit_code, "belong together" in alone.stderr) == (2, True)
    pair = ("--certificate", files["certificate"], "--key", files["key"])
    unsafe = run(invoke, *pair)
    assert (unsafe.exit_code, "write wss://" in unsafe.stderr) == (2, True)
    broken = tmp_path / "broken.pem"
    broken.write_text("nothing", encoding="ascii")
    for wrong in (
        ("--ca-certificate", broken),
        ("--ca-certificate", files["roots"], "--certificate", broken, "--key", files["key"]),
        ("--ca-certificate", files["roots"], *pair[:2], "--key", broken),
    ):
        done = invoke("station", "run", "--csms", TLS, *wrong)
        assert (done.exit_code, "cannot be used" in done.stderr) == (2, True), done.stderr
