"""A 1.6 station that does Plug and Charge by the older vendorId `iso15118`."""

import json
from datetime import UTC, datetime

import pytest

from pki import csr, profiles
from pki.hash_data import hash_data
from pki.hierarchies import Hierarchies
from pki.pem import hex_of_chain, write_certificate, write_chain
from pki.validity import Validity
from schemas import validation
from schemas.validation import Kind
from station_sim.trust.factory import FactoryCertificates
from station_sim.trust.store import Use

NOW = datetime.now(UTC)
WORLD = Hierarchies(NOW)
V2G_ROOT = WORLD.v2g.anchor
EMAID = "DEACMC12345678"
CONTRACT = WORLD.contract(EMAID)
TRUSTING = FactoryCertificates(
    roots={
        Use.V2G_ROOT: (write_certificate(V2G_ROOT),),
        Use.MO_ROOT: (write_certificate(WORLD.mo.anchor),),
    }
)
OLDER = {"PnCVendorId": "iso15118"}


async def ask(csms, action, vendor_id="iso15118", **data):
    payload = {"vendorId": vendor_id, "messageId": action, "data": json.dumps(data)}
    answer = await csms.call("DataTransfer", payload)
    if answer["status"] != "Accepted":
        return answer["status"]
    inner = json.loads(answer["data"])
    assert validation.violations("1.6", f"iso15118/{action}", Kind.RESPONSE, inner) == []
    return inner


async def told(csms, action, vendor_id="iso15118"):
    """Give what the next DataTransfer holds, which keeps to the schema of the older vendorId."""
    message = (await csms.expect("DataTransfer", messageId=action)).payload
    assert message["vendorId"] == vendor_id
    inner = json.loads(message["data"])
    if vendor_id == "iso15118":
        assert validation.violations("1.6", f"iso15118/{action}", Kind.REQUEST, inner) == []
    return inner


def answering(**answers):
    """Answer what comes in a DataTransfer by its messageId."""

    def answer(payload):
        inner = answers.get(payload["messageId"], {"status": "Accepted"})
        return {"status": "Accepted", "data": json.dumps(inner)}

    return answer


def digests(certificate, issuer):
    return hash_data(certificate, issuer).as_json()


def test_a_root_is_installed_listed_and_deleted(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        pem = write_certificate(V2G_ROOT)
        use = {"certificateType": "V2GRootCertificate"}
        assert await ask(csms, "InstallCertificate", **use, certificate="0badcafe") == {
            "status": "Rejected"
        }
        assert await ask(csms, "InstallCertificate", **use, certificate=pem) == {
            "status": "Accepted"
        }
        root = digests(V2G_ROOT, V2G_ROOT)
        kinds = ["V2GRootCertificate"]
        assert await ask(csms, "GetInstalledCertificateIds", typeOfCertificate=kinds) == {
            "status": "Accepted",
            "certificateHashDataChain": [root],
        }
        assert root in (await ask(csms, "GetInstalledCertificateIds"))["certificateHashDataChain"]
        gone = await ask(csms, "DeleteCertificate", certificateHashData=root)
        assert gone == {"status": "Accepted"}
        assert await ask(csms, "GetInstalledCertificateIds", typeOfCertificate=kinds) == {
            "status": "NotFound"
        }

    run("1.6", scenario)


def test_a_v2g_certificate_is_asked_for_and_taken_in_the_older_words(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted(factory=TRUSTING)
        csms.answers["DataTransfer"] = answering(
            GetCertificateStatus={"status": "Accepted", "ocspResult": "b2NzcA=="}
        )
        asked = {"requestedMessage": "SignV2GCertificate"}
        assert await ask(csms, "TriggerMessage", **asked) == {"status": "Accepted"}
        request = await told(csms, "SignCertificate")
        assert request["typeOfCertificate"] == "V2GCertificate"
        read, issuer = csr.read(request["csr"]), WORLD.v2g.issuer
        lasting = Validity.lasting(NOW, 30)
        leaf = issuer.issue(profiles.V2G_CHARGER, read.subject, read.public_key, lasting)
        chain = issuer.chain_of(leaf)
        signed = {"cert": hex_of_chain(chain), "typeOfCertificate": "V2GCertificate"}
        assert await ask(csms, "CertificateSigned", **signed) == {"status": "Accepted"}
        named = digests(chain[0], chain[1])
        status = (await told(csms, "GetCertificateStatus"))["ocspRequestData"]
        assert {key: status[key] for key in named} == named
        kinds = ["V2GCertificateChain"]
        assert await ask(csms, "GetInstalledCertificateIds", typeOfCertificate=kinds) == {
            "status": "Accepted",
            "certificateHashDataChain": [named],
        }
        own = station.memory.certificates.own(Use.V2G)
        assert own is not None
        assert own.certificate == leaf

    run("1.6", scenario)


@pytest.mark.parametrize("cert", ["no hexadecimal", "30820000", ""])
def test_what_is_no_chain_is_rejected(run, cert):
    async def scenario(bench):
        await bench.booted(factory=TRUSTING)
        signed = {"cert": cert, "typeOfCertificate": "V2GCertificate"}
        assert await ask(bench.csms, "CertificateSigned", **signed) == {"status": "Rejected"}

    run("1.6", scenario)


def test_the_own_certificate_of_the_station_is_not_asked_for_this_way(run):
    async def scenario(bench):
        await bench.booted()
        asked = {"requestedMessage": "SignChargingStationCertificate"}
        refused = {"status": "NotImplemented"}
        assert await ask(bench.csms, "TriggerMessage", **asked) == refused
        await bench.csms.nothing(30)

    run("1.6", scenario)


def test_messages_that_break_the_schema_and_unknown_ones_are_refused(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        assert await ask(csms, "InstallCertificate", certificate=1) == "Rejected"
        assert await ask(csms, "MakeTea") == "UnknownMessageId"
        await csms.call("ChangeConfiguration", {"key": "ISO15118PnCEnabled", "value": "false"})
        assert await ask(csms, "GetInstalledCertificateIds") == "Rejected"

    run("1.6", scenario)


def test_the_station_speaks_as_it_is_spoken_to(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        await station.plug_in(1)
        csms.answers["DataTransfer"] = {"status": "UnknownVendorId"}
        official = "org.openchargealliance.iso15118pnc"
        for vendor_id in ("iso15118", official, "iso15118"):
            await ask(csms, "GetInstalledCertificateIds", vendor_id)
            station.papers.request_contract(1, "Install")
            request = await told(csms, "Get15118EVCertificate", vendor_id)
            assert ("action" in request) is (vendor_id == official)
            assert request["exiRequest"]

    run("1.6", scenario)


def test_a_contract_is_authorized_by_the_digests_of_its_chain(run):
    async def scenario(bench):
        csms = bench.csms
        accepted = {"idTokenInfo": {"status": "Accepted"}, "certificateStatus": "Accepted"}
        csms.answers["DataTransfer"] = answering(Authorize=accepted)
        chain = write_chain(CONTRACT.chain)
        station = await bench.booted(OLDER, factory=TRUSTING, contract=chain)
        await station.plug_in(1)
        await station.present_token(EMAID, "eMAID", evse_id=1)
        request = await told(csms, "Authorize")
        assert request["idToken"] == {"idToken": EMAID, "type": "eMAID"}
        first = request["15118CertificateHashData"][0]
        named = digests(CONTRACT.chain[0], CONTRACT.chain[1])
        assert {key: first[key] for key in named} == named
        assert (await csms.expect("StartTransaction")).payload["idTag"] == EMAID

    run("1.6", scenario)


def test_a_contract_that_cannot_be_judged_here_is_authorized_as_any_token(run):
    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted(OLDER, contract=write_chain(CONTRACT.chain))
        await station.plug_in(1)
        await station.present_token(EMAID, "eMAID", evse_id=1)
        assert (await csms.expect("Authorize")).payload == {"idTag": EMAID}
        assert (await csms.expect("StartTransaction")).payload["idTag"] == EMAID

    run("1.6", scenario)
