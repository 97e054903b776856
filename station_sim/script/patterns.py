"""What a script expects of a payload: the members that it names, everything else is free."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from schemas.base import JsonObject


def differences(wanted: Any, found: Any, path: str = "") -> list[str]:
    """Name what does not fit: `path is X`; members and elements that are not wanted may be there.

    Elements of a list are compared in order.
    """
    if isinstance(wanted, dict) and isinstance(found, dict):
        return [
            difference
            for name, value in wanted.items()
            for difference in _member(value, found, name, f"{path}.{name}" if path else name)
        ]
    if isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) > len(found):
            return [f"{path} has {len(found)} elements"]
        pairs = zip(wanted, found, strict=False)
        return [d for n, (w, f) in enumerate(pairs) for d in differences(w, f, f"{path}[{n}]")]
    fits = wanted == found and isinstance(wanted, bool) is isinstance(found, bool)
    return [] if fits else [f"{path} is {json.dumps(found)}"]


def _member(wanted: Any, found: JsonObject, name: str, path: str) -> list[str]:
    if name not in found:
        return [f"there is no {path}"]
    return differences(wanted, found[name], path)
