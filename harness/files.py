"""The harness's file server: stations fetch firmware from it and leave their logs there.

It lives in the loop of the case, on the same clock. What it has seen is recorded in the trace.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import httpx
from fastapi import FastAPI, Request, Response

from harness import firmware
from harness.evidence import nearest
from harness.expectations import check_of
from ocppj.serving import serve_app
from ocppj.trace import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from harness.tables import Expectation
    from harness.world import World
    from ocppj.serving import HttpServer

FIRMWARE: Final = "/firmware/image.bin"
MISSING: Final = "/firmware/missing.bin"
UPLOADS: Final = "/uploads/"
_UPLOADING: Final = ("PUT", "POST")
_SHOWN: Final = 2000
_SUBJECT: Final = "file transfer"


@dataclass(frozen=True, slots=True)
class Visit:
    """One finished request; `size` is what travelled, in bytes, and `text` the start of it."""

    method: str
    path: str
    name: str
    status: int
    size: int
    text: str

    def as_mapping(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


class FileServer:
    """Serves `files` by path and takes whatever is uploaded."""

    def __init__(self, world: World, files: Mapping[str, bytes]) -> None:
        self.visits: list[Visit] = []
        self._world = world
        self._files = files
        self._server: HttpServer | None = None

    @property
    def url(self) -> str:
        assert self._server is not None, "the file server was not opened"
        return self._server.url

    async def open(self, host: str, port: int) -> None:
        """Listen, port 0 for any free one. Raises OSError."""
        app = FastAPI(openapi_url=None)
        app.api_route("/{path:path}", methods=["GET", "HEAD", "PUT", "POST"])(self._serve)
        self._server = await serve_app(app, host, port)

    async def close(self) -> None:
        if self._server is not None:
            await self._server.close()

    async def _serve(self, request: Request) -> Response:
        path, method = request.url.path, request.method
        if method in _UPLOADING:
            body = await request.body()
            return self._seen(method, path, 201, body, b"")
        found = self._files.get(path)
        if found is None:
            return self._seen(method, path, 404, b"", b"")
        return self._seen(method, path, 200, found, found)

    def _seen(self, method: str, path: str, status: int, body: bytes, answer: bytes) -> Response:
        text = body[:_SHOWN].decode(errors="replace")
        name = path.rpartition("/")[2]
        visit = Visit(method, path, name, status, len(body), text)
        self.visits.append(visit)
        self._world.trace.event(Kind.NOTE, text=f"file server: {method} {path}", status=status)
        self._world.inbox.wake()
        return Response(answer, status)


async def open_for(world: World) -> None:
    """Open the case's file server; its places are kept as `$firmware_url`, `$upload_url`, ...

    What the SUT file says of a firmware of the station's own comes before ours.
    """
    made = firmware.made()
    server = FileServer(world, {FIRMWARE: made.image})
    host, _, port = str(world.values.get("file_server")).rpartition(":")
    await server.open(host.strip("[]"), int(port))
    world.files = server
    ours = {
        "firmware_url": server.url + FIRMWARE,
        "firmware_signature": made.signature,
        "signing_certificate": made.signing_certificate,
        "firmware_checksum": _checksum(made.image),
    }
    for name, value in ours.items():
        world.values.keep(name, world.values.find(name) or value)
    world.values.keep("wrong_signature", made.wrong_signature)
    world.values.keep("wrong_checksum", _checksum(made.signature.encode()))
    world.values.keep("stranger_certificate", made.stranger_certificate)
    world.values.keep("missing_firmware_url", server.url + MISSING)
    world.values.keep("upload_url", server.url + UPLOADS)


def _checksum(content: bytes) -> str:
    """Name a file as PublishFirmware does, where MD5 is for mishaps and not for safety."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


async def expect_download(world: World, url: str, rows: Sequence[Expectation]) -> None:
    """Fetch a file that the station offers, and compare it; what is not there has no `md5`."""
    found: dict[str, Any] = {"status": 0}
    async with httpx.AsyncClient(verify=False, trust_env=False) as client:
        with contextlib.suppress(httpx.HTTPError):
            response = await client.get(url)
            found["status"] = response.status_code
            if response.is_success:
                found |= {"md5": _checksum(response.content), "size": len(response.content)}
    world.trace.event(Kind.NOTE, text=f"download: GET {url}", **found)
    action = world.current.action if world.current else _SUBJECT
    for row in nearest(world, [found], rows):
        world.check(check_of(world, action, row, None))


async def expect_visit(world: World, rows: Sequence[Expectation]) -> None:
    """Wait for a request to the file server that fits all rows; raises CaseFailed without one."""
    server = world.files
    assert server is not None, "the scenario opened no file server"

    def find() -> bool | None:
        found = nearest(world, [visit.as_mapping() for visit in server.visits], rows)
        return True if all(row.held for row in found) else None

    await world.until(find, world.limits.message_s)
    # The transfer follows from the harness's last request, so that is what failed without it.
    action = world.sent[-1].action if world.sent else _SUBJECT
    for row in nearest(world, [visit.as_mapping() for visit in server.visits], rows):
        world.check(check_of(world, action, row, None))
