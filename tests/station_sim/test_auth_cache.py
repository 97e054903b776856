"""The authorization cache: how long an entry counts (2.0.1 Part 2, C10, with the errata)."""

import asyncio
from datetime import timedelta

import pytest

from ocppj.clock import format_datetime
from station_sim.memory import CachedToken, Memory
from station_sim.moments import Token


async def present(bench, station, token):
    """Present a token twice, so that it starts and stops; tell whether the CSMS was asked."""
    bench.csms.skip()
    before = len(bench.csms.received)
    for _ in range(2):
        await station.present_token(token, evse_id=1)
        await asyncio.sleep(2)
    return "Authorize" in {m.action for m in bench.csms.received[before:]}


async def started(bench, lifetime):
    values = {"AuthCtrlr.LocalPreAuthorize": "true", "AuthCacheCtrlr.LifeTime": str(lifetime)}
    station = await bench.booted(values)
    assert await present(bench, station, "TAG")
    return station


@pytest.mark.parametrize(("seconds", "asked"), [(500, False), (700, True)])
def test_an_entry_counts_for_its_lifetime(run, seconds, asked):
    async def scenario(bench):
        station = await started(bench, 600)
        await asyncio.sleep(seconds)
        assert await present(bench, station, "TAG") is asked
        if asked:  # and is known again
            assert not await present(bench, station, "TAG")

    run("2.0.1", scenario)


def test_a_change_of_the_lifetime_counts_at_once(run):
    async def scenario(bench):
        station = await started(bench, 86400)
        await asyncio.sleep(500)
        lifetime = {
            "component": {"name": "AuthCacheCtrlr"},
            "variable": {"name": "LifeTime"},
            "attributeValue": "300",
        }
        await bench.csms.call("SetVariables", {"setVariableData": [lifetime]})
        assert await present(bench, station, "TAG")

    run("2.0.1", scenario)


@pytest.mark.parametrize(("expires", "asked"), [(3000, False), (100, True)])
def test_an_expiry_of_its_own_goes_before_the_lifetime(run, expires, asked):
    async def scenario(bench):
        moment = bench.csms.clock.now() + timedelta(seconds=expires)
        info = {"status": "Accepted", "cacheExpiryDateTime": format_datetime(moment)}
        bench.csms.answers["Authorize"] = {"idTokenInfo": info}
        bench.csms.answers["TransactionEvent"] = lambda payload: (
            {"idTokenInfo": info} if "idToken" in payload else {}
        )
        station = await started(bench, 600)
        await asyncio.sleep(1000)
        assert await present(bench, station, "TAG") is asked

    run("2.0.1", scenario)


# a full cache


def tokens(memory):
    return [token.id for token, _ in memory.cached()]


@pytest.mark.parametrize(
    ("policy", "left"),
    [("FIFO", ["b", "c", "d"]), ("LRU", ["a", "c", "d"]), ("LFU", ["a", "b", "d"])],
)
def test_a_full_cache_makes_room_by_its_policy(policy, left):
    """C10.FR.07, Part 2 2.4.5."""
    memory = Memory()
    for at, name in enumerate("abc"):
        memory.remember(Token(name), CachedToken(accepted=True, heard=at))
    for at, name in enumerate("bbaaac", start=10):  # b was last used first, c least often
        memory.recall(Token(name), at)
    three = memory.cache_size
    memory.remember(Token("d"), CachedToken(accepted=True, heard=22))
    memory.shrink_cache(three, policy, Token("d"))
    assert tokens(memory) == left


def test_what_was_refused_goes_first():
    """C10.FR.07."""
    memory = Memory()
    memory.remember(Token("a"), CachedToken(accepted=True, heard=1))
    memory.remember(Token("b"), CachedToken(accepted=False, heard=2))
    memory.remember(Token("c"), CachedToken(accepted=False, heard=3))
    memory.shrink_cache(memory.cache_size - 1, "FIFO", Token("c"))
    assert tokens(memory) == ["a", "c"]


def test_the_storage_is_told_and_limited(run):
    """Part 2, 2.4.4."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted()
        storage = {"component": {"name": "AuthCacheCtrlr"}, "variable": {"name": "Storage"}}

        async def used():
            answer = await csms.call("GetVariables", {"getVariableData": [storage]})
            return int(answer["getVariableResult"][0]["attributeValue"])

        assert await used() == 0
        for number in range(400):
            station.behaviour.authorizer._remember(Token(f"TAG-{number:03}"), CachedToken(True))
        assert 16384 - 64 < await used() <= 16384
        assert "tag-399" in tokens(station.memory)
        assert "tag-000" not in tokens(station.memory)

    run("2.0.1", scenario)
