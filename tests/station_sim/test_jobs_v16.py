"""Reservations, firmware and logs of a 1.6 station, with files that really travel."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from fastapi import FastAPI, Request, Response

from harness.firmware import made
from ocppj.clock import format_datetime
from ocppj.frames import CallError
from ocppj.serving import serve_app
from station_sim.transfers import TransferFailed, fetch, persistently, upload
from station_sim.trust.factory import FactoryCertificates
from station_sim.trust.store import Use

ACCEPTED = {"status": "Accepted"}
TRUSTING = FactoryCertificates({Use.MANUFACTURER_ROOT: (made().root,)})


@asynccontextmanager
async def files():
    """Serve `/image`, and keep what is put elsewhere."""
    app, kept = FastAPI(openapi_url=None), {}

    async def answer(request: Request) -> Response:
        if request.method == "PUT":
            kept[request.url.path] = await request.body()
            return Response(status_code=403 if "denied" in request.url.path else 201)
        known = request.url.path == "/image"
        return Response(made().image if known else b"", 200 if known else 404)

    app.api_route("/{path:path}", methods=["GET", "PUT"])(answer)
    server = await serve_app(app, "127.0.0.1", 0)
    try:
        yield server.url, kept
    finally:
        await server.close()


def in_seconds(bench, seconds):
    return format_datetime(bench.csms.clock.now() + timedelta(seconds=seconds))


def reservation(bench, **changes):
    expiry = in_seconds(bench, 60)
    usual = {"connectorId": 1, "idTag": "TAG", "reservationId": 7, "expiryDate": expiry}
    return {**usual, **changes}


async def reserve(bench, **changes):
    return (await bench.csms.call("ReserveNow", reservation(bench, **changes)))["status"]


def test_a_reservation_is_reported_kept_and_expires(run):
    async def scenario(bench):
        await bench.booted()
        assert await reserve(bench) == "Accepted"
        await bench.csms.expect("StatusNotification", connectorId=1, status="Reserved")
        assert await reserve(bench, reservationId=8, idTag="OTHER") == "Occupied"
        assert await reserve(bench, connectorId=99) == "Rejected"
        assert await bench.csms.call("CancelReservation", {"reservationId": 8}) == {
            "status": "Rejected"
        }
        await bench.csms.expect("StatusNotification", 70, connectorId=1, status="Available")

    run("1.6", scenario)


def test_only_the_reserved_token_or_its_group_charges(run):
    async def scenario(bench):
        station = await bench.booted()
        bench.csms.answers["Authorize"] = lambda asked: {
            "idTagInfo": {"status": "Accepted", "parentIdTag": f"G{asked['idTag'][-1]}"}
        }
        assert await reserve(bench, parentIdTag="G1") == "Accepted"
        await station.present_token("STRANGER2", evse_id=1)
        await asyncio.sleep(5)
        assert station.points[0].authorization is None
        await station.present_token("FRIEND1", evse_id=1)
        await station.plug_in(1)
        started = await bench.csms.expect("StartTransaction")
        assert started.payload["reservationId"] == 7
        assert station.memory.reservations == {}

    run("1.6", scenario)


def test_a_reservation_ends_with_a_fault_and_lives_through_a_reboot(run):
    async def scenario(bench):
        station = await bench.booted()
        assert await reserve(bench) == "Accepted"
        await station.power_cycle()
        await bench.csms.expect("StatusNotification", connectorId=1, status="Reserved")
        await station.report_fault(1, "OtherError")
        assert station.memory.reservations == {}
        assert await reserve(bench) == "Faulted"

    run("1.6", scenario)


def test_firmware_is_fetched_and_installed(run):
    async def scenario(bench):
        station = await bench.booted()
        async with files() as (url, _):
            now = in_seconds(bench, 0)
            asked = {"location": f"{url}/image", "retrieveDate": now}
            assert await bench.csms.call("UpdateFirmware", asked) == {}
            for status in ("Downloading", "Downloaded", "Installing"):
                await bench.csms.expect("FirmwareStatusNotification", status=status)
            boot = await bench.csms.expect("BootNotification")
            assert boot.payload["firmwareVersion"] == station.memory.firmware_version
            await bench.csms.expect("FirmwareStatusNotification", status="Installed")

    run("1.6", scenario)


def signed(url, signature, certificate, now):
    firmware = {
        "location": url,
        "retrieveDateTime": now,
        "signature": signature,
        "signingCertificate": certificate,
    }
    return {"requestId": 5, "firmware": firmware}


def test_signed_firmware_is_verified_and_then_installed(run):
    async def scenario(bench):
        station = await bench.booted(factory=TRUSTING, security_profile=1)
        async with files() as (url, _):
            refused = await bench.csms.ask(
                "UpdateFirmware", {"location": url, "retrieveDate": in_seconds(bench, 0)}
            )
            assert isinstance(refused, CallError)
            now = in_seconds(bench, 0)
            asked = signed(f"{url}/image", made().signature, made().signing_certificate, now)
            assert await bench.csms.call("SignedUpdateFirmware", asked) == ACCEPTED
            states = ("Downloading", "Downloaded", "SignatureVerified", "Installing")
            for status in (*states, "InstallRebooting"):
                told = await bench.csms.expect("SignedFirmwareStatusNotification", status=status)
                assert told.payload["requestId"] == 5
            await bench.csms.expect("SignedFirmwareStatusNotification", status="Installed")
            assert station.memory.firmware_version is not None

    run("1.6", scenario)


@pytest.mark.parametrize("certificate", ["no certificate", made().root])
def test_a_signer_that_the_maker_does_not_vouch_for_is_refused(run, certificate):
    async def scenario(bench):
        await bench.booted()
        asked = signed("ftp://127.0.0.1/x", "c2ln", certificate, in_seconds(bench, 0))
        answer = await bench.csms.call("SignedUpdateFirmware", asked)
        assert answer == {"status": "InvalidCertificate"}
        await bench.csms.expect(
            "SecurityEventNotification", type="InvalidFirmwareSigningCertificate"
        )

    run("1.6", scenario)


def test_logs_are_uploaded_and_refusals_told(run):
    async def scenario(bench):
        await bench.booted()
        async with files() as (url, kept):
            answer = await bench.csms.call("GetDiagnostics", {"location": f"{url}/in/"})
            await bench.csms.expect("DiagnosticsStatusNotification", status="Uploading")
            await bench.csms.expect("DiagnosticsStatusNotification", status="Uploaded")
            assert b"HeartbeatInterval" in kept[f"/in/{answer['fileName']}"]
            log = {"remoteLocation": f"{url}/denied"}
            asked = {"log": log, "logType": "SecurityLog", "requestId": 3, "retries": 0}
            assert (await bench.csms.call("GetLog", asked))["status"] == "Accepted"
            await bench.csms.expect("LogStatusNotification", status="PermissionDenied", requestId=3)

    run("1.6", scenario)


def test_extended_triggers_tell_the_state(run):
    async def scenario(bench):
        await bench.booted()
        for message, told in (
            ("LogStatusNotification", "LogStatusNotification"),
            ("FirmwareStatusNotification", "SignedFirmwareStatusNotification"),
        ):
            asked = {"requestedMessage": message}
            assert await bench.csms.call("ExtendedTriggerMessage", asked) == ACCEPTED
            assert (await bench.csms.expect(told)).payload == {"status": "Idle"}

    run("1.6", scenario)


def test_transfers_try_again_and_name_what_they_cannot(run):
    async def scenario(bench):
        tries = []

        async def fail():
            tries.append(bench.csms.clock.time())
            return await fetch("http://127.0.0.1:9/nothing")

        with pytest.raises(TransferFailed):
            await persistently(fail, 2, 10)
        assert [round(later - tries[0]) for later in tries] == [0, 10, 20]
        with pytest.raises(TransferFailed) as odd:
            await upload("gopher://x/", "name", b"")
        assert odd.value.unsupported
        with pytest.raises(TransferFailed):
            await fetch("ftp://127.0.0.1:9/nothing")

    run("1.6", scenario)
