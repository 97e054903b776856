"""Which slot of the network profiles is dialled (B10), and with which security profile (A05)."""

import asyncio
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from pki.authority import Authority
from pki.hierarchies import Hierarchies
from pki.pem import write_certificate
from pki.tls import server_context
from pki.validity import Validity
from station_sim.logs import security_log
from station_sim.network_profiles import Dialling, NetworkProfile, Profiles
from station_sim.trust.factory import FactoryCertificates
from station_sim.trust.store import Use

FACTORY = "ws://factory"
NOW = datetime.now(UTC)
WORLD = Hierarchies(NOW)
KEY = "00112233445566778899AABBCCDDEEFF00112233"
PASSWORD = "correct-horse-battery-staple"
ROOTS = {Use.CSMS_ROOT: (write_certificate(WORLD.cso.anchor),)}
TRUSTING = FactoryCertificates(roots=ROOTS)
OLD_ROOT = Authority.mint("Old", "ACME", now=NOW, validity=Validity.over(NOW)).certificate
EXPIRED = FactoryCertificates(roots={Use.CSMS_ROOT: (write_certificate(OLD_ROOT),)})


def dialling(priority, attempts=2, factory=0, **slots):
    profiles = Profiles({int(slot[1:]): _profile(one) for slot, one in slots.items()})
    told = []
    policy = SimpleNamespace(
        network_priority=priority,
        network_attempts=attempts,
        settle_network=lambda *settled: told.append(settled),
    )
    it = Dialling(profiles, policy, lambda: factory)
    it.told = told
    return profiles, it


def _profile(one):
    return NetworkProfile(one) if isinstance(one, str) else NetworkProfile(*one)


def test_a_new_priority_counts_from_the_next_boot():
    profiles, it = dialling([2, 1], s2="ws://second")
    assert it.address(FACTORY) == FACTORY
    it.rebooted()
    assert it.address(FACTORY) == "ws://second"
    assert profiles.active == 2


def test_each_slot_is_tried_as_often_as_set_and_then_the_last_that_worked():
    profiles, it = dialling([2, 3], s2="ws://second", s3="ws://third")
    it.attempted(None)  # slot 1 works
    it.rebooted()
    dialled = []
    for _ in range(7):
        dialled.append(profiles.active)
        it.attempted(OSError())
    assert dialled == [2, 2, 3, 3, 1, 1, 1]


def test_after_a_lost_connection_the_other_slots_are_tried_too():
    """B10.FR.03 (errata), .07."""
    profiles, it = dialling([3, 2, 1], s2="ws://second", s3="ws://third")
    it.rebooted()
    it.attempted(OSError())
    it.attempted(OSError())
    assert profiles.active == 2
    it.attempted(None)
    dialled = []
    for _ in range(8):
        dialled.append(profiles.active)
        it.attempted(OSError())
    assert dialled == [2, 2, 3, 3, 1, 1, 2, 2]
    it.attempted(None)
    assert profiles.active == 2


def test_slots_without_a_profile_are_passed_over():
    profiles, it = dialling([3, 1])
    it.rebooted()
    assert profiles.active == 1


def test_a_higher_security_profile_that_works_drops_the_lower_ones():
    """A05.FR.06."""
    profiles, it = dialling([2, 1], factory=1, s2=("ws://second", 2), s3=("ws://third", 1))
    it.rebooted()
    assert (it.security_profile, it.next_profile) == (1, 2)
    assert it.address(FACTORY) == "wss://second"
    it.attempted(None)
    assert it.security_profile == 2
    assert sorted(profiles.slots) == [2]
    assert not profiles.holds(1)
    assert it.told == [(2, [2])]


def test_a_higher_security_profile_that_fails_drops_nothing():
    profiles, it = dialling([2, 1], factory=1, s2=("wss://second", 2))
    it.rebooted()
    it.attempted(OSError())
    it.attempted(OSError())
    assert it.next_profile == 1
    it.attempted(None)
    assert (it.security_profile, it.told, profiles.holds(1)) == (1, [], True)


def test_an_attempt_to_rise_is_given_up_after_some_failures():
    """1.6, A05.FR.08."""
    _, it = dialling([1], factory=1)
    it.rise(2)
    tried = []
    for _ in range(4):
        tried.append((it.next_profile, it.address(FACTORY)))
        it.attempted(OSError())
    assert tried == [(2, "wss://factory")] * 3 + [(1, FACTORY)]
    assert it.told == [(1, ())]


# at a station


async def change(csms, value):
    request = {"key": "SecurityProfile", "value": str(value)}
    return (await csms.call("ChangeConfiguration", request))["status"]


async def key(csms):
    answer = await csms.call("GetConfiguration", {"key": ["SecurityProfile"]})
    return answer["configurationKey"][0]["value"]


@pytest.mark.parametrize("value", ["0", "1", "-1", "4", "two"])
def test_16_refuses_what_is_not_higher(run, value):
    """A05.FR.01."""

    async def scenario(bench):
        await bench.booted(security_profile=1, password=KEY)
        assert await change(bench.csms, value) == "Rejected"
        assert await key(bench.csms) == "1"
        await asyncio.sleep(60)
        assert len(bench.csms.sockets) == 1

    run("1.6", scenario)


@pytest.mark.parametrize(
    ("value", "settings"),
    [
        (1, {}),
        (2, {"factory": TRUSTING}),
        (2, {"password": KEY}),
        (2, {"password": KEY, "factory": EXPIRED}),
        (3, {"factory": TRUSTING}),
    ],
)
def test_16_refuses_what_has_not_what_it_needs(run, value, settings):
    """A05.FR.02 to .04: password, CSMS root, certificate of its own."""

    async def scenario(bench):
        await bench.booted(**settings)
        assert await change(bench.csms, value) == "Rejected"
        assert await key(bench.csms) == "0"

    run("1.6", scenario)


def test_16_rises_to_passwords_on_a_new_connection(run):
    """A05.FR.05 to .07."""

    async def scenario(bench):
        station = await bench.booted()
        assert "Authorization" not in bench.csms.headers
        request = {"key": "AuthorizationKey", "value": KEY}
        assert (await bench.csms.call("ChangeConfiguration", request))["status"] == "Accepted"
        assert await change(bench.csms, 1) == "Accepted"
        await bench.csms.connected_again(2)
        assert bench.csms.headers["Authorization"].startswith("Basic ")
        assert await key(bench.csms) == "1"
        assert station.dialling.security_profile == 1

    run("1.6", scenario)


def test_16_goes_back_to_what_worked(run):
    """A05.FR.08: the CSMS has no TLS."""

    async def scenario(bench):
        station = await bench.booted(security_profile=1, password=KEY, factory=TRUSTING)
        assert await change(bench.csms, 2) == "Accepted"
        await bench.csms.connected_again(2)
        assert await key(bench.csms) == "1"
        assert station.dialling.security_profile == 1

    run("1.6", scenario)


def server_tls():
    return server_context(WORLD.csms(["127.0.0.1"]))


def test_16_rises_to_tls_at_the_same_address(run):
    async def scenario(bench):
        station = await bench.booted(security_profile=1, password=KEY, factory=TRUSTING)
        bench.csms.tls = server_tls()
        assert await change(bench.csms, 2) == "Accepted"
        await bench.csms.stop()
        await bench.csms.start()
        await bench.csms.connected_again(2)
        assert await key(bench.csms) == "2"
        await station.power_cycle()
        await bench.csms.expect("BootNotification")
        assert station.dialling.security_profile == 2

    run("1.6", scenario)


async def profile(csms, security_profile, slot=2, **changes):
    data = {
        "messageTimeout": 12,
        "ocppCsmsUrl": csms.url,
        "ocppInterface": "Wired0",
        "ocppTransport": "JSON",
        "ocppVersion": "OCPP20",
        "securityProfile": security_profile,
    }
    request = {"configurationSlot": slot, "connectionData": {**data, **changes}}
    answer = await csms.call("SetNetworkProfile", request)
    return answer["status"], answer.get("statusInfo", {}).get("reasonCode")


async def set_to(csms, component, variable, value):
    data = {"component": {"name": component}, "variable": {"name": variable}}
    request = {"setVariableData": [{**data, "attributeValue": value}]}
    return (await csms.call("SetVariables", request))["setVariableResult"][0]["attributeStatus"]


async def get(csms, component, variable, instance=None):
    name = {"name": variable} if instance is None else {"name": variable, "instance": instance}
    request = {"getVariableData": [{"component": {"name": component}, "variable": name}]}
    return (await csms.call("GetVariables", request))["getVariableResult"][0]["attributeValue"]


async def priority(csms, value):
    return await set_to(csms, "OCPPCommCtrlr", "NetworkConfigurationPriority", value)


def test_201_refuses_to_go_down(run):
    """B09.FR.02, .04, .05, .31, A05.FR.08 to .10."""

    async def scenario(bench):
        station = await bench.booted(security_profile=3, password=PASSWORD)
        csms = bench.csms
        assert await profile(csms, 3, slot=9) == ("Rejected", "InvalidConfSlot")
        assert await profile(csms, 3, ocppCsmsUrl="http://x") == ("Rejected", "InvalidNetworkConf")
        assert await profile(csms, 2) == ("Rejected", "NoSecurityDowngrade")
        downgrade = ("SecurityCtrlr", "AllowSecurityProfileDowngrade", "true")
        assert await set_to(csms, *downgrade) == "Accepted"
        assert await profile(csms, 2) == ("Accepted", None)
        assert await profile(csms, 1, slot=3) == ("Rejected", "NoSecurityDowngrade")
        assert await priority(csms, "2,1") == "RebootRequired"
        await set_to(csms, *downgrade[:2], "false")
        assert await priority(csms, "2,1") == "Rejected"
        assert station.dialling.security_profile == 3

    run("2.0.1", scenario)


@pytest.mark.parametrize(("wanted", "factory"), [(2, {}), (3, {"factory": TRUSTING})])
def test_201_refuses_what_has_not_what_it_needs(run, wanted, factory):
    """A05.FR.02, .03."""

    async def scenario(bench):
        await bench.booted(security_profile=1, password=PASSWORD, **factory)
        assert await profile(bench.csms, wanted) == ("Accepted", None)
        assert await priority(bench.csms, "2,1") == "Rejected"
        assert await priority(bench.csms, "1") == "RebootRequired"

    run("2.0.1", scenario)


def test_201_rises_after_a_reboot_and_stays(run):
    """A05.FR.04 to .06, Part 2 2.1.3."""

    async def scenario(bench):
        csms = bench.csms
        station = await bench.booted(security_profile=1, password=PASSWORD, factory=TRUSTING)
        assert await get(csms, "OCPPCommCtrlr", "MessageTimeout", "Default") == "30"
        assert await profile(csms, 2) == ("Accepted", None)
        assert await priority(csms, "2,1") == "RebootRequired"
        assert await get(csms, "SecurityCtrlr", "SecurityProfile") == "1"
        csms.tls = server_tls()
        await csms.call("Reset", {"type": "OnIdle"})
        await csms.stop()
        await csms.start()
        await csms.expect("BootNotification")
        assert await get(csms, "SecurityCtrlr", "SecurityProfile") == "2"
        assert await get(csms, "OCPPCommCtrlr", "NetworkConfigurationPriority") == "2"
        assert await get(csms, "OCPPCommCtrlr", "ActiveNetworkProfile") == "2"
        assert await get(csms, "OCPPCommCtrlr", "MessageTimeout", "Default") == "12"
        assert await priority(csms, "2,1") == "Rejected"
        assert station.dialling.security_profile == 2

    run("2.0.1", scenario)


def test_201_falls_back_where_the_higher_profile_does_not_work(run):
    """B10.FR.03, .07."""

    async def scenario(bench):
        csms = bench.csms
        await bench.booted(security_profile=1, password=PASSWORD, factory=TRUSTING)
        assert await profile(csms, 2) == ("Accepted", None)
        assert await priority(csms, "2,1") == "RebootRequired"
        await csms.call("Reset", {"type": "OnIdle"})
        await csms.expect("BootNotification", timeout=120)
        assert await get(csms, "SecurityCtrlr", "SecurityProfile") == "1"
        assert await get(csms, "OCPPCommCtrlr", "ActiveNetworkProfile") == "1"

    run("2.0.1", scenario)


def test_a_refused_password_is_logged_once(run):
    """A04.FR.04: an event that is not critical stays in the log."""

    async def scenario(bench):
        station = await bench.booted(security_profile=1, password=PASSWORD)
        bench.csms.refuse = 401
        bench.csms.cut()
        await asyncio.sleep(300)
        bench.csms.refuse = None
        await bench.csms.connected_again(2)
        events = [event.type for event in station.memory.security.log]
        assert events.count("FailedToAuthenticateAtCsms") == 1
        told = [m for m in bench.csms.received if m.action == "SecurityEventNotification"]
        assert [m.payload["type"] for m in told] == ["StartupOfTheDevice"]

    run("2.0.1", scenario)


@pytest.mark.parametrize(("version", "name"), [("1.6", "CentralSystem"), ("2.0.1", "Csms")])
def test_the_log_speaks_the_words_of_the_version(run, version, name):
    async def scenario(bench):
        station = await bench.booted()
        station.security.report("FailedToAuthenticateAtCsms", "no")
        assert f"FailedToAuthenticateAt{name} no" in (security_log(station, None, None) or "")

    run(version, scenario)
