"""The opening handshake, read from real requests of real websockets."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import http

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.datastructures import Headers
from websockets.exceptions import InvalidStatus
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.http11 import Request

from ocppj.dialect import DIALECTS, OCPP16, OCPP201, basic_authorization
from ocppj.handshake import (
    Credentials,
    Offer,
    Refusal,
    authenticates,
    choose,
    client_compression,
    identity_of,
    read_basic,
    read_offer,
    server_compression,
    url_of,
)

BOUNDED = settings(derandomize=True, database=None, deadline=None, max_examples=150)
KEY = "0001020304050607ffffffffffffffffffffff3a"  # NUL, 0xff and a colon
PASSWORDS = {"1.6": KEY, "2.0.1": "correct horse battery: stäple"}


def request_of(path="/CP1", **headers):
    return Request(path, Headers({name.replace("_", "-"): v for name, v in headers.items()}))


@contextlib.asynccontextmanager
async def csms(password=None, dialects=(OCPP16, OCPP201), **options):
    """Serve as a CSMS does: the offers that came in, and a URL to connect to."""
    offers = []

    def process_request(connection, request):
        offer = read_offer(request)
        offers.append(offer)
        if isinstance(offer, Refusal):
            return connection.respond(http.HTTPStatus(offer.status), offer.reason)
        dialect = choose(offer.subprotocols, dialects)
        if dialect is None:
            return connection.respond(http.HTTPStatus.BAD_REQUEST, "no common subprotocol")
        if password and not authenticates(offer.credentials, offer.identity, password, dialect):
            return connection.respond(http.HTTPStatus.UNAUTHORIZED, "bad credentials")
        return None

    def select(_connection, offered):
        dialect = choose(offered, dialects)
        return dialect and dialect.subprotocol

    async def keep(socket):
        extensions.extend(socket.protocol.extensions)
        async for text in socket:
            await socket.send(text)

    extensions = []
    settled = {"ping_interval": None, "compression": None, "extensions": server_compression()}
    settled |= options
    async with serve(
        keep,
        "127.0.0.1",
        0,
        process_request=process_request,
        select_subprotocol=select,
        subprotocols=["ocpp1.6", "ocpp2.0.1"],
        **settled,
    ) as server:
        port = server.sockets[0].getsockname()[1]
        yield f"ws://127.0.0.1:{port}/ocpp", offers, extensions


async def visit(url, *, subprotocols=("ocpp2.0.1",), authorization=None, **options):
    """Connect as a station does; gives the subprotocol, the extensions and an echo."""
    headers = {} if authorization is None else {"Authorization": authorization}
    settled = {"ping_interval": None, "compression": None, "proxy": None} | options
    async with connect(
        url, subprotocols=list(subprotocols) or None, additional_headers=headers, **settled
    ) as socket:
        text = "heartbeat " * 500
        await socket.send(text)
        assert await socket.recv() == text
        await socket.send(text)
        assert await socket.recv() == text
        return socket.subprotocol, list(socket.protocol.extensions)


# Identity.


@pytest.mark.parametrize(
    ("path", "identity"),
    [
        ("/ocpp/CS001", "CS001"),
        ("/CS001", "CS001"),
        ("/ocppj/RDAM%20123", "RDAM 123"),
        ("/a/b/c%2Fd", "c/d"),
        ("/ocpp/CS001?token=a/b", "CS001"),
        ("//CS001", "CS001"),
        ("//host/CS001", "CS001"),
        ("//[", "["),
        ("/ocpp/CS%3A1", "CS:1"),
        ("/ocpp/S%C3%A4ule", "Säule"),
        ("/ocpp/%FF", "\ufffd"),
        ("/ocpp/50%", "50%"),
        ("/ocpp/", ""),
        ("/", ""),
        ("", ""),
    ],
)
def test_identity_of(path, identity):
    assert identity_of(path) == identity


@pytest.mark.parametrize(
    ("base", "identity", "url"),
    [
        ("ws://csms.example.com/ocpp", "CS001", "ws://csms.example.com/ocpp/CS001"),
        ("ws://csms.example.com/ocpp/", "CS001", "ws://csms.example.com/ocpp/CS001"),
        ("wss://csms.example.com/ocppj", "RDAM 123", "wss://csms.example.com/ocppj/RDAM%20123"),
        ("ws://csms.example.com", "a/b?c#d", "ws://csms.example.com/a%2Fb%3Fc%23d"),
    ],
)
def test_url_of(base, identity, url):
    """The two examples of 1.6-J and Part 4, section 3.1.1, and what needs encoding."""
    assert url_of(base, identity) == url


@BOUNDED
@given(st.text(min_size=1, max_size=48))
def test_any_identity_survives_the_url(identity):
    url = url_of("ws://h/ocpp", identity)
    assert url.isascii()
    assert identity_of(url.removeprefix("ws://h")) == identity


@BOUNDED
@given(st.text())
def test_no_path_makes_it_raise(path):
    assert isinstance(identity_of(path), str)


# Basic authentication.


@pytest.mark.parametrize(
    ("header", "credentials"),
    [
        ("Basic QTpi", Credentials("A", b"b")),
        ("basic   QTpi ", Credentials("A", b"b")),
        ("Basic " + base64.b64encode(b"A:b:c").decode(), Credentials("A", b"b:c")),
        ("Basic " + base64.b64encode(b"A:").decode(), Credentials("A", b"")),
        ("Basic " + base64.b64encode(b"A:\x00\xff:").decode(), Credentials("A", b"\x00\xff:")),
        ("Basic " + base64.b64encode("Ä:ü".encode()).decode(), Credentials("Ä", "ü".encode())),
        ("Basic " + base64.b64encode(b"\xff:b").decode(), Credentials("\ufffd", b"b")),
        ("Basic QQ==", None),
        ("Basic QTp", None),
        ("Basic QT*pi", None),
        ("Basic \udcff\udcfe", None),
        ("Basic ÄÄÄÄ", None),
        ("Bearer QTpi", None),
        ("Basic", None),
        ("", None),
    ],
)
def test_read_basic(header, credentials):
    assert read_basic(header) == credentials


@BOUNDED
@given(st.text() | st.binary().map(lambda raw: "Basic " + raw.decode("ascii", "surrogateescape")))
def test_no_header_makes_it_raise(header):
    assert isinstance(read_basic(header), Credentials | None)


@BOUNDED
@given(st.text(min_size=1).filter(lambda name: ":" not in name), st.binary())
def test_what_is_built_is_read_back(identity, password):
    assert read_basic(basic_authorization(identity, password)) == Credentials(identity, password)


@pytest.mark.parametrize(
    ("dialect", "stored", "sent", "right"),
    [
        (OCPP16, KEY, bytes.fromhex(KEY), True),
        (OCPP16, KEY, KEY.encode(), True),
        (OCPP16, KEY, bytes.fromhex(KEY)[:-1], False),
        (OCPP16, KEY, b"", False),
        (OCPP16, "", b"", False),
        (OCPP201, KEY, KEY.encode(), True),
        (OCPP201, KEY, bytes.fromhex(KEY), False),
        (OCPP201, "grün und gelb 42", "grün und gelb 42".encode(), True),
        (OCPP201, "grün und gelb 42", "grün und gelb 42".encode("latin-1"), False),
        (OCPP201, "", b"", False),
    ],
)
def test_authenticates(dialect, stored, sent, right):
    assert authenticates(Credentials("CP1", sent), "CP1", stored, dialect) is right
    assert not authenticates(Credentials("CP2", sent), "CP1", stored, dialect)
    assert not authenticates(None, "CP1", stored, dialect)


# Offers.


def test_an_offer_has_all_that_the_station_said():
    headers = Headers()
    headers["Sec-WebSocket-Protocol"] = "ocpp2.0.1, ocpp1.6"
    headers["Sec-WebSocket-Protocol"] = " ocpp1.5 ,,"
    headers["Authorization"] = "Basic QTpi"
    assert read_offer(Request("/ocpp/A%20B", headers)) == Offer(
        "/ocpp/A%20B", "A B", ("ocpp2.0.1", "ocpp1.6", "ocpp1.5"), Credentials("A", b"b")
    )


def test_an_offer_without_anything_is_an_offer():
    assert read_offer(request_of()) == Offer("/CP1", "CP1", (), None)


def test_unusable_offers_are_refused():
    twice = Headers()
    twice["Authorization"] = twice["Authorization"] = "Basic QTpi"
    refusals = [
        read_offer(request_of("/ocpp/")),
        read_offer(request_of(Authorization="Bearer x")),
        read_offer(Request("/CP1", twice)),
    ]
    assert [refusal.status for refusal in refusals] == [404, 401, 400]


@pytest.mark.parametrize(
    ("offered", "supported", "dialect"),
    [
        (("ocpp2.0.1", "ocpp1.6"), (OCPP16, OCPP201), OCPP201),
        (("ocpp1.6", "ocpp2.0.1"), (OCPP201, OCPP16), OCPP16),
        (("ocpp2.0", "ocpp1.6"), (OCPP16, OCPP201), OCPP16),
        (("ocpp2.0.1", "ocpp1.6"), (OCPP16,), OCPP16),
        (("ocpp2.0",), (OCPP16, OCPP201), None),
        ((), (OCPP16, OCPP201), None),
        (("ocpp1.6",), (), None),
    ],
)
def test_the_station_s_order_of_preference_decides(offered, supported, dialect):
    assert choose(offered, supported) is dialect


# Over the wire.


@pytest.mark.parametrize("version", DIALECTS)
@pytest.mark.parametrize("form", [0, -1])
def test_basic_authentication_over_a_websocket(run, version, form):
    dialect = DIALECTS[version]
    raw = sorted(dialect.password_bytes(PASSWORDS[version]), key=len)[form]

    async def both():
        async with csms(PASSWORDS[version]) as (base, offers, _):
            url = url_of(base, "RDAM 123")
            header = basic_authorization("RDAM 123", raw)
            chosen, _ = await visit(url, subprotocols=[dialect.subprotocol], authorization=header)
            wrong = basic_authorization("RDAM 123", raw + b"\x00")
            with pytest.raises(InvalidStatus) as refused:
                await visit(url, subprotocols=[dialect.subprotocol], authorization=wrong)
            return chosen, offers[0], refused.value.response.status_code

    chosen, offer, status = run(both())
    assert chosen == dialect.subprotocol
    assert (offer.identity, offer.credentials) == ("RDAM 123", Credentials("RDAM 123", raw))
    assert status == 401


def test_raw_bytes_in_a_header_are_refused_and_crash_nothing(run):
    """The websockets parser hands them over as surrogate escapes."""
    request = (
        b"GET /ocpp/CP1 HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Protocol: ocpp1.6\r\nAuthorization: Basic \xff\xfe\xfd\r\n\r\n"
    )

    async def send():
        async with csms("secret") as (base, offers, _):
            port = int(base.split(":")[2].split("/")[0])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(request)
            status = await reader.readline()
            writer.close()
            await writer.wait_closed()
            return status, offers

    status, offers = run(send())
    assert status.startswith(b"HTTP/1.1 401")
    assert offers == [Refusal(401, "the Authorization header is no Basic authorization")]


@pytest.mark.parametrize("offered", [("ocpp1.5", "ocpp2.0"), ("ocpp2.1",), ()])
def test_a_subprotocol_that_nobody_speaks_is_refused(run, offered):
    async def knock():
        async with csms() as (base, _, _):
            with pytest.raises(InvalidStatus) as refused:
                await visit(url_of(base, "CP1"), subprotocols=offered)
            return refused.value.response.status_code

    assert run(knock()) == 400


def test_an_unknown_subprotocol_beside_a_known_one_is_passed_over(run):
    """TC_B_58_CSMS of the errata."""

    async def knock():
        async with csms() as (base, _, _):
            chosen, _ = await visit(
                url_of(base, "CP1"), subprotocols=("ocpp2.1", "ocpp2.0.1", "ocpp1.6")
            )
            return chosen

    assert run(knock()) == "ocpp2.0.1"


# Compression (Part 4, 3.3; RFC 7692).


def negotiated(extension):
    return (extension.local_no_context_takeover, extension.remote_no_context_takeover)


@pytest.mark.parametrize(
    "offer", [client_compression(), [ClientPerMessageDeflateFactory()]], ids=["ours", "plain"]
)
def test_compression_is_negotiated_without_context_takeover(run, offer):
    async def knock():
        async with csms() as (base, _, server_extensions):
            _, extensions = await visit(url_of(base, "CP1"), extensions=offer)
            return extensions, list(server_extensions)

    (client,), (server,) = run(knock())
    assert negotiated(client) == negotiated(server) == (True, True)
    assert client.remote_max_window_bits == server.local_max_window_bits == 12


def test_our_offer_works_with_a_server_of_default_settings(run):
    async def knock():
        async with csms(compression="deflate", extensions=None) as (base, _, _):
            _, extensions = await visit(url_of(base, "CP1"), extensions=client_compression())
            return extensions

    (client,) = run(knock())
    assert negotiated(client) == (True, True)


@pytest.mark.parametrize(
    ("server", "client"),
    [(None, client_compression()), (server_compression(), None), (None, None)],
    ids=["only the client", "only the server", "neither"],
)
def test_without_compression_at_one_end_the_connection_works_all_the_same(run, server, client):
    async def knock():
        async with csms(extensions=server) as (base, _, _):
            _, extensions = await visit(url_of(base, "CP1"), extensions=client)
            return extensions

    assert run(knock()) == []
