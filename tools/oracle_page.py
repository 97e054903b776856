"""Put the figures of a mutation run into docs/oracle.md.

python -m tools.oracle_page MUTATION_JSON [PAGE]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "oracle.md"
BEGIN: Final = "<!-- figures -->"
END: Final = "<!-- end of figures -->"
_COUNTS: Final = ("mutants", "killed", "killed_otherwise", "survived", "listed")
_HEAD: Final = " | ".join(name.replace("_", " ") for name in _COUNTS)
_RULE: Final = " | ".join("---:" for _ in _COUNTS)


def figures(report: Mapping[str, Any]) -> str:
    """Write the tables: by operator and by case."""
    return "\n".join([*_by_operator(report), "", *_by_case(report)])


def _by_operator(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"| operator | group | {_HEAD} |"
    yield f"| --- | --- | {_RULE} |"
    for name, counts in report["operators"].items():
        yield f"| {name} | {counts['group']} | {_cells(counts)} |"
    yield f"| all | | {_cells(report['totals'])} |"


def _by_case(report: Mapping[str, Any]) -> Iterator[str]:
    yield f"| case | {_HEAD} |"
    yield f"| --- | {_RULE} |"
    for case in report["cases"]:
        if case["mutants"]:
            yield f"| {case['id']} | {_cells(case)} |"


def _cells(counts: Mapping[str, Any]) -> str:
    return " | ".join(str(counts[name]) for name in _COUNTS)


def put(page: str, text: str) -> str:
    """Replace what stands between the marks; raises ValueError where there are none."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"no marks {BEGIN} and {END} in the page")
    return f"{head}{BEGIN}\n\n{text}\n\n{END}{tail}"


def main(arguments: list[str]) -> int:
    report = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    page = Path(arguments[1]) if len(arguments) > 1 else PAGE
    text = put(page.read_text(encoding="utf-8"), figures(report))
    page.write_text(text, encoding="utf-8")
    print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
