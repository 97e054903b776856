"""Paths into JSON, as a table writes them: `evse.id`, `getVariableResult[0].component.name`.

`[key=HeartbeatInterval]` is the element whose field `key` has that value. What `[*]` and `[any]`
stand for is the business of `harness.tables`; here they lead nowhere.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from harness.checks import MISSING, equals

Key = str | int
"""A field, the index of an element, or `[...]` as it is written: `[*]`, `[any]`, `[name=value]`."""


_SEGMENT: Final = re.compile(r"([^.\[\]]+)|\[(\d+|\*|any|\w+=[^\]]*)\]")


class TableError(ValueError):
    """A table that cannot be understood: the feature file is wrong, never the system under test."""


def parse_path(text: str) -> tuple[Key, ...]:
    """Split `a.b[0].c[*]` into its segments; raises TableError on any other shape."""
    keys: list[Key] = []
    position = 0
    while position < len(text):
        match = _SEGMENT.match(text, position)
        if match is None:
            raise TableError(f"{text!r} is no path: trouble at character {position + 1}")
        name, index = match.groups()
        keys.append(
            name if name is not None else f"[{index}]" if not index.isdigit() else int(index)
        )
        position = match.end()
        if position < len(text) and text[position] == ".":
            position += 1
            if position == len(text):
                raise TableError(f"{text!r} is no path: it ends with a dot")
    if not keys:
        raise TableError("an empty field name")
    return tuple(keys)


def walk(node: Any, path: tuple[Key, ...]) -> Any:
    """Give the value at a path; MISSING where there is none."""
    for key in path:
        if isinstance(key, str) and key.startswith("["):
            node = _select(node, key)
        elif isinstance(key, int):
            node = node[key] if isinstance(node, list) and key < len(node) else MISSING
        elif isinstance(node, dict):
            node = node.get(key, MISSING)
        else:
            return MISSING
    return node


def _select(node: Any, key: str) -> Any:
    """Find the element for `[name=value]`."""
    if not isinstance(node, list):
        return MISSING
    name, _, value = key[1:-1].partition("=")
    return next(
        (e for e in node if isinstance(e, dict) and name in e and equals(e[name], value)), MISSING
    )


def join(place: str, path: tuple[Key, ...]) -> str:
    """Write a path that goes on from a place, as in a table."""
    for key in path:
        if isinstance(key, int):
            place += f"[{key}]"
        else:
            place += key if key.startswith("[") or not place else f".{key}"
    return place


def put(payload: dict[str, Any], path: tuple[Key, ...], value: Any) -> None:
    """Set a field deep inside a payload, making objects and array elements on the way.

    Raises TableError where the path leads through something that is neither.
    """
    node: Any = payload
    for key, following in zip(path, (*path[1:], None), strict=True):
        fresh: Any = value if following is None else [] if isinstance(following, int) else {}
        if isinstance(key, int) and isinstance(node, list) and key <= len(node):
            if key == len(node):
                node.append(fresh)
            elif following is None:
                node[key] = fresh
            node = node[key]
        elif isinstance(key, str) and isinstance(node, dict) and not key.startswith("["):
            if following is None or not isinstance(node.get(key), list | dict):
                node[key] = fresh
            node = node[key]
        else:
            raise TableError(f"{join('', path)}: cannot be set in {json.dumps(payload)[:80]}")


def remove(payload: dict[str, Any], path: tuple[Key, ...]) -> None:
    """Take a field out of a payload; nothing happens where it is absent."""
    holder = walk(payload, path[:-1])
    if isinstance(holder, dict) and isinstance(path[-1], str):
        holder.pop(path[-1], None)
    elif isinstance(holder, list) and isinstance(path[-1], int):
        del holder[path[-1] : path[-1] + 1]
