"""The fields of a payload, each with the part of the JSON Schema that rules it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.mutation.mutant import Path

ELEMENTS: Final = 3
"""Of an array the first elements are mutated; what follows is of the same shape."""


@dataclass(frozen=True, slots=True)
class Place:
    """A field that is present; `required` is what its object says of it, True for an element."""

    path: Path
    value: Any
    schema: Mapping[str, Any]
    required: bool

    @property
    def name(self) -> str:
        """Give the field's own name; an element has that of its array."""
        return next((key for key in reversed(self.path) if isinstance(key, str)), "")


def places(schema: Mapping[str, Any], payload: Mapping[str, Any]) -> Iterator[Place]:
    """Give the payload and every field of it that the schema knows, outer ones first."""
    yield Place((), payload, schema, required=True)
    yield from _fields(schema, schema, payload, ())


def _fields(
    root: Mapping[str, Any], node: Mapping[str, Any], value: Mapping[str, Any], path: Path
) -> Iterator[Place]:
    known = node.get("properties", {})
    required = node.get("required", ())
    for name, below in value.items():
        if name in known:
            rule = resolve(root, known[name])
            yield from _place(root, Place((*path, name), below, rule, name in required))


def _place(root: Mapping[str, Any], place: Place) -> Iterator[Place]:
    yield place
    if isinstance(place.value, dict):
        yield from _fields(root, place.schema, place.value, place.path)
    elif isinstance(place.value, list):
        rule = resolve(root, place.schema.get("items", {}))
        for index, element in enumerate(place.value[:ELEMENTS]):
            yield from _place(root, Place((*place.path, index), element, rule, True))


def resolve(root: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow `$ref`; keywords beside it count too."""
    while "$ref" in node:
        name = str(node["$ref"]).rsplit("/", 1)[-1]
        node = root["definitions"][name]
    return node


def value_at(payload: Any, path: Path) -> Any:
    """Give the value at a path; raises LookupError where there is none."""
    for key in path:
        payload = payload[key]
    return payload


def put(payload: Any, path: Path, value: Any) -> None:
    """Set the value at a path of a payload; raises LookupError where its holder is missing."""
    value_at(payload, path[:-1])[path[-1]] = value


def remove(payload: Any, path: Path) -> None:
    """Take the value at a path out; raises LookupError where there is none."""
    del value_at(payload, path[:-1])[path[-1]]
