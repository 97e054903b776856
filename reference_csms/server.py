"""Listening sockets: from a TCP connection to an admitted websocket."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from websockets.asyncio.server import ServerConnection, serve

from ocppj.handshake import Refusal, server_compression
from reference_csms.client_certificates import proof_of
from reference_csms.direct import DirectConnection

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable, Sequence

    from websockets.asyncio.server import Server
    from websockets.http11 import Request, Response
    from websockets.typing import Subprotocol

    from reference_csms.admission import Admitted
    from reference_csms.client_certificates import Proof

MAX_MESSAGE_BYTES = 2**20
MAX_QUEUE = 4
"""Frames that the websocket reads ahead; a station has one CALL and one answer under way."""

# A station that hangs up during the handshake is no event for the operator's terminal.
_SILENT = logging.getLogger("reference_csms.websockets")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class StationConnection(DirectConnection):
    """A websocket that remembers what it was admitted as."""

    admitted: Admitted | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """A listening socket; `url` is what stations append their identifier to."""

    host: str
    port: int
    security_profile: int | None
    secure: bool
    _server: Server

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'wss' if self.secure else 'ws'}://{host}:{self.port}/ocpp"

    async def close(self) -> None:
        """Stop listening and close this listener's connections."""
        self._server.close()
        await self._server.wait_closed()


async def listen(
    host: str,
    port: int,
    *,
    security_profile: int | None,
    context: ssl.SSLContext | None,
    ping_interval: float | None,
    decide: Callable[[Request, int | None], Awaitable[Admitted | Refusal]],
    verify: Callable[[Admitted, Proof], Awaitable[Refusal | None]],
    run: Callable[[StationConnection, Admitted], Awaitable[None]],
) -> Listener:
    """Open a listener that hands admitted websockets to `run`.

    `decide` judges the request, `verify` then what TLS proves.
    Raises OSError when the address cannot be bound.
    """

    async def process_request(connection: ServerConnection, request: Request) -> Response | None:
        assert isinstance(connection, StationConnection)
        decision = await decide(request, security_profile)
        if isinstance(decision, Refusal):
            return _refuse(connection, decision)
        proof = proof_of(connection.transport.get_extra_info("ssl_object"))
        refusal = await verify(decision, proof)
        if refusal is not None:
            return _refuse(connection, refusal)
        connection.admitted = decision
        return None

    def select(connection: ServerConnection, _: Sequence[Subprotocol]) -> Subprotocol | None:
        assert isinstance(connection, StationConnection)
        assert connection.admitted is not None
        return connection.admitted.dialect.subprotocol  # type: ignore[return-value]

    async def handle(connection: ServerConnection) -> None:
        assert isinstance(connection, StationConnection)
        assert connection.admitted is not None
        await run(connection, connection.admitted)

    server = await serve(
        handle,
        host,
        port,
        ssl=context,
        create_connection=StationConnection,
        process_request=process_request,
        select_subprotocol=select,
        extensions=server_compression(),
        compression=None,
        ping_interval=ping_interval,
        max_size=MAX_MESSAGE_BYTES,
        max_queue=MAX_QUEUE,
        server_header=None,
        logger=_SILENT,
    )
    bound = next(iter(server.sockets)).getsockname()[1]
    return Listener(host, bound, security_profile, context is not None, server)


def _refuse(connection: ServerConnection, refusal: Refusal) -> Response:
    response = connection.respond(HTTPStatus(refusal.status), refusal.reason + "\n")
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Basic realm="OCPP", charset="UTF-8"'
    return response
