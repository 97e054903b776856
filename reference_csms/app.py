"""The CSMS as a program: from what the command line says to something that runs."""

from __future__ import annotations

import secrets
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from ocppj.clock import SystemClock
from reference_csms.api.app import create_api
from reference_csms.api.serving import is_loopback, serve_api
from reference_csms.csms import Csms
from reference_csms.services.authorities import kept_hierarchies
from reference_csms.settings import Settings
from reference_csms.store.memory import MemoryStore
from reference_csms.store.tiny import TinyStore

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

    from ocppj.clock import Clock
    from ocppj.serving import HttpServer
    from ocppj.trace import Recorder
    from reference_csms.server import Listener
    from reference_csms.store.journal import Recovery
    from reference_csms.store.protocols import Store

PING_INTERVAL_S: Final = 55.0
"""Below the minute after which many networks forget an idle connection."""


@dataclass(frozen=True, slots=True)
class Listen:
    """Where to listen, and for which security profile; None leaves it to each station's own."""

    host: str
    port: int
    security_profile: int | None = None


def parse_listen(text: str) -> Listen:
    """Read `HOST:PORT`, `[V6]:PORT` or `PORT`, then options such as `,profile=1`.

    Raises ValueError with a sentence for the user.
    """
    address, *options = text.split(",")
    host, port = parse_address(address)
    profile: int | None = None
    for option in options:
        name, _, value = option.partition("=")
        if name.strip() != "profile":
            raise ValueError(f"{text}: unknown option {name.strip()!r}; there is profile=0 to 3")
        if value.strip() not in ("0", "1", "2", "3"):
            raise ValueError(f"{text}: the security profile is 0, 1, 2 or 3, not {value.strip()!r}")
        profile = int(value)
    return Listen(host, port, profile)


def parse_address(text: str) -> tuple[str, int]:
    """Read `HOST:PORT`, `[V6]:PORT` or `PORT`; raises ValueError with a sentence for the user."""
    host, _, port = text.strip().rpartition(":")
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"{text}: give HOST:PORT, such as 127.0.0.1:9000")
    if ":" in host and not (host.startswith("[") and host.endswith("]")):
        raise ValueError(f"{text}: put an IPv6 address in brackets, such as [::1]:9000")
    return host.strip("[]") or "127.0.0.1", int(port)


@dataclass(frozen=True, slots=True)
class StoreChoice:
    """Which store; `path` is None for the one in memory."""

    path: Path | None = None

    def open(self) -> Store:
        """Open it; raises StoreLocked or StoreDamaged as `TinyStore` does."""
        return MemoryStore() if self.path is None else TinyStore(self.path)


def parse_store(text: str) -> StoreChoice:
    """Read `memory` or `tinydb:PATH`; raises ValueError with a sentence for the user."""
    if text == "memory":
        return StoreChoice()
    kind, _, path = text.partition(":")
    if kind == "tinydb" and path:
        return StoreChoice(Path(path).expanduser())
    raise ValueError(f"{text}: the store is memory or tinydb:PATH, such as tinydb:csms.db")


@dataclass(frozen=True, slots=True)
class Options:
    """What `csms serve` is asked for.

    Off loopback the API makes up a token where none is given; `Running.api_token` tells it.
    """

    listen: tuple[Listen, ...] = (Listen("127.0.0.1", 9000),)
    api: tuple[str, int] | None = ("127.0.0.1", 8080)
    store: StoreChoice = field(default_factory=StoreChoice)
    settings: Settings = field(default_factory=partial(Settings, ping_interval_s=PING_INTERVAL_S))
    api_token: str | None = None
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """A CSMS that listens."""

    csms: Csms
    listeners: tuple[Listener, ...]
    api: HttpServer | None
    api_token: str | None
    recoveries: tuple[Recovery, ...]


@asynccontextmanager
async def running(
    options: Options, *, clock: Clock | None = None, recorder: Recorder | None = None
) -> AsyncIterator[Running]:
    """Run a CSMS until the block is left.

    Raises OSError for an address in use, ValueError for a security profile without TLS, StoreLocked
    and StoreDamaged.
    """
    async with AsyncExitStack() as stack:
        store = options.store.open()
        stack.push_async_callback(store.close)
        time = clock if clock is not None else SystemClock()
        csms = Csms(
            clock=time,
            store=store,
            new_id=lambda: str(uuid4()),
            settings=await _with_authorities(options.settings, store, time),
            recorder=recorder,
        )
        stack.push_async_callback(csms.close)
        listeners = [await _listen(csms, listen, options) for listen in options.listen]
        token = _token(options)
        api: HttpServer | None = None
        if options.api is not None:
            api = await serve_api(create_api(csms, token=token), *options.api)
            stack.push_async_callback(api.close)
        recoveries = tuple(getattr(store, "recoveries", ()))
        yield Running(csms, tuple(listeners), api, token, recoveries)


async def _with_authorities(settings: Settings, store: Store, clock: Clock) -> Settings:
    """Let the CSMS have the authorities of its last run, where the settings bring none."""
    if settings.hierarchies is not None:
        return settings
    return replace(settings, hierarchies=await kept_hierarchies(store, clock))


async def _listen(csms: Csms, listen: Listen, options: Options) -> Listener:
    profile = listen.security_profile
    secure = options.tls if profile is None or profile >= 2 else None
    return await csms.serve(listen.host, listen.port, security_profile=profile, ssl=secure)


def _token(options: Options) -> str | None:
    outside = options.api is not None and not is_loopback(options.api[0])
    return options.api_token or (secrets.token_urlsafe(24) if outside else None)
