"""What a 2.0.1 station holds about a customer: told, in parts, and erased (N09, N10)."""

import asyncio
from datetime import timedelta

import pytest

from ocppj.clock import format_datetime
from station_sim.memory import CachedToken
from station_sim.moments import Token

ACCEPTED = {"status": "Accepted"}
TAG = {"idToken": "TAG", "type": "ISO14443"}


def about(number=5, *, report=True, clear=False, **reference):
    reference = reference or {"idToken": TAG}
    return {"requestId": number, "report": report, "clear": clear, **reference}


async def ask(bench, **wanted):
    """Ask for a report and give its text, put together."""
    assert await bench.csms.call("CustomerInformation", about(**wanted)) == ACCEPTED
    texts, more = [], True
    while more:
        part = (await bench.csms.expect("NotifyCustomerInformation")).payload
        assert (part["requestId"], part["seqNo"]) == (5, len(texts))
        texts.append(part["data"])
        more = part["tbc"]
    assert all(len(text) <= 512 for text in texts)
    return "".join(texts)


async def listed(bench, *tokens):
    entries = [{"idToken": token, "idTokenInfo": {"status": "Accepted"}} for token in tokens]
    update = {"versionNumber": 3, "updateType": "Full", "localAuthorizationList": entries}
    assert await bench.csms.call("SendLocalList", update) == ACCEPTED


async def reserve(bench):
    until = format_datetime(bench.csms.clock.now() + timedelta(seconds=600))
    wanted = {"id": 9, "expiryDateTime": until, "idToken": TAG, "evseId": 2}
    assert await bench.csms.call("ReserveNow", wanted) == ACCEPTED
    await asyncio.sleep(2)
    bench.csms.skip()


def test_all_places_are_told_and_the_list_alone_outlives_the_erasing(run):
    async def scenario(bench):
        station = await bench.booted()
        station.memory.remember(Token("tag"), CachedToken(True, "G", bench.csms.clock.time() + 9))
        station.memory.remember(Token("tag", "eMAID"), CachedToken(accepted=False))
        await listed(bench, TAG)
        await reserve(bench)
        text = await ask(bench)
        places = text.splitlines()
        assert places[0].startswith("Authorization cache: ISO14443 tag, accepted, group G, until")
        assert places[1] == "Local authorization list, version 3: ISO14443 tag, accepted"
        assert places[2].startswith("Reservation 9 for TAG at EVSE 2, until ")
        assert len(places) == 3
        assert "eMAID" not in text
        assert await ask(bench, clear=True) == text
        ended = await bench.csms.expect("ReservationStatusUpdate")
        assert ended.payload == {"reservationId": 9, "reservationUpdateStatus": "Removed"}
        assert station.memory.recall(Token("TAG"), 0) is None
        assert station.memory.recall(Token("TAG", "eMAID"), 0) is not None
        left = await ask(bench)
        assert left == "Local authorization list, version 3: ISO14443 tag, accepted"

    run("2.0.1", scenario)


def test_an_identifier_names_tokens_and_groups(run):
    async def scenario(bench):
        station = await bench.booted()
        for name in ("one", "two"):
            station.memory.remember(Token(name), CachedToken(True, "Family"))
        station.memory.remember(Token("other"), CachedToken(True, "Friends"))
        assert len((await ask(bench, customerIdentifier="FAMILY")).splitlines()) == 2
        assert len((await ask(bench, customerIdentifier="Two")).splitlines()) == 1
        assert await ask(bench, customerIdentifier="nobody") == ""
        assert await ask(bench, customerIdentifier="") == ""
        await ask(bench, customerIdentifier="family", clear=True)
        assert [token.id for token, _ in station.memory.cached()] == ["other"]

    run("2.0.1", scenario)


def test_a_certificate_that_nothing_is_kept_by_is_reported_empty(run):
    async def scenario(bench):
        await bench.booted()
        names = {"issuerNameHash": "aa", "issuerKeyHash": "bb", "serialNumber": "1"}
        certificate = {"hashAlgorithm": "SHA256", **names}
        assert await ask(bench, customerCertificate=certificate) == ""

    run("2.0.1", scenario)


def test_a_long_report_comes_in_parts(run):
    async def scenario(bench):
        station = await bench.booted()
        for number in range(30):
            station.memory.remember(Token(f"card-{number}"), CachedToken(True, "Fleet"))
        text = await ask(bench, customerIdentifier="fleet")
        assert len(text.splitlines()) == 30
        assert len(text) > 1024

    run("2.0.1", scenario)


def test_erasing_without_a_report_is_confirmed_in_one_message(run):
    async def scenario(bench):
        station = await bench.booted()
        station.memory.remember(Token("TAG"), CachedToken(accepted=True))
        assert "cleared" in await ask(bench, report=False, clear=True)
        assert station.memory.cached() == []

    run("2.0.1", scenario)


@pytest.mark.parametrize(
    ("reference", "report", "status"),
    [
        ({"idToken": TAG, "customerIdentifier": "x"}, True, "Invalid"),
        ({"idToken": TAG}, False, "Rejected"),
    ],
)
def test_what_asks_for_nothing_or_too_much_is_refused(run, reference, report, status):
    async def scenario(bench):
        await bench.booted()
        asked = about(report=report, **reference)
        assert await bench.csms.call("CustomerInformation", asked) == {"status": status}
        await bench.csms.nothing(5)

    run("2.0.1", scenario)


def test_without_a_reference_nobody_is_meant(run):
    async def scenario(bench):
        await bench.booted()
        asked = {"requestId": 5, "report": True, "clear": False}
        assert await bench.csms.call("CustomerInformation", asked) == {"status": "Invalid"}

    run("2.0.1", scenario)


def test_data_of_a_session_that_runs_is_told_and_stays(run):
    async def scenario(bench):
        station = await bench.booted()
        await station.plug_in(1)
        await station.present_token("TAG", evse_id=1)
        await bench.csms.expect("TransactionEvent", triggerReason="Authorized")
        asked = about(clear=True)
        assert await bench.csms.call("CustomerInformation", asked) == {"status": "Rejected"}
        assert "Session at EVSE 1" in await ask(bench)
        stranger = {"idToken": {"idToken": "OTHER", "type": "ISO14443"}}
        assert await ask(bench, clear=True, **stranger) == ""
        assert station.points[0].authorization is not None

    run("2.0.1", scenario)


def test_a_puppet_keeps_quiet(run):
    async def scenario(bench):
        puppet = bench.station(automatic=False)
        await puppet.start(bench.csms.url)
        assert await bench.csms.call("CustomerInformation", about()) == ACCEPTED
        assert puppet.draft("NotifyCustomerInformation")["seqNo"] == 0
        await bench.csms.nothing(5)

    run("2.0.1", scenario)
