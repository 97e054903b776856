"""The API on a socket, in the loop of the CSMS."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from ocppj.serving import serve_app

if TYPE_CHECKING:
    from fastapi import FastAPI

    from ocppj.serving import HttpServer


async def serve_api(app: FastAPI, host: str = "127.0.0.1", port: int = 0) -> HttpServer:
    """Serve an API, port 0 for any free one.

    Raises ValueError for an address off loopback without a token, OSError when the address cannot
    be bound.
    """
    if app.state.token is None and not is_loopback(host):
        raise ValueError(f"the API on {host} can be reached from outside: it needs a bearer token")
    return await serve_app(app, host, port)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach `host`; a name is not looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
