"""Contract certificates of vehicles, which the CSMS gets for them (M01, M02)."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

from schemas.v201.certificates import CertificateActionEnumType, Get15118EVCertificateRequest
from station_sim.hardware import NotPossible
from station_sim.v201.provisioning import model_of

if TYPE_CHECKING:
    from schemas.base import JsonObject
    from station_sim.hardware import Vehicle
    from station_sim.station import Station

SCHEMA: Final = "urn:iso:15118:2:2013:MsgDef"
_COOKIE: Final = b"\x80"


def request_contract(station: Station, evse_id: int, action: str) -> None:
    """Let the vehicle ask for a new contract certificate, or for a newer one.

    Raises NotPossible without a vehicle, or when ContractCertificateInstallationEnabled is off;
    ValueError for an action other than Install and Update.
    """
    kind = CertificateActionEnumType(action)
    vehicle = station.hardware.evse(evse_id).vehicle
    if vehicle is None:
        raise NotPossible(f"no EV is connected to EVSE {evse_id}")
    if not model_of(station).flag("ISO15118Ctrlr.ContractCertificateInstallationEnabled"):
        raise NotPossible("the installation of contract certificates is switched off")

    def answered(answer: JsonObject) -> None:
        if answer["status"] == "Accepted":
            vehicle.contract = answer["exiResponse"]

    station.post(_request(kind, vehicle), answered)


def draft(station: Station) -> Get15118EVCertificateRequest:
    """Ask for the vehicle that is there, or for one that might be."""
    vehicles = (evse.vehicle for evse in station.hardware.evses)
    vehicle = next((one for one in vehicles if one is not None), None)
    return _request(CertificateActionEnumType.INSTALL, vehicle)


def _request(
    action: CertificateActionEnumType, vehicle: Vehicle | None
) -> Get15118EVCertificateRequest:
    """Stand in for the EXI stream of the vehicle; the station forwards it unread (M01.FR.01)."""
    known = "" if vehicle is None else vehicle.contract or ""
    stream = _COOKIE + f"{action.value}:{known[:64]}".encode()
    return Get15118EVCertificateRequest(
        iso_15118_schema_version=SCHEMA,
        action=action,
        exi_request=base64.b64encode(stream).decode("ascii"),
    )
