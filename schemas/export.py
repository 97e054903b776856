"""Generates the JSON Schemas below `schemas/json` from the models.

python -m schemas.export            write them
python -m schemas.export --check    exit with 1 when a committed file is not current
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from schemas import tunnel
from schemas.base import JsonObject
from schemas.catalogue import VERSIONS, Kind, MessageType, messages

ROOT = Path(__file__).parent

# What pydantic adds for readers of its own: the names and docstrings of Python.
_DECORATION = {"title", "description"}


class _OfficialStyle(GenerateJsonSchema):
    """Writes schemas as OCPP does: an optional field may be absent, but it is never null."""

    ref_template = "#/definitions/{model}"

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        if schema.get("default") is None:
            return inner
        return super().default_schema(schema)


def generate(message: MessageType, kind: Kind) -> JsonObject:
    """Generate the JSON Schema of one payload."""
    drafted = message.model(kind).model_json_schema(
        ref_template=_OfficialStyle.ref_template, schema_generator=_OfficialStyle
    )
    definitions = drafted.pop("$defs", {})
    schema: JsonObject = {
        "$schema": message.meta_schema,
        "$comment": f"Generated from {message.module} by python -m schemas.export; do not edit",
    }
    if definitions:
        schema["definitions"] = {name: _plain(body) for name, body in definitions.items()}
    return schema | _plain(drafted)


def _plain(schema: JsonObject) -> JsonObject:
    """Take the decoration off a schema, not off properties that happen to bear such a name."""
    return {
        key: _plain_value(key, value) for key, value in schema.items() if key not in _DECORATION
    }


def _plain_value(key: str, value: Any) -> Any:
    if key == "properties":
        return {name: _plain(body) for name, body in value.items()}
    return _plain(value) if key == "items" else value


def render(schema: JsonObject) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def files() -> Iterator[tuple[Path, str]]:
    """Give path and text of all files: 206, and 36 of messages inside DataTransfer."""
    for version in VERSIONS:
        for message in (*messages(version).values(), *tunnel.messages(version).values()):
            for kind in Kind:
                yield ROOT / message.schema_file(kind), render(generate(message, kind))


def outdated() -> list[Path]:
    """Find the committed files that differ from what the models say, or are missing or surplus."""
    current = dict(files())
    committed = {path: path.read_text("utf-8") for path in (ROOT / "json").rglob("*.json")}
    paths = current.keys() | committed.keys()
    return sorted(path for path in paths if current.get(path) != committed.get(path))


def write() -> None:
    current = dict(files())
    for path in outdated():
        if path in current:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(current[path], "utf-8")
        else:
            path.unlink()


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        stale = outdated()
        for path in stale:
            sys.stderr.write(f"not current: {path}\n")
        return 1 if stale else 0
    if arguments:
        sys.stderr.write("usage: python -m schemas.export [--check]\n")
        return 2
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
