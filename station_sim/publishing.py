"""A Local Controller's firmware for the stations behind it: fetched, checked, served by HTTP.

Source: 2.0.1 Part 2, L03 and L04.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from ocppj.serving import serve_app
from station_sim.transfers import (
    RETRIES,
    RETRY_INTERVAL_S,
    TransferFailed,
    fetch,
    given,
    persistently,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from ocppj.serving import HttpServer
    from schemas.base import OcppModel
    from station_sim.station import Station

PATH: Final = "/firmware/"
_PIECE: Final = 2**16


class State(StrEnum):
    """The states of a publication, in the words of PublishFirmwareStatusEnumType."""

    IDLE = "Idle"
    DOWNLOADING = "Downloading"
    DOWNLOADED = "Downloaded"
    DOWNLOAD_FAILED = "DownloadFailed"
    CHECKSUM_VERIFIED = "ChecksumVerified"
    INVALID_CHECKSUM = "InvalidChecksum"
    PUBLISHED = "Published"
    PUBLISH_FAILED = "PublishFailed"


class Withdrawal(StrEnum):
    """How a withdrawal ends, in the words of UnpublishFirmwareStatusEnumType."""

    DONE = "Unpublished"
    NOTHING = "NoFirmware"
    IN_USE = "DownloadOngoing"


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be published; `report` makes the message of a state, with the URIs if any."""

    location: str
    checksum: str
    report: Callable[[State, tuple[str, ...]], OcppModel]
    retries: int | None = None
    retry_interval: int | None = None

    @property
    def path(self) -> str:
        return f"{PATH}{self.checksum.lower()}"


class Publisher:
    """Publishes one file after the other; `state` is the last that was reported.

    A file is served under its MD5 checksum, at the address of `StationSettings.publish_at`.
    """

    def __init__(self, station: Station) -> None:
        self.state = State.IDLE
        self._station = station
        self._last: Publication | None = None
        self._task: asyncio.Task[None] | None = None
        self._files: dict[str, bytes] = {}
        self._fetches: Counter[str] = Counter()
        self._server: HttpServer | None = None

    @property
    def busy(self) -> bool:
        return self._task is not None and not self._task.done()

    def begin(self, publication: Publication) -> None:
        self._last = publication
        self._task = self._station.tasks.spawn(self._run(publication), "publication")

    def word(self) -> OcppModel | None:
        """Give the message of the last state; None where there is no news (L03.FR.10, .11)."""
        if self._last is None or self.state in (State.IDLE, State.PUBLISHED):
            return None
        return self._last.report(self.state, ())

    def withdraw(self, checksum: str) -> Withdrawal:
        """Serve a file no longer (L04.FR.01 to .04)."""
        path = f"{PATH}{checksum.lower()}"
        if path not in self._files:
            return Withdrawal.NOTHING
        if self._fetches[path]:
            return Withdrawal.IN_USE
        del self._files[path]
        return Withdrawal.DONE

    async def _run(self, publication: Publication) -> None:
        content = await self._download(publication)
        if content is None:
            return
        # Nobody relies on MD5 for safety here: the stations verify the maker's signature.
        digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
        if digest != publication.checksum.lower():
            await self._enter(publication, State.INVALID_CHECKSUM)
            return
        await self._enter(publication, State.CHECKSUM_VERIFIED)
        try:
            server = await self._open()
        except OSError:
            await self._enter(publication, State.PUBLISH_FAILED)
            return
        self._files[publication.path] = content
        await self._enter(publication, State.PUBLISHED, (server.url + publication.path,))

    async def _enter(
        self, publication: Publication, state: State, uris: tuple[str, ...] = ()
    ) -> None:
        """L03.FR.01, .04."""
        self.state = state
        await self._station.tell(publication.report(state, uris))

    async def _download(self, publication: Publication) -> bytes | None:
        """L03.FR.06."""
        await self._enter(publication, State.DOWNLOADING)
        tls = self._station.settings.tls
        try:
            content = await persistently(
                lambda: fetch(publication.location, tls),
                given(publication.retries, RETRIES),
                given(publication.retry_interval, RETRY_INTERVAL_S),
            )
        except TransferFailed:
            content = None
        failed = content is None
        await self._enter(publication, State.DOWNLOAD_FAILED if failed else State.DOWNLOADED)
        return content

    # serving

    async def _open(self) -> HttpServer:
        """Listen, from the first publication until the station is stopped; raises OSError."""
        if self._server is None:
            host, _, port = self._station.settings.publish_at.rpartition(":")
            self._server = await serve_app(self._answer, host.strip("[]"), int(port))
            self._station.tasks.spawn(self._keep(self._server), "published firmware")
        return self._server

    async def _keep(self, server: HttpServer) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self._server = None
            await server.close()

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        # A station that publishes nothing need not wait for these libraries.
        from starlette.responses import Response, StreamingResponse

        path = scope["path"]
        content = self._files.get(path)
        if content is None or scope["method"] not in ("GET", "HEAD"):
            await Response(status_code=404 if content is None else 405)(scope, receive, send)
            return
        length = {"content-length": str(len(content))}
        self._fetches[path] += 1
        try:
            await StreamingResponse(_pieces(content), headers=length)(scope, receive, send)
        finally:
            self._fetches[path] -= 1


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    """Give a file bit by bit, so that it is known how long somebody is fetching it."""
    for begin in range(0, len(content), _PIECE):
        yield content[begin : begin + _PIECE]
