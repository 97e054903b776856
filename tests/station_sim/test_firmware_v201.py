"""Firmware of a 2.0.1 station, for itself and published for others; the files really travel."""

import asyncio
import hashlib
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from fastapi import FastAPI, Response

from harness.firmware import made
from ocppj.clock import format_datetime
from ocppj.frames import CallError
from ocppj.serving import serve_app
from pki.pem import read_certificate
from station_sim import images
from station_sim.transfers import TransferFailed, fetch
from station_sim.trust.factory import FactoryCertificates
from station_sim.trust.store import Use

ROOTS = {Use.MANUFACTURER_ROOT: (made().root,)}
TRUSTING = FactoryCertificates(ROOTS)
ACCEPTED = {"status": "Accepted"}
LARGE = bytes(40_000_000)


@asynccontextmanager
async def serving(content=None):
    app = FastAPI(openapi_url=None)

    async def image() -> Response:
        return Response(made().image if content is None else content)

    app.get("/image")(image)
    server = await serve_app(app, "127.0.0.1", 0)
    try:
        yield server.url
    finally:
        await server.close()


def update(bench, url, **changes):
    now = format_datetime(bench.csms.clock.now())
    usual = {
        "location": f"{url}/image",
        "retrieveDateTime": now,
        "signature": made().signature,
        "signingCertificate": made().signing_certificate,
    }
    firmware = {name: value for name, value in {**usual, **changes}.items() if value is not None}
    return {"requestId": 9, "firmware": firmware, "retries": 0}


async def told(bench, *states, action="FirmwareStatusNotification"):
    for state in states:
        message = await bench.csms.expect(action, 150)
        assert message.payload["status"] == state
        assert message.payload["requestId"] == 9


def later(bench, seconds):
    return format_datetime(bench.csms.clock.now() + timedelta(seconds=seconds))


def test_an_update_keeps_its_times_and_reboots_into_the_new_version(run):
    async def scenario(bench):
        station = await bench.booted(factory=TRUSTING)
        async with serving() as url:
            asked = update(
                bench,
                url,
                retrieveDateTime=later(bench, 100),
                installDateTime=later(bench, 200),
            )
            begin = bench.csms.clock.time()
            assert await bench.csms.call("UpdateFirmware", asked) == ACCEPTED
            await told(bench, "DownloadScheduled", "Downloading")
            assert bench.csms.clock.time() - begin >= 99
            await told(bench, "Downloaded", "SignatureVerified", "InstallScheduled", "Installing")
            assert bench.csms.clock.time() - begin >= 199
            await told(bench, "InstallRebooting")
            boot = await bench.csms.expect("BootNotification", reason="FirmwareUpdate")
            version = boot.payload["chargingStation"]["firmwareVersion"]
            assert version == station.memory.firmware_version
            await told(bench, "Installed")

    run("2.0.1", scenario)


@pytest.mark.parametrize("allowed", ["true", "false"])
def test_who_charges_is_not_disturbed(run, allowed):
    async def scenario(bench):
        name = "ChargingStation.AllowNewSessionsPendingFirmwareUpdate"
        station = await bench.booted({name: allowed}, factory=TRUSTING)
        await station.present_token("A", evse_id=1)
        await station.plug_in(1)
        await bench.csms.expect("TransactionEvent", eventType="Started")
        async with serving() as url:
            assert await bench.csms.call("UpdateFirmware", update(bench, url)) == ACCEPTED
            await told(bench, "DownloadScheduled")
            await station.present_token("B", evse_id=2)
            await asyncio.sleep(5)
            assert (station.points[1].authorization is not None) is (allowed == "true")
            assert station.firmware.blocks_connectors is (allowed == "false")
            await station.present_token("B", evse_id=2) if allowed == "true" else None
            await station.present_token("A", evse_id=1)
            await asyncio.sleep(30)
            assert station.firmware.state == "DownloadScheduled"  # the car is still there
            await station.unplug(1)
            await told(bench, "Downloading")

    run("2.0.1", scenario)


@pytest.mark.parametrize(
    ("changes", "factory", "status"),
    [
        ({"signature": None, "signingCertificate": None}, TRUSTING, "Rejected"),
        ({"signingCertificate": made().stranger_certificate}, TRUSTING, "InvalidCertificate"),
        ({"signingCertificate": None}, TRUSTING, "InvalidCertificate"),
        (
            {},
            FactoryCertificates(
                ROOTS,
                revoked=frozenset({read_certificate(made().signing_certificate).serial_number}),
            ),
            "RevokedCertificate",
        ),
    ],
)
def test_what_cannot_be_trusted_is_not_fetched(run, changes, factory, status):
    async def scenario(bench):
        await bench.booted(factory=factory)
        asked = update(bench, "http://127.0.0.1:9", **changes)
        assert (await bench.csms.call("UpdateFirmware", asked))["status"] == status
        if status != "Rejected":
            await bench.csms.expect(
                "SecurityEventNotification", type="InvalidFirmwareSigningCertificate"
            )

    run("2.0.1", scenario)


@pytest.mark.parametrize(
    ("content", "states"),
    [
        (b"", ("InstallVerificationFailed",)),
        (
            images.write("2.0.0", "Simulator", b"program") + b"!",
            ("InstallVerificationFailed",),
        ),
        (images.write("2.0.0", "Another", b"program"), ("Installing", "InstallationFailed")),
    ],
)
def test_what_does_not_fit_is_not_installed(run, content, states):
    async def scenario(bench):
        station = await bench.booted(unsigned_firmware=True)
        async with serving(content) as url:
            asked = update(bench, url, signature=None, signingCertificate=None)
            assert await bench.csms.call("UpdateFirmware", asked) == ACCEPTED
            await told(bench, "Downloading", "Downloaded", *states)
            assert station.memory.firmware_version is None
            await asyncio.sleep(1)
            assert not station.firmware.blocks_connectors

    run("2.0.1", scenario)


def test_an_update_is_replaced_until_it_is_installed(run):
    async def scenario(bench):
        station = await bench.booted(factory=TRUSTING)
        async with serving() as url:
            first = update(bench, url, retrieveDateTime=later(bench, 1000))
            assert await bench.csms.call("UpdateFirmware", first) == ACCEPTED
            await told(bench, "DownloadScheduled")
            second = update(bench, url)
            answer = await bench.csms.call("UpdateFirmware", second)
            assert answer == {"status": "AcceptedCanceled"}
            await told(bench, "Downloading", "Downloaded", "SignatureVerified", "Installing")
            answer = await bench.csms.call("UpdateFirmware", second)
            assert answer == {"status": "Rejected"}
            trigger = {"requestedMessage": "FirmwareStatusNotification"}
            assert await bench.csms.call("TriggerMessage", trigger) == ACCEPTED
            await told(bench, "Installing", "InstallRebooting", "Installed")
            assert await bench.csms.call("TriggerMessage", trigger) == ACCEPTED
            idle = await bench.csms.expect("FirmwareStatusNotification")
            assert idle.payload == {"status": "Idle"}
            assert station.memory.firmware_version

    run("2.0.1", scenario)


def test_a_head_names_the_version():
    image = images.read(images.write("3.1", "M", b"body"))
    assert (image.version, image.sound, image.suits("M"), image.suits("N")) == (
        "3.1",
        True,
        True,
        False,
    )
    assert images.read(b"anything").version.startswith("build ")
    assert not images.read(images.MAGIC + b"version: 1").sound


def publication(url, content, **changes):
    checksum = hashlib.md5(content).hexdigest()
    usual = {"requestId": 9, "location": f"{url}/image", "checksum": checksum, "retries": 0}
    return {**usual, **changes}


PUBLISH = "PublishFirmwareStatusNotification"


def test_a_file_that_somebody_fetches_is_not_withdrawn(run):
    async def scenario(bench):
        await bench.booted(local_controller=True)
        async with serving(LARGE) as url:
            asked = publication(url, LARGE)
            assert await bench.csms.call("PublishFirmware", asked) == ACCEPTED
            await told(bench, "Downloading", "Downloaded", "ChecksumVerified", action=PUBLISH)
            published = await bench.csms.expect(PUBLISH, status="Published")
        (place,) = published.payload["location"]
        named = {"checksum": asked["checksum"]}
        host, _, path = place.removeprefix("http://").partition("/")
        name, _, port = host.partition(":")
        reader, writer = await asyncio.open_connection(name, int(port), limit=2**10)
        writer.write(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        await reader.readexactly(1)
        answer = await bench.csms.call("UnpublishFirmware", named)
        assert answer == {"status": "DownloadOngoing"}
        writer.transport.abort()
        await asyncio.sleep(1)
        answer = await bench.csms.call("UnpublishFirmware", named)
        assert answer == {"status": "Unpublished"}
        with pytest.raises(TransferFailed):
            await fetch(place)

    run("2.0.1", scenario)


def test_without_an_address_nothing_is_published(run):
    async def scenario(bench):
        async with serving() as url:
            taken = url.removeprefix("http://")
            await bench.booted(local_controller=True, publish_at=taken)
            asked = publication(url, made().image)
            assert await bench.csms.call("PublishFirmware", asked) == ACCEPTED
            await told(bench, "Downloading", "Downloaded", "ChecksumVerified", action=PUBLISH)
            await told(bench, "PublishFailed", action=PUBLISH)

    run("2.0.1", scenario)


def test_only_a_local_controller_publishes(run):
    async def scenario(bench):
        await bench.booted()
        asked = publication("http://127.0.0.1:9", b"")
        refused = await bench.csms.ask("PublishFirmware", asked)
        assert isinstance(refused, CallError)
        assert refused.code == "NotSupported"
        trigger = {"requestedMessage": PUBLISH}
        assert await bench.csms.call("TriggerMessage", trigger) == {"status": "NotImplemented"}

    run("2.0.1", scenario)
