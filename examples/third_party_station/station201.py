"""The 2.0.1 side of the example station.

A transaction starts with the cable or the token, whichever is first, and ends with the cable.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hardware import CONNECTORS, WATTS, Hardware, stamp
from ocpp.routing import after, on
from ocpp.v201 import ChargePoint, call
from ocpp.v201 import call_result as result

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

MEASURANDS = {"Energy.Active.Import.Register": "Wh", "Power.Active.Import": "W"}
VARIABLES = {
    # component.variable: (value, read-only)
    "AuthCtrlr.Enabled": ("true", True),
    "AuthCtrlr.AuthorizeRemoteStart": ("false", True),
    "AuthCtrlr.DisableRemoteAuthorization": ("false", False),
    "AuthCtrlr.LocalPreAuthorize": ("false", False),
    "OCPPCommCtrlr.HeartbeatInterval": ("300", False),
    "OCPPCommCtrlr.OfflineThreshold": ("60", False),
    "SampledDataCtrlr.Enabled": ("true", True),
    "SampledDataCtrlr.TxEndedInterval": ("0", False),
    "SampledDataCtrlr.TxEndedMeasurands": ("", True),
    "SampledDataCtrlr.TxStartedMeasurands": ("", True),
    "SampledDataCtrlr.TxUpdatedInterval": ("0", False),
    "SampledDataCtrlr.TxUpdatedMeasurands": ("Energy.Active.Import.Register", False),
    "TxCtrlr.EVConnectionTimeOut": ("60", False),
    "TxCtrlr.TxStartPoint": ("EVConnected,Authorized", True),
    "TxCtrlr.TxStopPoint": ("EVConnected", True),
}
COMPONENTS = {name.partition(".")[0] for name in VARIABLES}


@dataclass
class Transaction:
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    seq_no: int = 0
    token: dict[str, str] | None = None
    remote_start_id: int | None = None
    charging_state: str = "Idle"
    sampling: asyncio.Task[None] | None = None


class Station201(ChargePoint):
    """One connection of the station; `life` is what it does by itself."""

    def __init__(self, identity: str, connection: ClientConnection, hardware: Hardware) -> None:
        super().__init__(identity, connection, response_timeout=30)
        self.hardware = hardware
        self.running: dict[int, Transaction] = hardware.running

    async def life(self) -> None:
        if not self.hardware.booted.is_set():
            await self.boot()
        for evse, transaction in self.running.items():
            self.start_sampling(evse, transaction)
        try:
            while True:
                name, *details = await self.hardware.events.get()
                await getattr(self, f"after_{name}")(*details)
        finally:
            for transaction in self.running.values():
                self.stop_sampling(transaction)

    async def boot(self) -> None:
        about = {"model": "Third party", "vendor_name": "Example"}
        reason = self.hardware.boot_reason
        while True:
            answer = await self.call(call.BootNotification(about, reason))
            if answer is not None and answer.status == "Accepted":
                break
            await asyncio.sleep(answer.interval if answer is not None else 10)
        self.hardware.heartbeat_s = answer.interval or 300
        self.hardware.booted.set()
        for outlet in self.hardware.outlets.values():
            await self.report(outlet.number)
        for evse in tuple(self.running):
            if reason == "PowerUp":
                await self.end(evse, "AbnormalCondition", "PowerLoss")
            else:
                await self.end(evse, "ResetCommand", "ImmediateReset")
        event = "StartupOfTheDevice" if reason == "PowerUp" else "ResetOrReboot"
        await self.call(call.SecurityEventNotification(event, stamp()))

    async def beat(self) -> None:
        await self.hardware.booted.wait()
        while True:
            await asyncio.sleep(self.hardware.heartbeat_s)
            await self.call(call.Heartbeat())

    async def report(self, evse: int) -> None:
        outlet = self.hardware.outlets[evse]
        status = "Occupied" if outlet.plugged else "Available"
        shown = status if outlet.operative else "Unavailable"
        await self.call(call.StatusNotification(stamp(), shown, evse, 1))

    async def after_plugged(self, evse: int) -> None:
        await self.report(evse)
        transaction = self.running.setdefault(evse, Transaction())
        transaction.charging_state = "EVConnected"
        await self.tell(evse, "CablePluggedIn")
        if transaction.token is not None:
            await self.charge(evse)

    async def after_token(self, evse: int, token: str, kind: str) -> None:
        id_token = {"id_token": token, "type": kind}
        present = self.running.get(evse)
        if present is not None and present.token == id_token:
            await self.stop_charging(evse, "StopAuthorized")
            return
        answer = await self.call(call.Authorize(id_token))
        if answer is not None and answer.id_token_info["status"] == "Accepted":
            await self.admit(evse, id_token, "Authorized")

    async def after_remote_start(self, evse: int, id_token: dict[str, str], number: int) -> None:
        transaction = self.running.setdefault(evse, Transaction())
        transaction.remote_start_id = number
        await self.admit(evse, id_token, "RemoteStart")

    async def after_remote_stop(self, evse: int) -> None:
        if evse in self.running:
            await self.stop_charging(evse, "RemoteStop")

    async def after_unplugged(self, evse: int) -> None:
        if evse in self.running:
            charging = self.running[evse].charging_state == "Charging"
            reason = "EVDisconnected" if charging else None
            await self.end(evse, "EVCommunicationLost", reason)
        await self.report(evse)

    async def admit(self, evse: int, id_token: dict[str, str], trigger: str) -> None:
        transaction = self.running.setdefault(evse, Transaction())
        transaction.token = id_token
        answer = await self.tell(evse, trigger, id_token=id_token)
        status = ((answer and answer.id_token_info) or {}).get("status", "Accepted")
        if status == "Accepted" and self.hardware.outlets[evse].plugged:
            await self.charge(evse)

    async def charge(self, evse: int) -> None:
        transaction = self.running[evse]
        self.hardware.outlets[evse].draw(time.time())
        transaction.charging_state = "Charging"
        await self.tell(evse, "ChargingStateChanged")
        self.start_sampling(evse, transaction)

    async def stop_charging(self, evse: int, trigger: str) -> None:
        transaction = self.running[evse]
        self.stop_sampling(transaction)
        self.hardware.outlets[evse].rest(time.time())
        transaction.charging_state = "EVConnected"
        await self.tell(evse, trigger, id_token=transaction.token)
        transaction.token = None

    async def end(self, evse: int, trigger: str, stopped_reason: str | None) -> None:
        transaction = self.running[evse]
        self.stop_sampling(transaction)
        self.hardware.outlets[evse].rest(time.time())
        transaction.charging_state = "Idle"
        await self.tell(evse, trigger, event="Ended", stopped_reason=stopped_reason)
        del self.running[evse]

    async def sample(self, evse: int, transaction: Transaction) -> None:
        """Send meter values at the configured interval, on time whatever the answers take."""
        due = time.time()
        while interval := int(self.value("SampledDataCtrlr.TxUpdatedInterval")):
            due += interval
            await asyncio.sleep(max(0.0, due - time.time()))
            await self.tell(evse, "MeterValuePeriodic", moment=due, context="Sample.Periodic")

    def start_sampling(self, evse: int, transaction: Transaction) -> None:
        if transaction.charging_state == "Charging":
            transaction.sampling = asyncio.create_task(self.sample(evse, transaction))

    def stop_sampling(self, transaction: Transaction) -> None:
        if transaction.sampling is not None:
            transaction.sampling.cancel()

    async def tell(
        self,
        evse: int,
        trigger: str,
        *,
        event: str = "Updated",
        id_token: dict[str, str] | None = None,
        stopped_reason: str | None = None,
        moment: float | None = None,
        context: str | None = None,
    ) -> Any:
        """Send a TransactionEvent; the first of a transaction is the one that starts it."""
        transaction, at = self.running[evse], moment or time.time()
        seq_no, transaction.seq_no = transaction.seq_no, transaction.seq_no + 1
        seen_at = context or ("Transaction.End" if event == "Ended" else "Transaction.Begin")
        with_values = context is not None or event == "Ended" or seq_no == 0
        return await self.call(
            call.TransactionEvent(
                event_type=event if seq_no else "Started",
                timestamp=stamp(at),
                trigger_reason=trigger,
                seq_no=seq_no,
                transaction_info={
                    "transaction_id": transaction.id,
                    "charging_state": transaction.charging_state,
                    "stopped_reason": stopped_reason,
                    "remote_start_id": transaction.remote_start_id,
                },
                evse={"id": evse, "connector_id": 1},
                id_token=id_token,
                meter_value=[
                    {"timestamp": stamp(at), "sampled_value": self.measured(evse, at, seen_at)}
                ]
                if with_values
                else None,
            )
        )

    def measured(self, evse: int, at: float, context: str) -> list[dict[str, Any]]:
        outlet = self.hardware.outlets[evse]
        values = {
            "Energy.Active.Import.Register": outlet.meter(at),
            "Power.Active.Import": WATTS if outlet.drawing_since is not None else 0,
        }
        return [
            {
                "value": values[name],
                "context": context,
                "measurand": name,
                "unit_of_measure": {"unit": MEASURANDS[name]},
            }
            for name in self.value("SampledDataCtrlr.TxUpdatedMeasurands").split(",")
        ]

    def value(self, name: str) -> str:
        return self.hardware.settings.get(name, VARIABLES[name][0])

    @on("GetVariables")
    def get_variables(self, get_variable_data: list[dict[str, Any]]) -> result.GetVariables:
        return result.GetVariables([self.shown(entry) for entry in get_variable_data])

    def shown(self, entry: dict[str, Any]) -> dict[str, Any]:
        kind = entry.get("attribute_type", "Actual")
        name, fault = self.find(entry, kind)
        answer = {
            "attribute_status": fault or "Accepted",
            "attribute_type": kind,
            "component": entry["component"],
            "variable": entry["variable"],
        }
        return answer if fault else {**answer, "attribute_value": self.value(name)}

    @on("SetVariables")
    def set_variables(self, set_variable_data: list[dict[str, Any]]) -> result.SetVariables:
        return result.SetVariables([self.taken(entry) for entry in set_variable_data])

    def taken(self, entry: dict[str, Any]) -> dict[str, Any]:
        kind = entry.get("attribute_type", "Actual")
        name, fault = self.find(entry, kind)
        if fault is None and VARIABLES[name][1]:
            fault = "Rejected"
        if fault is None and name.endswith("Measurands"):
            fault = (
                None if set(entry["attribute_value"].split(",")) <= set(MEASURANDS) else "Rejected"
            )
        if fault is None:
            self.hardware.settings[name] = entry["attribute_value"]
        return {
            "attribute_status": fault or "Accepted",
            "attribute_type": kind,
            "component": entry["component"],
            "variable": entry["variable"],
        }

    def find(self, entry: dict[str, Any], kind: str) -> tuple[str, str | None]:
        """Name the variable, and the status that refuses it."""
        component, variable = entry["component"]["name"], entry["variable"]["name"]
        if component not in COMPONENTS:
            return "", "UnknownComponent"
        name = f"{component}.{variable}"
        if name not in VARIABLES:
            return "", "UnknownVariable"
        return name, None if kind == "Actual" else "NotSupportedAttributeType"

    @on("Reset")
    def reset(self, **_: Any) -> result.Reset:
        return result.Reset("Accepted")

    @after("Reset")
    def reboot(self, **_: Any) -> None:
        self.hardware.power_cycle("RemoteReset")

    @on("RequestStartTransaction")
    def remote_start(self, evse_id: int = 1, **_: Any) -> result.RequestStartTransaction:
        if evse_id not in CONNECTORS:
            return result.RequestStartTransaction("Rejected")
        running = self.running.get(evse_id)
        if running is not None and running.token is not None:
            return result.RequestStartTransaction("Rejected")
        number = running.id if running is not None else None
        return result.RequestStartTransaction("Accepted", transaction_id=number)

    @after("RequestStartTransaction")
    def remote_started(
        self, id_token: dict[str, str], remote_start_id: int, evse_id: int = 1, **_: Any
    ) -> None:
        running = self.running.get(evse_id)
        if evse_id in CONNECTORS and (running is None or running.token is None):
            event = ("remote_start", evse_id, id_token, remote_start_id)
            self.hardware.events.put_nowait(event)

    @on("RequestStopTransaction")
    def remote_stop(self, transaction_id: str) -> result.RequestStopTransaction:
        known = transaction_id in (running.id for running in self.running.values())
        return result.RequestStopTransaction("Accepted" if known else "Rejected")

    @after("RequestStopTransaction")
    def remote_stopped(self, transaction_id: str) -> None:
        for evse, running in self.running.items():
            if running.id == transaction_id:
                self.hardware.events.put_nowait(("remote_stop", evse))
