"""The file server of a case: what it serves and takes, and what is judged of it."""

from __future__ import annotations

import asyncio
import contextlib

import httpx
import pytest

from harness import files, firmware
from harness.outcome import CaseFailed
from harness.tables import parse_expectations
from ocppj.trace import Kind


def rows(*lines):
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    head = ["field", "check", "value", "requirement"]
    return parse_expectations([head, *([*line, "", ""][:4] for line in cells)])


@pytest.fixture
def served(stand):
    """Run something against the file server of a world; real sockets, on the virtual clock."""

    def run(work, **values):
        s = stand(message_s=5.0)
        for name, value in values.items():
            s.world.values.keep(name, value)

        async def scenario():
            await files.open_for(s.world)
            try:
                async with httpx.AsyncClient(trust_env=False) as client:
                    await work(s.world, client)
            finally:
                await s.world.files.close()

        s.run(scenario())
        return s.world

    return run


def failure(world):
    with contextlib.suppress(StopIteration):
        return next(check for check in world.checks if not check.held)
    return None


async def fails(work):
    with pytest.raises(CaseFailed):
        await work


def test_what_is_there_and_what_is_not(served):
    async def scenario(world, client):
        image = await client.get(world.values.get("firmware_url"))
        assert (image.status_code, image.content) == (200, firmware.made().image)
        gone = await client.get(world.values.get("missing_firmware_url"))
        assert gone.status_code == 404
        put = await client.put(world.values.get("upload_url") + "a/log.txt", content=b"one\ntwo")
        assert put.status_code == 201
        shown = [(v.method, v.path, v.name, v.status, v.size) for v in world.files.visits]
        size = len(firmware.made().image)
        assert shown == [
            ("GET", "/firmware/image.bin", "image.bin", 200, size),
            ("GET", "/firmware/missing.bin", "missing.bin", 404, 0),
            ("PUT", "/uploads/a/log.txt", "log.txt", 201, 7),
        ]

    world = served(scenario)
    notes = [r.data["text"] for r in world.trace.records if r.kind is Kind.NOTE]
    assert notes[-1] == "file server: PUT /uploads/a/log.txt"


def test_a_firmware_of_the_station_s_own_comes_first(served):
    async def scenario(world, _client):
        assert world.values.get("firmware_url") == "http://theirs/image"
        assert world.values.get("wrong_checksum") != world.values.get("firmware_checksum")

    served(scenario, firmware_url="http://theirs/image")


# transfers


def test_a_transfer_is_awaited_and_fits_all_rows(served):
    async def scenario(world, client):
        url = world.values.get("upload_url")
        await client.post(url + "first", content=b"abc")
        await client.post(url + "second", content=b"abcd")
        await files.expect_visit(world, rows("name | is | second", "size | is | 4 | N01.FR.04"))

    assert failure(served(scenario)) is None


def test_a_transfer_that_fits_in_part_is_not_enough(served):
    async def scenario(world, client):
        url = world.values.get("upload_url")
        await client.put(url + "log", content=b"abc")
        wanted = rows("name | is | log", "size | is | 4")
        waiting = asyncio.create_task(files.expect_visit(world, wanted))
        await asyncio.sleep(0)
        await client.put(url + "log", content=b"abcd")
        await waiting

    assert failure(served(scenario)) is None


def test_no_single_transfer_fits(served):
    async def scenario(world, client):
        world.sent.append(type("Sent", (), {"action": "GetLog"}))
        url = world.values.get("upload_url")
        await client.put(url + "first", content=b"abc")
        await client.put(url + "second", content=b"abcd")
        wanted = rows("name | is | second | N1", "size | is | 3 | N2", "method | is | PUT")
        await fails(files.expect_visit(world, wanted))

    check = failure(served(scenario))
    assert check.action == "GetLog"
    assert (check.subject, check.expected, check.actual) in (
        ("name", "second", "first"),
        ("size", "3", "4"),
    )


def test_no_transfer_at_all(served):
    async def scenario(world, _client):
        before = world.clock.time()
        await fails(files.expect_visit(world, rows("text | is absent")))
        assert world.clock.time() - before == pytest.approx(5.0, abs=0.5)

    check = failure(served(scenario))
    assert (check.subject, check.actual, check.action) == ("text", "no entry", "file transfer")


# downloads


def download(world, url, *lines):
    return files.expect_download(world, url, rows(*lines))


def test_a_file_that_a_station_offers(served):
    async def scenario(world, _client):
        url = world.values.get("firmware_url")
        size = len(firmware.made().image)
        whole = "status | is | 200", f"size | is | {size}", "md5 | is | $firmware_checksum | L03"
        await download(world, url, *whole)
        world.checks.clear()
        await fails(download(world, url, "md5 | is | $wrong_checksum | L03.FR.09"))

    check = failure(served(scenario))
    assert (check.subject, check.requirement) == ("md5", "L03.FR.09")


def test_a_file_that_is_not_offered_has_no_checksum(served):
    async def scenario(world, _client):
        gone = world.values.get("missing_firmware_url")
        await download(world, gone, "status | is | 404", "md5 | is absent")
        await fails(download(world, gone, "md5 | is present"))

    served(scenario)


def test_nobody_listens(served):
    async def scenario(world, _client):
        await download(world, "http://127.0.0.1:1/x", "status | is | 0", "md5 | is absent")
        await fails(download(world, "http://127.0.0.1:1/x", "status | is | 200"))

    served(scenario)
