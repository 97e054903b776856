"""Make docs/steps.md from the vocabulary of `steps` and the feature files.

python -m tools.step_page [DOCS_DIR]
"""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gherkin.parser import Parser

from harness.checks import CHECKS
from harness.scenarios import feature_files
from ocpp_conformance.vocabulary import sentences
from steps import bdd
from steps.reusable_states import STATES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from steps.bdd import Sentence

_HEAD: Final = """# Sentences of the features

Made by `python -m tools.step_page` from the step definitions and the feature files; do not edit.

A scenario prepares with Given, acts with When and judges with Then. `{peer}` is `station` or
`CSMS`: the one under test, or the one that the harness plays, and a sentence for the wrong one is
refused. `{article}` is `a` or `an`, `{rule}` an optional requirement in parentheses, `{seconds}` a
number or a `$name`.
"""

_TABLES: Final = """## Tables

| columns | for |
| --- | --- |
| `field`, `value` | what the harness sends: laid over what it would send by itself |
| `field`, `check`, `value`, `requirement` | what is expected; the last two columns are optional |
| `message`, `field`, `check`, ... | several messages; a blank first cell means the same one |
| `setting`, `value`, `when` | settings of the station under test; a refusal is no trouble where \
the optional last column says `if implemented` or `if writable` |
| `from`, `limit` | what a schedule allows from a time on; `(any)` leaves the rest open |

### Paths

| path | means |
| --- | --- |
| `evse.id` | a field of a field |
| `variableData[0].value` | an element by its position, from 0 |
| `sampledValue[*].context` | every element; there has to be one |
| `sampledValue[any].value` | one element, the same for all rows of a table with this prefix |
| `configurationKey[key=HeartbeatInterval].value` | the element whose field `key` has that value |

### Values

| value | means |
| --- | --- |
| `300`, `true`, `Accepted` | a literal; when sent it takes the type of the field's schema |
| `[1, 2]`, `{"a": 1}` | JSON, where the field is an array or an object |
| `$evse_id` | a parameter of the SUT file, or a value that the scenario has kept |
| `$now` | the present time, or when a request came; `$now+60s` is later, as with any kept time |
| `$rate_6` | 6 A per phase in the unit of charging rates that the SUT file names |
| `$cert_pem` | in PEM the certificates that came in hexadecimal and were kept as `$cert` |
| `(absent)` | only when sending: the field is left out |

### Checks

No check holds on nothing but `is absent` and `is absent or`.
When expecting, `300` equals the number and the text, since the schema judges the types; `true` does
not equal 1.

| check | value | the field has to be |
| --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A step of a feature file, as it stands there."""

    kind: str
    text: str
    table: tuple[tuple[str, ...], ...]


def examples(files: Iterable[Path]) -> Iterator[Example]:
    """Give every step of the files, in their order."""
    for file in files:
        feature: Any = Parser().parse(file.read_text(encoding="utf-8"))["feature"]
        for child in feature["children"]:
            if "scenario" in child:
                yield from _steps(child["scenario"]["steps"])


def _steps(steps: Sequence[Any]) -> Iterator[Example]:
    kind = "given"
    kinds = {"Context": "given", "Action": "when", "Outcome": "then"}
    for step in steps:
        kind = kinds.get(step["keywordType"], kind)
        rows = step.get("dataTable", {}).get("rows", [])
        yield Example(
            kind, step["text"], tuple(tuple(c["value"] for c in r["cells"]) for r in rows)
        )


def page(vocabulary: Sequence[Sentence], found: Sequence[Example]) -> str:
    """Return the page as Markdown: the sentences by kind, the table language, the states."""
    parts = [_HEAD]
    for kind in ("given", "when", "then"):
        chosen = [sentence for sentence in vocabulary if sentence.kind == kind]
        parts.append(f"## {kind.capitalize()}\n")
        parts += [_entry(sentence, found) for sentence in chosen]
    parts += [_TABLES + "".join(map(_check_row, CHECKS)), _states()]
    return "\n".join(parts)


def _entry(sentence: Sentence, found: Sequence[Example]) -> str:
    fitting = [e for e in found if e.kind == sentence.kind and bdd.matches(sentence, e.text)]
    lines = [f"### {_readable(sentence.pattern)}", "", sentence.meaning, ""]
    if sentence.table:
        lines += [f"Table: {_columns(sentence)}", ""]
    if not fitting:
        return "\n".join([*lines, "No scenario uses it yet.", ""])
    with_table = [example for example in fitting if example.table]
    shown = min(with_table or fitting, key=lambda example: len(example.table))
    return "\n".join([*lines, *_shown(shown), ""])


def _readable(pattern: str) -> str:
    for kind in ("Peer", "Article", "Rule", "Word", "w", "d", "g"):
        pattern = pattern.replace(f":{kind}}}", "}")
    return f"`{pattern}`"


def _columns(sentence: Sentence) -> str:
    if "settings" in sentence.pattern:
        return "settings."
    if "any order" in sentence.pattern:
        return "several messages."
    sends = sentence.kind != "then"
    return "what is sent, optional." if sends else "what is expected, optional."


def _shown(example: Example) -> Iterator[str]:
    yield f"    {example.kind.capitalize()} {example.text}"
    widths = [max(map(len, column)) for column in zip(*example.table, strict=True)]
    for row in example.table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"      | {' | '.join(cells)} |"


def _check_row(name: str) -> str:
    comparison = CHECKS[name]
    value = "yes" if comparison.takes_value else "none"
    return f"| `{name}` | {value} | {comparison.phrase.format('the value')} |\n"


def _states() -> str:
    lines = [
        "## Reusable states",
        "",
        "| version | under test | state | means |",
        "| --- " * 4 + "|",
    ]
    for version, roles in STATES.items():
        for role, states in roles.items():
            lines += [f"| {version} | {role} | {n} | {_line(s)} |" for n, s in states.items()]
    return "\n".join([*lines, ""])


def _line(state: object) -> str:
    return (inspect.getdoc(state) or "").partition("\n")[0]


def current() -> str:
    """Return the page as the sources want it now."""
    return page(sentences(), list(examples(feature_files())))


def main(arguments: list[str]) -> int:
    target = Path(arguments[0] if arguments else "docs") / "steps.md"
    target.write_text(current(), encoding="utf-8")
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
