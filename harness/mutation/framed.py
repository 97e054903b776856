"""Frames as the operators see them: what travels inside DataTransfer lies open below `data`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from schemas import tunnel, validation

if TYPE_CHECKING:
    from schemas.catalogue import Kind, Version


def view(version: Version, action: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Open a payload; one that carries no message stays as it is."""
    inner = tunnel.unwrap(payload) if tunnel.message(version, action) is not None else None
    return payload if inner is None else {**payload, "data": inner}


def payload(version: Version, action: str, seen: dict[str, Any]) -> dict[str, Any]:
    """Close it again; what is no text becomes JSON."""
    inside = tunnel.message(version, action) is not None and "data" in seen
    return {**seen, "data": tunnel.write(seen["data"])} if inside else seen


@cache
def schema(version: Version, action: str, kind: Kind) -> dict[str, Any]:
    """Give the schema of the opened payload: that of DataTransfer with the message's own in it."""
    own = validation.schema(version, action, kind)
    if tunnel.message(version, action) is None:
        return own
    outer = validation.schema(version, tunnel.CARRIER, kind)
    inner = {key: value for key, value in own.items() if key in _KEYWORDS}
    definitions = {**outer.get("definitions", {}), **own.get("definitions", {})}
    properties = {**outer["properties"], "data": inner}
    required = [*outer["required"], "messageId", "data"] if kind == "request" else outer["required"]
    return {
        **outer,
        "$schema": own["$schema"],
        "definitions": definitions,
        "properties": properties,
        "required": required,
    }


_KEYWORDS = frozenset({"type", "properties", "required", "additionalProperties"})


def is_valid(version: Version, action: str, kind: Kind, seen: dict[str, Any]) -> bool:
    """Judge an opened payload."""
    if tunnel.message(version, action) is None:
        return validation.is_valid(version, action, kind, seen)
    return _judge(version, action, kind).is_valid(seen)


@cache
def _judge(version: Version, action: str, kind: Kind) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema(version, action, kind), validate_formats=True)
