"""A tiny JSON API on the standard library: requests come in threads, work is done in the loop."""

from __future__ import annotations

import asyncio
import json
import threading
from contextlib import asynccontextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable


class Refused(Exception):
    """A request that gets an HTTP error status."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Resource(Protocol):
    async def post(self, path: str, body: dict[str, Any]) -> Any: ...

    async def get(self, path: str) -> Any: ...


@asynccontextmanager
async def serve_api(resource: Resource, host: str, port: int) -> AsyncIterator[str]:
    """Serve `resource` and give the base URL."""
    loop = asyncio.get_running_loop()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(resource.get(self.path.partition("?")[0]))

        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                body = json.loads(text or "{}")
            except ValueError:
                self.reply(400, {"detail": "the body is no JSON"})
                return
            self.answer(resource.post(self.path, body))

        def answer(self, work: Awaitable[Any]) -> None:
            try:
                result = asyncio.run_coroutine_threadsafe(work, loop).result()
            except Refused as error:
                self.reply(error.status, {"detail": str(error)})
            except (KeyError, TypeError) as error:
                self.reply(422, {"detail": f"missing or wrong: {error}"})
            else:
                self.reply(200, result)

        def reply(self, status: int, content: Any) -> None:
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep stderr for faults."""

    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        await asyncio.to_thread(server.shutdown)
        server.server_close()
