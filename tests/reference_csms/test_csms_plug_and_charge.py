"""What the CSMS says of contracts: whose they are, their chain, and in 1.6 inside DataTransfer."""

import json
from datetime import timedelta
from itertools import pairwise

import pytest

from pki import profiles
from pki.hash_data import hash_data
from pki.hierarchies import Hierarchies
from pki.names import Subject
from pki.pem import write_certificate, write_chain
from pki.validity import Validity
from reference_csms.records import Token, TokenStatus
from reference_csms.services.plug_and_charge import ContractStatus
from schemas import validation
from schemas.validation import Kind

EMAID = "DE-ABC-C12345678-X"
BARE = "DEABCC12345678X"


def judging(run, bench, judge, *, status=TokenStatus.ACCEPTED):
    """Let a CSMS that knows the token judge a contract; gives what is said of each."""

    async def scenario():
        async with bench() as b:
            if status is not TokenStatus.UNKNOWN:
                await b.store.tokens.put(Token(EMAID, "eMAID", status))
            service = b.csms.services.plug_and_charge
            judged = await judge(service, b.csms.services.certificates.hierarchies)
            return judged.certificate, judged.authorization.status

    return run(scenario())


def digests(chain, root):
    return [hash_data(one, above) for one, above in pairwise((*chain, root))]


# whose contract


@pytest.mark.parametrize(
    ("owner", "fits"),
    [(EMAID, True), (BARE, True), (BARE.lower(), True), (BARE[:-1], False), ("DE1", False)],
)
def test_the_certificate_bears_the_emaid_whatever_its_separators(run, bench, owner, fits):
    async def judge(service, world):
        return await service.authorize(EMAID, "eMAID", chain=world.contract(owner).chain_pem)

    good = (ContractStatus.ACCEPTED, TokenStatus.ACCEPTED)
    bad = (ContractStatus.CHAIN_ERROR, TokenStatus.INVALID)
    assert judging(run, bench, judge) == (good if fits else bad)


@pytest.mark.parametrize("shown", ["chain", "named", "nothing"])
@pytest.mark.parametrize(
    "status", [TokenStatus.UNKNOWN, TokenStatus.INVALID, TokenStatus.BLOCKED, TokenStatus.EXPIRED]
)
def test_a_good_certificate_of_one_who_may_not_charge(run, bench, status, shown):
    async def judge(service, world):
        contract = world.contract(EMAID)
        ways = {
            "chain": {"chain": contract.chain_pem},
            "named": {"named": digests(contract.chain, world.mo.anchor)},
            "nothing": {},
        }
        return await service.authorize(EMAID, "eMAID", **ways[shown])

    said = None if shown == "nothing" else ContractStatus.CANCELLED
    assert judging(run, bench, judge, status=status) == (said, status)


# the chain


def issued(world, **changes):
    """Give a contract chain with a fault."""
    issuer = changes.get("issuer", world.mo.issuer)
    subject = Subject(EMAID, "A", domain="MO")
    key = world.contract(EMAID).key.public_key()
    validity = changes.get("validity", Validity.lasting(world.now, 9))
    return issuer.chain_of(issuer.issue(profiles.CONTRACT, subject, key, validity))


FAULTS = {
    "not yet valid": lambda w: issued(w, validity=Validity.later(w.now)),
    "another hierarchy": lambda w: issued(w, issuer=w.cso.issuer),
    "no sub-CA": lambda w: issued(w)[:1],
    "turned": lambda w: tuple(reversed(issued(w))),
    "expired, and a stranger's": lambda w: issued(
        Hierarchies(w.now), validity=Validity.over(w.now)
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_chain_with_a_fault_is_a_chain_error(run, bench, fault):
    async def judge(service, world):
        return await service.authorize(EMAID, "eMAID", chain=write_chain(FAULTS[fault](world)))

    assert judging(run, bench, judge) == (ContractStatus.CHAIN_ERROR, TokenStatus.INVALID)


def test_an_expired_certificate_is_told_apart(run, bench):
    async def judge(service, world):
        chain = issued(world, validity=Validity.over(world.now))
        return await service.authorize(EMAID, "eMAID", chain=write_chain(chain))

    assert judging(run, bench, judge) == (ContractStatus.EXPIRED, TokenStatus.EXPIRED)


def test_a_contract_below_the_v2g_root_is_good_and_the_root_may_come_along(run, bench):
    async def below(service, world):
        chain = issued(world, issuer=world.v2g.issuer)
        return await service.authorize(EMAID, "eMAID", chain=write_chain(chain))

    async def whole(service, world):
        pem = world.contract(EMAID).chain_pem + write_certificate(world.mo.anchor)
        return await service.authorize(EMAID, "eMAID", chain=pem)

    for judge in (below, whole):
        assert judging(run, bench, judge) == (ContractStatus.ACCEPTED, TokenStatus.ACCEPTED)


@pytest.mark.parametrize("way", ["chain", "named"])
def test_a_revoked_sub_ca_revokes_what_it_signed(run, bench, way):
    async def judge(service, world):
        contract = world.contract(EMAID)
        world.responder.revoke(world.mo.issuer.certificate, world.now - timedelta(days=1))
        shown = {"chain": contract.chain_pem}
        if way == "named":
            shown = {"named": digests(contract.chain, world.mo.anchor)}
        return await service.authorize(EMAID, "eMAID", **shown)

    assert judging(run, bench, judge) == (ContractStatus.REVOKED, TokenStatus.INVALID)


def test_one_certificate_that_nobody_knows_breaks_the_chain(run, bench):
    async def judge(service, world):
        contract, stranger = world.contract(EMAID), Hierarchies(world.now)
        named = [
            *digests(contract.chain, world.mo.anchor),
            hash_data(stranger.mo.issuer.certificate, stranger.mo.anchor),
        ]
        return await service.authorize(EMAID, "eMAID", named=named)

    assert judging(run, bench, judge) == (ContractStatus.CHAIN_ERROR, TokenStatus.INVALID)


# 1.6


async def ask(station, action, inner):
    payload = {
        "vendorId": "org.openchargealliance.iso15118pnc",
        "messageId": action,
        "data": json.dumps(inner),
    }
    answer = await station.call("DataTransfer", payload)
    assert answer["status"] == "Accepted"
    told = json.loads(answer["data"])
    assert validation.violations("1.6", f"DataTransfer/{action}", Kind.RESPONSE, told) == []
    return told


@pytest.mark.parametrize(
    ("status", "fault", "token", "certificate"),
    [
        (TokenStatus.ACCEPTED, None, "Accepted", "Accepted"),
        (TokenStatus.BLOCKED, None, "Blocked", "ContractCancelled"),
        (TokenStatus.UNKNOWN, None, "Invalid", "ContractCancelled"),
        (TokenStatus.ACCEPTED, "expired", "Expired", "CertificateExpired"),
        (TokenStatus.ACCEPTED, "no sub-CA", "Invalid", "CertChainError"),
    ],
)
def test_1_6_says_it_inside_a_data_transfer(run, bench, status, fault, token, certificate):
    async def scenario():
        async with bench() as b:
            if status is not TokenStatus.UNKNOWN:
                await b.store.tokens.put(Token(EMAID, "eMAID", status))
            station = await b.booted(version="1.6")
            world = b.csms.services.certificates.hierarchies
            pem = world.contract(EMAID).chain_pem
            if fault == "expired":
                pem = write_chain(issued(world, validity=Validity.over(world.now)))
            elif fault is not None:
                pem = write_chain(FAULTS[fault](world))
            told = await ask(
                station, "Authorize", {"idToken": {"idToken": EMAID}, "certificate": pem}
            )
            assert told["idTokenInfo"]["status"] == token
            assert told["certificateStatus"] == certificate

    run(scenario())


def test_1_6_says_nothing_of_a_certificate_that_was_not_shown(run, bench):
    async def scenario():
        async with bench() as b:
            await b.store.tokens.put(Token(EMAID, "eMAID"))
            station = await b.booted(version="1.6")
            told = await ask(station, "Authorize", {"idToken": {"idToken": EMAID}})
            assert told["idTokenInfo"]["status"] == "Accepted"
            assert "certificateStatus" not in told

    run(scenario())
