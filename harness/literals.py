"""From the text in a table cell to the JSON value that the message's schema wants there."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from schemas import validation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from schemas.catalogue import Kind, Version

ABSENT = "(absent)"


def typed(version: Version, action: str, kind: Kind, path: tuple[str | int, ...], text: str) -> Any:
    """Turn a cell into JSON by the type that the schema gives the field.

    Text stays text where the schema wants a string; a field that the schema does not know is read
    as JSON where it is JSON and as text otherwise, so that a scenario can send what is wrong.
    """
    wanted = _type_at(validation.schema(version, action, kind), path)
    if wanted == "string":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _type_at(schema: Mapping[str, Any], path: tuple[str | int, ...]) -> str | None:
    node = schema
    for key in path:
        node = _resolve(schema, node)
        if isinstance(key, int):
            node = node.get("items", {})
        else:
            node = node.get("properties", {}).get(key, {})
    found = _resolve(schema, node).get("type")
    return found if isinstance(found, str) else None


def _resolve(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        name = node["$ref"].rsplit("/", 1)[-1]
        node = schema["definitions"][name]
    return node
