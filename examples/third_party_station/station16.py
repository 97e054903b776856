"""The 1.6 side of the example station."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from hardware import CONNECTORS, Hardware, stamp
from ocpp.routing import after, on
from ocpp.v16 import ChargePoint, call
from ocpp.v16 import call_result as result

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

CONFIGURATION = {
    # key: (value, read-only)
    "AuthorizeRemoteTxRequests": ("true", False),
    "ClockAlignedDataInterval": ("0", False),
    "ConnectionTimeOut": ("60", False),
    "ConnectorPhaseRotation": ("NotApplicable", False),
    "GetConfigurationMaxKeys": ("50", True),
    "HeartbeatInterval": ("300", False),
    "LocalAuthorizeOffline": ("false", False),
    "LocalPreAuthorize": ("false", False),
    "MeterValuesAlignedData": ("Energy.Active.Import.Register", False),
    "MeterValuesSampledData": ("Energy.Active.Import.Register", False),
    "MeterValueSampleInterval": ("0", False),
    # The deliberate fault: nobody can add a connector by OCPP, this key is to be read-only.
    "NumberOfConnectors": (str(len(CONNECTORS)), False),
    "ResetRetries": ("1", False),
    "StopTransactionOnInvalidId": ("true", False),
    "StopTxnAlignedData": ("Energy.Active.Import.Register", False),
    "StopTxnSampledData": ("Energy.Active.Import.Register", False),
    "SupportedFeatureProfiles": ("Core", True),
    "TransactionMessageAttempts": ("3", False),
    "TransactionMessageRetryInterval": ("10", False),
    "UnlockConnectorOnEVSideDisconnect": ("true", True),
}


class Station16(ChargePoint):
    """One connection of the station; `life` is what it does by itself."""

    def __init__(self, identity: str, connection: ClientConnection, hardware: Hardware) -> None:
        super().__init__(identity, connection, response_timeout=30)
        self.hardware = hardware
        self.authorized: dict[int, str] = {}
        self.running: dict[int, tuple[int, str]] = hardware.running

    async def life(self) -> None:
        if not self.hardware.booted.is_set():
            await self.boot()
        while True:
            name, *details = await self.hardware.events.get()
            await getattr(self, f"after_{name}")(*details)

    async def boot(self) -> None:
        while True:
            answer = await self.call(
                call.BootNotification(
                    charge_point_vendor="Example", charge_point_model="Third party"
                )
            )
            if answer is not None and answer.status == "Accepted":
                break
            await asyncio.sleep(answer.interval if answer is not None else 10)
        self.hardware.heartbeat_s = answer.interval or 300
        self.hardware.booted.set()
        for connector in tuple(self.running):
            await self.end(connector, "PowerLoss")
        await self.report(0, "Available")
        for number, outlet in self.hardware.outlets.items():
            idle = "Preparing" if outlet.plugged else "Available"
            await self.report(number, idle if outlet.operative else "Unavailable")

    async def beat(self) -> None:
        await self.hardware.booted.wait()
        while True:
            await asyncio.sleep(self.hardware.heartbeat_s)
            await self.call(call.Heartbeat())

    async def report(self, connector: int, status: str) -> None:
        await self.call(call.StatusNotification(connector, "NoError", status, stamp()))

    async def after_plugged(self, connector: int) -> None:
        await self.report(connector, "Preparing")
        if connector in self.authorized:
            await self.begin(connector)

    async def after_token(self, connector: int, token: str, _: str) -> None:
        if connector in self.running and self.running[connector][1] == token:
            await self.end(connector, "Local", token)
            return
        answer = await self.call(call.Authorize(token))
        if answer is not None and answer.id_tag_info["status"] == "Accepted":
            await self.admit(connector, token)

    async def after_remote_start(self, connector: int, token: str) -> None:
        """AuthorizeRemoteTxRequests is true: a remote start is authorized like a local one."""
        await self.after_token(connector, token, "")

    async def after_remote_stop(self, connector: int) -> None:
        if connector in self.running:
            await self.end(connector, "Remote")

    async def after_availability(self, connectors: tuple[int, ...]) -> None:
        for connector in connectors:
            operative = self.hardware.outlets[connector].operative
            await self.report(connector, "Available" if operative else "Unavailable")

    async def after_unplugged(self, connector: int) -> None:
        self.authorized.pop(connector, None)
        if connector in self.running:
            await self.end(connector, "EVDisconnected")
        await self.report(connector, "Available")

    async def admit(self, connector: int, token: str) -> None:
        self.authorized[connector] = token
        if self.hardware.outlets[connector].plugged:
            await self.begin(connector)

    async def begin(self, connector: int) -> None:
        token, outlet = self.authorized[connector], self.hardware.outlets[connector]
        moment = time.time()
        answer = await self.call(
            call.StartTransaction(connector, token, outlet.meter(moment), stamp(moment))
        )
        if answer is None or answer.id_tag_info["status"] != "Accepted":
            del self.authorized[connector]
            return
        outlet.draw(moment)
        self.running[connector] = (answer.transaction_id, token)
        await self.report(connector, "Charging")

    async def end(self, connector: int, reason: str, token: str | None = None) -> None:
        number, _ = self.running.pop(connector)
        self.authorized.pop(connector, None)
        outlet, moment = self.hardware.outlets[connector], time.time()
        outlet.rest(moment)
        await self.call(
            call.StopTransaction(
                outlet.meter(moment), stamp(moment), number, reason=reason, id_tag=token
            )
        )
        if outlet.plugged:
            await self.report(connector, "Finishing")

    @on("GetConfiguration")
    def get_configuration(self, key: list[str] | None = None) -> result.GetConfiguration:
        stored = self.hardware.settings
        known = [
            {"key": name, "readonly": fixed, "value": stored.get(name, value)}
            for name, (value, fixed) in CONFIGURATION.items()
            if not key or name in key
        ]
        unknown = [name for name in key or () if name not in CONFIGURATION]
        return result.GetConfiguration(known or None, unknown or None)

    @on("ChangeConfiguration")
    def change_configuration(self, key: str, value: str) -> result.ChangeConfiguration:
        if key not in CONFIGURATION:
            return result.ChangeConfiguration("NotSupported")
        if CONFIGURATION[key][1]:
            return result.ChangeConfiguration("Rejected")
        self.hardware.settings[key] = value
        return result.ChangeConfiguration("Accepted")

    @on("ChangeAvailability")
    def change_availability(self, connector_id: int, type: str) -> result.ChangeAvailability:
        if connector_id not in (0, *CONNECTORS):
            return result.ChangeAvailability("Rejected")
        for number in [connector_id] if connector_id else CONNECTORS:
            self.hardware.outlets[number].operative = type == "Operative"
        return result.ChangeAvailability("Accepted")

    @after("ChangeAvailability")
    def availability_changed(self, connector_id: int, type: str) -> None:
        changed = (connector_id,) if connector_id else CONNECTORS
        self.hardware.events.put_nowait(("availability", changed))

    @on("Reset")
    def reset(self, **_: Any) -> result.Reset:
        return result.Reset("Accepted")

    @after("Reset")
    async def reboot(self, type: str) -> None:
        for connector in tuple(self.running):
            await self.end(connector, f"{type}Reset")
        self.hardware.power_cycle()

    @on("RemoteStartTransaction")
    def remote_start(
        self, id_tag: str, connector_id: int = 1, **_: Any
    ) -> result.RemoteStartTransaction:
        free = connector_id in CONNECTORS and connector_id not in self.running
        return result.RemoteStartTransaction("Accepted" if free else "Rejected")

    @after("RemoteStartTransaction")
    def remote_started(self, id_tag: str, connector_id: int = 1, **_: Any) -> None:
        if connector_id in CONNECTORS and connector_id not in self.running:
            self.hardware.events.put_nowait(("remote_start", connector_id, id_tag))

    @on("RemoteStopTransaction")
    def remote_stop(self, transaction_id: int) -> result.RemoteStopTransaction:
        known = transaction_id in (number for number, _ in self.running.values())
        return result.RemoteStopTransaction("Accepted" if known else "Rejected")

    @after("RemoteStopTransaction")
    def remote_stopped(self, transaction_id: int) -> None:
        for connector, (number, _) in self.running.items():
            if number == transaction_id:
                self.hardware.events.put_nowait(("remote_stop", connector))
