"""How a key of the SUT file is declared: one entry makes the reader, `sut init` and the docs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.targets.protocol import Role

T = TypeVar("T")
ROLES: Final[tuple[Role, ...]] = ("csms", "station")


@dataclass(frozen=True, slots=True)
class Key:
    """A documented key.

    `name` is its spelling in the file where that differs from the field, `roles` whose files know
    it; `check` returns what is wrong with a value (the end of a sentence that begins with the
    key), or None. `example` is the TOML that `sut init` shows where the default says little.
    """

    meaning: str
    name: str = ""
    roles: tuple[Role, ...] = ROLES
    choices: tuple[Any, ...] = ()
    check: Callable[[Any], str | None] | None = None
    example: str = ""


def optional(default: T, key: Key) -> T:
    """Declare a dataclass field with an immutable default."""
    # A factory, since dataclasses take what cannot be hashed (a read-only mapping) for mutable.
    return field(default_factory=lambda: default, metadata={"key": key})


def required(key: Key) -> Any:
    """Declare a dataclass field that the file must give."""
    return field(metadata={"key": key})


def positive(value: float) -> str | None:
    return None if value > 0 else "must be greater than 0"


def not_negative(value: float) -> str | None:
    return None if value >= 0 else "must not be negative"


def not_empty(value: object) -> str | None:
    return None if value else "must not be empty"


def websocket_url(value: str) -> str | None:
    return _url_fault(value, ("ws", "wss"))


def http_url(value: str) -> str | None:
    return _url_fault(value, ("http", "https"))


def address(value: str) -> str | None:
    """Check `HOST:PORT`, a port of 0 to 65535; an IPv6 host stands in brackets."""
    host, _, port = value.rpartition(":")
    if host and port.isascii() and port.isdigit() and int(port) <= 65535:
        return None
    return f'must be HOST:PORT, such as "127.0.0.1:9000", not {value!r}'


def _url_fault(value: str, schemes: tuple[str, str]) -> str | None:
    example = f'such as "{schemes[0]}://127.0.0.1:9000"'
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        return f"is no valid URL ({error}); write one {example}"
    if parts.scheme not in schemes:
        return f"must begin with {schemes[0]}:// or {schemes[1]}://, {example}, not {value!r}"
    if not parts.hostname or port == 0:
        return f"must name a host, {example}, not {value!r}"
    return None
