"""OCPP 2.0.1, block J: Meter Values.

Sections are those of Part 2 (specification, edition 3).
"""

from pydantic import Field

from schemas.v201.types import Extensible, MeterValueType


class MeterValuesRequest(Extensible):
    """Section 1.32.1."""

    evse_id: int
    meter_value: list[MeterValueType] = Field(min_length=1)


class MeterValuesResponse(Extensible):
    """Section 1.32.2."""
