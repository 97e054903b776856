"""The arguments of a goal that a CSMS is asked for, from a table."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from harness import paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.values import Values

_NAME: Final = re.compile(r"\$(\w+)")


def arguments(values: Values, fields: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Give the arguments as JSON; raises TableError for a path that cannot be filled."""
    given: dict[str, Any] = {}
    for name, text in fields:
        paths.put(given, paths.parse_path(name), _value(values, text))
    return given


def _value(values: Values, text: str) -> Any:
    """Read a cell: a `$name` alone keeps the type of its value, other text is JSON where it can."""
    name = _NAME.fullmatch(text)
    if name is not None:
        return values.get(name[1])
    resolved = values.resolve(text)
    try:
        return json.loads(resolved)
    except ValueError:
        return resolved
