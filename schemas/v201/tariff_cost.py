"""OCPP 2.0.1, block I: Tariff and Cost.

Sections are those of Part 2 (specification, edition 3).
"""

from pydantic import Field

from schemas.base import Number
from schemas.v201.types import Extensible


class CostUpdatedRequest(Extensible):
    """Section 1.11.1."""

    total_cost: Number
    transaction_id: str = Field(max_length=36)


class CostUpdatedResponse(Extensible):
    """Section 1.11.2."""
