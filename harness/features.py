"""The feature ids that conditions name and SUT files declare, read from features/features.csv."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from harness.cases import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature id. `kind` is `bool`, `number` or `text`; `roles` are those that it applies to."""

    id: str
    group: str
    kind: str
    roles: tuple[str, ...]
    meaning: str

    def accepts(self, value: object) -> bool:
        """Whether a declaration has the right type: a text may also be just true or false."""
        match self.kind:
            case "number":
                return isinstance(value, int | float) and not isinstance(value, bool)
            case "text":
                return isinstance(value, bool | str)
            case _:
                return isinstance(value, bool)


@cache
def known_features() -> Mapping[str, Feature]:
    """All feature ids, in the order of the table."""
    text = files("features").joinpath("features.csv").read_text(encoding="utf-8")
    features = (
        Feature(
            id=row["id"],
            group=row["group"],
            kind=row["kind"],
            roles=tuple(row["roles"].split("|")),
            meaning=row["meaning"],
        )
        for row in read_rows(text)
    )
    return MappingProxyType({feature.id: feature for feature in features})


def close_matches(feature_id: str) -> list[str]:
    """Up to three known ids that look like it, nearest first."""
    spelled = {known.lower(): known for known in known_features()}
    found = difflib.get_close_matches(feature_id.lower(), spelled, n=3)
    return [spelled[name] for name in found]
