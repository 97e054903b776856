"""The 39 messages of OCPP 1.6 (security white paper included) and the 64 of OCPP 2.0.1.

This module is light on purpose: models and JSON Schemas are loaded per action, on first use.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

if TYPE_CHECKING:
    from schemas.base import OcppModel

Version: TypeAlias = Literal["1.6", "2.0.1"]
VERSIONS: Final[tuple[Version, ...]] = ("1.6", "2.0.1")

_HERE: Final = Path(__file__).parent
_DRAFT_04: Final = "http://json-schema.org/draft-04/schema#"
DRAFT_06: Final = "http://json-schema.org/draft-06/schema#"


class Sender(StrEnum):
    """Who may send the request."""

    STATION = "station"
    CSMS = "csms"
    BOTH = "both"


class Kind(StrEnum):
    """Which of the two payloads of a message."""

    REQUEST = "request"
    RESPONSE = "response"


@dataclass(frozen=True, slots=True)
class MessageType:
    """One message: its request and the response to it."""

    version: Version
    action: str
    sender: Sender
    block: str
    module: str
    """The module of the models, such as `schemas.v16.core`."""
    meta_schema: str
    """The `$schema` of the JSON Schemas; draft 4 refuses 1.0 as an integer, draft 6 takes it."""

    def model_name(self, kind: Kind) -> str:
        return f"{self.action.rpartition('/')[2]}{kind.capitalize()}"

    def model(self, kind: Kind) -> type["OcppModel"]:
        return _model(self.module, self.model_name(kind))

    def request_model(self) -> type["OcppModel"]:
        return self.model(Kind.REQUEST)

    def response_model(self) -> type["OcppModel"]:
        return self.model(Kind.RESPONSE)

    def schema_file(self, kind: Kind) -> str:
        """Path of the generated JSON Schema below the package `schemas`."""
        return f"json/ocpp{self.version.replace('.', '')}/{self.action}{kind.capitalize()}.json"

    def schema(self, kind: Kind) -> dict[str, Any]:
        """Read the generated JSON Schema."""
        text = (_HERE / self.schema_file(kind)).read_text("utf-8")
        return cast("dict[str, Any]", json.loads(text))


@cache
def _model(module: str, name: str) -> type["OcppModel"]:
    return cast("type[OcppModel]", getattr(import_module(module), name))


@dataclass(frozen=True, slots=True)
class _Block:
    """A functional block of 2.0.1 or a feature profile of 1.6, with its actions by sender."""

    key: str
    name: str
    module: str
    station: str = ""
    csms: str = ""
    both: str = ""
    meta_schema: str = DRAFT_06

    def messages(self, version: Version) -> dict[str, MessageType]:
        senders = {Sender.STATION: self.station, Sender.CSMS: self.csms, Sender.BOTH: self.both}
        return {
            action: MessageType(version, action, sender, self.key, self.module, self.meta_schema)
            for sender, actions in senders.items()
            for action in actions.split()
        }


_BLOCKS_16: Final = (
    _Block(
        "Core",
        "Core",
        "schemas.v16.core",
        station="Authorize BootNotification Heartbeat MeterValues StartTransaction "
        "StatusNotification StopTransaction",
        csms="ChangeAvailability ChangeConfiguration ClearCache GetConfiguration "
        "RemoteStartTransaction RemoteStopTransaction Reset UnlockConnector",
        both="DataTransfer",
        meta_schema=_DRAFT_04,
    ),
    _Block(
        "FirmwareManagement",
        "Firmware Management",
        "schemas.v16.firmware",
        station="DiagnosticsStatusNotification FirmwareStatusNotification",
        csms="GetDiagnostics UpdateFirmware",
        meta_schema=_DRAFT_04,
    ),
    _Block(
        "LocalAuthListManagement",
        "Local Auth List Management",
        "schemas.v16.local_auth_list",
        csms="GetLocalListVersion SendLocalList",
        meta_schema=_DRAFT_04,
    ),
    _Block(
        "Reservation",
        "Reservation",
        "schemas.v16.reservation",
        csms="CancelReservation ReserveNow",
        meta_schema=_DRAFT_04,
    ),
    _Block(
        "SmartCharging",
        "Smart Charging",
        "schemas.v16.smart_charging",
        csms="ClearChargingProfile GetCompositeSchedule SetChargingProfile",
        meta_schema=_DRAFT_04,
    ),
    _Block(
        "RemoteTrigger",
        "Remote Trigger",
        "schemas.v16.remote_trigger",
        csms="TriggerMessage",
        meta_schema=_DRAFT_04,
    ),
    _Block(
        "Security",
        "Security",
        "schemas.v16.security",
        station="LogStatusNotification SecurityEventNotification SignCertificate "
        "SignedFirmwareStatusNotification",
        csms="CertificateSigned DeleteCertificate ExtendedTriggerMessage "
        "GetInstalledCertificateIds GetLog InstallCertificate SignedUpdateFirmware",
    ),
)

_BLOCKS_201: Final = (
    _Block(
        "A",
        "Security",
        "schemas.v201.security",
        station="SecurityEventNotification SignCertificate",
        csms="CertificateSigned",
    ),
    _Block(
        "B",
        "Provisioning",
        "schemas.v201.provisioning",
        station="BootNotification NotifyReport",
        csms="GetBaseReport GetReport GetVariables Reset SetNetworkProfile SetVariables",
    ),
    _Block(
        "C",
        "Authorization",
        "schemas.v201.authorization",
        station="Authorize",
        csms="ClearCache",
    ),
    _Block(
        "D",
        "Local Authorization List Management",
        "schemas.v201.local_auth_list",
        csms="GetLocalListVersion SendLocalList",
    ),
    _Block(
        "E",
        "Transactions",
        "schemas.v201.transactions",
        station="TransactionEvent",
        csms="GetTransactionStatus",
    ),
    _Block(
        "F",
        "Remote Control",
        "schemas.v201.remote_control",
        csms="RequestStartTransaction RequestStopTransaction TriggerMessage UnlockConnector",
    ),
    _Block(
        "G",
        "Availability",
        "schemas.v201.availability",
        station="Heartbeat StatusNotification",
        csms="ChangeAvailability",
    ),
    _Block(
        "H",
        "Reservation",
        "schemas.v201.reservation",
        station="ReservationStatusUpdate",
        csms="CancelReservation ReserveNow",
    ),
    _Block("I", "Tariff and Cost", "schemas.v201.tariff_cost", csms="CostUpdated"),
    _Block("J", "Meter Values", "schemas.v201.meter_values", station="MeterValues"),
    _Block(
        "K",
        "Smart Charging",
        "schemas.v201.smart_charging",
        station="ClearedChargingLimit NotifyChargingLimit NotifyEVChargingNeeds "
        "NotifyEVChargingSchedule ReportChargingProfiles",
        csms="ClearChargingProfile GetChargingProfiles GetCompositeSchedule SetChargingProfile",
    ),
    _Block(
        "L",
        "Firmware Management",
        "schemas.v201.firmware",
        station="FirmwareStatusNotification PublishFirmwareStatusNotification",
        csms="PublishFirmware UnpublishFirmware UpdateFirmware",
    ),
    _Block(
        "M",
        "ISO 15118 Certificate Management",
        "schemas.v201.certificates",
        station="Get15118EVCertificate GetCertificateStatus",
        csms="DeleteCertificate GetInstalledCertificateIds InstallCertificate",
    ),
    _Block(
        "N",
        "Diagnostics",
        "schemas.v201.diagnostics",
        station="LogStatusNotification NotifyCustomerInformation NotifyEvent "
        "NotifyMonitoringReport",
        csms="ClearVariableMonitoring CustomerInformation GetLog GetMonitoringReport "
        "SetMonitoringBase SetMonitoringLevel SetVariableMonitoring",
    ),
    _Block(
        "O",
        "Display Message",
        "schemas.v201.display",
        station="NotifyDisplayMessages",
        csms="ClearDisplayMessage GetDisplayMessages SetDisplayMessage",
    ),
    _Block("P", "Data Transfer", "schemas.v201.data_transfer", both="DataTransfer"),
)

_BLOCKS: Final[Mapping[Version, tuple[_Block, ...]]] = {"1.6": _BLOCKS_16, "2.0.1": _BLOCKS_201}

_MESSAGES: Final[Mapping[Version, Mapping[str, MessageType]]] = {
    version: MappingProxyType(
        {
            action: message
            for block in blocks
            for action, message in sorted(block.messages(version).items())
        }
    )
    for version, blocks in _BLOCKS.items()
}

# Plug and Charge travels inside DataTransfer in 1.6: a block of cases without messages of its own.
_WITHOUT_MESSAGES: Final[Mapping[Version, dict[str, str]]] = {
    "1.6": {"ISO15118": "ISO 15118 Plug and Charge"},
    "2.0.1": {},
}

BLOCK_NAMES: Final[Mapping[Version, Mapping[str, str]]] = {
    version: MappingProxyType(
        {block.key: block.name for block in blocks} | _WITHOUT_MESSAGES[version]
    )
    for version, blocks in _BLOCKS.items()
}


def messages(version: Version) -> Mapping[str, MessageType]:
    """Give all messages of a version by action, block after block."""
    return _MESSAGES[version]


def message(version: Version, action: str) -> MessageType | None:
    """Find a message; None for an action that the version does not know."""
    return _MESSAGES[version].get(action)
