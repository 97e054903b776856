"""Drivers known by their contract certificate in 2.0.1 (C07)."""

from datetime import timedelta
from itertools import pairwise

import pytest

from pki import profiles
from pki.hash_data import hash_data
from pki.hierarchies import Hierarchies
from pki.names import Subject
from pki.pem import write_chain
from pki.validity import Validity
from reference_csms.records import Token, TokenStatus

EMAID = "DEOPC000000001"


def named(certificate, issuer):
    return {**hash_data(certificate, issuer).as_json(), "responderURL": "http://x/"}


def digests_of(contract, root):
    chain = (*contract.chain, root)
    return [named(one, by) for one, by in pairwise(chain)]


async def answer(bench, station, emaid=EMAID, **shown):
    token = {"idToken": emaid, "type": "eMAID"}
    told = await station.call("Authorize", {"idToken": token, **shown})
    return told.get("certificateStatus"), told["idTokenInfo"]["status"]


@pytest.fixture
def ready(bench):
    async def make(b, status=TokenStatus.ACCEPTED):
        await b.store.tokens.put(Token(EMAID, "eMAID", status))
        world = b.csms.services.certificates.hierarchies
        return await b.booted(), world, world.contract(EMAID)

    return make


@pytest.mark.parametrize(
    ("token", "certificate"),
    [
        (TokenStatus.ACCEPTED, "Accepted"),  # C07.FR.14
        (TokenStatus.BLOCKED, "ContractCancelled"),  # C07.FR.13
        (TokenStatus.EXPIRED, "ContractCancelled"),
    ],
)
@pytest.mark.parametrize("by", ["digests", "certificate"])
def test_a_good_certificate_and_its_token(run, bench, ready, token, certificate, by):
    async def scenario():
        async with bench() as b:
            station, world, contract = await ready(b, token)
            if by == "digests":
                shown = {"iso15118CertificateHashData": digests_of(contract, world.mo.anchor)}
            else:
                shown = {"certificate": contract.chain_pem}
            assert await answer(b, station, **shown) == (certificate, token.value)

    run(scenario())


def test_without_a_certificate_nothing_is_said_of_one(run, bench, ready):
    async def scenario():
        async with bench() as b:
            station, _, _ = await ready(b)
            assert await answer(b, station) == (None, "Accepted")

    run(scenario())


@pytest.mark.parametrize("by", ["digests", "certificate"])
def test_a_revoked_certificate(run, bench, ready, by):  # C07.FR.16
    async def scenario():
        async with bench() as b:
            station, world, contract = await ready(b)
            world.responder.revoke(contract.certificate, b.csms.clock.now())
            if by == "digests":
                shown = {"iso15118CertificateHashData": digests_of(contract, world.mo.anchor)}
            else:
                shown = {"certificate": contract.chain_pem}
            assert await answer(b, station, **shown) == ("CertificateRevoked", "Invalid")

    run(scenario())


def test_an_expired_certificate(run, bench, ready):  # C07.FR.15
    async def scenario():
        async with bench() as b:
            station, world, contract = await ready(b)
            now = b.csms.clock.now()
            ended = Validity(now - timedelta(days=9), now - timedelta(days=1))
            old = world.mo.issuer.issue(
                profiles.CONTRACT,
                Subject(EMAID, "A", domain="MO"),
                contract.key.public_key(),
                ended,
            )
            chain = write_chain((old, *contract.intermediates))
            assert await answer(b, station, certificate=chain) == ("CertificateExpired", "Expired")

    run(scenario())


def test_a_stranger_s_certificate(run, bench, ready):  # C07.FR.17
    async def scenario():
        async with bench() as b:
            station, _, _ = await ready(b)
            world = Hierarchies(b.csms.clock.now())
            contract = world.contract(EMAID)
            broken = ("CertChainError", "Invalid")
            digests = digests_of(contract, world.mo.anchor)
            assert await answer(b, station, certificate=contract.chain_pem) == broken
            assert await answer(b, station, iso15118CertificateHashData=digests) == broken
            assert await answer(b, station, certificate="no PEM") == broken

    run(scenario())
