"""The websocket that gives texts to a listener, and what it leaves to `recv`."""

from __future__ import annotations

import asyncio

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from reference_csms.direct import MAX_UNSENT, DirectConnection


def talk(run, conversation, **options):
    """Run a conversation between a client and a direct connection, which is closed at its end."""

    async def scenario():
        accepted = asyncio.get_running_loop().create_future()

        async def on_connection(connection):
            accepted.set_result(connection)
            await connection.wait_closed()

        async with (
            serve(on_connection, "127.0.0.1", 0, create_connection=DirectConnection) as server,
            connect(f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}", **options) as client,
        ):
            return await conversation(client, await accepted)

    return run(scenario())


def heard_by(connection, takes=lambda _: True):
    heard = asyncio.Queue()

    def take(text):
        heard.put_nowait(text)
        return takes(text)

    connection.listen(take)
    return heard


@pytest.mark.parametrize("compression", [None, "deflate"])
def test_texts_go_to_the_listener_and_come_from_put(run, compression):
    async def conversation(client, connection):
        heard = heard_by(connection)
        await client.send("ä€")
        assert await heard.get() == "ä€"
        connection.put("one")
        connection.put("two")
        return [await client.recv(), await client.recv()]

    assert talk(run, conversation, compression=compression) == ["one", "two"]


def test_without_a_listener_texts_wait(run):
    async def conversation(client, connection):
        await client.send("early")
        await (await client.ping())
        heard = heard_by(connection)
        await client.send("behind it")
        await (await client.ping())
        early = [await connection.recv(), await connection.recv()]
        await client.send("now")
        assert await heard.get() == "now"
        connection.listen(None)
        await client.send("over")
        return [*early, await connection.recv()]

    assert talk(run, conversation) == ["early", "behind it", "over"]


def test_what_is_refused_is_not_overtaken(run):
    async def conversation(client, connection):
        heard = heard_by(connection, takes=lambda text: text != "no")
        for text in ("yes", "no", "behind it"):
            await client.send(text)
        received = [await connection.recv(), await connection.recv()]
        return [await heard.get(), await heard.get()], received, heard.empty()

    assert talk(run, conversation) == (["yes", "no"], ["no", "behind it"], True)


def test_pieces_and_bytes_come_from_recv(run):
    async def conversation(client, connection):
        heard = heard_by(connection)
        await client.send(["in ", "two ", "pieces"])
        await client.send(b"bytes")
        received = [await connection.recv(), await connection.recv()]
        return received, heard.empty()

    assert talk(run, conversation) == (["in two pieces", b"bytes"], True)


def test_a_text_that_is_no_utf8_closes_the_connection(run):
    async def conversation(client, connection):
        heard_by(connection)
        await client.send(b"\xff", text=True)
        with pytest.raises(ConnectionClosed):
            await connection.recv()
        await client.wait_closed()
        return client.close_code

    assert talk(run, conversation) == 1007


def test_only_so_much_may_be_put_in_one_turn(run):
    async def conversation(client, connection):
        for number in range(MAX_UNSENT):
            assert connection.ready
            connection.put(str(number))
        assert not connection.ready
        heard = [await client.recv() for _ in range(MAX_UNSENT)]
        assert connection.ready
        await client.close()
        await connection.wait_closed()
        assert not connection.ready
        return heard

    assert talk(run, conversation) == [str(number) for number in range(MAX_UNSENT)]


def test_a_socket_that_breaks_while_sending_ends_the_connection(run, caplog):
    async def conversation(client, connection):
        def fail(_):
            raise OSError("broken")

        connection.transport.write = fail
        connection.put("lost")
        with pytest.raises(ConnectionClosed):
            await connection.recv()
        return connection.close_code, [record.message for record in caplog.records]

    assert talk(run, conversation) == (1006, ["sending failed"])
