"""The schemas inside the PyPI package `ocpp`, an independent copy of the official ones."""

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from schemas.catalogue import Kind, MessageType

SchemaReader = Callable[[MessageType, Kind], dict[str, Any]]


@pytest.fixture(scope="session")
def independent_schema() -> SchemaReader:
    """Read the independent JSON Schema of a payload."""
    spec = importlib.util.find_spec("ocpp")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    root = Path(spec.submodule_search_locations[0])
    folders = {"1.6": "v16", "2.0.1": "v201"}

    def read(message: MessageType, kind: Kind) -> dict[str, Any]:
        folder = root / folders[message.version] / "schemas"
        names = [f"{message.model_name(kind)}.json", f"{message.action}.json"]
        path = next(folder / name for name in names if (folder / name).exists())
        return json.loads(path.read_text("utf-8-sig"))

    return read
