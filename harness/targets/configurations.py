"""What the built-in systems declare: features as a SUT file would, and several configurations.

Some features exclude one another (a fixed cable or a detachable one, one EVSE or several), so the
self-run declares several stations, and a case runs with the first that satisfies its condition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

Declared = Mapping[str, bool | int | float | str]
_NONE: Final[Declared] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Configuration:
    """One way in which a built-in system is set up.

    `station_values` are factory settings of the simulator (configuration keys of 1.6, variables of
    2.0.1), `evses` the number of its EVSEs. With security profile 1 it shows a password, with 3 a
    certificate; profiles 2 and 3 are over TLS.
    A `local_controller` publishes firmware (2.0.1 L03).
    """

    name: str
    features: Declared
    station_values: Mapping[str, str] = field(default_factory=dict)
    evses: int = 2
    security_profile: int = 0
    local_controller: bool = False


_STATION: Final[Declared] = MappingProxyType(
    {
        "C-30": True,
        "C-31": True,
        "C-36": True,
        "C-37": True,
        "C-38": True,
        "C-40": True,
        "C-10.2": True,
        "C-20": True,
        "C-49": True,
        "C-53": True,
        "C-60": True,
        "AdvancedDeviceManagement": True,
        "AdvancedUserInterface": True,
        "ExternalLimits": True,
        "UI-1": True,
        "UI-1.1": True,
        "UI-1.2": True,
        "UI-1.3": True,
        "UI-2": True,
        "UI-2.1": True,
        "UI-2.4": True,
        "HFS-1": True,
        "HFS-8": 2,
        "ISO15118": True,
        "LocalAuthListManagement": True,
        "Reservation": True,
        "SmartCharging": True,
    }
)
_CSMS: Final[Declared] = MappingProxyType(
    {
        **_STATION,
        "C-11": True,
        "C-15": True,
        "C-16": True,
        "C-17": True,
        "C-29.1": True,
        "LA-2": True,
        "PublishFirmware": True,
    }
)
_CONTROLLER: Final[Declared] = MappingProxyType({**_STATION, "PublishFirmware": True})

_STATION_16: Final[Declared] = MappingProxyType(
    {
        "C-06.2": True,
        "C-49": True,
        "FirmwareManagement": True,
        "HFS-1": True,
        "ISO15118": True,
        "LocalAuthListManagement": True,
        "RemoteTrigger": True,
        "Reservation": True,
        "SmartCharging": True,
    }
)
_SECURE_16: Final[Declared] = MappingProxyType({**_STATION_16, "SecurityProfile1": True})
_VARIANT: Final[Declared] = MappingProxyType({"ISO15118Variant": True})
_PASSWORD: Final[Declared] = MappingProxyType({"SecurityProfile2": True})
_CERTIFICATE: Final[Declared] = MappingProxyType(
    {"AdvancedSecurity": True, "SecurityProfile3": True}
)

STATIONS: Final[Mapping[str, tuple[Configuration, ...]]] = MappingProxyType(
    {
        "1.6": (
            Configuration("two connectors", {**_STATION_16, **_VARIANT}),
            # L01.FR.20: with a security profile, firmware is updated by the signed messages only.
            Configuration("two connectors, password", _SECURE_16, security_profile=1),
            Configuration(
                "two connectors, certificate", {**_STATION_16, **_CERTIFICATE}, security_profile=3
            ),
        ),
        "2.0.1": (
            Configuration("two EVSEs", _STATION),
            Configuration("local controller", _CONTROLLER, local_controller=True),
            Configuration(
                "two EVSEs, certificate", {**_STATION, **_CERTIFICATE}, security_profile=3
            ),
        ),
    }
)
CSMSS: Final[Mapping[str, tuple[Configuration, ...]]] = MappingProxyType(
    {
        "1.6": (
            Configuration("default", {**_SECURE_16, **_VARIANT}),
            Configuration("certificates", {**_STATION_16, **_CERTIFICATE}, security_profile=3),
        ),
        "2.0.1": (
            Configuration("default", _CSMS),
            Configuration("TLS and passwords", {**_CSMS, **_PASSWORD}, security_profile=2),
            Configuration("certificates", {**_CSMS, **_CERTIFICATE}, security_profile=3),
        ),
    }
)


def of(role: str, version: str) -> tuple[Configuration, ...]:
    """Give the configurations of a built-in system, the preferred one first."""
    return (CSMSS if role == "csms" else STATIONS)[version]
