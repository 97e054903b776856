"""How an operator names a certificate that the CSMS knows at a station."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.goals import Arguments, Complaint, InvalidArguments, read

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from reference_csms.certificates import StationCertificate
    from reference_csms.goals import Operator
    from schemas.base import JsonObject


class Known(Arguments):
    serial_number: str


async def known(operator: Operator, arguments: Mapping[str, Any]) -> StationCertificate:
    """Find it by its serial number, the last told where several have it.

    Raises InvalidArguments where none is known.
    """
    number = _bare(read(Known, arguments).serial_number)
    rows = await operator.csms.services.certificates.of(operator.station.identity)
    found = [row for row in rows if _bare(row.serial_number) == number]
    if not found:
        unknown = "no certificate of this serial number is known at the station"
        raise InvalidArguments([Complaint("/serial_number", unknown)])
    return found[-1]


async def digests(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Give CertificateHashDataType, as both versions spell it, by the hash that the station uses.

    M04.FR.07. Raises InvalidArguments.
    """
    return dict((await known(operator, arguments)).named.as_json())


def _bare(serial_number: str) -> str:
    return serial_number.lower().lstrip("0")
