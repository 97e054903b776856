"""The opening handshake: identity, subprotocol, Basic authentication, compression.

Sources: 1.6-J and 2.0.1 Part 4, section 3; 1.6 security white paper and 2.0.1 Part 2, block A.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from websockets.extensions.permessage_deflate import (
    ClientPerMessageDeflateFactory,
    ServerPerMessageDeflateFactory,
)

from ocppj.dialect import by_subprotocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from websockets.http11 import Request

    from ocppj.dialect import Dialect

MAX_IDENTITY: Final = 48


@dataclass(frozen=True, slots=True)
class Credentials:
    """User name and password of a Basic authorization header, raw."""

    user: str
    password: bytes


@dataclass(frozen=True, slots=True)
class Offer:
    """What a station asks for in its opening handshake."""

    path: str
    identity: str
    subprotocols: tuple[str, ...]
    credentials: Credentials | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The HTTP answer to a handshake that is not accepted."""

    status: int
    reason: str


def read_offer(request: Request) -> Offer | Refusal:
    """Read a station's opening handshake; a refusal where it is no usable offer."""
    identity = identity_of(request.path)
    if not identity:
        return Refusal(404, "the path ends without a station identifier")
    header = ",".join(request.headers.get_all("Sec-WebSocket-Protocol"))
    subprotocols = tuple(name.strip() for name in header.split(",") if name.strip())
    authorizations = request.headers.get_all("Authorization")
    if len(authorizations) > 1:
        return Refusal(400, "more than one Authorization header")
    credentials = read_basic(authorizations[0]) if authorizations else None
    if authorizations and credentials is None:
        return Refusal(401, "the Authorization header is no Basic authorization")
    return Offer(request.path, identity, subprotocols, credentials)


def identity_of(path: str) -> str:
    """Give the station identifier: the last path segment, percent-decoded."""
    # Not by urlsplit, which takes the start of `//ocpp/CP1` for a host name.
    return unquote(path.partition("?")[0].rpartition("/")[2])


def url_of(base: str, identity: str) -> str:
    """Append a station identifier to the CSMS's URL, percent-encoded."""
    return f"{base.rstrip('/')}/{quote(identity, safe='')}"


def read_basic(header: str) -> Credentials | None:
    """Read `Basic <base64 of user:password>`; None when it is not of that form."""
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        # The websockets parser hands bytes outside ASCII over as surrogate escapes.
        decoded = base64.b64decode(
            encoded.strip().encode("ascii", "surrogateescape"), validate=True
        )
    except (binascii.Error, ValueError):
        return None
    user, colon, password = decoded.partition(b":")
    return Credentials(user.decode("utf-8", "replace"), password) if colon else None


def authenticates(
    credentials: Credentials | None, identity: str, password: str, dialect: Dialect
) -> bool:
    """Check Basic credentials against the stored password, in this version's forms of it.

    The user name equals the station identifier (A00.FR.204 of the 1.6 security white paper and of
    2.0.1 Part 2). An empty stored password lets nobody in.
    """
    if credentials is None or credentials.user != identity or not password:
        return False
    forms = dialect.password_bytes(password)
    # Every form is compared: the time taken must not tell which one was near.
    matches = [hmac.compare_digest(credentials.password, form) for form in forms]
    return any(matches)


def choose(offered: Sequence[str], supported: Iterable[Dialect]) -> Dialect | None:
    """Pick the first subprotocol in the station's order of preference that we support."""
    ours = {d.subprotocol for d in supported}
    return by_subprotocol(next((name for name in offered if name in ours), None))


def server_compression() -> list[ServerPerMessageDeflateFactory]:
    """Accept RFC 7692 without context takeover and with small windows.

    A 2.0.1 CSMS must (Part 4, 3.3); this way an idle connection keeps no compression state.
    """
    return [
        ServerPerMessageDeflateFactory(
            server_no_context_takeover=True,
            client_no_context_takeover=True,
            server_max_window_bits=12,
            client_max_window_bits=12,
            compress_settings={"memLevel": 5},
        )
    ]


def client_compression() -> list[ClientPerMessageDeflateFactory]:
    """Offer RFC 7692 without context takeover on both sides."""
    return [
        ClientPerMessageDeflateFactory(
            server_no_context_takeover=True,
            client_no_context_takeover=True,
            client_max_window_bits=12,
            compress_settings={"memLevel": 5},
        )
    ]
