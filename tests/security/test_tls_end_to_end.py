"""Security profiles 2 and 3 over real TLS in virtual time: reference CSMS and simulator."""

import asyncio
import itertools
import random
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from ocppj.clock import LoopClock, VirtualClockLoop
from ocppj.problems import BugLog
from pki import profiles, tls
from pki.authority import Authority
from pki.hierarchies import Hierarchies
from pki.keys import KeyKind
from pki.names import Subject
from pki.pem import write_certificate
from pki.validity import Validity
from reference_csms import listing, operations, views
from reference_csms.csms import Csms
from reference_csms.records import Station as StationRecord
from reference_csms.settings import Settings
from reference_csms.store.memory import MemoryStore
from station_sim.settings import StationSettings
from station_sim.station import Station
from station_sim.trust.factory import FactoryCertificates, OwnCertificate
from station_sim.trust.store import Use

VERSIONS = pytest.mark.parametrize("version", ["1.6", "2.0.1"])
WORLD = Hierarchies(datetime.now(UTC))
HOSTS = ["127.0.0.1", "localhost"]
PASSWORD = "00112233445566778899aabbccddeeff00112233"
SERIAL = "SIM-0001"


def factory(root=WORLD.cso.anchor, own=None):
    return FactoryCertificates(
        roots={} if root is None else {Use.CSMS_ROOT: (write_certificate(root),)},
        own={} if own is None else {Use.STATION: OwnCertificate(own.chain_pem, own.key_pem)},
    )


class Bench:
    def __init__(self, csms, listener, clock):
        self.csms, self.listener, self.clock = csms, listener, clock
        self.bugs = BugLog()
        self.stations = []

    async def station(self, profile, version="2.0.1", **settings):
        """Start a station; it keeps trying to connect."""
        given = {"factory": factory(), **settings}
        station = Station(
            StationSettings(version=version, security_profile=profile, **given),
            clock=self.clock,
            rng=random.Random(1),
            new_id=map(str, itertools.count(1)).__next__,
            bugs=self.bugs,
        )
        self.stations.append(station)
        await station.start(self.listener.url)
        return station

    async def connected(self, timeout=60):
        return await self.csms.wait_for_station("CS001", timeout)

    async def again(self, before, timeout=120):
        """Wait for a connection after `before`."""
        async with asyncio.timeout(timeout):
            await asyncio.shield(before.link.closed)
            while self.csms.connected("CS001") is before:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0)
        return await self.connected(timeout)

    async def never(self, seconds=30):
        with pytest.raises(TimeoutError):
            await self.connected(seconds)

    def events(self):
        return [event.type for event in self.stations[0].memory.security.log]


@asynccontextmanager
async def bench(profile, *, context=None, settings=None):
    clock = LoopClock(asyncio.get_running_loop())
    store = MemoryStore()
    await store.stations.put(StationRecord("CS001", password=PASSWORD, serial_number=SERIAL))
    numbers = itertools.count(1)
    csms = Csms(
        clock=clock,
        store=store,
        new_id=lambda: f"csms-{next(numbers)}",
        settings=settings or Settings(hierarchies=WORLD),
    )
    roots = [WORLD.cso.anchor] if profile == 3 else []
    context = context or tls.server_context(WORLD.csms(HOSTS), client_roots=roots)
    listener = await csms.serve(security_profile=profile, ssl=context)
    made = Bench(csms, listener, clock)
    try:
        yield made
    finally:
        for station in made.stations:
            await station.stop()
        await csms.close()
    assert made.bugs.bugs == []
    assert csms.bugs.bugs == []


@pytest.fixture
def run():
    with asyncio.Runner(loop_factory=VirtualClockLoop) as runner:
        yield runner.run


# profile 2


@VERSIONS
@pytest.mark.parametrize("kind", [KeyKind.EC_P256, KeyKind.RSA_2048])
def test_profile_2_connects_with_either_kind_of_key(run, version, kind):
    async def scenario():
        context = tls.server_context(WORLD.csms(HOSTS, kind=kind))
        async with bench(2, context=context) as b:
            assert b.listener.url.startswith("wss://")
            await b.station(2, version, password=PASSWORD)
            assert (await b.connected()).security_profile == 2

    run(scenario())


def other_name():
    return WORLD.csms(["elsewhere.example"])


@pytest.mark.parametrize(
    "identity",
    [
        other_name,
        lambda: WORLD.csms(HOSTS, validity=Validity.over(WORLD.now)),
        lambda: WORLD.csms(HOSTS, validity=Validity.later(WORLD.now)),
        lambda: Hierarchies(WORLD.now).csms(HOSTS),
    ],
    ids=["another name", "expired", "not valid yet", "another root"],
)
def test_a_station_leaves_a_csms_that_cannot_prove_itself(run, identity):
    async def scenario():
        async with bench(2, context=tls.server_context(identity())) as b:
            await b.station(2, password=PASSWORD)
            await b.never()
            assert b.events() == ["InvalidCsmsCertificate"]  # once, for all attempts

    run(scenario())


def test_without_any_root_nobody_is_trusted(run):
    async def scenario():
        async with bench(2) as b:
            await b.station(2, password=PASSWORD, factory=factory(None))
            await b.never()

    run(scenario())


def test_a_profile_with_tls_is_not_served_in_the_clear(run):
    async def scenario():
        async with bench(2) as b:
            await b.csms.store.stations.put(
                StationRecord("CS001", password=PASSWORD, security_profile=2)
            )
            b.listener = await b.csms.serve()
            await b.station(2, password=PASSWORD)
            await b.never()

    run(scenario())


@VERSIONS
def test_a_rotated_password_is_the_only_one(run, version):
    async def scenario():
        async with bench(2) as b:
            station = await b.station(2, version, password=PASSWORD)
            first = await b.connected()
            await asyncio.sleep(5)
            answer = await operations.run(b.csms, "CS001", "rotate-password", {})
            assert "Accepted" in str(answer)
            second = await b.again(first)
            await asyncio.sleep(5)
            stored = (await b.csms.store.stations.get("CS001")).password
            assert stored == station.connection.password != PASSWORD
            station.connection.password = PASSWORD
            await station.reconnect()
            async with asyncio.timeout(60):
                await asyncio.shield(second.link.closed)
            await b.never()

    run(scenario())


# profile 3


def with_certificate(own=None, **changes):
    return {"factory": factory(own=own or WORLD.station(SERIAL)), **changes}


@VERSIONS
@pytest.mark.parametrize("kind", [KeyKind.EC_P256, KeyKind.RSA_2048])
def test_profile_3_connects_by_certificate_alone(run, version, kind):
    async def scenario():
        async with bench(3) as b:
            await b.station(3, version, **with_certificate(WORLD.station(SERIAL, kind=kind)))
            assert (await b.connected()).security_profile == 3

    run(scenario())


@pytest.mark.parametrize(
    "own",
    [
        None,
        lambda: Hierarchies(WORLD.now).station(SERIAL),
        lambda: WORLD.station(SERIAL, validity=Validity.over(WORLD.now)),
    ],
    ids=["none", "another root", "expired"],
)
def test_a_client_without_a_good_certificate_stays_outside(run, own):
    async def scenario():
        async with bench(3) as b:
            await b.station(3, factory=factory(own=None if own is None else own()))
            await b.never()

    run(scenario())


@pytest.mark.parametrize("fault", ["name", "organization"])
def test_a_certificate_of_another_is_refused_and_logged(run, fault):
    organizations = ("Somebody else",) if fault == "organization" else ()
    settings = Settings(hierarchies=WORLD, organizations=organizations)
    name = "SIM-0002" if fault == "name" else SERIAL

    async def scenario():
        async with bench(3, settings=settings) as b:
            await b.station(3, **with_certificate(WORLD.station(name)))
            await b.never(5)
            rows = await listing.log(b.csms.store.security_events, station="CS001")
            assert {row["type"] for row in rows} == {"InvalidChargingStationCertificate"}
            assert fault in rows[0]["tech_info"]

    run(scenario())


@VERSIONS
def test_a_renewed_certificate_is_used_and_the_old_one_dropped(run, version):
    async def scenario():
        async with bench(3) as b:
            station = await b.station(3, version, **with_certificate())
            first = await b.connected()
            await asyncio.sleep(5)
            old = station.memory.certificates.own(Use.STATION)
            await operations.run(b.csms, "CS001", "rotate-certificate", {})
            await b.again(first)
            await asyncio.sleep(5)
            store = station.memory.certificates
            new = store.own(Use.STATION)
            assert new.certificate.public_key() != old.certificate.public_key()
            assert store.previous is None
            rows = await views.certificates(b.csms.store, station="CS001", status="Installed")
            assert [row["serial_number"] for row in rows] == [
                format(new.certificate.serial_number, "x")
            ]

    run(scenario())


def test_a_renewed_certificate_that_is_not_let_in_is_given_up(run):
    """A02.FR.28, .29: back to the old certificate, and the CSMS is told."""
    stranger = Hierarchies(WORLD.now)

    async def scenario():
        settings = Settings(hierarchies=stranger)  # which the listener does not trust
        async with bench(3, settings=settings) as b:
            known = WORLD.station(SERIAL)
            own = OwnCertificate(known.chain_pem, known.key_pem)
            roots = (write_certificate(WORLD.cso.anchor), write_certificate(stranger.cso.anchor))
            delivered = FactoryCertificates({Use.CSMS_ROOT: roots}, {Use.STATION: own})
            station = await b.station(3, factory=delivered)
            first = await b.connected()
            await asyncio.sleep(5)
            old = station.memory.certificates.own(Use.STATION)
            await operations.run(b.csms, "CS001", "rotate-certificate", {})
            await b.again(first, timeout=600)
            await asyncio.sleep(5)
            assert station.memory.certificates.own(Use.STATION) == old
            assert station.memory.certificates.previous is None
            rows = await listing.log(b.csms.store.security_events, station="CS001")
            assert rows[-1]["type"] == "DiscardedRenewedClientCertificate"

    run(scenario())


# the CSMS's root


@pytest.mark.parametrize("moved", [False, True])
def test_a_replaced_root_is_kept_until_the_new_one_has_worked(run, moved):
    """M05.FR.12 to .14: the CSMS goes on with the old root, or has moved to the new one."""
    old = Authority.mint("Old", "X", now=WORLD.now)
    new = old.subordinate("New", now=WORLD.now, path_length=None)
    world = Hierarchies(WORLD.now)
    certificate = {False: old, True: new}[moved]
    check = {"SecurityCtrlr.AdditionalRootCertificateCheck": "true"}

    def server(authority):
        kind, name = profiles.CSMS_SERVER, Subject("127.0.0.1", "X")
        return authority.enrol(kind, name, now=WORLD.now, hosts=HOSTS)

    async def scenario():
        settings = Settings(hierarchies=world)
        async with bench(2, context=tls.server_context(server(old)), settings=settings) as b:
            station = await b.station(
                2, password=PASSWORD, factory=factory(old.certificate), values=check
            )
            first = await b.connected()
            await asyncio.sleep(5)
            payload = {"certificate": write_certificate(new.certificate)}
            answer = await operations.run(b.csms, "CS001", "install-certificate", payload)
            assert answer == {"status": "Accepted"}
            store = station.memory.certificates
            assert store.fallback == old.certificate
            if moved:
                listener = await b.csms.serve(
                    security_profile=2, ssl=tls.server_context(server(certificate))
                )
                await station.stop()
                await station.start(listener.url)
            else:
                await station.reconnect()
            await b.again(first)
            await asyncio.sleep(5)
            assert [e.certificate for e in store.of(Use.CSMS_ROOT)] == [new.certificate]
            assert store.fallback == (None if moved else old.certificate)

    run(scenario())


def test_the_last_root_of_a_secure_connection_stays(run):
    async def scenario():
        async with bench(2) as b:
            await b.station(2, password=PASSWORD)
            await b.connected()
            await asyncio.sleep(5)
            listing = await operations.run(b.csms, "CS001", "get-installed-certificates", {})
            (chain,) = listing["certificateHashDataChain"]
            serial = {"serial_number": chain["certificateHashData"]["serialNumber"]}
            answer = await operations.run(b.csms, "CS001", "delete-certificate", serial)
            assert answer == {"status": "Failed"}

    run(scenario())
