"""A look, before a run, at what a SUT file describes: whether it is there and can be driven."""

from __future__ import annotations

import asyncio
import base64
import shutil
import socket
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake, InvalidMessage, InvalidStatus

from harness.targets.external import UsageError
from harness.targets.http import open_client
from harness.targets.operator import TERMINAL
from harness.targets.settings import (
    CommandSettings,
    HttpSettings,
    OperatorSettings,
    PassiveSettings,
)
from harness.targets.templates import split
from harness.targets.terminal import Terminal
from ocppj.dialect import DIALECTS
from ocppj.handshake import client_compression, url_of
from pki.authority import Identity
from pki.keys import read_key
from pki.pem import read_chain
from pki.tls import server_context

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from harness.targets.settings import Security, SutFile
    from schemas.catalogue import Version


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what was found, in a sentence."""

    good: bool
    text: str


async def probe(sut: SutFile, timeout: float = 10.0) -> AsyncIterator[Finding]:
    """Look at the address and the driver; `timeout` in seconds holds for each look."""
    if sut.role == "csms":
        for version in sut.versions:
            yield await _csms(sut, version, timeout)
    else:
        yield _listener(sut)
    yield await _driver(sut, timeout)


async def _csms(sut: SutFile, version: Version, timeout: float) -> Finding:
    """Connect as the station would, and go."""
    url = url_of(sut.url or "", sut.parameters.station_identity)
    wanted = DIALECTS[version].subprotocol
    try:
        tls = client_tls(sut)
    except OSError as error:
        return Finding(False, f"the certificates of [security] cannot be used: {_reason(error)}")
    try:
        async with asyncio.timeout(timeout):
            async with connect(
                url,
                subprotocols=[wanted],  # type: ignore[list-item]
                additional_headers=_authorization(sut),
                extensions=client_compression(),
                compression=None,
                ssl=tls,
                proxy=None,
            ) as connection:
                chosen = connection.subprotocol
    except InvalidStatus as error:
        return Finding(False, f"{url} refuses the connection: {_refusal(error)}")
    except TimeoutError:
        return Finding(False, f"{url} does not answer within {timeout:g} s")
    except (InvalidMessage, EOFError):
        return Finding(False, f"{url} is reached, but what answers there is no websocket")
    except InvalidHandshake as error:
        return Finding(False, f"{url} is reached, but the handshake fails: {error}")
    except OSError as error:
        return Finding(False, f"{url} cannot be reached: {_reason(error)}")
    if chosen != wanted:
        return Finding(False, f"{url} accepts the connection without the subprotocol {wanted}")
    return Finding(True, f"{url} accepts a connection with the subprotocol {wanted}")


def _authorization(sut: SutFile) -> dict[str, str]:
    if sut.security.profile not in (1, 2):
        return {}
    pair = f"{sut.parameters.station_identity}:{sut.security.password}"
    return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


def client_tls(sut: SutFile) -> ssl.SSLContext | None:
    """Make the TLS context of a station for this CSMS; None below security profile 2."""
    if sut.security.profile < 2:
        return None
    context = ssl.create_default_context(cafile=sut.security.ca_certificate)
    if sut.security.client_certificate is not None:
        context.load_cert_chain(sut.security.client_certificate, sut.security.client_key)
    return context


def server_tls(security: Security) -> ssl.SSLContext:
    """Make the TLS context of the CSMS that the harness plays.

    Raises OSError or ValueError for files that are missing or cannot be used.
    """
    if security.server_certificate is None or security.server_key is None:
        raise ValueError("TLS needs server_certificate and server_key")
    chain = read_chain(security.server_certificate.read_text(encoding="ascii"))
    key = read_key(security.server_key.read_text(encoding="ascii"))
    identity = Identity(key, chain[0], chain[1:])
    if security.profile < 3:
        return server_context(identity)
    if security.ca_certificate is None:
        raise ValueError("security profile 3 needs ca_certificate")
    roots = read_chain(security.ca_certificate.read_text(encoding="ascii"))
    return server_context(identity, client_roots=roots)


def _refusal(error: InvalidStatus) -> str:
    status = error.response.status_code
    hints = {
        400: "perhaps the CSMS does not speak this version",
        401: "look at [security] profile and password",
        403: "look at [security]",
        404: "look at the path in 'url', and whether the CSMS knows the station_identity",
    }
    return f"HTTP {status}" + (f"; {hints[status]}" if status in hints else "")


def _listener(sut: SutFile) -> Finding:
    """Take the port on which a run would listen for the station, and give it back."""
    try:
        if sut.security.profile >= 2:
            server_tls(sut.security)
    except (OSError, ValueError) as error:
        return Finding(False, f"the certificates of [security] cannot be used: {_reason(error)}")
    host = sut.listen_host
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((host, sut.listen_port))
            listener.listen()
    except OSError as error:
        return Finding(False, f"cannot listen on {sut.listen}: {_reason(error)}")
    scheme = "wss" if sut.security.profile >= 2 else "ws"
    where = f"{scheme}://{sut.listen}/ocpp/{sut.identity}"
    return Finding(True, f"{sut.listen} is free; the station is to connect to {where}")


async def _driver(sut: SutFile, timeout: float) -> Finding:
    match sut.driver:
        case HttpSettings() as settings:
            return await _api(settings, timeout)
        case CommandSettings() as settings:
            return _commands(sut, settings)
        case OperatorSettings():
            return _terminal()
        case PassiveSettings():
            return Finding(True, "the passive driver does nothing: only the answers are judged")
        case _:
            assert_never(sut.driver)


async def _api(settings: HttpSettings, timeout: float) -> Finding:
    """Any answer of the API will do: what it offers is found out in the run."""
    try:
        async with open_client(settings) as client:
            response = await client.get("/", timeout=timeout)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        what = str(error) or type(error).__name__
        return Finding(False, f"the API at {settings.api} cannot be reached: {what}")
    return Finding(
        True, f"the API at {settings.api} answers (HTTP {response.status_code} to GET /)"
    )


def _commands(sut: SutFile, settings: CommandSettings) -> Finding:
    lines = [*settings.actions.values(), *settings.commands.values(), *settings.reads.values()]
    folder = settings.directory or sut.path.resolve().parent
    programs = sorted({split(line)[0] for line in lines})
    missing = [name for name in programs if not shutil.which(_located(name, str(folder)))]
    if not lines:
        return Finding(False, "[driver.actions] is empty; give at least one action a command line")
    if missing:
        return Finding(False, f"no such program: {', '.join(missing)}; look at [driver.actions]")
    return Finding(True, f"{len(lines)} command lines, whose programs exist: {', '.join(programs)}")


def _located(program: str, folder: str) -> str:
    """Give a program with a path the folder that it is looked for in."""
    return f"{folder}/{program}" if "/" in program and not program.startswith("/") else program


def _terminal() -> Finding:
    try:
        Terminal(TERMINAL)
    except UsageError as error:
        return Finding(False, str(error))
    return Finding(True, "the operator is asked in this terminal")


def _reason(error: OSError | ValueError) -> str:
    """Word an error; an OSError of several addresses tried hides its texts in a long line."""
    return getattr(error, "strerror", None) or str(error)
