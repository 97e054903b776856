"""A 1.6 station and the contracts of EVs: fetched, passed on, judged offline (PnC note, 3.2, 5)."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from ocppj.clock import format_datetime
from pki import profiles
from pki.hash_data import hash_data
from pki.hierarchies import Hierarchies
from pki.names import Subject
from pki.pem import write_certificate, write_chain
from pki.validity import Validity
from schemas import validation
from schemas.validation import Kind
from station_sim import exi
from station_sim.hardware import NotPossible
from station_sim.trust.factory import FactoryCertificates
from station_sim.trust.store import Use
from station_sim.v16 import contracts

NOW = datetime.now(UTC)
WORLD = Hierarchies(NOW)
EMAID = "DEACMC12345678"
CONTRACT = WORLD.contract(EMAID)
PNC = "org.openchargealliance.iso15118pnc"
ACCEPTED = {"idTokenInfo": {"status": "Accepted"}, "certificateStatus": "Accepted"}


def trusting(*roots):
    return FactoryCertificates(roots={Use.MO_ROOT: tuple(map(write_certificate, roots))})


def expired():
    subject, key = Subject(EMAID, "ACME", domain="MO"), CONTRACT.key.public_key()
    issuer = WORLD.mo.issuer
    leaf = issuer.issue(profiles.CONTRACT, subject, key, Validity.over(NOW))
    return write_chain(issuer.chain_of(leaf))


def answering(**answers):
    """Answer what comes in a DataTransfer by its messageId; others are not known."""

    def answer(payload):
        inner = answers.get(payload["messageId"])
        if inner is None:
            return {"status": "UnknownMessageId"}
        return {"status": "Accepted", "data": json.dumps(inner)}

    return answer


async def carried(csms, action):
    """Give what the next DataTransfer holds."""
    message = (await csms.expect("DataTransfer", messageId=action)).payload
    inner = json.loads(message["data"])
    assert message["vendorId"] == PNC
    name = f"DataTransfer/{action}"
    assert validation.violations("1.6", name, Kind.REQUEST, inner) == []
    return inner


async def plugged(bench, values=None, *, contract=CONTRACT.chain_pem, roots=(WORLD.mo.anchor,)):
    bench.csms.answers.setdefault("DataTransfer", answering(Authorize=ACCEPTED))
    station = await bench.booted(values, factory=trusting(*roots), contract=contract)
    await station.plug_in(1)
    await asyncio.sleep(1)
    bench.csms.skip()
    return station


async def present(station):
    await station.present_token(EMAID, contracts.CONTRACT_TOKEN, evse_id=1)
    await asyncio.sleep(5)


def started(bench):
    return [m.payload["idTag"] for m in bench.csms.received if m.action == "StartTransaction"]


# authorization


def test_a_contract_that_is_good_is_named_by_digests(run):
    async def scenario(bench):
        station = await plugged(bench)
        await present(station)
        wanted = [
            {**hash_data(one, above).as_json(), "responderURL": "http://127.0.0.1/ocsp"}
            for one, above in zip(CONTRACT.chain, (CONTRACT.chain[1], WORLD.mo.anchor), strict=True)
        ]
        assert await carried(bench.csms, "Authorize") == {
            "idToken": {"idToken": EMAID},
            "iso15118CertificateHashData": wanted,
        }
        assert started(bench) == [EMAID]
        assert "Authorize" not in [m.action for m in bench.csms.received]

    run("1.6", scenario)


@pytest.mark.parametrize("allowed", ["true", "false"])
@pytest.mark.parametrize("fault", ["no root", "another root", "expired"])
def test_what_cannot_be_judged_here_is_passed_on_where_that_is_allowed(run, fault, allowed):
    async def scenario(bench):
        roots = {"no root": (), "another root": (WORLD.cso.anchor,)}.get(fault, (WORLD.mo.anchor,))
        pem = expired() if fault == "expired" else CONTRACT.chain_pem
        values = {"CentralContractValidationAllowed": allowed}
        station = await plugged(bench, values, contract=pem, roots=roots)
        await present(station)
        token = {"idToken": {"idToken": EMAID}}
        wanted = {**token, "certificate": pem} if allowed == "true" else token
        assert await carried(bench.csms, "Authorize") == wanted

    run("1.6", scenario)


def test_a_contract_below_the_v2g_root_is_good_too(run):
    async def scenario(bench):
        factory = FactoryCertificates(roots={Use.V2G_ROOT: (write_certificate(WORLD.mo.anchor),)})
        station = bench.station(factory=factory, contract=CONTRACT.chain_pem)
        assert contracts.is_good(station)
        assert not contracts.is_good(bench.station(contract=CONTRACT.chain_pem))
        assert not contracts.is_good(bench.station(factory=factory))

    run("1.6", scenario)


def test_an_ev_without_a_contract_is_named_by_its_token_only(run):
    async def scenario(bench):
        station = await plugged(bench, contract=None)
        await present(station)
        assert await carried(bench.csms, "Authorize") == {"idToken": {"idToken": EMAID}}

    run("1.6", scenario)


@pytest.mark.parametrize(("kind", "enabled"), [("eMAID", "false"), ("ISO14443", "true")])
def test_any_other_token_is_authorized_in_the_plain_way(run, kind, enabled):
    async def scenario(bench):
        station = await plugged(bench, {"ISO15118PnCEnabled": enabled})
        await station.present_token(EMAID, kind, evse_id=1)
        message = await bench.csms.expect("Authorize")
        assert message.payload == {"idTag": EMAID}

    run("1.6", scenario)


@pytest.mark.parametrize(
    ("answer", "charges"),
    [
        (ACCEPTED, True),
        ({"idTokenInfo": {"status": "Accepted"}}, True),
        ({**ACCEPTED, "certificateStatus": "CertificateRevoked"}, False),
        ({**ACCEPTED, "certificateStatus": "ContractCancelled"}, False),
        ({**ACCEPTED, "idTokenInfo": {"status": "Blocked"}}, False),
        ({"idTokenInfo": {"status": "Invalid"}, "certificateStatus": "CertChainError"}, False),
        (None, False),
    ],
)
def test_token_and_certificate_have_to_be_accepted(run, answer, charges):
    async def scenario(bench):
        told = {} if answer is None else {"Authorize": answer}
        bench.csms.answers["DataTransfer"] = answering(**told)
        station = await plugged(bench)
        await present(station)
        assert started(bench) == ([EMAID] if charges else [])

    run("1.6", scenario)


def test_an_answer_holds_for_as_long_as_it_says(run):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    info = {"status": "Accepted", "cacheExpiryDateTime": format_datetime(at)}
    found = contracts.cached({"idTokenInfo": info})
    assert (found.accepted, found.expires) == (True, at.timestamp())
    assert contracts.cached(ACCEPTED).expires is None


# offline

ALLOWING = {
    "ContractValidationOffline": "true",
    "LocalAuthorizeOffline": "true",
    "AllowOfflineTxForUnknownId": "true",
    "StopTransactionOnInvalidId": "false",
}


@pytest.mark.parametrize(
    ("changes", "roots", "charges"),
    [
        ({}, (WORLD.mo.anchor,), True),
        ({"ContractValidationOffline": "false"}, (WORLD.mo.anchor,), False),
        ({}, (), False),
        ({"AllowOfflineTxForUnknownId": "false"}, (WORLD.mo.anchor,), False),
    ],
)
def test_offline_a_contract_counts_where_it_may_be_judged_and_is_good(run, changes, roots, charges):
    async def scenario(bench):
        station = await plugged(bench, {**ALLOWING, **changes}, roots=roots)
        await station.go_offline()
        await present(station)
        assert (station.point(1).transaction is not None) is charges

    run("1.6", scenario)


def test_offline_the_contract_does_not_matter_to_a_card(run):
    async def scenario(bench):
        values = {**ALLOWING, "ContractValidationOffline": "false"}
        station = await plugged(bench, values, roots=())
        await station.go_offline()
        await station.present_token("04AB", "ISO14443", evse_id=1)
        await asyncio.sleep(5)
        assert station.point(1).transaction is not None

    run("1.6", scenario)


# contracts for vehicles


def test_a_vehicle_gets_its_contract_and_a_newer_one(run):
    async def scenario(bench):
        csms = bench.csms
        told = {"status": "Accepted", "exiResponse": "AAAA"}
        csms.answers["DataTransfer"] = answering(Get15118EVCertificate=told)
        station = await plugged(bench)
        station.papers.request_contract(1, "Install")
        first = await carried(csms, "Get15118EVCertificate")
        await asyncio.sleep(1)
        assert station.hardware.evse(1).vehicle.contract == "AAAA"
        station.papers.request_contract(1, "Update")
        second = await carried(csms, "Get15118EVCertificate")
        assert (first["action"], second["action"]) == ("Install", "Update")
        assert first["iso15118SchemaVersion"] == exi.SCHEMA
        assert first["exiRequest"] != second["exiRequest"]

    run("1.6", scenario)


@pytest.mark.parametrize("told", [{"status": "Failed", "exiResponse": "AAAA"}, None])
def test_a_refused_vehicle_keeps_what_it_has(run, told):
    async def scenario(bench):
        answers = {} if told is None else {"Get15118EVCertificate": told}
        bench.csms.answers["DataTransfer"] = answering(**answers)
        station = await plugged(bench)
        station.papers.request_contract(1, "Install")
        await carried(bench.csms, "Get15118EVCertificate")
        await asyncio.sleep(1)
        assert station.hardware.evse(1).vehicle.contract is None

    run("1.6", scenario)


def test_a_contract_needs_a_vehicle_plug_and_charge_and_a_known_action(run):
    async def scenario(bench):
        station = await bench.booted()
        with pytest.raises(NotPossible, match="no EV is connected to EVSE 1"):
            station.papers.request_contract(1, "Install")
        await station.plug_in(1)
        with pytest.raises(ValueError, match="Steal"):
            station.papers.request_contract(1, "Steal")
        change = {"key": "ISO15118PnCEnabled", "value": "false"}
        assert await bench.csms.call("ChangeConfiguration", change) == {"status": "Accepted"}
        with pytest.raises(NotPossible, match="switched off"):
            station.papers.request_contract(1, "Install")

    run("1.6", scenario)


def test_offline_nothing_is_asked_for(run):
    async def scenario(bench):
        station = await plugged(bench)
        await station.go_offline()
        station.papers.request_contract(1, "Install")
        await station.go_online()
        await asyncio.sleep(60)
        assert "DataTransfer" not in [m.action for m in bench.csms.received]

    run("1.6", scenario)
