"""What a simulated charging station is, before it is switched on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from station_sim.trust.factory import FactoryCertificates

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    from ocppj.dialect import Version
    from station_sim.vendors import VendorTable


@dataclass(frozen=True, slots=True)
class ConnectorSettings:
    """`type` is a ConnectorEnumType of 2.0.1; a fixed cable cannot be unplugged at the station."""

    type: str = "sType2"
    fixed_cable: bool = False


@dataclass(frozen=True, slots=True)
class EvseSettings:
    """Electrical data in volts and amperes per phase; `phases` 1 or 3."""

    connectors: tuple[ConnectorSettings, ...] = (ConnectorSettings(),)
    phases: int = 3
    voltage: float = 230.0
    max_current: float = 32.0

    @property
    def max_power(self) -> float:
        """In watts."""
        return self.phases * self.voltage * self.max_current


@dataclass(frozen=True, slots=True)
class StationSettings:
    """The identity, hardware and first configuration of one station; all times in seconds.

    `values` sets configuration keys of 1.6 (`HeartbeatInterval`) or variables of 2.0.1
    (`TxCtrlr.TxStartPoint`, `OCPPCommCtrlr.MessageAttempts[TransactionEvent]`) as delivered from
    the factory, read-only ones included. `password` is that of security profiles 1 and 2, in the
    form of the version: hexadecimal in 1.6. `tls` is used with a wss:// URL; without it the
    station trusts its CSMS roots, and shows its own certificate with security profile 3.
    `factory` holds the certificates that it is delivered with, `vendors` handlers of DataTransfer.
    A `local_controller` publishes firmware for other stations (2.0.1 L03) at `publish_at`,
    HOST:PORT, port 0 for any free one. Firmware waits for running transactions before it is
    fetched, unless `downloads_while_charging`; 2.0.1 takes it without a signature (L02) only with
    `unsigned_firmware`.
    """

    identity: str = "CS001"
    version: Version = "2.0.1"
    vendor: str = "OCPP Conformance"
    model: str = "Simulator"
    serial_number: str = "SIM-0001"
    firmware_version: str = "1.0.0"
    evses: tuple[EvseSettings, ...] = (EvseSettings(), EvseSettings())
    security_profile: int = 0
    password: str | None = None
    tls: ssl.SSLContext | None = None
    call_timeout: float = 30.0
    ping_interval: int = 0
    boot_time: float = 1.0
    boot_retry: float = 30.0
    values: Mapping[str, str] = field(default_factory=dict)
    vendors: VendorTable = field(default_factory=dict)
    factory: FactoryCertificates = field(default_factory=FactoryCertificates)
    local_controller: bool = False
    publish_at: str = "127.0.0.1:0"
    downloads_while_charging: bool = False
    unsigned_firmware: bool = False
    contract: str | None = None
    """The contract certificate of EVs that come, PEM with its chain, leaf first."""
