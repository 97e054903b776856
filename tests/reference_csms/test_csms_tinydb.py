"""The lasting store under kill -9, two processes, damaged files and full disks."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap

import pytest
from tinydb import where

from reference_csms.entries import LoggedMessage
from reference_csms.records import Token
from reference_csms.store import tinydb_storage
from reference_csms.store.journal import Journal, StoreDamaged, StoreLocked
from reference_csms.store.tiny import TinyStore
from reference_csms.store.tinydb_storage import JournalStorage, JournalTable

MESSAGE = LoggedMessage(1.0, "CS1", 1, "in", "text")

WRITER = textwrap.dedent(
    """
    import asyncio, sys
    from pathlib import Path
    from reference_csms.entries import LoggedMessage
    from reference_csms.records import Token
    from reference_csms.store import tinydb_storage
    from reference_csms.store.tiny import TinyStore

    tinydb_storage.COMPACT_MIN = 20_000

    async def work(store, worker):
        number = 0
        while True:
            number += 1
            await store.tokens.put(Token(f"{worker}", language=str(number), group="g" * 100))
            store.messages.append(LoggedMessage(number, "CS1", 1, "in", "x" * 50))
            await store.commit()
            print(worker, number, flush=True)

    async def main():
        store = TinyStore(Path(sys.argv[1]))
        print("open", len(store.recoveries), flush=True)
        await asyncio.gather(*(work(store, worker) for worker in "abc"))

    asyncio.run(main())
    """
)


def acknowledged(output: str) -> dict[str, int]:
    """Read what the writer had acknowledged; its last line may be cut."""
    lines = output.rpartition("\n")[0].splitlines()
    pairs = [line.split() for line in lines if not line.startswith("open")]
    return {worker: int(number) for worker, number in pairs}


def killed_writer(path, after_lines: int) -> str:
    """Run the writer, kill it -9 when it printed so many lines, and give its output."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert writer.stdout is not None
    with writer.stdout:
        seen = "".join(writer.stdout.readline() for _ in range(after_lines))
        writer.send_signal(signal.SIGKILL)
        seen += writer.stdout.read()
    assert writer.wait(30) == -signal.SIGKILL
    return seen


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_what_was_acknowledged_survives_kill_9(run, tmp_path):
    path = tmp_path / "csms.db"
    told: dict[str, int] = {}
    for attempt in range(6):
        told |= acknowledged(killed_writer(path, after_lines=40 + 17 * attempt))
        run(check(path, told))


async def check(path, told: dict[str, int]) -> None:
    async with TinyStore(path) as store:
        kept = {token.id_token: int(token.language) for token in await store.tokens.find()}
        assert kept.keys() == told.keys()
        # One more may have reached the disk than was told.
        assert all(kept[worker] - number in (0, 1) for worker, number in told.items())
        assert len(await store.messages.find(limit=100_000)) >= max(told.values())


def test_a_second_opening_is_refused(run, tmp_path):
    async def scenario():
        async with TinyStore(tmp_path / "csms.db"):
            with pytest.raises(StoreLocked, match=r"csms\.db is in use"):
                TinyStore(tmp_path / "csms.db")
        async with TinyStore(tmp_path / "csms.db"):
            pass

    run(scenario())


async def filled(path, count: int) -> None:
    async with TinyStore(path) as store:
        for number in range(count):
            await store.tokens.put(Token(f"T{number}"))
            store.messages.append(MESSAGE)
            await store.commit()


@pytest.mark.parametrize("cut", [1, 5, 20])
def test_an_unfinished_write_is_cut_off_and_reported(run, tmp_path, cut):
    path = tmp_path / "csms.db"

    async def scenario():
        await filled(path, 3)
        whole = path.read_bytes()
        path.write_bytes(whole[:-cut])
        async with TinyStore(path) as store:
            assert [token.id_token for token in await store.tokens.find()] == ["T0", "T1"]
            (recovery,) = store.recoveries
            assert str(recovery.kept_in) in str(recovery)
            assert whole[:-cut].endswith(recovery.kept_in.read_bytes())
            assert recovery.size == recovery.kept_in.stat().st_size
        async with TinyStore(path) as store:
            assert store.recoveries == []

    run(scenario())


def test_a_tail_of_rubbish_is_cut_off(run, tmp_path):
    path = tmp_path / "csms.db"

    async def scenario():
        await filled(path, 1)
        for number in (1, 2):
            with path.open("ab") as file:
                file.write(b"\0" * 64)
            async with TinyStore(path) as store:
                assert len(await store.tokens.find()) == 1
                assert store.recoveries[0].kept_in.name == f"csms.db.damaged-{number}"

    run(scenario())


def test_damage_before_the_end_is_an_error(run, tmp_path):
    path = tmp_path / "csms.db"

    async def scenario():
        await filled(path, 3)
        whole = path.read_bytes()
        path.write_bytes(whole.replace(b"T0", b"TX", 1))
        with pytest.raises(StoreDamaged, match="line 1"):
            TinyStore(path)
        path.write_bytes(whole)
        async with TinyStore(path) as store:  # and the lock was given back
            assert len(await store.tokens.find()) == 3

    run(scenario())


def test_an_unfinished_message_is_cut_off_and_reported(run, tmp_path):
    path = tmp_path / "csms.db"
    messages = tmp_path / "csms.db.messages.jsonl"

    async def scenario():
        await filled(path, 2)
        messages.write_bytes(messages.read_bytes()[:-3])
        async with TinyStore(path) as store:
            assert len(await store.messages.find()) == 1
            assert [r.kept_in.name for r in store.recoveries] == [messages.name + ".damaged-1"]
            store.messages.append(MESSAGE)
            assert await store.messages.find() == [MESSAGE, MESSAGE]

    run(scenario())


def test_messages_are_read_backwards_over_blocks(run, tmp_path):
    async def scenario():
        async with TinyStore(tmp_path / "csms.db") as store:
            for number in range(50):
                text = str(number) + "x" * 9_973
                store.messages.append(LoggedMessage(1.0, "CS1", number, "in", text))
            found = await store.messages.find(newest=True, limit=100)
            assert [message.connection for message in found] == list(range(49, -1, -1))

    run(scenario())


def test_a_long_journal_is_shortened(run, tmp_path, monkeypatch):
    monkeypatch.setattr(tinydb_storage, "COMPACT_MIN", 2_000)
    path = tmp_path / "csms.db"

    async def scenario():
        async with TinyStore(path) as store:
            for number in range(300):
                await store.tokens.put(Token("T", language=str(number % 7)))
                await store.tokens.put(Token(f"gone{number}"))
                await store.tokens.remove(Token(f"gone{number}").key)
                await store.commit()
            assert path.stat().st_size < 4_000
            assert path.stat().st_mode & 0o077 == 0  # it holds passwords and private keys
        async with TinyStore(path) as store:
            assert await store.tokens.find() == [Token("T", language=str(299 % 7))]

    run(scenario())


def test_a_full_disk_loses_nothing(run, tmp_path, monkeypatch):
    path = tmp_path / "csms.db"

    async def scenario():
        async with TinyStore(path) as store:
            await store.tokens.put(Token("A"))
            await store.commit()
            size = path.stat().st_size
            with monkeypatch.context() as broken:

                def full(_: int) -> None:
                    raise OSError(28, "no space left")

                broken.setattr(os, "fsync", full)
                await store.tokens.put(Token("B"))
                with pytest.raises(OSError, match="no space"):
                    await store.commit()
                assert path.stat().st_size == size
            await store.tokens.put(Token("C"))
            await store.commit()
        async with TinyStore(path) as store:
            assert [token.id_token for token in await store.tokens.find()] == ["A", "B", "C"]

    run(scenario())


def test_many_writers_share_a_flush(run, tmp_path, monkeypatch):
    written = []
    write = Journal.write
    monkeypatch.setattr(
        Journal, "write", lambda self, batch: (written.append(len(batch)), write(self, batch))
    )

    async def scenario():
        async with TinyStore(tmp_path / "csms.db") as store:

            async def one(number: int) -> None:
                await store.tokens.put(Token(f"T{number}"))
                await store.commit()

            await asyncio.gather(*(one(number) for number in range(50)))

    run(scenario())
    assert sum(written) == 50
    assert len(written) <= 3


def test_it_is_a_tinydb_with_all_its_ways(run, tmp_path):
    """Updates, queries and dropped tables go through the journal like our own writes."""
    path = tmp_path / "csms.db"

    async def scenario():
        async with TinyStore(path) as store:
            database = store.database
            things = database.table("things")
            assert isinstance(things, JournalTable)
            things.insert_multiple([_row(things, str(n), n) for n in range(4)])
            things.update({"seen": True}, where("n") > 1)
            things.remove(where("n") == 3)
            assert [row["n"] for row in things.search(where("seen") == True)] == [2]  # noqa: E712
            assert len(things) == 3
            with pytest.raises(ValueError, match="exists"):
                things.insert(_row(things, "0", 0))
            database.table("gone").insert(_row(things, "1", 1))
            database.drop_table("gone")
            await store.commit()
        async with TinyStore(path) as store:
            rows = store.database.table("things").all()
            assert rows == [{"n": 0}, {"n": 1}, {"n": 2, "seen": True}]
            assert store.database.table("gone").all() == []
            things = store.database.table("things")
            things.truncate()
            storage = store.database.storage
            assert isinstance(storage, JournalStorage)
            storage.write({"things": {"9": {"n": 9}}})
            await store.commit()
        async with TinyStore(path) as store:
            assert store.database.table("things").all() == [{"n": 9}]

    run(scenario())


def _row(table: JournalTable, key: str, number: int):
    return table.document_class({"n": number}, key)
