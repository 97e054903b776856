"""The authorization cache: how long an entry counts (2.0.1 Part 2, C10, with the errata)."""

import asyncio
from datetime import timedelta

import pytest

from ocppj.clock import format_datetime


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
