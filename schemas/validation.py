"""The verdict on a raw payload, and the explanation of a refusal.

`jsonschema-rs` judges; `jsonschema` only explains. Formats always count. No verdict ever comes
from the models: pydantic takes "42" for a number.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import jsonschema_rs

from schemas import tunnel
from schemas.base import JsonObject, JsonValue
from schemas.catalogue import VERSIONS, Kind, Version, messages
from schemas.error_codes import allowed_error_codes, error_code
from schemas.official import OfficialSchemasMissing, SchemaKey, read_official_schemas
from schemas.violation import Violation, to_pointer

__all__ = [
    "Kind",
    "OfficialSchemasMissing",
    "Violation",
    "allowed_error_codes",
    "error_code",
    "is_valid",
    "schema",
    "use_generated_schemas",
    "use_official_schemas",
    "violations",
]

_originals: Mapping[SchemaKey, JsonObject] = {}


def is_valid(version: Version, action: str, kind: Kind, payload: JsonValue) -> bool:
    """Judge a payload as it came out of `json.loads`.

    Raises KeyError for an action that the version does not have.
    """
    return _judge(version, action, kind).is_valid(payload)


def violations(version: Version, action: str, kind: Kind, payload: JsonValue) -> list[Violation]:
    """List the rules that a payload breaks, by place; empty exactly when `is_valid`.

    Raises KeyError for an action that the version does not have.
    """
    judge = _judge(version, action, kind)
    if judge.is_valid(payload):
        return []
    from schemas.explain import explain  # imports jsonschema: only a refusal is worth that

    found = explain(schema(version, action, kind), payload)
    return found or [_as_judged(error) for error in judge.iter_errors(payload)]


def _as_judged(error: jsonschema_rs.ValidationError) -> Violation:
    """Keep the judge's own words where the explainer sees no fault: a refusal has a reason."""
    pointer = to_pointer(error.instance_path)
    return Violation(pointer, error.kind.name, error.instance, error.kind.value, error.message)


def schema(version: Version, action: str, kind: Kind) -> JsonObject:
    """Give the JSON Schema that judges; raises KeyError for an unknown action.

    A message that travels inside DataTransfer is known by its name, DataTransfer/Authorize.
    """
    original = _originals.get((version, action, kind))
    if original is not None:
        return original
    tunnelled = tunnel.message(version, action)
    return (tunnelled or messages(version)[action]).schema(kind)


def use_official_schemas(directory: Path, versions: Sequence[Version] = VERSIONS) -> None:
    """Judge these versions by the original files, found anywhere below the folder.

    Raises OfficialSchemasMissing when one of their messages has no file, ValueError for a file
    that is no JSON; the schemas in use stay then.
    """
    _judge_by(read_official_schemas(directory, versions))


def use_generated_schemas() -> None:
    """Judge by the schemas generated from the models, which is how it starts."""
    _judge_by({})


def _judge_by(originals: Mapping[SchemaKey, JsonObject]) -> None:
    global _originals
    _originals = originals
    _judge.cache_clear()


@cache
def _judge(version: Version, action: str, kind: Kind) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema(version, action, kind), validate_formats=True)
