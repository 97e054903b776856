"""Logs of a 2.0.1 station (N01), uploaded to a server that may keep it waiting."""

import asyncio
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from fastapi import FastAPI, Request, Response

from ocppj.clock import format_datetime
from ocppj.serving import serve_app


class Folder:
    """Takes what is put; answers below `slow` only after `open`, below a number with that status.

    `flaky` refuses as many times as it counts.
    """

    def __init__(self):
        self.kept = {}
        self.open = asyncio.Event()
        self.flaky = 0
        self.url = ""

    async def take(self, request: Request) -> Response:
        first = request.url.path.split("/")[1]
        if first == "slow":
            await self.open.wait()
        if first == "flaky" and self.flaky:
            self.flaky -= 1
            return Response(status_code=503)
        self.kept[request.url.path] = (await request.body()).decode()
        return Response(status_code=int(first) if first.isdecimal() else 201)


@asynccontextmanager
async def folder():
    app, here = FastAPI(openapi_url=None), Folder()
    app.api_route("/{path:path}", methods=["PUT"])(here.take)
    server = await serve_app(app, "127.0.0.1", 0)
    here.url = server.url
    try:
        yield here
    finally:
        here.open.set()
        await server.close()


def wanted(location, number=7, kind="DiagnosticsLog", span=(), **more):
    log = {"remoteLocation": location, **dict(span)}
    return {"log": log, "logType": kind, "requestId": number, **more}


async def told(bench, count):
    messages = [await bench.csms.expect("LogStatusNotification") for _ in range(count)]
    return [(message.payload["requestId"], message.payload["status"]) for message in messages]


def test_both_logs_arrive_under_the_name_that_was_told(run):
    async def scenario(bench):
        await bench.booted()
        async with folder() as here:
            for number, kind, content in (
                (1, "DiagnosticsLog", "OCPPCommCtrlr.HeartbeatInterval = "),
                (2, "SecurityLog", "StartupOfTheDevice"),
            ):
                asked = wanted(f"{here.url}/in", number, kind)
                answer = await bench.csms.call("GetLog", asked)
                assert answer["status"] == "Accepted"
                assert await told(bench, 2) == [(number, "Uploading"), (number, "Uploaded")]
                assert content in here.kept[f"/in/{answer['filename']}"]

    run("2.0.1", scenario)


def test_a_new_request_cancels_the_upload_before(run):
    async def scenario(bench):
        await bench.booted()
        async with folder() as here:
            assert (await bench.csms.call("GetLog", wanted(f"{here.url}/slow", 1)))[
                "status"
            ] == "Accepted"
            assert await told(bench, 1) == [(1, "Uploading")]
            trigger = {"requestedMessage": "LogStatusNotification"}
            assert await bench.csms.call("TriggerMessage", trigger) == {"status": "Accepted"}
            assert await told(bench, 1) == [(1, "Uploading")]
            again = await bench.csms.call("GetLog", wanted(f"{here.url}/in", 2))
            assert again["status"] == "AcceptedCanceled"
            assert await told(bench, 3) == [
                (1, "AcceptedCanceled"),
                (2, "Uploading"),
                (2, "Uploaded"),
            ]
            assert await bench.csms.call("TriggerMessage", trigger) == {"status": "Accepted"}
            idle = await bench.csms.expect("LogStatusNotification")
            assert idle.payload == {"status": "Idle"}

    run("2.0.1", scenario)


def test_an_upload_that_has_not_begun_is_canceled_too(run):
    async def scenario(bench):
        await bench.booted()
        async with folder() as here:
            for number, place in ((1, "slow"), (2, "in"), (3, "in")):
                await bench.csms.call("GetLog", wanted(f"{here.url}/{place}", number))
            statuses = await told(bench, 5)
            assert statuses[-2:] == [(3, "Uploading"), (3, "Uploaded")]
            assert (1, "AcceptedCanceled") in statuses
            assert (2, "AcceptedCanceled") in statuses

    run("2.0.1", scenario)


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ("403", "PermissionDenied"),
        ("405", "NotSupportedOperation"),
        ("500", "UploadFailure"),
    ],
)
def test_why_an_upload_failed_is_told_after_the_last_attempt(run, place, status):
    async def scenario(bench):
        await bench.booted()
        async with folder() as here:
            began = bench.csms.clock.time()
            asked = wanted(f"{here.url}/{place}", retries=3, retryInterval=20)
            assert (await bench.csms.call("GetLog", asked))["status"] == "Accepted"
            assert await told(bench, 1) == [(7, "Uploading")]
            assert (await bench.csms.expect("LogStatusNotification", 90)).payload == {
                "requestId": 7,
                "status": status,
            }
            assert bench.csms.clock.time() - began == pytest.approx(60, abs=2)

    run("2.0.1", scenario)


def test_a_retry_may_succeed(run):
    async def scenario(bench):
        await bench.booted()
        async with folder() as here:
            here.flaky = 2
            await bench.csms.call("GetLog", wanted(f"{here.url}/flaky", kind="SecurityLog"))
            assert await told(bench, 2) == [(7, "Uploading"), (7, "Uploaded")]
            assert len(here.kept) == 1

    run("2.0.1", scenario)


def test_what_is_not_there_is_refused(run):
    async def scenario(bench):
        await bench.booted()
        now = bench.csms.clock.now()
        tomorrow = format_datetime(now + timedelta(days=1))
        yesterday = format_datetime(now - timedelta(days=1))
        for kind, span in (
            ("SecurityLog", {"latestTimestamp": yesterday}),
            ("SecurityLog", {"oldestTimestamp": tomorrow}),
            ("DiagnosticsLog", {"oldestTimestamp": tomorrow}),
            ("DiagnosticsLog", {"oldestTimestamp": tomorrow, "latestTimestamp": yesterday}),
        ):
            asked = wanted("http://127.0.0.1:9/", kind=kind, span=span)
            assert await bench.csms.call("GetLog", asked) == {"status": "Rejected"}
        await bench.csms.nothing(30)

    run("2.0.1", scenario)


def test_a_puppet_answers_and_uploads_nothing(run):
    async def scenario(bench):
        puppet = bench.station(automatic=False)
        await puppet.start(bench.csms.url)
        answer = await bench.csms.call("GetLog", wanted("http://127.0.0.1:9/"))
        assert answer["status"] == "Accepted"
        await bench.csms.nothing(30)

    run("2.0.1", scenario)
