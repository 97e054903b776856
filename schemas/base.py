"""The base of all payload models, and the few scalar types that OCPP has besides JSON's own."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError, WithJsonSchema
from pydantic.alias_generators import to_camel

JsonValue: TypeAlias = Any
JsonObject: TypeAlias = dict[str, JsonValue]

# Text, because a parsed datetime rewrites what the peer sent and refuses some valid texts.
DateTime = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
Uri = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]

# An integer stays one, so that a number goes out as it was written: 16 never turns into 16.0.
Number = Annotated[int | float, WithJsonSchema({"type": "number"})]
# The tenths of 1.6 are judged on the raw payload; pydantic's own multiple_of compares floats.
Tenths = Annotated[int | float, WithJsonSchema({"type": "number", "multipleOf": 0.1})]


class OcppModel(BaseModel):
    """A payload or a part of one: immutable, closed, snake_case here and camelCase on the wire.

    Optional fields are None when absent. A model is the typed view of a payload that the JSON
    Schema has accepted; the verdict on a payload is `schemas.validation`'s alone.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        frozen=True,
        extra="forbid",
        defer_build=True,
    )

    __slots__ = ("_source",)

    @classmethod
    def parse(cls, payload: JsonObject) -> Self:
        """Read a payload as it came off the wire.

        Raises pydantic's ValidationError, which for a schema-valid payload is a bug of ours.
        """
        try:
            model = cls.model_validate(payload, by_alias=True, by_name=False)
        except ValidationError:
            # Draft 6 takes 1e30 for an integer; pydantic reads no integer out of so large a float.
            model = cls.model_validate(_with_integers(payload), by_alias=True, by_name=False)
        object.__setattr__(model, "_source", payload)
        return model

    @property
    def source(self) -> JsonObject:
        """The payload that this was parsed from, not to be changed; else the dump."""
        source: JsonObject | None = getattr(self, "_source", None)
        return self.dump() if source is None else source

    def dump(self) -> JsonObject:
        """Give the payload for the wire: what was never set, or is None, stays out."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude_none=True)


def _with_integers(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return {key: _with_integers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_integers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def to_datetime(text: str) -> datetime:
    """Read a date-time of RFC 3339; a leap second becomes the second after it.

    Raises ValueError for a text without offset and for the year 0, which datetime does not have.
    """
    leap = text[17:19] == "60"
    moment = datetime.fromisoformat((f"{text[:17]}59{text[19:]}" if leap else text).upper())
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no offset")
    return moment + timedelta(seconds=leap)


def to_text(moment: datetime) -> str:
    """Write a moment as OCPP does: UTC, milliseconds, Z. Raises ValueError without an offset."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no offset")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
