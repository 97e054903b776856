"""The example station as it is on the wire, driven as its SUT files say."""

from __future__ import annotations

import asyncio
import json
import shlex
import sys
from datetime import UTC, datetime

import pytest
from websockets.asyncio.server import serve

from harness.targets import sut_file
from harness.targets.actions import EnterBay, PlugIn, PowerCycle, PresentToken, Unplug
from harness.targets.factory import make
from harness.targets.protocol import DriverFailed, Meeting, Unsupported
from schemas import validation
from schemas.catalogue import Kind

SUBPROTOCOLS = {"1.6": "ocpp1.6", "2.0.1": "ocpp2.0.1"}
TOKEN = PresentToken("04C0FFEE000001", "ISO14443")


class Csms:
    """A raw CSMS: it accepts everything, and keeps the requests of the station in order."""

    def __init__(self, version):
        self.version = version
        self.calls = asyncio.Queue()
        self.answers = asyncio.Queue()
        self.connection = None
        self.boots = ["Accepted"]

    async def attend(self, connection):
        self.connection = connection
        async for text in connection:
            match json.loads(text):
                case [2, message_id, action, payload]:
                    assert validation.is_valid(self.version, action, Kind.REQUEST, payload)
                    await connection.send(json.dumps([3, message_id, self.answer(action)]))
                    self.calls.put_nowait((action, payload))
                case [3, _, payload]:
                    self.answers.put_nowait(payload)

    def answer(self, action):
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        accepted = {"status": "Accepted"}
        match action:
            case "BootNotification":
                status = self.boots.pop(0) if len(self.boots) > 1 else self.boots[0]
                return {"status": status, "currentTime": now, "interval": 1}
            case "Heartbeat":
                return {"currentTime": now}
            case "Authorize":
                return {("idTagInfo" if self.version == "1.6" else "idTokenInfo"): accepted}
            case "StartTransaction":
                return {"transactionId": 7, "idTagInfo": accepted}
        return {}

    async def next(self, *wanted):
        """Give the next request, which must be one of `wanted`; heartbeats are passed over."""
        while True:
            action, payload = await self.calls.get()
            if action != "Heartbeat" or "Heartbeat" in wanted:
                break
        assert action in wanted
        return payload

    async def ask(self, action, payload):
        assert validation.is_valid(self.version, action, Kind.REQUEST, payload)
        await self.connection.send(json.dumps([2, f"q{id(payload)}", action, payload]))
        answer = await self.answers.get()
        assert validation.is_valid(self.version, action, Kind.RESPONSE, answer)
        return answer

    async def booted(self):
        """Wait until the station has told all that it tells at boot."""
        await self.next("BootNotification")
        last = 3 if self.version == "1.6" else 2
        shown = [await self.next("StatusNotification") for _ in range(last)]
        if self.version == "2.0.1":
            await self.next("SecurityEventNotification")
        return shown


@pytest.fixture
def meet(running, examples, tmp_path):
    """Give `meet(version, work)`, which runs `work(csms, driver)` with the connected station."""

    def described(version, control):
        name = f"station{version.replace('.', '')}.toml"
        text = (examples / "third_party_station" / name).read_text()
        assert "python3 ctl.py --port 9300" in text
        ctl = f"{shlex.quote(sys.executable)} ctl.py --port {control}"
        text = text.replace("python3 ctl.py --port 9300", ctl)
        folder = examples / "third_party_station"
        text = text.replace('kind = "command"', f'kind = "command"\ndirectory = "{folder}"')
        path = tmp_path / name
        path.write_text(text)
        return sut_file.load(path)

    async def scenario(version, work, boots):
        csms = Csms(version)
        csms.boots = boots
        async with serve(
            csms.attend, "127.0.0.1", 0, subprotocols=[SUBPROTOCOLS[version]]
        ) as server:
            url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            arguments = ("--csms", url, "--version", version, "--port", "0")
            started = running("third_party_station/station.py", *arguments)
            ports = await asyncio.to_thread(started.__enter__)
            try:
                driver = make(described(version, ports["control"]), version)
                await driver.start(Meeting("TC_X", version, "CS001", url))
                await work(csms, driver)
                await driver.stop()
            finally:
                await asyncio.to_thread(started.__exit__, None, None, None)

    def meet(version, work, boots=("Accepted",)):
        async def bounded():
            async with asyncio.timeout(40):
                await scenario(version, work, list(boots))

        asyncio.run(bounded())

    return meet


def test_rejected_boot_and_heartbeats_16(meet):
    async def work(csms, _):
        await csms.next("BootNotification")
        assert csms.calls.empty()
        shown = await csms.booted()
        assert [(s["connectorId"], s["status"]) for s in shown] == [
            (0, "Available"),
            (1, "Available"),
            (2, "Available"),
        ]
        await csms.next("Heartbeat")

    meet("1.6", work, boots=["Rejected", "Accepted"])


def test_session_16(meet):
    async def work(csms, driver):
        await csms.booted()
        await driver.perform(PlugIn(1))
        assert (await csms.next("StatusNotification"))["status"] == "Preparing"
        await driver.perform(TOKEN)
        assert await csms.next("Authorize") == {"idTag": TOKEN.id_token}
        await csms.next("StartTransaction")
        assert (await csms.next("StatusNotification"))["status"] == "Charging"
        answer = await csms.ask("RemoteStopTransaction", {"transactionId": 7})
        assert answer == {"status": "Accepted"}
        assert (await csms.next("StopTransaction"))["reason"] == "Remote"
        assert (await csms.next("StatusNotification"))["status"] == "Finishing"
        await driver.perform(Unplug(1))
        assert (await csms.next("StatusNotification"))["status"] == "Available"

    meet("1.6", work)


def test_availability_survives_a_reset_16(meet):
    async def work(csms, _):
        await csms.booted()
        await csms.ask("ChangeAvailability", {"connectorId": 1, "type": "Inoperative"})
        assert (await csms.next("StatusNotification"))["status"] == "Unavailable"
        assert await csms.ask("Reset", {"type": "Hard"}) == {"status": "Accepted"}
        shown = {s["connectorId"]: s["status"] for s in await csms.booted()}
        assert shown == {0: "Available", 1: "Unavailable", 2: "Available"}

    meet("1.6", work)


def test_configuration_16_with_the_fault_of_the_example(meet):
    async def work(csms, _):
        await csms.booted()
        answer = await csms.ask("GetConfiguration", {})
        fixed = {entry["key"]: entry["readonly"] for entry in answer["configurationKey"]}
        assert len(fixed) == 20
        # The fault: whoever reads the specification expects true here.
        assert fixed["NumberOfConnectors"] is False
        assert fixed["SupportedFeatureProfiles"] is True
        asked = {"key": ["ResetRetries", "Nonsense"]}
        answer = await csms.ask("GetConfiguration", asked)
        assert [entry["key"] for entry in answer["configurationKey"]] == ["ResetRetries"]
        assert answer["unknownKey"] == ["Nonsense"]

    meet("1.6", work)


def test_power_cycle_201(meet):
    async def work(csms, driver):
        shown = await csms.booted()
        assert [(s["evseId"], s["connectorStatus"]) for s in shown] == [
            (1, "Available"),
            (2, "Available"),
        ]
        await driver.perform(PowerCycle())
        await csms.booted()

    meet("2.0.1", work)


def test_variables_201(meet):
    name = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "OfflineThreshold"}}

    async def work(csms, _):
        await csms.booted()
        change = {"setVariableData": [{**name, "attributeValue": "300"}]}
        (taken,) = (await csms.ask("SetVariables", change))["setVariableResult"]
        assert taken["attributeStatus"] == "Accepted"
        other = {"component": {"name": "Nobody"}, "variable": {"name": "X"}}
        asked = {"getVariableData": [name, other]}
        found, missing = (await csms.ask("GetVariables", asked))["getVariableResult"]
        assert (found["attributeStatus"], found["attributeValue"]) == ("Accepted", "300")
        assert missing["attributeStatus"] == "UnknownComponent"

    meet("2.0.1", work)


def test_session_with_meter_values_201(meet):
    interval = {
        "component": {"name": "SampledDataCtrlr"},
        "variable": {"name": "TxUpdatedInterval"},
        "attributeValue": "1",
    }

    async def work(csms, driver):
        await csms.booted()
        await csms.ask("SetVariables", {"setVariableData": [interval]})
        await driver.perform(PlugIn(1))
        assert (await csms.next("StatusNotification"))["connectorStatus"] == "Occupied"
        events = [await csms.next("TransactionEvent")]
        await driver.perform(TOKEN)
        await csms.next("Authorize")
        events += [await csms.next("TransactionEvent") for _ in range(4)]
        await driver.perform(Unplug(1))
        while events[-1]["eventType"] != "Ended":
            events.append(await csms.next("TransactionEvent"))
        assert (await csms.next("StatusNotification"))["connectorStatus"] == "Available"
        judge(events)

    meet("2.0.1", work)


def judge(events):
    started, authorized, charging, *samples, ended = events
    assert [event["seqNo"] for event in events] == list(range(len(events)))
    assert len({event["transactionInfo"]["transactionId"] for event in events}) == 1
    assert (started["eventType"], started["triggerReason"]) == ("Started", "CablePluggedIn")
    assert started["evse"] == {"id": 1, "connectorId": 1}
    assert (authorized["eventType"], authorized["triggerReason"]) == ("Updated", "Authorized")
    assert authorized["idToken"]["idToken"] == TOKEN.id_token
    assert charging["transactionInfo"]["chargingState"] == "Charging"
    assert {sample["triggerReason"] for sample in samples} == {"MeterValuePeriodic"}
    values = [sample["meterValue"][0]["sampledValue"][0] for sample in samples]
    assert {value["context"] for value in values} == {"Sample.Periodic"}
    times = [datetime.fromisoformat(sample["timestamp"]) for sample in samples]
    assert (times[1] - times[0]).total_seconds() == pytest.approx(1, abs=0.01)
    assert ended["triggerReason"] == "EVCommunicationLost"


def test_what_the_example_cannot_do(meet):
    async def work(csms, driver):
        await csms.booted()
        with pytest.raises(Unsupported, match=r"no command of .* does EnterBay"):
            await driver.perform(EnterBay(1))
        with pytest.raises(DriverFailed, match="exit status 1: no cable is in 1"):
            await driver.perform(Unplug(1))

    meet("2.0.1", work)
