"""Conditions: when a case applies, as an expression over feature ids.

    expression = term { "or" term }
    term       = factor { "and" factor }
    factor     = "NOT" factor | "(" expression ")" | id [ comparison number ]
    comparison = ">" | ">=" | "<" | "<=" | "="

Keywords are read in any case, ids as they are written in features/features.csv. An id alone holds
when the system declares it true, as a number other than zero or as a text that is not empty.
"""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

FeatureValue = bool | int | float | str

_TOKEN = re.compile(
    r"\s*(?:(?P<symbol>[()]|[<>]=?|=)"
    r"|(?P<number>\d+(?:\.\d+)?)(?![\w.-])"
    r"|(?P<word>[A-Za-z][\w-]*(?:\.\d+)*))"
)
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
}


class ConditionError(ValueError):
    """A condition that the grammar does not allow; `position` counts characters from 0."""

    def __init__(self, text: str, position: int, expected: str) -> None:
        found = repr(text[position:]) if text[position:].strip() else "the end"
        super().__init__(f"condition {text!r}: expected {expected} at {position}, found {found}")
        self.position = position


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a condition holds, and the declarations that decided it, in words."""

    holds: bool
    reason: str


class Condition(Protocol):
    """A parsed condition; `str()` of it is its normal form, which `parse` reads again."""

    def evaluate(self, features: Mapping[str, FeatureValue]) -> Outcome: ...

    def ids(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Always:
    """The empty condition."""

    def evaluate(self, features: Mapping[str, FeatureValue]) -> Outcome:
        return Outcome(True, "there is no condition")

    def ids(self) -> frozenset[str]:
        return frozenset()

    def __str__(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Declared:
    """A feature id that stands alone."""

    id: str

    def evaluate(self, features: Mapping[str, FeatureValue]) -> Outcome:
        if self.id not in features:
            return Outcome(False, f"{self.id} is not declared")
        value = features[self.id]
        if value is True:
            return Outcome(True, f"{self.id} is declared")
        return Outcome(bool(value), f"{self.id} is declared as {_written(value)}")

    def ids(self) -> frozenset[str]:
        return frozenset({self.id})

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class Compared:
    """A feature id compared with a number; anything but a number never compares."""

    id: str
    comparison: str
    number: float

    def evaluate(self, features: Mapping[str, FeatureValue]) -> Outcome:
        if self.id not in features:
            return Outcome(False, f"{self.id} is not declared")
        value = features[self.id]
        if isinstance(value, bool | str):
            return Outcome(False, f"{self.id} is declared as {_written(value)}, not as a number")
        holds = _COMPARISONS[self.comparison](value, self.number)
        verb = "is" if holds else "is not"
        reason = f"{self.id} is {value:g}, which {verb} {self.comparison} {self.number:g}"
        return Outcome(holds, reason)

    def ids(self) -> frozenset[str]:
        return frozenset({self.id})

    def __str__(self) -> str:
        return f"{self.id} {self.comparison} {self.number:g}"


@dataclass(frozen=True, slots=True)
class Not:
    operand: Condition

    def evaluate(self, features: Mapping[str, FeatureValue]) -> Outcome:
        outcome = self.operand.evaluate(features)
        return Outcome(not outcome.holds, outcome.reason)

    def ids(self) -> frozenset[str]:
        return self.operand.ids()

    def __str__(self) -> str:
        return f"NOT {_nested(self.operand)}"


@dataclass(frozen=True, slots=True)
class AllOf:
    operands: tuple[Condition, ...]

    def evaluate(self, features: Mapping[str, FeatureValue]) -> Outcome:
        outcomes = [operand.evaluate(features) for operand in self.operands]
        refused = [outcome for outcome in outcomes if not outcome.holds]
        return Outcome(not refused, _joined(refused or outcomes))

    def ids(self) -> frozenset[str]:
        return frozenset[str]().union(*(operand.ids() for operand in self.operands))

    def __str__(self) -> str:
        return " and ".join(_nested(operand) for operand in self.operands)


@dataclass(frozen=True, slots=True)
class AnyOf:
    operands: tuple[Condition, ...]

    def evaluate(self, features: Mapping[str, FeatureValue]) -> Outcome:
        outcomes = [operand.evaluate(features) for operand in self.operands]
        held = [outcome for outcome in outcomes if outcome.holds]
        return Outcome(bool(held), _joined(held or outcomes))

    def ids(self) -> frozenset[str]:
        return frozenset[str]().union(*(operand.ids() for operand in self.operands))

    def __str__(self) -> str:
        return " or ".join(_nested(operand) for operand in self.operands)


def all_of(operands: Iterable[Condition]) -> Condition:
    """Join conditions by "and" in normal form: nested ones merged, those always true dropped."""
    flat = tuple(
        inner
        for operand in operands
        for inner in (operand.operands if isinstance(operand, AllOf) else (operand,))
        if not isinstance(inner, Always)
    )
    if len(flat) > 1:
        return AllOf(flat)
    return flat[0] if flat else Always()


def any_of(operands: Iterable[Condition]) -> Condition:
    """Join conditions by "or" in normal form: nested ones merged; one that always holds wins.

    Nothing to join is the condition that always holds.
    """
    flat = tuple(
        inner
        for operand in operands
        for inner in (operand.operands if isinstance(operand, AnyOf) else (operand,))
    )
    if len(flat) > 1 and not any(isinstance(inner, Always) for inner in flat):
        return AnyOf(flat)
    return flat[0] if len(flat) == 1 else Always()


@cache
def parse(text: str) -> Condition:
    """Read a condition; the empty text is the condition that always holds.

    Raises ConditionError, which names the position.
    """
    if not text.strip():
        return Always()
    return _Parser(text).parse()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = next(self._tokens)

    def parse(self) -> Condition:
        condition = self._any_of()
        if self._next.kind != "end":
            raise self._error("'and', 'or' or the end")
        return condition

    def _any_of(self) -> Condition:
        operands = [self._all_of()]
        while self._takes("or"):
            operands.append(self._all_of())
        return any_of(operands)

    def _all_of(self) -> Condition:
        operands = [self._factor()]
        while self._takes("and"):
            operands.append(self._factor())
        return all_of(operands)

    def _factor(self) -> Condition:
        if self._takes("not"):
            return Not(self._factor())
        if self._takes("("):
            inner = self._any_of()
            if not self._takes(")"):
                raise self._error("')'")
            return inner
        feature = self._take("word", "a feature id").text
        if self._next.text in _COMPARISONS:
            comparison = self._take("symbol", "a comparison").text
            return Compared(feature, comparison, float(self._take("number", "a number").text))
        return Declared(feature)

    def _takes(self, text: str) -> bool:
        if self._next.text != text or self._next.kind == "end":
            return False
        self._next = next(self._tokens)
        return True

    def _take(self, kind: str, expected: str) -> _Token:
        token = self._next
        if token.kind != kind:
            raise self._error(expected)
        self._next = next(self._tokens)
        return token

    def _error(self, expected: str) -> ConditionError:
        return ConditionError(self._text, self._next.position, expected)


def _tokens(text: str) -> Iterator[_Token]:
    position = 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            start = len(text) - len(text[position:].lstrip())
            raise ConditionError(text, start, "a feature id, a keyword or a parenthesis")
        word = match[match.lastgroup]
        if word.lower() in {"and", "or", "not"}:
            yield _Token("keyword", word.lower(), match.start(match.lastgroup))
        else:
            yield _Token(match.lastgroup, word, match.start(match.lastgroup))
        position = match.end()
    yield _Token("end", "", len(text))


def _nested(condition: Condition) -> str:
    return f"({condition})" if isinstance(condition, AllOf | AnyOf) else str(condition)


def _joined(outcomes: list[Outcome]) -> str:
    return " and ".join(dict.fromkeys(outcome.reason for outcome in outcomes))


def _written(value: FeatureValue) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)
