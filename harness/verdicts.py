"""Verdicts and the checks they rest on (plain values; no pytest, no sockets)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How a case ended; design section 5 says what each means."""

    PASSED = "passed"
    FAILED = "failed"
    INCONCLUSIVE = "inconclusive"
    PARTIAL = "partial"
    NOT_APPLICABLE = "not_applicable"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison that was made, with what it compared.

    `requirement` is a requirement id or, where the document has none, document and section;
    `seq` is the trace record that was looked at, None where something never came; `source` is the
    earlier one that the expectation comes from, where it comes from one.
    `expected` and `actual` are texts as a person reads them.
    """

    held: bool
    step: str
    action: str
    subject: str
    expected: str
    actual: str
    requirement: str | None = None
    seq: int | None = None
    source: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Check:
        return cls(**data)

    def sentence(self) -> str:
        """Say in one line what was expected and what came."""
        rule = f" [{self.requirement}]" if self.requirement else ""
        where = f" (trace record {self.seq})" if self.seq is not None else ""
        source = f" (by trace record {self.source})" if self.source is not None else ""
        return (
            f"{self.action}: {self.subject}: expected {self.expected}{source}, got {self.actual}"
            f"{rule}{where}"
        )
