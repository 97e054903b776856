"""Messages of vendors that travel inside DataTransfer, as text in its field `data`.

A tunnelled message is named `DataTransfer/Authorize`. It is none of the messages of its version,
and has a model and a JSON Schema as those have. Source: the application note "Using ISO 15118 Plug
& Charge with OCPP 1.6", 2.2; the older variant of it goes by the name `iso15118/Authorize`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from schemas.base import JsonObject
from schemas.catalogue import DRAFT_06, MessageType, Sender, Version

CARRIER: Final = "DataTransfer"


@dataclass(frozen=True, slots=True, eq=False)
class Tunnel:
    """The messages of one vendor; `messages` are found by names such as DataTransfer/Authorize.

    `document` says where their rules stand.
    """

    name: str
    vendor_id: str
    document: str
    messages: Mapping[str, MessageType]

    def named(self, message_id: object) -> str:
        """Name the message of a messageId, whether it is known or not."""
        return f"{self.name}/{message_id}"


_SENDERS: Final[Mapping[str, Sender]] = {
    "Authorize": Sender.STATION,
    "CertificateSigned": Sender.CSMS,
    "DeleteCertificate": Sender.CSMS,
    "Get15118EVCertificate": Sender.STATION,
    "GetCertificateStatus": Sender.STATION,
    "GetInstalledCertificateIds": Sender.CSMS,
    "InstallCertificate": Sender.CSMS,
    "SignCertificate": Sender.STATION,
    "TriggerMessage": Sender.CSMS,
}


def _tunnel(name: str, vendor_id: str, module: str, document: str) -> Tunnel:
    messages = (
        MessageType("1.6", f"{name}/{each}", sender, "ISO15118", module, DRAFT_06)
        for each, sender in _SENDERS.items()
    )
    known = MappingProxyType({message.action: message for message in messages})
    return Tunnel(name, vendor_id, document, known)


PLUG_AND_CHARGE: Final = _tunnel(
    CARRIER,
    "org.openchargealliance.iso15118pnc",
    "schemas.v16.iso15118",
    "ISO 15118 PnC with OCPP 1.6",
)
VARIANT: Final = _tunnel(
    "iso15118", "iso15118", "schemas.v16.iso15118_variant", "vendorId iso15118"
)
"""An extension older than the application note, and close to it."""

_TUNNELS: Final[Mapping[Version, tuple[Tunnel, ...]]] = {
    "1.6": (PLUG_AND_CHARGE, VARIANT),
    "2.0.1": (),
}
_MESSAGES: Final[Mapping[Version, Mapping[str, MessageType]]] = {
    version: MappingProxyType({name: m for each in known for name, m in each.messages.items()})
    for version, known in _TUNNELS.items()
}


def messages(version: Version) -> Mapping[str, MessageType]:
    """Give all tunnelled messages of a version by name."""
    return _MESSAGES[version]


def message(version: Version, name: str) -> MessageType | None:
    """Find a tunnelled message, None for any other name."""
    return _MESSAGES[version].get(name)


def tunnel_of(version: Version, action: str, payload: Mapping[str, object]) -> Tunnel | None:
    """Find the tunnel that a request goes through, by its vendor; None for an ordinary one."""
    if action != CARRIER:
        return None
    vendor_id = payload.get("vendorId")
    return next((each for each in _TUNNELS[version] if each.vendor_id == vendor_id), None)


def name_of(version: Version, action: str, payload: Mapping[str, object]) -> str:
    """Name the message of a request: that which it carries, else its own action."""
    tunnel = tunnel_of(version, action, payload)
    name = action if tunnel is None else tunnel.named(payload.get("messageId"))
    return name if name in _MESSAGES[version] else action


def unwrap(payload: Mapping[str, object]) -> JsonObject | None:
    """Read what a DataTransfer carries, request or response; None where it is no JSON object."""
    data = payload.get("data")
    try:
        inner = json.loads(data) if isinstance(data, str) else None
    except ValueError:
        return None
    return inner if isinstance(inner, dict) else None


def write(inner: object) -> str:
    """Write a message as the text that `data` holds."""
    return json.dumps(inner, separators=(",", ":"))


def wrap(version: Version, name: str, inner: JsonObject) -> tuple[str, JsonObject]:
    """Give action and payload of the request that carries a message; one of no tunnel as it is."""
    for tunnel in _TUNNELS[version]:
        if name in tunnel.messages:
            message_id = name.removeprefix(f"{tunnel.name}/")
            carried = {"messageId": message_id, "data": write(inner)}
            return CARRIER, {"vendorId": tunnel.vendor_id, **carried}
    return name, inner


def wrap_answer(inner: JsonObject) -> JsonObject:
    """Give the DataTransfer response that carries an answer."""
    return {"status": "Accepted", "data": write(inner)}
