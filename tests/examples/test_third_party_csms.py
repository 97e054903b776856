"""The example CSMS as it is on the wire, and driven as its SUT file says."""

from __future__ import annotations

import asyncio
import itertools
import json

import pytest
from websockets.asyncio.client import connect

from harness.targets import sut_file
from harness.targets.actions import Question, ReadVariables, SendCommand, StartRemotely
from harness.targets.factory import make
from harness.targets.protocol import DriverFailed, Meeting, Unsupported, Unverifiable
from schemas import validation
from schemas.catalogue import Kind

STATION = "CS001"
SUBPROTOCOLS = {"1.6": "ocpp1.6", "2.0.1": "ocpp2.0.1"}
EVENT = {
    "eventType": "Started",
    "timestamp": "2026-01-01T00:00:00Z",
    "triggerReason": "Authorized",
    "seqNo": 0,
    "transactionInfo": {"transactionId": "t1"},
    "idToken": {"idToken": "04C0FFEE000001", "type": "ISO14443"},
}


@pytest.fixture(scope="module")
def csms(running):
    with running("third_party_csms/csms.py", "--port", "0", "--api-port", "0") as ports:
        yield ports


@pytest.fixture
def sut(csms, examples, tmp_path):
    text = (examples / "third_party_csms" / "csms.toml").read_text()
    for default, bound in (("ws://127.0.0.1:9200", "url"), ("http://127.0.0.1:8200", "api")):
        assert default in text
        text = text.replace(default, csms[bound])
    path = tmp_path / "csms.toml"
    path.write_text(text)
    return sut_file.load(path)


class Peer:
    """A raw station."""

    def __init__(self, connection, version):
        self.connection = connection
        self.version = version
        self.ids = itertools.count(1)

    async def ask(self, action, payload):
        """Send a CALL and give the valid response to it."""
        await self.connection.send(json.dumps([2, str(next(self.ids)), action, payload]))
        kind, _, answer = json.loads(await self.connection.recv())
        assert kind == 3
        assert validation.is_valid(self.version, action, Kind.RESPONSE, answer)
        return answer

    async def asked(self, answer):
        """Take a CALL, answer it, and give its action and payload."""
        kind, message_id, action, payload = json.loads(await self.connection.recv())
        assert kind == 2
        assert validation.is_valid(self.version, action, Kind.REQUEST, payload)
        await self.connection.send(json.dumps([3, message_id, answer]))
        return action, payload


def meet(sut, version, work):
    """Run `work(station, driver)` with a connected raw station."""

    async def scenario():
        driver = make(sut, version)
        await driver.start(Meeting("TC_X", version, STATION, ""))
        url = f"{sut.url}/{STATION}"
        try:
            async with connect(url, subprotocols=[SUBPROTOCOLS[version]]) as connection:
                await work(Peer(connection, version), driver)
        finally:
            await driver.stop()

    async def bounded():
        async with asyncio.timeout(20):
            await scenario()

    asyncio.run(bounded())


def test_boot_and_heartbeat_16(sut):
    async def work(station, _):
        boot = await station.ask(
            "BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}
        )
        assert (boot["status"], boot["interval"]) == ("Accepted", 10)
        await station.ask("Heartbeat", {})
        await station.ask(
            "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
        )

    meet(sut, "1.6", work)


def test_boot_and_events_201(sut):
    async def work(station, _):
        boot = await station.ask(
            "BootNotification",
            {"reason": "PowerUp", "chargingStation": {"model": "M", "vendorName": "V"}},
        )
        assert boot["status"] == "Accepted"
        await station.ask(
            "SecurityEventNotification",
            {"type": "StartupOfTheDevice", "timestamp": "2026-01-01T00:00:00Z"},
        )
        answer = await station.ask("TransactionEvent", EVENT)
        assert answer["idTokenInfo"]["status"] == "Accepted"

    meet(sut, "2.0.1", work)


@pytest.mark.parametrize(
    ("token", "status"),
    [("04C0FFEE000001", "Accepted"), ("04B10C4ED00001", "Blocked"), ("04DEADBEEF0001", "Accepted")],
)
def test_tokens_with_the_fault_of_the_example(sut, token, status):
    """The last row is the fault: this token is in no list of the CSMS."""

    async def work16(station, _):
        answer = await station.ask("Authorize", {"idTag": token})
        assert answer["idTagInfo"]["status"] == status

    async def work201(station, _):
        answer = await station.ask("Authorize", {"idToken": {"idToken": token, "type": "ISO14443"}})
        assert answer["idTokenInfo"]["status"] == status

    meet(sut, "1.6", work16)
    meet(sut, "2.0.1", work201)


def test_transaction_16(sut):
    async def work(station, driver):
        start = {"connectorId": 1, "idTag": "04C0FFEE000001", "meterStart": 0}
        moment = {"timestamp": "2026-01-01T00:00:00Z"}
        begun = await station.ask("StartTransaction", {**start, **moment})
        number = begun["transactionId"]
        await station.ask("StopTransaction", {"transactionId": number, "meterStop": 1, **moment})
        shown = await driver.read(Question("transactions", (("transaction_id", str(number)),)))
        assert [(row["id_token"], row["active"]) for row in shown] == [("04C0FFEE000001", False)]

    meet(sut, "1.6", work)


@pytest.mark.parametrize(
    ("version", "expected"),
    [("1.6", "RemoteStartTransaction"), ("2.0.1", "RequestStartTransaction")],
)
def test_remote_start_by_the_mapping(sut, version, expected):
    async def work(station, driver):
        await driver.perform(StartRemotely(STATION, "04C0FFEE000001", "ISO14443", 1))
        action, payload = await station.asked({"status": "Accepted"})
        assert action == expected
        assert "04C0FFEE000001" in json.dumps(payload)
        await driver.settled()

    meet(sut, version, work)


def test_variables_are_read_and_shown(sut):
    name = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "OfflineThreshold"}}
    result = {**name, "attributeStatus": "Accepted", "attributeValue": "600"}

    async def work(station, driver):
        wanted = ReadVariables(STATION, (("OCPPCommCtrlr", "OfflineThreshold"),))
        await driver.perform(wanted)
        action, payload = await station.asked({"getVariableResult": [result]})
        assert (action, payload) == ("GetVariables", {"getVariableData": [name]})
        await driver.settled()
        filters = (("station", STATION), ("variable", "OfflineThreshold"))
        (entry,) = await driver.read(Question("variables", filters))
        assert (entry["component"], entry["value"]) == ("OCPPCommCtrlr", "600")

    meet(sut, "2.0.1", work)


def test_what_the_example_cannot_do(sut):
    async def work(station, driver):
        with pytest.raises(Unsupported, match="ClearCache is not built yet"):
            await driver.perform(SendCommand(STATION, "ClearCache", {}))
        with pytest.raises(Unverifiable, match="404"):
            await driver.read(Question("tokens"))
        with pytest.raises(DriverFailed, match="CS002 is not connected"):
            await driver.perform(StartRemotely("CS002", "X", "ISO14443"))

    meet(sut, "2.0.1", work)


def test_reset_by_the_mapping_of_an_ocpp_action(sut):
    async def work(station, driver):
        await driver.perform(SendCommand(STATION, "Reset", {"type": "Hard"}))
        assert await station.asked({"status": "Accepted"}) == ("Reset", {"type": "Hard"})
        await driver.settled()

    meet(sut, "1.6", work)
