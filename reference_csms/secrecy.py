"""What no log may tell: passwords and key codes are masked before a text or a payload is logged.

A01.FR.09 (2.0.1, and the security white paper of 1.6) and C04.FR.04.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from schemas.base import JsonObject

MASK: Final = "***"
WITHHELD: Final = "(withheld: it is no JSON, and may tell a secret)"

_SETTINGS: Final = frozenset({"authorizationkey", "basicauthpassword"})
"""The 1.6 key and the 2.0.1 variable; names are compared without case."""
_MEMBERS: Final = frozenset({"apnPassword", "simPin"})
_OF_A_VPN: Final = frozenset({"key", "password"})
_TOLD: Final = ("attributeValue", "actualValue", "value")
_ONLY_TOKENS: Final = frozenset(
    {
        "Authorize",
        "BootNotification",
        "Heartbeat",
        "MeterValues",
        "StatusNotification",
        "TransactionEvent",
    }
)
"""The frequent CALLs, long ones among them, which tell no settings."""


def masked_text(text: str, action: str | None = None) -> str:
    """Give a frame's text as it may be logged, `action` that of a CALL.

    A text that cannot be read is withheld where it may tell a secret.
    """
    if not ("KeyCode" in text if action in _ONLY_TOKENS else _is_suspect(text.lower())):
        return text
    try:
        return json.dumps(_masked(json.loads(text)), separators=(",", ":"))
    except (ValueError, RecursionError):
        return WITHHELD


def _is_suspect(lower: str) -> bool:
    # Written out, since it is asked about every text.
    return (
        "password" in lower
        or "keycode" in lower
        or "authorizationkey" in lower
        or "simpin" in lower
        or '"vpn"' in lower
    )


def is_password(name: str) -> bool:
    """Tell whether a setting of this name is a station's password."""
    return name.casefold() in _SETTINGS


def masked(payload: JsonObject) -> JsonObject:
    """Give a payload as it may be logged."""
    made: JsonObject = _masked(payload)
    return made


def _masked(value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(one) for one in value]
    if isinstance(value, dict):
        secret = _secret(value)
        return {name: MASK if name in secret else _masked(one) for name, one in value.items()}
    return value


def _secret(members: dict[str, Any]) -> set[str]:
    """Name the members of an object that are not to be shown."""
    secret = {name for name in _MEMBERS if name in members}
    if isinstance(members.get("idToken"), str) and members.get("type") == "KeyCode":
        secret.add("idToken")
    if _names_a_password(members):
        secret.update((*_TOLD, "variableAttribute"))
    if "server" in members and "user" in members:  # VPNType
        secret.update(_OF_A_VPN)
    return secret


def _names_a_password(members: dict[str, Any]) -> bool:
    variable = members.get("variable")
    name = variable.get("name") if isinstance(variable, dict) else members.get("key")
    return isinstance(name, str) and is_password(name)
