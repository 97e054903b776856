"""The configuration keys of OCPP 1.6 (edition 2, section 9): a table of keys, and their values."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pki.passwords import is_authorization_key
from station_sim.meter import MEASURANDS, PHASES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from station_sim.settings import StationSettings

_TABLE: Final = Path(__file__).with_name("configuration_keys.csv")
_ROTATIONS: Final = ("NotApplicable", "Unknown", "RST", "RTS", "SRT", "STR", "TRS", "TSR")


class Change(StrEnum):
    """The outcome of a change, in the words of ConfigurationStatus."""

    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    REBOOT_REQUIRED = "RebootRequired"
    NOT_SUPPORTED = "NotSupported"


@dataclass(frozen=True, slots=True)
class Key:
    """One key; `maximum` limits a number's value or a list's length, `members` a list's entries."""

    name: str
    profile: str
    type: str
    readonly: bool
    writeonly: bool
    default: str
    minimum: int | None
    maximum: int | None
    members: frozenset[str] | None
    reboot: bool

    def accepts(self, value: str) -> bool:
        return _CHECKS[self.type](self, value)


def _is_boolean(_: Key, value: str) -> bool:
    return value.lower() in ("true", "false")


def _is_integer(key: Key, value: str) -> bool:
    if not value.lstrip("-").isascii() or not value.lstrip("-").isdigit():
        return False
    low = key.minimum is not None and int(value) < key.minimum
    return not low and not (key.maximum is not None and int(value) > key.maximum)


def _is_text(key: Key, value: str) -> bool:
    return bool(value) and (key.maximum is None or len(value) <= key.maximum)


def _is_password(_: Key, value: str) -> bool:
    return is_authorization_key(value)


def _is_list(key: Key, value: str) -> bool:
    items = split(value)
    if key.maximum is not None and len(items) > key.maximum:
        return False
    return key.members is None or all(item in key.members for item in items)


_CHECKS: Final[Mapping[str, Callable[[Key, str], bool]]] = {
    "boolean": _is_boolean,
    "integer": _is_integer,
    "list": _is_list,
    "text": _is_text,
    "password": _is_password,
}


def split(value: str) -> tuple[str, ...]:
    """Read a comma separated list."""
    return tuple(item.strip() for item in value.split(",") if item.strip())


class Configuration:
    """A station's keys; `values` is where the values live, so that they survive a reboot.

    Names are compared without case (CiString50Type).
    """

    def __init__(self, settings: StationSettings, values: dict[str, str]) -> None:
        self._keys = {key.name.casefold(): key for key in _read(settings)}
        self._values = values
        self.changed: Callable[[str], None] = lambda _: None
        for key in self._keys.values():
            values.setdefault(key.name, key.default)

    def apply(self, values: Mapping[str, str]) -> None:
        """Set values as the factory does, read-only ones included. Raises KeyError."""
        for name, value in values.items():
            self._values[self._keys[name.casefold()].name] = value

    def accepts(self, name: str, value: str) -> bool:
        """Tell whether a key can have a value, whoever may change it. Raises KeyError."""
        return self._keys[name.casefold()].accepts(value)

    def key(self, name: str) -> Key | None:
        """Give a key that exists here: those of unsupported profiles do not."""
        key = self._keys.get(name.casefold())
        return key if key is not None and key.profile in self._profiles else None

    def all(self) -> Iterator[Key]:
        return (key for key in self._keys.values() if key.profile in self._profiles)

    def text(self, name: str) -> str:
        return self._values[name]

    def number(self, name: str) -> int:
        return int(self._values[name])

    def flag(self, name: str) -> bool:
        return self._values[name].lower() == "true"

    def items(self, name: str) -> tuple[str, ...]:
        return split(self._values[name])

    def change(self, name: str, value: str) -> Change:
        """Change a value as the CSMS asks (5.3)."""
        key = self.key(name)
        if key is None:
            return Change.NOT_SUPPORTED
        if key.readonly or not key.accepts(value):
            return Change.REJECTED
        self._values[key.name] = value
        self.changed(key.name)
        return Change.REBOOT_REQUIRED if key.reboot else Change.ACCEPTED

    @property
    def _profiles(self) -> tuple[str, ...]:
        return split(self._values["SupportedFeatureProfiles"])


def _read(settings: StationSettings) -> Iterator[Key]:
    facts = _facts(settings)
    with _TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            cells = {name: facts.get(cell, cell) for name, cell in row.items()}
            yield Key(
                cells["key"],
                cells["profile"],
                cells["type"],
                cells["access"] == "R",
                cells["access"] == "W",
                cells["default"],
                int(cells["minimum"]) if cells["minimum"] else None,
                int(cells["maximum"]) if cells["maximum"] else None,
                frozenset(split(cells["members"])) if cells["members"] else None,
                cells["reboot"] == "yes",
            )


def _facts(settings: StationSettings) -> Mapping[str, str]:
    """Give the values of the table that depend on the station."""
    connectors = sum(len(evse.connectors) for evse in settings.evses)
    numbers = range(connectors + 1)
    measurands = [*MEASURANDS, *(f"{m}.{p}" for m in MEASURANDS for p in PHASES)]
    return {
        "@connectors": str(connectors),
        "@connectors_and_meter": str(connectors + 1),
        "@phase_rotation": ",".join(f"{number}.RST" for number in numbers),
        "@rotations": ",".join(f"{number}.{r}" for number in numbers for r in _ROTATIONS),
        "@measurands": ",".join(measurands),
        "@ping_interval": str(settings.ping_interval),
        "@vendor": settings.vendor,
        "@security_profile": str(settings.security_profile),
    }
