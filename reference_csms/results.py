"""What a station's response changes: tables of action to handler, asked after every own CALL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from reference_csms.connection import ConnectedStation

ResultHandler = Callable[[ConnectedStation, Any, Any], Awaitable[None]]
"""Gets the station, our request model and the station's response model."""

ResultTable = Mapping[str, ResultHandler]
