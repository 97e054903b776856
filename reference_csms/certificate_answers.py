"""What the CSMS answers about certificates, alike in both versions and the tunnels.

Each version gives the class of the answer; the statuses are spelled alike everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from pki.hash_data import HashData
from schemas.base import OcppModel

if TYPE_CHECKING:
    from pki.hash_data import Digests
    from reference_csms.connection import ConnectedStation

    class StatusRequest(Protocol):
        @property
        def ocsp_request_data(self) -> Digests: ...

    class ContractRequest(Protocol):
        @property
        def exi_request(self) -> str: ...


Answer = TypeVar("Answer", bound=OcppModel)


def ocsp_status(station: ConnectedStation, request: StatusRequest, answer: type[Answer]) -> Answer:
    """M06.FR.02 to .04; application note on ISO 15118, section 4.4."""
    told = station.services.certificates.ocsp(HashData.of(request.ocsp_request_data))
    if told is None:
        return answer.parse({"status": "Failed"})
    return answer.parse({"status": "Accepted", "ocspResult": told})


async def contract(
    station: ConnectedStation, request: ContractRequest, answer: type[Answer]
) -> Answer:
    """M01, M02: the mobility operator's part, in process; application note, section 3.2."""
    told = await station.services.certificates.contract(station.identity, request.exi_request)
    status = "Failed" if told is None else "Accepted"
    return answer.parse({"status": status, "exiResponse": told or ""})
