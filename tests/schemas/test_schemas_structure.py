"""All 206 payloads against the independent copy of the official schemas, fact by fact."""

from collections.abc import Iterator
from typing import Any

import pytest

from schemas.catalogue import VERSIONS, Kind, messages

# Where the independent copy is known to differ; the official files agree with ours.
KNOWN = {
    ("1.6", "MeterValuesRequest"): {
        (".meterValue#minItems", None, 1),
        (".meterValue[].sampledValue#minItems", None, 1),
        (".meterValue[].sampledValue[].unit#enum:Hertz", None, True),
    },
    ("2.0.1", "Get15118EVCertificateResponse"): {(".exiResponse#maxLength", 5600, 7500)},
}

# Keywords that constrain nothing: names, prose, and two that the official files write where
# draft 4 and 6 ignore them (additionalItems beside a single items schema).
SILENT = {
    "title", "description", "javaType", "comment", "$comment", "id", "$id", "$schema",
    "definitions", "additionalItems",
}  # fmt: skip

PAYLOADS = [
    pytest.param(each, kind, id=f"{version}-{each.model_name(kind)}")
    for version in VERSIONS
    for each in messages(version).values()
    for kind in Kind
]


def facts(schema: dict[str, Any], root: dict[str, Any], path: str = "") -> Iterator[tuple]:
    """List what a schema says as ("field#keyword", value), references resolved."""
    if "$ref" in schema:
        target = root["definitions"][schema["$ref"].removeprefix("#/definitions/")]
        # Draft 6 ignores what stands beside a reference; a default there informs the reader.
        schema = target | {key: value for key, value in schema.items() if key != "$ref"}
    for key, value in schema.items():
        if key not in SILENT:
            yield from fact(schema, root, path, key, value)


def fact(schema, root, path, key, value) -> Iterator[tuple]:
    if key == "properties":
        for name, body in value.items():
            yield f"{path}.{name}#allowed", True
            yield from facts(body, root, f"{path}.{name}")
    elif key == "items":
        yield from facts(value, root, f"{path}[]")
    elif key in ("enum", "required"):
        yield from ((f"{path}#{key}:{name}", True) for name in value)
    elif key != "additionalProperties":
        yield f"{path}#{key}", value
    elif schema["type"] == "object" and value is False:
        yield f"{path}#closed", True


def differences(ours: dict[str, Any], theirs: dict[str, Any]) -> set[tuple]:
    mine, other = dict(facts(ours, ours)), dict(facts(theirs, theirs))
    return {
        (path, mine.get(path), other.get(path))
        for path in mine.keys() | other.keys()
        if mine.get(path) != other.get(path)
    }


@pytest.mark.parametrize(("message", "kind"), PAYLOADS)
def test_structure_equals_the_independent_copy(message, kind, independent_schema):
    ours, theirs = message.schema(kind), independent_schema(message, kind)
    known = KNOWN.get((message.version, message.model_name(kind)), set())
    assert differences(ours, theirs) == known
    assert ours["$schema"] == theirs["$schema"]


def test_a_lost_fact_is_noticed():
    schema = {"type": "object", "properties": {"a": {"type": "string", "maxLength": 5}}}
    looser = {"type": "object", "properties": {"a": {"type": "string"}}}
    assert differences(schema, looser) == {(".a#maxLength", 5, None)}
    assert differences(looser, schema) == {(".a#maxLength", None, 5)}
    assert differences(schema, schema | {"additionalProperties": False}) == {
        ("#closed", None, True)
    }
    assert differences(schema, schema | {"required": ["a"]}) == {("#required:a", None, True)}


def test_numbers_of_facts():
    """Guards the comparison itself: an empty list of facts would equal any other."""
    found = {
        version: sum(
            len(dict(facts(each.schema(kind), each.schema(kind))))
            for each in messages(version).values()
            for kind in Kind
        )
        for version in VERSIONS
    }
    assert found["1.6"] > 1000
    assert found["2.0.1"] > 6000
