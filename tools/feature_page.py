"""Make docs/certification_features.md from features/features.csv and the case catalogue.

python -m tools.feature_page [DOCS_DIR]
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from harness import cases, conditions
from harness.features import Feature, known_features

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HEAD = """# Feature ids

Made by `python -m tools.feature_page` from features/features.csv; do not edit.

Whether a case applies to a system is an expression over these ids (`ocpp-conformance cases show ID`
prints it), and the `[features]` of a SUT file declare them:

    [features]
    Reservation = true
    C-30 = true
    HFS-8 = 2
    "C-40.1" = "Energy.Active.Import.Register"

An id with a dot has to be quoted. What is not declared does not hold. A kind `text` takes a text,
or just `true`; a parent such as C-40 does not follow from C-40.1, declare both. "Cases" counts the
conditions that name the id; an id with none may be declared all the same.

The ids C-, AS-, SC-, R-, DM-, ISO-, LA- and UI- are those of OCPP 2.0.1 Part 5 edition 3, sections
3.1 and 3.2, AQ- of its appendix A, HFS- of its appendix B, all as changed by the errata sheet
2025-09. Names without a hyphen are ours: for the certification profiles and product subtypes, and
for what the official cases only state as a prerequisite. OCPP 1.6 has no such list, so its cases
use the same ids where the meaning is the same.

## Grammar

    expression = term { "or" term }
    term       = factor { "and" factor }
    factor     = "NOT" factor | "(" expression ")" | id [ comparison number ]
    comparison = ">" | ">=" | "<" | "<=" | "="
"""


def page(features: Iterable[Feature], uses: Mapping[str, int]) -> str:
    """Return the page as Markdown: a table per group, in the order of the ids."""
    sections = [_HEAD]
    for group, members in groupby(features, key=lambda feature: feature.group):
        rows = "".join(_row(feature, uses.get(feature.id, 0)) for feature in members)
        sections.append(f"## {group}\n\n| id | kind | role | cases | means |\n{_RULE}\n{rows}")
    return "\n".join(sections)


def uses() -> Mapping[str, int]:
    """Count the conditions of the catalogue that name each id."""
    return Counter(
        feature for case in cases.load() for feature in conditions.parse(case.condition).ids()
    )


_RULE = "| --- | --- | --- | --- | --- |"


def _row(feature: Feature, count: int) -> str:
    roles = ", ".join(feature.roles)
    return f"| {feature.id} | {feature.kind} | {roles} | {count} | {feature.meaning} |\n"


def main(arguments: list[str]) -> int:
    target = Path(arguments[0] if arguments else "docs") / "certification_features.md"
    target.write_text(page(known_features().values(), uses()), encoding="utf-8")
    print(target)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
