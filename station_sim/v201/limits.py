"""How much a 2.0.1 station takes in one message: ItemsPerMessage and BytesPerMessage.

Sources: 2.0.1 Part 2, B05, B06, B08, D01, N04, N06 and 2.1.16 to 2.1.23, 2.5.4, 2.5.5, 2.11.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ocppj.problems import CallRefused, ErrorCode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from schemas.base import OcppModel
    from station_sim.device_model import DeviceModel


def limit(
    model: DeviceModel,
    component: str,
    message: str | None,
    request: OcppModel,
    items: Sequence[object],
) -> None:
    """Refuse a message that is more than the variables of a component, and of an instance, allow.

    OccurrenceConstraintViolation for too many elements (B06.FR.16, B08.FR.17, N06.FR.06),
    FormatViolation for too many bytes (B06.FR.17, B08.FR.18, N06.FR.07); alike for D01.FR.11 and
    N04.FR.09, which name no answer.
    """
    instance = "" if message is None else f"[{message}]"
    most = model.number(f"{component}.ItemsPerMessage{instance}")
    if len(items) > most:
        too_many = f"{len(items)} items, at most {most} are taken"
        raise CallRefused(ErrorCode.OCCURRENCE_CONSTRAINT_VIOLATION, too_many)
    length, longest = _length(request), model.number(f"{component}.BytesPerMessage{instance}")
    if length > longest:
        raise CallRefused(
            ErrorCode.FORMAT_VIOLATION, f"{length} bytes, at most {longest} are taken"
        )


def _length(request: OcppModel) -> int:
    """Give the length of the payload in UTF-8, without needless white space."""
    text = json.dumps(request.source, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode())
