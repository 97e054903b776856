"""What a token says of itself: where it may be kept, until when, and what a master pass may do."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from ocppj.clock import format_datetime
from reference_csms import operations
from reference_csms.device_records import Variable
from reference_csms.goals import InvalidArguments
from reference_csms.records import Caching, Token, TokenStatus

AT = "2026-01-01T10:00:00.000Z"
FAR = datetime(2100, 1, 1, tzinfo=UTC)
PAST = datetime(2020, 1, 1, tzinfo=UTC)


async def authorized(bench, station):
    """Give the answer about TAG, and the moment that it was given at."""
    if station.version == "1.6":
        answer = await station.call("Authorize", {"idTag": "TAG"})
        return answer["idTagInfo"], bench.csms.clock.now()
    token = {"idToken": "TAG", "type": "ISO14443"}
    answer = await station.call("Authorize", {"idToken": token})
    return answer["idTokenInfo"], bench.csms.clock.now()


ENDS = {"1.6": "expiryDate", "2.0.1": "cacheExpiryDateTime"}


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
@pytest.mark.parametrize("cache", [Caching.OFFLINE_ONLY, Caching.NEVER])
def test_what_may_not_be_cached_ends_at_once(run, bench, version, cache):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", version)
            token = Token("TAG", "ISO14443", cache=cache, cache_s=600, expires_at=FAR)
            await b.store.tokens.put(token)
            info, now = await authorized(b, station)
            assert info["status"] == "Accepted"
            assert info[ENDS[version]] <= format_datetime(now)

    run(scenario())


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_no_answer_outlives_its_token(run, bench, version):
    async def scenario():
        async with bench() as b:
            station = await b.booted("CS1", version)
            await b.store.tokens.put(Token("TAG", "ISO14443"))
            info, _ = await authorized(b, station)
            assert ENDS[version] not in info  # always
            await b.store.tokens.put(Token("TAG", "ISO14443", expires_at=FAR))
            info, _ = await authorized(b, station)
            assert (info["status"], info[ENDS[version]]) == ("Accepted", format_datetime(FAR))
            await b.store.tokens.put(Token("TAG", "ISO14443", expires_at=PAST))
            info, _ = await authorized(b, station)
            assert info["status"] == "Expired"

    run(scenario())


@pytest.mark.parametrize(
    ("status", "in_16"),
    [
        (TokenStatus.NO_CREDIT, "Blocked"),
        (TokenStatus.NOT_ALLOWED_TYPE_EVSE, "Invalid"),
        (TokenStatus.NOT_AT_THIS_LOCATION, "Invalid"),
        (TokenStatus.NOT_AT_THIS_TIME, "Invalid"),
    ],
)
def test_every_status_has_a_word_in_both_versions(run, bench, status, in_16):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG", "ISO14443", status))
            info, _ = await authorized(b, await b.booted("CS1", "2.0.1"))
            assert info["status"] == status.value
            info, _ = await authorized(b, await b.booted("CP1", "1.6"))
            assert info["status"] == in_16

    run(scenario())


# local lists


async def listed(bench, station, arguments):
    """Run the goal and give the entries that the station got."""
    task = asyncio.create_task(
        operations.run(bench.csms, "CS1", "update-local-list", {"full": True, **arguments})
    )
    if station.version == "1.6":
        await station.reply("GetLocalListVersion", {"listVersion": 0})
    request = await station.reply("SendLocalList", {"status": "Accepted"})
    await task
    return request["localAuthorizationList"]


NAME = {"1.6": lambda entry: entry["idTag"], "2.0.1": lambda entry: entry["idToken"]["idToken"]}
INFO = {"1.6": "idTagInfo", "2.0.1": "idTokenInfo"}


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_a_local_list_holds_what_stations_may_keep(run, bench, version):
    async def scenario():
        async with bench() as b:
            for name, cache in (("A", "always"), ("O", "offline_only"), ("N", "never")):
                await b.store.tokens.put(Token(name, "ISO14443", cache=Caching(cache), cache_s=5))
            await b.store.tokens.put(Token("E", "ISO14443", expires_at=PAST))
            station = await b.booted("CS1", version)
            entries = await listed(b, station, {})
            assert [NAME[version](entry) for entry in entries] == ["A", "O", "E"]
            infos = [entry[INFO[version]] for entry in entries]
            assert [info["status"] for info in infos] == ["Accepted", "Accepted", "Expired"]
            assert ENDS[version] not in infos[0] | infos[1]  # nobody cached them
            with pytest.raises(InvalidArguments) as refused:
                await operations.run(b.csms, "CS1", "update-local-list", {"id_tokens": ["A", "N"]})
            assert [c.pointer for c in refused.value.complaints] == ["/id_tokens/1"]

    run(scenario())


# master pass


def started(seq_no=0, kind="Started", reason="Authorized", **more):
    return {
        "eventType": kind,
        "timestamp": AT,
        "triggerReason": reason,
        "seqNo": seq_no,
        "transactionInfo": {"transactionId": "T1", **more},
        "idToken": {"idToken": "TAG", "type": "ISO14443"},
    }


def test_a_master_pass_starts_nothing(run, bench):  # C12.FR.09, C16.FR.03
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG", "ISO14443", master_pass=True))
            station = await b.booted()
            assert (await authorized(b, station))[0]["status"] == "Accepted"
            answer = await station.call("TransactionEvent", started())
            assert answer["idTokenInfo"]["status"] == "Invalid"
            old = await b.booted("CP1", "1.6")
            begun = {"connectorId": 1, "idTag": "TAG", "meterStart": 0, "timestamp": AT}
            answer = await old.call("StartTransaction", begun)
            assert answer["idTagInfo"]["status"] == "Invalid"

    run(scenario())


def test_a_master_pass_ends_what_others_began(run, bench):  # C16
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("TAG", "ISO14443", master_pass=True))
            await b.store.tokens.put(Token("DRIVER", "ISO14443"))
            station = await b.booted()
            driver = {"idToken": "DRIVER", "type": "ISO14443"}
            await station.call("TransactionEvent", {**started(), "idToken": driver})
            ended = started(1, "Ended", "StopAuthorized", stoppedReason="MasterPass")
            answer = await station.call("TransactionEvent", ended)
            assert answer["idTokenInfo"]["status"] == "Accepted"
            (row,) = await b.store.transactions.find()
            assert (row.id_token, row.stop_token) == ("DRIVER", "TAG")

    run(scenario())


@pytest.mark.parametrize(
    ("token", "told", "group"),
    [
        (Token("TAG", "ISO14443", master_pass=True), "MASTERS", "MASTERS"),
        (Token("TAG", "ISO14443", master_pass=True, group="OWN"), "MASTERS", "OWN"),
        (Token("TAG", "ISO14443", master_pass=True), None, None),
        (Token("TAG", "ISO14443"), "MASTERS", None),
    ],
)
def test_a_master_pass_is_of_the_group_that_the_station_knows(run, bench, token, told, group):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(token)
            if told is not None:
                variable = Variable("CS1", "AuthCtrlr", "MasterPassGroupId", value=told)
                await b.store.variables.put(variable)
            info, _ = await authorized(b, await b.booted())
            assert info.get("groupIdToken", {}).get("idToken") == group

    run(scenario())


@pytest.mark.parametrize("status", ["Failed", "VersionMismatch"])
@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_a_refused_difference_is_followed_by_the_whole_list(run, bench, version, status):
    async def scenario():  # D01.FR.03; 1.6 section 5.15
        async with bench() as b:
            for name in ("A", "B"):
                await b.store.tokens.put(Token(name, "ISO14443"))
            station = await b.booted("CS1", version)
            await listed(b, station, {"id_tokens": ["A"]})

            def update():
                arguments = {"id_tokens": ["B"]}
                goal = operations.run(b.csms, "CS1", "update-local-list", arguments)
                return asyncio.create_task(goal)

            task = update()
            request = await station.reply("SendLocalList", {"status": status})
            assert request["updateType"] == "Differential"
            request = await station.reply("SendLocalList", {"status": "Accepted"})
            assert (await task)["status"] == "Accepted"
            assert request["updateType"] == "Full"
            names = [NAME[version](entry) for entry in request["localAuthorizationList"]]
            assert names == ["A", "B"]

    run(scenario())


def test_a_station_may_have_lost_its_list(run, bench):  # D02
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token("A", "ISO14443"))
            station = await b.booted()
            await listed(b, station, {})
            for version, left in ((1, 1), (0, 0)):
                task = asyncio.create_task(b.csms.call("CS1", "GetLocalListVersion", {}))
                await station.reply("GetLocalListVersion", {"versionNumber": version})
                await task
                kept = await b.csms.services.local_lists.of("CS1")
                assert (kept.told_version, len(kept.entries)) == (version, left)

    run(scenario())
