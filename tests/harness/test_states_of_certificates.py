"""Reusable states about certificates and remote starts: what they send, and what they fail."""

from __future__ import annotations

import pytest

from harness import certificates
from harness.outcome import CaseFailed
from ocppj.clock import format_datetime
from pki import csr
from pki.hash_data import hash_data
from pki.keys import KeyKind, generate
from pki.names import Subject
from pki.pem import read_chain
from steps.reusable_states import v16, v201_certificates

ACCEPTED = {"status": "Accepted"}


def failure(s, work):
    """Give the check that failed, None where none did."""
    try:
        s.run(work)
    except CaseFailed as failed:
        return failed.check
    return None


# V2G certificates are renewed


def secc(number, name):
    return {
        "component": {"name": "ISO15118Ctrlr", "evse": {"id": number}},
        "variable": {"name": "SeccId"},
        "variableAttribute": [{"value": name}],
        "variableCharacteristics": {"dataType": "string", "supportsMonitoring": False},
    }


class Charger:
    """A station with V2G certificates, which asks for them as the test says."""

    def __init__(self, s):
        self.s = s
        s.side.answers |= {
            "SetVariables": {"setVariableResult": [{"attributeStatus": "Accepted"}]},
            "GetReport": ACCEPTED,
            "TriggerMessage": ACCEPTED,
            "CertificateSigned": ACCEPTED,
        }

    def reports(self, *data, request=4712, more=False):
        part = {"requestId": request, "seqNo": 0, "tbc": more, "reportData": list(data)}
        return self.s.sends("NotifyReport", **part)

    def asks(self, name="DE-1", *, after=1, kind="V2GCertificate", key=KeyKind.EC_P256):
        text = csr.create(generate(key), Subject(name, "ACME"))
        self.s.later(after, "SignCertificate", csr=text, certificateType=kind)
        return text

    def renewed(self):
        return failure(self.s, v201_certificates.renew_v2g_certificate(self.s.world))

    def sent(self, action):
        return [payload for name, payload in self.s.side.sent if name == action]


@pytest.fixture
def charger(stand):
    return lambda: Charger(stand())


def test_a_certificate_is_renewed_for_each_evse_that_has_a_name(charger):
    c = charger()
    c.reports(secc(1, "DE-1"), more=True)
    c.reports(secc(2, "DE-2"))
    texts = [c.asks("DE-1"), c.asks("DE-2", after=2)]
    assert c.renewed() is None
    assert [one["evse"]["id"] for one in c.sent("TriggerMessage")] == [1, 2]
    issuer = certificates.made().ours.v2g.issuer.certificate
    for text, signed in zip(texts, c.sent("CertificateSigned"), strict=True):
        chain = read_chain(signed["certificateChain"])
        assert chain[0].public_key() == csr.read(text).public_key
        assert (chain[1], signed["certificateType"]) == (issuer, "V2GCertificate")
    assert c.s.observed() == ["TriggerMessage", "SignCertificate"] * 2


def test_a_station_without_names_is_asked_once(charger):
    c = charger()
    c.s.side.answers["GetReport"] = {"status": "EmptyResultSet"}
    c.asks("any")
    assert c.renewed() is None
    assert c.sent("TriggerMessage") == [{"requestedMessage": "SignV2GCertificate"}]


def test_a_request_with_another_name_blames_the_report(charger):
    c = charger()
    told = c.reports(secc(1, "DE-1"))
    c.asks("DE-9")
    check = c.renewed()
    assert (check.subject, check.expected, check.actual) == ("csr, common name", "DE-1", "DE-9")
    assert check.source == told.seq


@pytest.mark.parametrize(
    ("asked", "subject"),
    [
        ({"kind": "ChargingStationCertificate"}, "certificateType"),
        ({"key": KeyKind.RSA_2048}, "csr, key"),
        ({"after": 100}, "message"),
    ],
)
def test_a_request_of_another_kind(charger, asked, subject):
    c = charger()
    c.reports(secc(1, "DE-1"))
    c.asks(**asked)
    assert c.renewed().subject == subject


def test_a_report_about_something_else(charger):
    c = charger()
    c.reports(secc(1, "DE-1"), request=4713)
    assert c.renewed().subject == "requestId"
    c = charger()
    c.reports({**secc(1, "DE-1"), "variable": {"name": "Enabled"}})
    assert c.renewed().subject == "reportData[0].variable.name"


@pytest.mark.parametrize("action", ["TriggerMessage", "CertificateSigned"])
def test_a_station_that_does_not_want_to(charger, action):
    c = charger()
    c.s.side.answers[action] = {"status": "Rejected"}
    c.reports(secc(1, "DE-1"))
    c.asks()
    check = c.renewed()
    assert (check.action, check.actual) == (action, "Rejected")


# 1.6: a root is installed


@pytest.mark.parametrize("there", [True, False])
def test_a_root_is_installed_unless_it_is_there(stand, there):
    s = stand("TC_001_CS")
    root = certificates.made().second.certificate
    s.world.values.keep("csms_root", certificates.values(str, external=False)["csms_root"]())
    listed = {"certificateHashData": [hash_data(root, root).as_json()]} if there else {}
    status = "Accepted" if there else "NotFound"
    s.side.answers["GetInstalledCertificateIds"] = {"status": status, **listed}
    s.side.answers["InstallCertificate"] = ACCEPTED
    assert failure(s, v16.certificate_installed(s.world)) is None
    assert ("InstallCertificate" in [action for action, _ in s.side.sent]) is not there
    if not there:
        s.side.answers["InstallCertificate"] = {"status": "Rejected"}
        assert failure(s, v16.certificate_installed(s.world)).actual == "Rejected"


# 1.6: a transaction is started remotely


class Starting:
    """A station that is asked to start, and what it sends then."""

    def __init__(self, s, *, asks="true"):
        self.s = s
        key = {"key": "AuthorizeRemoteTxRequests", "readonly": True, "value": asks}
        s.side.answers["GetConfiguration"] = {"configurationKey": [key]}
        s.side.answers["RemoteStartTransaction"] = ACCEPTED
        s.side.draft = lambda _: {}
        self.token = s.world.values.get("valid_token")

    def says(self, status):
        return self.s.sends("StatusNotification", connectorId=1, status=status)

    def authorizes(self, token=None):
        return self.s.sends("Authorize", idTag=token or self.token)

    def starts(self, **more):
        now = format_datetime(self.s.clock.now())
        start = {"connectorId": 1, "idTag": self.token, "timestamp": now, **more}
        self.s.sends("StartTransaction", **start)
        self.s.answered(transactionId=55, idTagInfo=ACCEPTED)

    def charges(self):
        return failure(self.s, v16.charging_station(self.s.world))


@pytest.mark.parametrize("asks", ["true", "false"])
def test_a_remote_start_ends_in_a_transaction(stand, asks):
    one = Starting(stand("TC_001_CS"), asks=asks)
    one.says("Preparing")
    if asks == "true":
        one.authorizes()
    one.starts()
    one.says("Charging")
    assert one.charges() is None
    assert one.s.world.values.get("transaction_id") == 55
    assert one.s.observed()[-2:] == ["RemoteStartTransaction", "StartTransaction"]


def test_a_station_that_says_so_authorizes_a_remote_start(stand):
    one = Starting(stand("TC_001_CS"))
    one.says("Preparing")
    one.starts()
    one.says("Charging")
    check = one.charges()
    assert (check.action, check.subject, check.requirement) == (
        "Authorize",
        "message",
        "OCPP 1.6, 5.11",
    )


@pytest.mark.parametrize(
    ("change", "subject"),
    [
        ({"connectorId": 2}, "connectorId"),
        ({"idTag": "other"}, "idTag"),
        ({"timestamp": "2020-01-01T00:00:00Z"}, "timestamp"),
    ],
)
def test_another_transaction_than_the_one_asked_for(stand, change, subject):
    one = Starting(stand("TC_001_CS"), asks="false")
    one.says("Preparing")
    one.starts(**change)
    one.says("Charging")
    assert one.charges().subject == subject


@pytest.mark.parametrize("missing", ["Preparing", "Charging"])
def test_a_connector_whose_status_is_not_told(stand, missing):
    one = Starting(stand("TC_001_CS"), asks="false")
    for status in ("Preparing", "Charging"):
        if status == "Charging":
            one.starts()
        if status != missing:
            one.says(status)
    check = one.charges()
    assert (check.action, check.held) == ("StatusNotification", False)
