"""What stations told the CSMS about customers (2.0.1, N09 and N10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time
from typing import Any

from reference_csms import numbering
from reference_csms.records import exact


@dataclass(frozen=True, slots=True)
class CustomerInformation:
    """What was asked about a customer, and what came of it.

    One of `id_token` (with its type), `customer_identifier` and `customer_certificate` says who is
    meant. `parts` are the messages of the report in order of their number, `last_part` the number
    of the one that nothing follows.
    """

    station: str
    request_id: int
    report: bool = False
    clear: bool = False
    id_token: str | None = None
    id_token_type: str | None = None
    customer_identifier: str | None = None
    customer_certificate: dict[str, Any] | None = None
    answer: str | None = None
    asked_at: datetime | None = None
    parts: tuple[dict[str, Any], ...] = ()
    last_part: int | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.request_id)

    @property
    def missing(self) -> tuple[int, ...]:
        """The numbers of parts that were passed over so far."""
        return numbering.missing(self._arrived, self.last_part)

    @property
    def complete(self) -> bool:
        return numbering.complete(self._arrived, self.last_part)

    @property
    def _arrived(self) -> frozenset[int]:
        return frozenset(part["seqNo"] for part in self.parts)

    @property
    def data(self) -> str:
        """The text of all parts that arrived."""
        return "".join(part["data"] for part in self.parts)
