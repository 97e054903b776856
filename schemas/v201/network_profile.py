"""Network connection profiles of OCPP 2.0.1, set in block B.

Sections are those of Part 2 (specification, edition 3).
"""

from enum import StrEnum

from pydantic import Field

from schemas.v201.types import Extensible


class APNAuthenticationEnumType(StrEnum):
    """Section 3.1."""

    CHAP = "CHAP"
    NONE = "NONE"
    PAP = "PAP"
    AUTO = "AUTO"


class OCPPInterfaceEnumType(StrEnum):
    """Section 3.60."""

    WIRED0 = "Wired0"
    WIRED1 = "Wired1"
    WIRED2 = "Wired2"
    WIRED3 = "Wired3"
    WIRELESS0 = "Wireless0"
    WIRELESS1 = "Wireless1"
    WIRELESS2 = "Wireless2"
    WIRELESS3 = "Wireless3"


class OCPPTransportEnumType(StrEnum):
    """Section 3.61."""

    JSON = "JSON"
    SOAP = "SOAP"


class OCPPVersionEnumType(StrEnum):
    """Section 3.62."""

    OCPP12 = "OCPP12"
    OCPP15 = "OCPP15"
    OCPP16 = "OCPP16"
    OCPP20 = "OCPP20"


class VPNEnumType(StrEnum):
    """Section 3.88."""

    IKEV2 = "IKEv2"
    IPSEC = "IPSec"
    L2TP = "L2TP"
    PPTP = "PPTP"


class APNType(Extensible):
    """Section 2.3."""

    apn: str = Field(max_length=512)
    apn_user_name: str | None = Field(default=None, max_length=20)
    apn_password: str | None = Field(default=None, max_length=20)
    sim_pin: int | None = None
    preferred_network: str | None = Field(default=None, max_length=6)
    use_only_preferred_network: bool = False
    apn_authentication: APNAuthenticationEnumType


class VPNType(Extensible):
    """Section 2.54."""

    server: str = Field(max_length=512)
    user: str = Field(max_length=20)
    group: str | None = Field(default=None, max_length=20)
    password: str = Field(max_length=20)
    key: str = Field(max_length=255)
    type: VPNEnumType


class NetworkConnectionProfileType(Extensible):
    """Section 2.35."""

    apn: APNType | None = None
    ocpp_version: OCPPVersionEnumType
    ocpp_transport: OCPPTransportEnumType
    ocpp_csms_url: str = Field(max_length=512)
    message_timeout: int
    security_profile: int
    ocpp_interface: OCPPInterfaceEnumType
    vpn: VPNType | None = None
