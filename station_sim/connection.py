"""Keeps a station connected to its CSMS: dials, backs off, dials again (Part 4, 5.3)."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake, InvalidStatus

from ocppj.dialect import basic_authorization
from ocppj.handshake import client_compression, url_of
from ocppj.link import Closed, Link
from ocppj.session import IdHistory, Session
from ocppj.trace import Kind

if TYPE_CHECKING:
    import random
    import ssl
    from collections.abc import Awaitable, Callable, Iterator

    from websockets.asyncio.client import ClientConnection

    from ocppj.dialect import Dialect
    from ocppj.dispatch import Outcome
    from ocppj.frames import Call
    from ocppj.link import Transport
    from ocppj.problems import BugLog
    from ocppj.session import Event
    from ocppj.trace import Recorder
    from station_sim.policy import Policy
    from station_sim.settings import StationSettings


class ConnectionRefused(ConnectionError):
    """No OCPP connection came about; `status` is the HTTP status where there was one."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.status = status


class Connection:
    """One station's line to the CSMS; `link` is the open websocket's, None without one."""

    def __init__(
        self,
        settings: StationSettings,
        dialect: Dialect,
        policy: Policy,
        *,
        rng: random.Random,
        new_id: Callable[[], str],
        recorder: Recorder,
        answer: Callable[[Call], Awaitable[Outcome]],
        bugs: BugLog,
        tap: Callable[[Transport], Transport] | None,
        observe: Callable[[int, Event], None] | None,
        numbers: Iterator[int],
    ) -> None:
        self.link: Link | None = None
        self.on_up: Callable[[Link], None] = lambda _: None
        self.on_down: Callable[[], None] = lambda: None
        self.on_attempt: Callable[[Exception | None], None] = lambda _: None
        self.address: Callable[[str], str] = lambda url: url
        self.tls: Callable[[], ssl.SSLContext | None] = lambda: settings.tls
        self.password = settings.password
        self.shows_password: Callable[[], bool] = lambda: True
        self.message_timeout: Callable[[], float | None] = lambda: None
        self._settings, self._dialect, self._policy = settings, dialect, policy
        self._rng, self._new_id, self._recorder = rng, new_id, recorder
        self._answer, self._bugs, self._tap, self._observe = answer, bugs, tap, observe
        self._numbers = numbers
        self._history = IdHistory()
        self._socket: ClientConnection | None = None
        self._wanted = asyncio.Event()
        self._wanted.set()
        self._hurry = asyncio.Event()

    async def keep(self, url: str, first: asyncio.Future[None] | None = None) -> None:
        """Stay connected until cancelled.

        With `first`, the first attempt settles it, and when that fails this ends.
        """
        failures = 0
        while True:
            await self._wanted.wait()
            self._hurry.clear()
            try:
                await self._connect(url, first)
            except ConnectionRefused as refused:
                if first is not None and not first.done():
                    first.set_exception(refused)
                    return
                failures += 1
            else:
                failures = 0
            await self._back_off(failures)

    def down(self) -> None:
        """Cut the line as a dead network does, and stay without it."""
        self._wanted.clear()
        self._drop()
        if self._socket is not None:
            self._socket.transport.abort()

    async def hang_up(self) -> None:
        """Close the websocket properly and stay without it."""
        self._wanted.clear()
        if self.link is not None:
            link = self.link
            await link.close()
            await asyncio.shield(link.closed)

    def up(self) -> None:
        """Connect again, without waiting."""
        self._hurry.set()
        self._wanted.set()

    async def _back_off(self, failures: int) -> None:
        if not self._wanted.is_set():
            return
        seconds = self._policy.back_off.wait(max(0, failures - 1), self._rng.random())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._hurry.wait()

    async def _connect(self, url: str, first: asyncio.Future[None] | None) -> None:
        number = next(self._numbers)
        socket = await self._dial(url_of(self.address(url), self._settings.identity), number)
        if not self._wanted.is_set():  # the network went away while dialling
            socket.transport.abort()
            raise ConnectionRefused("the station went offline")
        self._socket = socket
        link = self._link(socket, number)
        self._recorder.event(
            Kind.OPENED,
            number,
            identity=self._settings.identity,
            subprotocol=socket.subprotocol,
            version=self._dialect.version,
            status=101,
        )
        self.link = link
        running = asyncio.ensure_future(link.run())
        try:
            if first is not None and not first.done():
                first.set_result(None)
            self.on_up(link)
            await running
        finally:
            await self._leave(socket, running)

    async def _leave(self, socket: ClientConnection, running: asyncio.Future[Closed]) -> None:
        self._socket = None
        self._drop()
        # Also where `running` was cancelled with us: a link does not close what it did not open.
        await socket.close()
        if not running.done():
            await running

    def _drop(self) -> None:
        """Be without a link from now on, also while its websocket still ends."""
        if self.link is not None:
            self.link = None
            self.on_down()

    def _link(self, socket: ClientConnection, number: int) -> Link:
        session = Session(
            self._dialect,
            new_id=self._new_id,
            call_timeout=self.message_timeout() or self._settings.call_timeout,
            history=self._history,
            connection=number,
        )
        transport: Transport = socket if self._tap is None else self._tap(socket)
        observe = self._observe
        return Link(
            transport,
            session,
            self._recorder,
            self._answer,
            bugs=self._bugs,
            observe=None if observe is None else lambda event: observe(number, event),
        )

    async def _dial(self, url: str, number: int) -> ClientConnection:
        try:
            socket = await connect(
                url,
                subprotocols=[self._dialect.subprotocol],  # type: ignore[list-item]
                extensions=client_compression(),
                additional_headers=self._headers(),
                ssl=(self.tls() or True) if url.startswith("wss:") else None,
                ping_interval=self._policy.ping_interval or None,
                proxy=None,
            )
        except (InvalidStatus, InvalidHandshake, OSError, TimeoutError) as error:
            self.on_attempt(error)
            raise self._refused(number, error) from error
        self.on_attempt(None)
        if socket.subprotocol is None:
            # 1.6-J and Part 4, 3.2: without a common subprotocol the station hangs up.
            await socket.close(1002, "no common subprotocol")
            raise self._refused(number, ConnectionError("the CSMS chose no subprotocol"))
        return socket

    def _refused(self, number: int, error: Exception) -> ConnectionRefused:
        status = error.response.status_code if isinstance(error, InvalidStatus) else None
        reason = f"{type(error).__name__}: {error}"
        self._recorder.event(
            Kind.REFUSED,
            number,
            identity=self._settings.identity,
            subprotocol=self._dialect.subprotocol,
            version=self._dialect.version,
            status=status,
            reason=reason,
        )
        return ConnectionRefused(reason, status)

    def _headers(self) -> dict[str, str]:
        if self.password is None or not self.shows_password():
            return {}
        # 1.6 sends the bytes that the hexadecimal key stands for, the shorter of the two forms.
        raw = min(self._dialect.password_bytes(self.password), key=len)
        return {"Authorization": basic_authorization(self._settings.identity, raw)}
