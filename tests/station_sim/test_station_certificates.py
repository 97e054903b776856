"""A station's certificates: what it installs, deletes, tells, asks for, takes and refuses."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta

import pytest

from pki import csr, profiles, tls
from pki.authority import Authority
from pki.hash_data import HashAlgorithm, hash_data
from pki.hierarchies import Hierarchies
from pki.names import Subject
from pki.pem import write_certificate, write_chain
from pki.validity import Validity
from station_sim.hardware import NotPossible
from station_sim.trust.factory import FactoryCertificates, OwnCertificate
from station_sim.trust.store import Use

VERSIONS = pytest.mark.parametrize("version", ["1.6", "2.0.1"])
NOW = datetime.now(UTC)
WORLD = Hierarchies(NOW)
ROOTS = {"1.6": "CentralSystemRootCertificate", "2.0.1": "CSMSRootCertificate"}
INVALID = {"1.6": "InvalidChargePointCertificate", "2.0.1": "InvalidChargingStationCertificate"}
TRUSTING = FactoryCertificates(
    roots={
        Use.CSMS_ROOT: (write_certificate(WORLD.cso.anchor),),
        Use.V2G_ROOT: (write_certificate(WORLD.v2g.anchor),),
    }
)


def root(name="Root", **options):
    return Authority.mint(name, "ACME", now=NOW, **options).certificate


def digests(certificate, issuer, algorithm=HashAlgorithm.SHA256):
    named = hash_data(certificate, issuer, algorithm)
    return {
        "hashAlgorithm": named.algorithm.value,
        "issuerNameHash": named.issuer_name_hash,
        "issuerKeyHash": named.issuer_key_hash,
        "serialNumber": named.serial_number,
    }


async def install(csms, certificate, kind=None):
    pem = certificate if isinstance(certificate, str) else write_certificate(certificate)
    payload = {"certificateType": kind or ROOTS[csms.version], "certificate": pem}
    return (await csms.call("InstallCertificate", payload))["status"]


async def delete(csms, named):
    return (await csms.call("DeleteCertificate", {"certificateHashData": named}))["status"]


async def told(csms, *kinds):
    """Give the digests that the station tells for these types."""
    if csms.version == "1.6":
        (kind,) = kinds
        answer = await csms.call("GetInstalledCertificateIds", {"certificateType": kind})
        return answer.get("certificateHashData", [])
    payload = {"certificateType": list(kinds)} if kinds else {}
    answer = await csms.call("GetInstalledCertificateIds", payload)
    chains = answer.get("certificateHashDataChain", [])
    assert answer["status"] == ("Accepted" if chains else "NotFound")
    return [chain["certificateHashData"] for chain in chains]


# trust anchors


@VERSIONS
def test_a_root_is_installed_told_and_deleted(run, version):
    async def scenario(bench):
        await bench.booted()
        csms, one, two = bench.csms, root("One"), root("Two")
        assert await told(csms, ROOTS[version]) == []
        assert await install(csms, one) == "Accepted"
        assert await install(csms, one) == "Accepted"  # M05.FR.17: it is replaced
        assert await install(csms, two, "ManufacturerRootCertificate") == "Accepted"
        assert await told(csms, ROOTS[version]) == [digests(one, one)]
        assert await delete(csms, digests(one, one, HashAlgorithm.SHA512)) == "Accepted"
        assert await delete(csms, digests(one, one)) == "NotFound"
        assert await told(csms, ROOTS[version]) == []
        assert await told(csms, "ManufacturerRootCertificate") == [digests(two, two)]

    run(version, scenario)


@VERSIONS
@pytest.mark.parametrize(
    "bad",
    [
        "no certificate",
        write_chain([WORLD.cso.anchor, WORLD.v2g.anchor]),
        root("Old", validity=Validity.over(NOW)),
        root("Future", validity=Validity.later(NOW)),
        WORLD.station("SIM-0001").certificate,
    ],
)
def test_what_is_no_valid_root_is_rejected(run, version, bad):
    async def scenario(bench):
        await bench.booted()
        assert await install(bench.csms, bad) == "Rejected"
        assert await told(bench.csms, ROOTS[version]) == []

    run(version, scenario)


def test_there_is_room_for_so_many(run):
    async def scenario(bench):
        await bench.booted({"CertificateStoreMaxLength": "2"})
        first = root("0")
        assert await install(bench.csms, first) == "Accepted"
        assert await install(bench.csms, root("1")) == "Accepted"
        assert await install(bench.csms, root("2")) == "Rejected"
        assert await install(bench.csms, first) == "Accepted"
        assert await delete(bench.csms, digests(first, first)) == "Accepted"
        assert await install(bench.csms, root("3")) == "Accepted"

    run("1.6", scenario)


@VERSIONS
def test_worn_out_flash_fails(run, version):
    async def scenario(bench):
        station = await bench.booted()
        one = root("One")
        await install(bench.csms, one)
        station.memory.certificates.writable = False
        assert await install(bench.csms, root("Two")) == "Failed"
        assert await delete(bench.csms, digests(one, one)) == "Failed"
        assert await told(bench.csms, ROOTS[version]) == [digests(one, one)]

    run(version, scenario)


@VERSIONS
def test_with_the_additional_check_a_new_root_is_signed_by_the_old(run, version):
    names = {"1.6": "", "2.0.1": "SecurityCtrlr."}

    async def scenario(bench):
        key = f"{names[version]}AdditionalRootCertificateCheck"
        station = await bench.booted({key: "true"})
        old = Authority.mint("Old", "ACME", now=NOW)
        new = old.subordinate("New", now=NOW, path_length=None).certificate
        assert await install(bench.csms, old.certificate) == "Accepted"
        assert await install(bench.csms, root("Foreign")) == "Rejected"
        assert await install(bench.csms, new) == "Accepted"
        store = station.memory.certificates
        assert [entry.certificate for entry in store.of(Use.CSMS_ROOT)] == [new]
        assert store.fallback == old.certificate

    run(version, scenario)


def test_types_are_told_apart_and_children_are_told_with_the_v2g_chain(run):
    v2g = WORLD.v2g_charger("DE1")
    own = {Use.V2G: OwnCertificate(v2g.chain_pem, v2g.key_pem)}
    factory = FactoryCertificates(TRUSTING.roots, own)

    async def scenario(bench):
        await bench.booted(factory=factory)
        csms = bench.csms
        assert len(await told(csms)) == 3
        assert await told(csms, "MORootCertificate") == []
        answer = await csms.call(
            "GetInstalledCertificateIds", {"certificateType": ["V2GCertificateChain"]}
        )
        (chain,) = answer["certificateHashDataChain"]
        sub_ca = v2g.intermediates[0]
        assert chain["certificateHashData"] == digests(v2g.certificate, sub_ca)
        assert chain["childCertificateHashData"] == [digests(sub_ca, WORLD.v2g.anchor)]

    run("2.0.1", scenario)


def test_entries_are_counted(run):
    async def scenario(bench):
        await bench.booted(factory=TRUSTING)
        data = [
            {"component": {"name": "SecurityCtrlr"}, "variable": {"name": "CertificateEntries"}}
        ]
        answer = await bench.csms.call("GetVariables", {"getVariableData": data})
        assert answer["getVariableResult"][0]["attributeValue"] == "2"

    run("2.0.1", scenario)


# the station's own certificate


def sign(request, version="2.0.1", *, authority=WORLD.cso.issuer, validity=None, **subject):
    """Answer a SignCertificate request as a CSMS does; gives the payload of CertificateSigned."""
    asked = csr.read(request.payload["csr"])
    assert csr.problems(asked) == []
    name = Subject(
        subject.get("name", asked.subject.common_name),
        subject.get("organization", asked.subject.organization),
    )
    span = validity or Validity.lasting(NOW, 100)
    kind = profiles.CHARGING_STATION
    certificate = authority.issue(kind, name, asked.public_key, span)
    payload = {"certificateChain": write_chain(authority.chain_of(certificate))}
    if version == "2.0.1":
        payload["certificateType"] = request.payload["certificateType"]
    return payload


async def asked(bench, station):
    """Have the station ask for its certificate."""
    if bench.csms.version == "2.0.1":
        trigger = {"requestedMessage": "SignChargingStationCertificate"}
        assert await bench.csms.call("TriggerMessage", trigger) == {"status": "Accepted"}
    else:
        station.renewal.ask(Use.STATION)
    return await bench.csms.expect("SignCertificate")


def accepting(bench):
    bench.csms.answers["SignCertificate"] = {"status": "Accepted"}


@VERSIONS
def test_a_signed_certificate_is_taken_and_no_more_asked_for(run, version):
    async def scenario(bench):
        accepting(bench)
        station = await bench.booted(factory=TRUSTING)
        request = await asked(bench, station)
        subject = csr.read(request.payload["csr"]).subject
        assert subject == Subject(station.settings.serial_number, station.settings.vendor)
        answer = await bench.csms.call("CertificateSigned", sign(request, version))
        assert answer == {"status": "Accepted"}
        own = station.memory.certificates.own(Use.STATION)
        assert own.key.public_key() == csr.read(request.payload["csr"]).public_key
        assert len(bench.csms.sockets) == 1  # without TLS there is nothing to connect anew for
        await asyncio.sleep(1000)
        assert [m for m in bench.csms.received if m.action == "SignCertificate"] == [request]
        named = digests(own.certificate, own.chain[1])
        assert await delete(bench.csms, named) == "Failed"  # M04.FR.06

    run(version, scenario)


BAD = {
    "no chain": lambda request, version: {**sign(request, version), "certificateChain": "x"},
    "foreign": lambda request, version: sign(request, version, authority=WORLD.v2g.issuer),
    "expired": lambda request, version: sign(request, version, validity=Validity.over(NOW)),
    "future": lambda request, version: sign(request, version, validity=Validity.later(NOW)),
    "another's name": lambda request, version: sign(request, version, name="SIM-0002"),
    "another's company": lambda request, version: sign(request, version, organization="Evil"),
    "another's key": lambda request, version: {
        **sign(request, version),
        "certificateChain": WORLD.station("SIM-0001").chain_pem,
    },
}


@VERSIONS
@pytest.mark.parametrize("fault", BAD)
def test_a_bad_certificate_is_rejected_with_a_security_event(run, version, fault):
    async def scenario(bench):
        accepting(bench)
        station = await bench.booted(
            factory=FactoryCertificates({Use.CSMS_ROOT: TRUSTING.roots[Use.CSMS_ROOT]})
        )
        request = await asked(bench, station)
        payload = BAD[fault](request, version)
        assert await bench.csms.call("CertificateSigned", payload) == {"status": "Rejected"}
        event = await bench.csms.expect("SecurityEventNotification", timeout=5)
        assert event.payload["type"] == INVALID[version]
        assert station.memory.certificates.own(Use.STATION) is None
        bench.csms.skip()
        await asyncio.sleep(2000)  # A02.FR.20: it waits to be asked
        actions = {m.action for m in bench.csms.received[bench.csms.received.index(event) + 1 :]}
        assert "SignCertificate" not in actions

    run(version, scenario)


def test_too_long_a_chain_is_rejected_unread(run):
    async def scenario(bench):
        accepting(bench)
        values = {"SecurityCtrlr.MaxCertificateChainSize": "100"}
        station = await bench.booted(values, factory=TRUSTING)
        request = await asked(bench, station)
        assert await bench.csms.call("CertificateSigned", sign(request)) == {"status": "Rejected"}
        assert "InvalidChargingStationCertificate" not in [
            event.type for event in station.memory.security.log
        ]

    run("2.0.1", scenario)


def test_it_asks_again_after_doubled_waits_and_then_stops(run):
    async def scenario(bench):
        accepting(bench)
        prefix = "SecurityCtrlr.CertSigning"
        station = await bench.booted(
            {f"{prefix}WaitMinimum": "20", f"{prefix}RepeatTimes": "1"}, factory=TRUSTING
        )
        first = await asked(bench, station)
        second = await bench.csms.expect("SignCertificate")
        third = await bench.csms.expect("SignCertificate", timeout=100)
        assert second.at - first.at == pytest.approx(20, abs=0.5)
        assert third.at - second.at == pytest.approx(40, abs=0.5)
        await asyncio.sleep(1000)
        asked_for = [m for m in bench.csms.received if m.action == "SignCertificate"]
        assert asked_for == [first, second, third]
        answer = await bench.csms.call("CertificateSigned", sign(third))
        assert answer == {"status": "Accepted"}

    run("2.0.1", scenario)


def test_a_refused_request_is_not_repeated(run):
    async def scenario(bench):
        bench.csms.answers["SignCertificate"] = {"status": "Rejected"}
        station = await bench.booted(factory=TRUSTING)
        first = await asked(bench, station)
        await asyncio.sleep(1000)
        assert [m for m in bench.csms.received if m.action == "SignCertificate"] == [first]

    run("2.0.1", scenario)


@VERSIONS
def test_a_certificate_is_renewed_a_month_before_its_end(run, version):
    identity = WORLD.station("SIM-0001", validity=Validity.lasting(NOW, 30.5))
    own = {Use.STATION: OwnCertificate(identity.chain_pem, identity.key_pem)}

    async def scenario(bench):
        accepting(bench)
        bench.csms.interval = 86400
        await bench.booted(factory=FactoryCertificates(TRUSTING.roots, own))
        request = await bench.csms.expect("SignCertificate", timeout=86400)
        left = NOW + timedelta(days=30.5) - datetime.fromtimestamp(request.at, UTC)
        assert timedelta(days=29) < left <= timedelta(days=30, minutes=2)

    run(version, scenario)


def test_a_v2g_certificate_is_asked_for_taken_and_its_status_cached(run):
    async def scenario(bench):
        accepting(bench)
        bench.csms.answers["GetCertificateStatus"] = {"status": "Accepted", "ocspResult": "AAAA"}
        bench.csms.interval = 86400
        station = await bench.booted(factory=TRUSTING)
        trigger = {"requestedMessage": "SignV2GCertificate"}
        assert await bench.csms.call("TriggerMessage", trigger) == {"status": "Accepted"}
        request = await bench.csms.expect("SignCertificate", certificateType="V2GCertificate")
        payload = sign(request, authority=WORLD.v2g.issuer)
        assert await bench.csms.call("CertificateSigned", payload) == {"status": "Accepted"}
        own = station.memory.certificates.own(Use.V2G)
        issuers = [own.chain[1], WORLD.v2g.anchor]
        for certificate, issuer in zip(own.chain, issuers, strict=True):
            message = await bench.csms.expect("GetCertificateStatus", timeout=5)
            wanted = {**digests(certificate, issuer), "responderURL": "http://127.0.0.1/ocsp"}
            assert message.payload == {"ocspRequestData": wanted}
        await asyncio.sleep(1)
        assert set(station.memory.ocsp.values()) == {"AAAA"}
        assert len(station.memory.ocsp) == 2
        again = await bench.csms.expect("GetCertificateStatus", timeout=8 * 86400)
        assert again.at - message.at <= 7 * 86400 + 60

    run("2.0.1", scenario)


def test_v2g_certificates_can_be_switched_off(run):
    async def scenario(bench):
        await bench.booted({"ISO15118Ctrlr.V2GCertificateInstallationEnabled": "false"})
        trigger = {"requestedMessage": "SignV2GCertificate"}
        assert await bench.csms.call("TriggerMessage", trigger) == {"status": "Rejected"}

    run("2.0.1", scenario)


# contracts


def test_a_vehicle_gets_its_contract(run):
    async def scenario(bench):
        answer = {"status": "Accepted", "exiResponse": "AAAA"}
        bench.csms.answers["Get15118EVCertificate"] = answer
        station = await bench.booted()
        with pytest.raises(NotPossible):
            station.papers.request_contract(1, "Install")
        await station.plug_in(1)
        station.papers.request_contract(1, "Install")
        first = await bench.csms.expect("Get15118EVCertificate")
        await asyncio.sleep(1)
        assert station.hardware.evse(1).vehicle.contract == "AAAA"
        station.papers.request_contract(1, "Update")
        second = await bench.csms.expect("Get15118EVCertificate")
        assert (first.payload["action"], second.payload["action"]) == ("Install", "Update")
        assert first.payload["exiRequest"] != second.payload["exiRequest"]
        with pytest.raises(ValueError, match="Steal"):
            station.papers.request_contract(1, "Steal")

    run("2.0.1", scenario)


def test_plain_1_6_has_no_contracts(run):
    async def scenario(bench):
        station = await bench.booted()
        with pytest.raises(NotPossible):
            station.papers.request_contract(1, "Install")

    run("1.6", scenario)


# security events


def test_critical_events_reach_the_csms_after_an_outage_in_order(run):
    async def scenario(bench):
        station = await bench.booted()
        await station.go_offline()
        station.security.report("TamperDetectionActivated", "door")
        station.security.report("InvalidMessages")
        station.security.report("MemoryExhaustion")
        await station.power_cycle()
        await asyncio.sleep(10)
        await station.go_online()
        events = []
        for _ in range(3):
            message = await bench.csms.expect("SecurityEventNotification", timeout=120)
            events.append(message.payload["type"])
        assert events == ["TamperDetectionActivated", "MemoryExhaustion", "StartupOfTheDevice"]
        logged = [event.type for event in station.memory.security.log]
        assert logged[-4:-1] == ["TamperDetectionActivated", "InvalidMessages", "MemoryExhaustion"]

    run("2.0.1", scenario)


def test_an_event_whose_answer_was_lost_is_sent_again(run):
    async def scenario(bench):
        station = await bench.booted()
        csms = bench.csms
        csms.answers["SecurityEventNotification"] = lambda _: csms.cut() or {}
        station.security.report("MemoryExhaustion")
        first = await csms.expect("SecurityEventNotification")
        del csms.answers["SecurityEventNotification"]
        second = await csms.expect("SecurityEventNotification", timeout=300)
        assert first.payload == second.payload
        await asyncio.sleep(300)
        again = [m for m in csms.received if m.payload == first.payload]
        assert len(again) == 2

    run("2.0.1", scenario)


def refusal(fault):
    """Make two TLS ends that cannot agree, and give the error of the client."""
    server = tls.server_context(WORLD.csms(["localhost"]))
    client = tls.client_context([WORLD.cso.anchor])
    fault(server, client)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname="localhost")
    theirs = server.wrap_bio(to_server, to_client, server_side=True)
    with pytest.raises(ssl.SSLWantReadError):
        ours.do_handshake()
    with pytest.raises(ssl.SSLError):
        theirs.do_handshake()
    with pytest.raises(ssl.SSLError) as caught:
        ours.do_handshake()
    return caught.value


def old_server(server, client):
    server.maximum_version = ssl.TLSVersion.TLSv1_2
    client.minimum_version = ssl.TLSVersion.TLSv1_3


def other_suites(server, client):
    server.maximum_version = client.maximum_version = ssl.TLSVersion.TLSv1_2
    server.set_ciphers("ECDHE-ECDSA-AES128-GCM-SHA256")
    client.set_ciphers("ECDHE-ECDSA-AES256-GCM-SHA384")


@VERSIONS
@pytest.mark.parametrize(
    ("fault", "event"),
    [(old_server, "InvalidTLSVersion"), (other_suites, "InvalidTLSCipherSuite")],
)
def test_a_csms_with_which_tls_fails_is_told_once(run, version, fault, event):
    async def scenario(bench):
        station = await bench.booted()
        for _ in range(3):
            station.lines.attempted(refusal(fault))
        station.lines.attempted(OSError("unreachable"))
        message = await bench.csms.expect("SecurityEventNotification", timeout=5)
        assert message.payload["type"] == event
        assert [e.type for e in station.memory.security.log].count(event) == 1
        station.lines.attempted(None)
        station.lines.attempted(refusal(fault))
        assert [e.type for e in station.memory.security.log].count(event) == 2

    run(version, scenario)


# passwords


def test_an_authorization_key_is_written_and_never_read(run):
    async def scenario(bench):
        station = await bench.booted(security_profile=1, password="0" * 40)
        key = "ab" * 20
        change = {"key": "AuthorizationKey", "value": key}
        assert await bench.csms.call("ChangeConfiguration", change) == {"status": "Accepted"}
        await bench.csms.connected_again(2)
        assert station.connection.password == key
        answer = await bench.csms.call("GetConfiguration", {"key": ["AuthorizationKey"]})
        assert answer["configurationKey"] == [{"key": "AuthorizationKey", "readonly": False}]
        log = station.memory.security.log
        assert "ReconfigurationOfSecurityParameters" in [event.type for event in log]
        assert key not in repr(log)
        short = {"key": "AuthorizationKey", "value": "ab"}
        assert await bench.csms.call("ChangeConfiguration", short) == {"status": "Rejected"}

    run("1.6", scenario)
