"""The API on a socket, in the loop of the CSMS."""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from uvicorn.server import ServerState

if TYPE_CHECKING:
    from fastapi import FastAPI

_GRACE_S = 2.0


@dataclass(frozen=True, slots=True)
class ApiServer:
    """A listening API; `url` is without the path."""

    host: str
    port: int
    _server: asyncio.Server
    _state: ServerState

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    async def close(self) -> None:
        """Stop listening, let running requests end, then cut what is left."""
        self._server.close()
        for connection in list(self._state.connections):
            cast("Any", connection).shutdown()
        if self._state.tasks:
            _, late = await asyncio.wait(self._state.tasks, timeout=_GRACE_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


async def serve_api(app: FastAPI, host: str = "127.0.0.1", port: int = 0) -> ApiServer:
    """Serve an API, port 0 for any free one.

    Raises ValueError for an address off loopback without a token, OSError when the address cannot
    be bound.
    """
    if app.state.token is None and not is_loopback(host):
        raise ValueError(f"the API on {host} can be reached from outside: it needs a bearer token")
    return await serve_app(app, host, port)


async def serve_app(app: FastAPI, host: str, port: int) -> ApiServer:
    """Serve any application in the running loop; raises OSError.

    Uvicorn's protocol runs without `uvicorn.Server`, whose ten ticks a second would hold virtual
    time up.
    """
    config = uvicorn.Config(app, lifespan="off", ws="none", log_config=None, access_log=False)
    config.load()
    state = ServerState()
    protocol = cast("Any", config.http_protocol_class)
    server = await asyncio.get_running_loop().create_server(
        lambda: protocol(config=config, server_state=state, app_state={}), host, port
    )
    return ApiServer(host, server.sockets[0].getsockname()[1], server, state)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach `host`; a name is not looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
