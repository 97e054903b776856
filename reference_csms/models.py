"""From OCPP models to text, for what is stored as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from schemas.base import OcppModel


def json_text(model: OcppModel) -> str:
    """Give the JSON text of what `OcppModel.dump` gives."""
    return model.model_dump_json(by_alias=True, exclude_unset=True, exclude_none=True)
