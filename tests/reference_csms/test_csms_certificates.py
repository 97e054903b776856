"""The CSMS's certificates: signing, installing, deleting, reporting, OCSP, contracts, passwords."""

import asyncio
import base64

import pytest

from pki import csr
from pki.hash_data import hash_data
from pki.hierarchies import Hierarchies
from pki.keys import generate
from pki.names import Subject
from pki.ocsp import Status, read_answer
from pki.passwords import is_authorization_key, is_password
from pki.pem import read_chain
from pki.validation import flaws_of_chain
from reference_csms import commands, operations, views
from reference_csms.device_records import ConfigurationKey, Variable
from reference_csms.goals import InvalidArguments
from reference_csms.records import Station
from reference_csms.settings import Settings

VERSIONS = pytest.mark.parametrize("version", ["1.6", "2.0.1"])
OWN = {"1.6": "ChargePointCertificate", "2.0.1": "ChargingStationCertificate"}
ROOT = {"1.6": "CentralSystemRootCertificate", "2.0.1": "CSMSRootCertificate"}
BOOT = {
    "1.6": {"chargePointVendor": "A", "chargePointModel": "B", "chargePointSerialNumber": "S-1"},
    "2.0.1": {
        "chargingStation": {"model": "B", "vendorName": "A", "serialNumber": "S-1"},
        "reason": "PowerUp",
    },
}


def request(key=None, name="S-1", organization="ACME"):
    return csr.create(key or generate(), Subject(name, organization))


async def booted(bench, version):
    station = await bench.connect("CS1", version)
    await station.call("BootNotification", BOOT[version])
    return station


async def shown(bench, **wanted):
    return await views.certificates(bench.store, station="CS1", **wanted)


async def settled(bench, station, **wanted):
    """Show certificates after the CSMS has dealt with all that the station sent."""
    await station.call("Heartbeat", {})
    return await shown(bench, **wanted)


def digests(certificate, issuer):
    named = hash_data(certificate, issuer)
    return {
        "hashAlgorithm": named.algorithm.value,
        "issuerNameHash": named.issuer_name_hash,
        "issuerKeyHash": named.issuer_key_hash,
        "serialNumber": named.serial_number,
    }


# signing


@VERSIONS
def test_a_signing_request_is_accepted_and_the_chain_follows(run, bench, version):
    async def scenario():
        async with bench() as b:
            station = await booted(b, version)
            key = generate()
            assert await station.call("SignCertificate", {"csr": request(key)}) == {
                "status": "Accepted"
            }
            signed = await station.reply("CertificateSigned", {"status": "Accepted"})
            chain = read_chain(signed["certificateChain"])
            root = b.csms.services.certificates.hierarchies.cso.anchor
            assert chain[0].public_key() == key.public_key()
            assert flaws_of_chain(chain, [root], now=b.csms.clock.now()) == []
            (row,) = await settled(b, station, status="Installed")
            assert row["type"] == OWN[version]
            assert row["serial_number"] == format(chain[0].serial_number, "x")
            assert row["subject"] == "CN=S-1,O=ACME"
            assert row["chain"] == signed["certificateChain"]

    run(scenario())


@VERSIONS
@pytest.mark.parametrize("answer", ["Rejected", "CALLERROR", "rubbish", "gone"])
def test_what_the_station_says_of_a_chain_is_kept(run, bench, version, answer):
    async def scenario():
        async with bench() as b:
            station = await booted(b, version)
            await station.call("SignCertificate", {"csr": request()})
            if answer == "Rejected":
                await station.reply("CertificateSigned", {"status": answer})
            elif answer == "rubbish":
                await station.reply("CertificateSigned", {"status": "Perhaps"})
            elif answer == "CALLERROR":
                await station.refuse("CertificateSigned", "InternalError")
            else:
                await station.receive()
                await station.websocket.close()
                await b.gone("CS1")
            expected = {"Rejected": "Rejected", "gone": "Pending"}.get(answer, "Failed")
            if answer != "gone":
                await station.call("Heartbeat", {})
            (row,) = await shown(b)
            assert (row["origin"], row["status"]) == ("signed", expected)

    run(scenario())


@pytest.mark.parametrize(
    "text", ["nonsense", request(name="S-2"), request(organization=None), request(name="10.0.0.1")]
)
@VERSIONS
def test_an_unfit_request_is_rejected_and_nothing_follows(run, bench, version, text):
    async def scenario():
        async with bench() as b:
            station = await booted(b, version)
            answer = await station.call("SignCertificate", {"csr": text})
            assert answer["status"] == "Rejected"
            if version == "2.0.1":
                assert answer["statusInfo"]["reasonCode"] == "InvalidCSR"
            await station.call("Heartbeat", {})  # the next frame is its answer, no chain
            assert await shown(b) == []

    run(scenario())


def test_a_station_without_a_serial_number_may_call_itself_anything(run, bench):
    async def scenario():
        async with bench() as b:
            station = await b.booted()
            answer = await station.call("SignCertificate", {"csr": request(name="any")})
            assert answer == {"status": "Accepted"}
            await station.reply("CertificateSigned", {"status": "Accepted"})

    run(scenario())


def test_the_organization_may_be_prescribed(run, bench):
    async def scenario():
        async with bench(settings=Settings(organizations=("CSO",))) as b:
            station = await booted(b, "2.0.1")
            refused = await station.call("SignCertificate", {"csr": request()})
            assert refused["status"] == "Rejected"
            fit = await station.call("SignCertificate", {"csr": request(organization="CSO")})
            assert fit["status"] == "Accepted"
            await station.reply("CertificateSigned", {"status": "Accepted"})

    run(scenario())


@pytest.mark.parametrize(("size", "certificates"), [(10000, 2), (1200, 1), (100, 0)])
@VERSIONS
def test_the_chain_fits_into_what_the_station_told(run, bench, version, size, certificates):
    async def scenario():
        async with bench() as b:
            station = await booted(b, version)
            model = b.csms.services.device_model
            if version == "1.6":
                key = ConfigurationKey("CS1", "CertificateSignedMaxChainSize", str(size))
                await model.learn_keys([key])
            else:
                name = Variable("CS1", "SecurityCtrlr", "MaxCertificateChainSize", value=str(size))
                await model.learn(name)
            answer = await station.call("SignCertificate", {"csr": request()})
            assert answer["status"] == ("Accepted" if certificates else "Rejected")
            if certificates:
                signed = await station.reply("CertificateSigned", {"status": "Accepted"})
                assert len(read_chain(signed["certificateChain"])) == certificates

    run(scenario())


def test_a_v2g_certificate_comes_from_the_v2g_authority_with_its_type(run, bench):
    async def scenario():
        async with bench() as b:
            station = await booted(b, "2.0.1")
            asked = {"csr": request(name="DE-1"), "certificateType": "V2GCertificate"}
            await station.call("SignCertificate", asked)
            signed = await station.reply("CertificateSigned", {"status": "Accepted"})
            assert signed["certificateType"] == "V2GCertificate"
            root = b.csms.services.certificates.hierarchies.v2g.anchor
            chain = read_chain(signed["certificateChain"])
            assert flaws_of_chain(chain, [root], now=b.csms.clock.now()) == []
            (row,) = await settled(b, station, status="Installed")
            assert row["type"] == "V2GCertificate"

    run(scenario())


def test_a_newer_certificate_takes_the_place_of_the_older(run, bench):
    async def scenario():
        async with bench() as b:
            station = await booted(b, "2.0.1")
            for _ in range(2):
                await station.call("SignCertificate", {"csr": request()})
                last = await station.reply("CertificateSigned", {"status": "Accepted"})
                serial = format(read_chain(last["certificateChain"])[0].serial_number, "x")
                await settled(b, station, status="Installed", serial_number=serial)
            assert [row["serial_number"] for row in await shown(b)] == [serial]

    run(scenario())


@VERSIONS
def test_rotation_asks_the_station_and_welcomes_its_request(run, bench, version):
    async def scenario():
        async with bench() as b:
            await b.store.stations.put(Station("CS1"))
            station = await booted(b, version)
            action = {"1.6": "ExtendedTriggerMessage", "2.0.1": "TriggerMessage"}[version]
            asking = asyncio.create_task(operations.run(b.csms, "CS1", "rotate-certificate", {}))
            trigger = await station.reply(action, {"status": "Accepted"})
            assert trigger["requestedMessage"].startswith("SignCharg")
            assert await asking == {"status": "Accepted"}
            assert "SignCertificate" in b.csms.connected("CS1").invited

    run(scenario())


def test_any_message_can_be_triggered_the_extended_way(run, bench):
    async def scenario():
        async with bench() as b:
            station = await booted(b, "1.6")
            wanted = {"message": "FirmwareStatusNotification", "connector_id": 1}
            trigger = operations.run(b.csms, "CS1", "extended-trigger-message", wanted)
            asking = asyncio.create_task(trigger)
            sent = await station.reply("ExtendedTriggerMessage", {"status": "Accepted"})
            await asking
            assert sent == {"requestedMessage": "FirmwareStatusNotification", "connectorId": 1}
            assert b.csms.connected("CS1").invited == {"SignedFirmwareStatusNotification"}

    run(scenario())


# installing, reporting, deleting


async def command(bench, station, action, payload, answer):
    """Send a command and answer it."""
    asking = asyncio.create_task(commands.send(bench.csms, "CS1", action, payload))
    await station.reply(action, answer)
    await asking


@VERSIONS
def test_an_installed_root_is_shown_until_it_is_deleted(run, bench, version):
    async def scenario():
        async with bench() as b:
            station = await booted(b, version)
            install = operations.run(b.csms, "CS1", "install-certificate", {})
            asking = asyncio.create_task(install)
            sent = await station.reply("InstallCertificate", {"status": "Accepted"})
            await asking
            (root,) = read_chain(sent["certificate"])
            assert sent["certificateType"] == ROOT[version]
            (row,) = await shown(b, status="Installed")
            assert (row["type"], row["origin"]) == (ROOT[version], "installed")
            wanted = {"serial_number": row["serial_number"].upper()}
            delete = operations.run(b.csms, "CS1", "delete-certificate", wanted)
            asking = asyncio.create_task(delete)
            named = await station.reply("DeleteCertificate", {"status": "Failed"})
            await asking
            assert named == {"certificateHashData": digests(root, root)}
            assert await shown(b) == [row]
            await command(b, station, "DeleteCertificate", named, {"status": "Accepted"})
            assert [row["status"] for row in await shown(b)] == ["Deleted"]

    run(scenario())


@VERSIONS
@pytest.mark.parametrize("status", ["Rejected", "Failed"])
def test_an_installation_that_failed_is_told_so_and_does_not_undo_an_older(
    run, bench, version, status
):
    async def scenario():
        async with bench() as b:
            station = await booted(b, version)
            pem = b.csms.services.certificates.root("manufacturer")
            payload = {"certificateType": "ManufacturerRootCertificate", "certificate": pem}
            await command(b, station, "InstallCertificate", payload, {"status": status})
            assert [row["status"] for row in await shown(b)] == [status]
            await command(b, station, "InstallCertificate", payload, {"status": "Accepted"})
            await command(b, station, "InstallCertificate", payload, {"status": status})
            assert [row["status"] for row in await shown(b)] == ["Installed"]
            rubbish = {**payload, "certificate": "rubbish"}
            await command(b, station, "InstallCertificate", rubbish, {"status": "Rejected"})
            assert len(await shown(b)) == 1

    run(scenario())


def test_a_report_says_what_is_there_and_what_is_gone(run, bench):
    async def scenario():
        async with bench() as b:
            station = await booted(b, "2.0.1")
            world = Hierarchies(b.csms.clock.now())
            root, leaf = world.v2g.anchor, world.v2g_charger("DE1")
            chain = [
                {
                    "certificateType": "V2GCertificateChain",
                    "certificateHashData": digests(leaf.certificate, leaf.intermediates[0]),
                    "childCertificateHashData": [digests(leaf.intermediates[0], root)],
                },
                {
                    "certificateType": "V2GRootCertificate",
                    "certificateHashData": digests(root, root),
                },
            ]
            told = {"status": "Accepted", "certificateHashDataChain": chain}
            await command(b, station, "GetInstalledCertificateIds", {}, told)
            rows = {row["type"]: row for row in await shown(b)}
            assert set(rows) == {"V2GCertificateChain", "V2GRootCertificate"}
            assert rows["V2GCertificateChain"]["children"] == chain[0]["childCertificateHashData"]
            assert rows["V2GRootCertificate"]["origin"] == "reported"
            asked = {"certificateType": ["V2GRootCertificate"]}
            gone = {"status": "NotFound"}
            await command(b, station, "GetInstalledCertificateIds", asked, gone)
            assert [row["type"] for row in await shown(b)] == ["V2GCertificateChain"]

    run(scenario())


def test_a_1_6_report_is_of_one_type(run, bench):
    async def scenario():
        async with bench() as b:
            station = await booted(b, "1.6")
            pem = b.csms.services.certificates.root("cso")
            (root,) = read_chain(pem)
            told = {"status": "Accepted", "certificateHashData": [digests(root, root)]}
            listing = operations.run(b.csms, "CS1", "get-installed-certificates", {})
            asking = asyncio.create_task(listing)
            asked = await station.reply("GetInstalledCertificateIds", told)
            await asking
            assert asked == {"certificateType": "CentralSystemRootCertificate"}
            (row,) = await shown(b)
            assert row["serial_number"] == told["certificateHashData"][0]["serialNumber"]

    run(scenario())


def test_only_what_is_known_can_be_named(run, bench):
    async def scenario():
        async with bench() as b:
            await booted(b, "2.0.1")
            with pytest.raises(InvalidArguments, match="serial number"):
                await operations.run(b.csms, "CS1", "delete-certificate", {"serial_number": "1"})

    run(scenario())


# OCSP and contracts


def test_the_status_of_our_certificates_is_told_and_of_others_not(run, bench):
    async def scenario():
        async with bench() as b:
            station = await booted(b, "2.0.1")
            world = b.csms.services.certificates.hierarchies
            leaf = world.v2g_charger("DE1")
            issuer = leaf.intermediates[0]
            now = b.csms.clock.now()

            async def status(certificate, by, **changes):
                data = {**digests(certificate, by), "responderURL": "http://x/", **changes}
                return await station.call("GetCertificateStatus", {"ocspRequestData": data})

            good = await status(leaf.certificate, issuer)
            assert good["status"] == "Accepted"
            answer = base64.b64decode(good["ocspResult"])
            told = read_answer(answer, leaf.certificate, issuer, now=now)
            assert told.status is Status.GOOD
            world.responder.revoke(leaf.certificate, now)
            revoked = base64.b64decode((await status(leaf.certificate, issuer))["ocspResult"])
            told = read_answer(revoked, leaf.certificate, issuer, now=now)
            assert told.status is Status.REVOKED
            stranger = Hierarchies(now).v2g_charger("DE2")
            unknown = await status(stranger.certificate, stranger.intermediates[0])
            assert unknown == {"status": "Failed"}
            odd = await status(leaf.certificate, issuer, serialNumber="not hex")
            assert odd == {"status": "Failed"}

    run(scenario())


def test_a_contract_is_made_for_the_request(run, bench):
    async def scenario():
        async with bench() as b:
            station = await booted(b, "2.0.1")

            async def contract(exi):
                asked = {"iso15118SchemaVersion": "urn:x", "action": "Install", "exiRequest": exi}
                return await station.call("Get15118EVCertificate", asked)

            first = await contract(base64.b64encode(b"one").decode())
            second = await contract(base64.b64encode(b"two").decode())
            assert first["status"] == second["status"] == "Accepted"
            assert first["exiResponse"] != second["exiResponse"]
            assert 0 < len(first["exiResponse"]) <= 5600
            names = {row["subject"] for row in await shown(b, type="ContractCertificate")}
            assert len(names) == 2
            refused = await contract("no base64!")
            assert refused == {"status": "Failed", "exiResponse": ""}

    run(scenario())


# passwords


@VERSIONS
@pytest.mark.parametrize("status", ["Accepted", "Rejected"])
def test_a_new_password_counts_when_the_station_takes_it(run, bench, version, status):
    async def scenario():
        async with bench() as b:
            await b.store.stations.put(Station("CS1", password="0" * 20))
            station = await booted(b, version)
            asking = asyncio.create_task(operations.run(b.csms, "CS1", "rotate-password", {}))
            if version == "1.6":
                sent = await station.reply("ChangeConfiguration", {"status": status})
                password, fits = sent["value"], is_authorization_key
            else:
                kind, number, action, payload = await station.receive()
                assert (kind, action) == (2, "SetVariables")
                (data,) = payload["setVariableData"]
                password = data.pop("attributeValue")
                fits = is_password
                result = {"setVariableResult": [{**data, "attributeStatus": status}]}
                await station.send([3, number, result])
            await asking
            assert fits(password)
            kept = (await b.store.stations.get("CS1")).password
            assert kept == (password if status == "Accepted" else "0" * 20)
            stored = [*await b.store.variables.find(), *await b.store.configuration_keys.find()]
            assert password not in [row.value for row in stored]

    run(scenario())
