"""From OCPP payloads to text, for what is stored as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemas.base import JsonObject


def readings(meter_values: Iterable[JsonObject]) -> list[tuple[str, str]]:
    """Pair the timestamp of each meter value, as sent, with its JSON text."""
    return [(each["timestamp"], to_json(each).decode()) for each in meter_values]
