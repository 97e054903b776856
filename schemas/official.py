"""Reads the JSON Schemas of the Open Charge Alliance, for members who judge with the originals."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

from schemas.base import JsonObject
from schemas.catalogue import Kind, Version, messages

SchemaKey: TypeAlias = tuple[Version, str, Kind]

# Both versions have a BootNotificationResponse.json; only the id inside tells them apart.
_IDS: Final[Mapping[Version, re.Pattern[str]]] = {
    "1.6": re.compile(r"urn:OCPP:(Cp:)?1\.6:"),
    "2.0.1": re.compile(r"urn:OCPP:Cp:2:2020:3:"),
}


class OfficialSchemasMissing(FileNotFoundError):
    """The folder lacks schemas of messages that it should judge."""


def read_official_schemas(
    directory: Path, versions: Sequence[Version]
) -> dict[SchemaKey, JsonObject]:
    """Read all schemas of these versions, wherever below the folder they lie.

    Requests may be named `Reset.json` (as in 1.6) or `ResetRequest.json` (as in 2.0.1).
    Raises OfficialSchemasMissing naming each message that has no file, and ValueError for a file
    that is no JSON.
    """
    found = _schemas_below(directory)
    wanted = {
        (version, action, kind)
        for version in versions
        for action in messages(version)
        for kind in Kind
    }
    if missing := wanted - found.keys():
        names = ", ".join(sorted(f"{version} {action} {kind}" for version, action, kind in missing))
        raise OfficialSchemasMissing(f"{directory} has no official JSON Schema for: {names}")
    return {key: found[key] for key in wanted}


def _schemas_below(directory: Path) -> dict[SchemaKey, JsonObject]:
    found: dict[SchemaKey, JsonObject] = {}
    for path in sorted(directory.rglob("*.json")):
        schema = _read(path)
        version = _version(schema)
        if version:
            found[version, *_payload(path.stem)] = schema
    return found


def _read(path: Path) -> JsonObject:
    try:
        schema = json.loads(path.read_text("utf-8-sig"))
    except ValueError as error:
        raise ValueError(f"{path} is no JSON: {error}") from error
    return schema if isinstance(schema, dict) else {}


def _version(schema: JsonObject) -> Version | None:
    name = str(schema.get("$id") or schema.get("id") or "")
    return next((version for version, pattern in _IDS.items() if pattern.match(name)), None)


def _payload(stem: str) -> tuple[str, Kind]:
    if stem.endswith("Response"):
        return stem.removesuffix("Response"), Kind.RESPONSE
    return stem.removesuffix("Request"), Kind.REQUEST
