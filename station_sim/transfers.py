"""Files that travel beside OCPP: firmware comes, logs go, over HTTP(S) or FTP."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, unquote, urlsplit

import aioftp
import httpx

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PROTOCOLS = ("HTTP", "HTTPS", "FTP")
TIMEOUT_S = 60.0
# What a station does where the CSMS leaves the choice to it.
RETRIES = 2
RETRY_INTERVAL_S = 10
_DENIED = (401, 403)
_UNSUPPORTED = (405, 501)


class TransferFailed(Exception):
    """A file did not get through; `denied`: the server wants other credentials.

    `unsupported`: the protocol, or what is done by it, is none that the other end knows.
    """

    def __init__(self, reason: str, *, denied: bool = False, unsupported: bool = False) -> None:
        super().__init__(reason)
        self.denied = denied
        self.unsupported = unsupported


async def fetch(url: str, tls: ssl.SSLContext | None = None) -> bytes:
    """Get a file. Raises TransferFailed."""
    parts = _parts(url)
    if parts.scheme == "ftp":
        return await _over_ftp(parts, _retrieve)
    response = await _request("GET", url, parts, tls)
    return response.content


async def upload(url: str, name: str, content: bytes, tls: ssl.SSLContext | None = None) -> None:
    """Put a file into the folder `url` under its name. Raises TransferFailed."""
    parts = _parts(url)
    if parts.scheme == "ftp":

        async def store(client: aioftp.Client, path: str) -> None:
            async with client.upload_stream(f"{path.rstrip('/')}/{name}") as stream:
                await stream.write(content)

        await _over_ftp(parts, store)
        return
    target = parts._replace(path=f"{parts.path.rstrip('/')}/{name}").geturl()
    await _request("PUT", target, parts, tls, content)


async def persistently(
    work: Callable[[], Awaitable[bytes | None]], retries: int, interval: float
) -> bytes | None:
    """Do it again after a failure, so many times, that many seconds apart."""
    for left in range(retries, -1, -1):
        try:
            return await work()
        except TransferFailed:
            if left == 0:
                raise
            await asyncio.sleep(interval)
    raise AssertionError("the last attempt returns or raises")


def given(wanted: int | None, usual: int) -> int:
    """Give what the CSMS wants, or what is usual where it leaves the choice."""
    return usual if wanted is None else wanted


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise TransferFailed(f"{url}: {error}") from error
    if parts.scheme.upper() not in PROTOCOLS or not parts.hostname:
        raise TransferFailed(f"{url}: no protocol of {', '.join(PROTOCOLS)}", unsupported=True)
    return parts


async def _request(
    method: str,
    url: str,
    parts: SplitResult,
    tls: ssl.SSLContext | None,
    content: bytes | None = None,
) -> httpx.Response:
    # The default context takes tens of milliseconds to load its roots, so only where it is used.
    plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if parts.scheme == "http" else True
    try:
        async with httpx.AsyncClient(
            verify=tls or plain, trust_env=False, timeout=TIMEOUT_S, follow_redirects=True
        ) as client:
            response = await client.request(method, url, content=content)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise TransferFailed(f"{method} {url}: {_why(error)}") from error
    if not response.is_success:
        status = response.status_code
        denied, unsupported = status in _DENIED, status in _UNSUPPORTED
        raise TransferFailed(
            f"{method} {url}: HTTP {status}", denied=denied, unsupported=unsupported
        )
    return response


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__


async def _over_ftp(
    parts: SplitResult, work: Callable[[aioftp.Client, str], Awaitable[bytes | None]]
) -> bytes:
    user = unquote(parts.username or "anonymous")
    try:
        async with (
            asyncio.timeout(TIMEOUT_S),
            aioftp.Client.context(
                str(parts.hostname), parts.port or 21, user, unquote(parts.password or "anon@")
            ) as client,
        ):
            return await work(client, unquote(parts.path)) or b""
    except (OSError, TimeoutError, aioftp.AIOFTPException) as error:
        denied = isinstance(error, aioftp.StatusCodeError) and "530" in error.received_codes
        name = f"{parts.hostname}{parts.path}"
        raise TransferFailed(f"ftp {name}: {_why(error)}", denied=denied) from error


async def _retrieve(client: aioftp.Client, path: str) -> bytes:
    async with client.download_stream(path) as stream:
        return await stream.read()
