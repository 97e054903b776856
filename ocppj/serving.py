"""HTTP in the loop at hand, for the APIs and the files that stand beside OCPP."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import uvicorn
from uvicorn.server import ServerState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Application = Callable[[Any, Any, Any], Awaitable[None]]
    """An ASGI application."""

_GRACE_S = 2.0


@dataclass(frozen=True, slots=True)
class HttpServer:
    """A listening application; `url` is without the path."""

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


async def serve_app(app: Application, host: str, port: int) -> HttpServer:
    """Serve any application in the running loop, port 0 for any free one; raises OSError.

    Uvicorn's protocol runs without `uvicorn.Server`, whose ten ticks a second would hold virtual
    time up.
    """
    config = uvicorn.Config(
        app, interface="asgi3", lifespan="off", ws="none", log_config=None, access_log=False
    )
    config.load()
    state = ServerState()
    protocol = cast("Any", config.http_protocol_class)
    server = await asyncio.get_running_loop().create_server(
        lambda: protocol(config=config, server_state=state, app_state={}), host, port
    )
    return HttpServer(host, server.sockets[0].getsockname()[1], server, state)
