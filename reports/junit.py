"""junit.xml for continuous integration: a suite per version, role and block.

Only cases with a verdict are in it. failed is a failure, inconclusive an error, not_applicable
skipped. A failure that the SUT file expects is skipped, since it does not fail the run, and a case
that passes although a failure is expected is a failure, since it does.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import groupby
from typing import TYPE_CHECKING

from harness.cases import BLOCKS, FOLDERS, ROLES
from harness.verdicts import Verdict
from reports.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from harness.verdicts import Check
    from reports.audit import Audit
    from reports.entries import CaseEntry
    from reports.load import RunData

_Outcome = tuple[str, str, str]


def render(audit: Audit, data: RunData) -> str:
    """Write the cases of a run as JUnit XML."""
    ran = sorted((e for e in audit.cases if e.verdict is not Verdict.UNTESTED), key=_place)
    failures = {result.id: _failures(result.checks) for result in data.results}
    root = ET.Element("testsuites", {"name": "ocpp-conformance", **_totals(ran)})
    for _, cases in groupby(ran, key=_place):
        _suite(root, list(cases), failures, audit.run.started_at)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, "unicode") + "\n"


def _place(entry: CaseEntry) -> tuple[int, int, int]:
    """Order as everywhere: version, role, block; a block that is not known comes last."""
    blocks = list(BLOCKS[entry.version])
    block = blocks.index(entry.block) if entry.block in blocks else len(blocks)
    return list(BLOCKS).index(entry.version), ROLES.index(entry.role), block


def _failures(checks: Iterable[Check]) -> str:
    return "\n".join(check.sentence() for check in checks if not check.held)


def _suite(
    root: ET.Element, cases: Sequence[CaseEntry], failures: dict[str, str], started: str
) -> None:
    first = cases[0]
    name = ".".join((FOLDERS[first.version], first.role, first.block or "other"))
    attributes = {"name": name, "timestamp": clean(started), **_totals(cases)}
    suite = ET.SubElement(root, "testsuite", attributes)
    for entry in cases:
        _case(suite, name, entry, failures.get(entry.id, ""))


def _case(suite: ET.Element, name: str, entry: CaseEntry, failures: str) -> None:
    title = one_line(f"{entry.id} {entry.name}")
    attributes = {"classname": name, "name": title, "time": f"{entry.duration_s:.3f}"}
    if entry.feature_file:
        attributes["file"] = clean(entry.feature_file)
    case = ET.SubElement(suite, "testcase", attributes)
    properties = ET.SubElement(case, "properties")
    pairs = [("verdict", entry.verdict.value), ("version", entry.version), ("role", entry.role)]
    pairs += [("requirement", requirement) for requirement in entry.requirements]
    for key, value in pairs:
        ET.SubElement(properties, "property", {"name": key, "value": clean(value)})
    outcome = _outcome(entry)
    if outcome is not None:
        tag, kind, message = outcome
        element = ET.SubElement(case, tag, {"type": kind, "message": one_line(message)})
        element.text = clean("\n".join(text for text in (entry.reason, failures) if text))
    notes = [*(f"not seen: {text}" for text in entry.unseen), *entry.notes]
    if entry.verdict is Verdict.PARTIAL or notes:
        ET.SubElement(case, "system-out").text = clean("\n".join([entry.reason, *notes]).strip())


def _outcome(entry: CaseEntry) -> _Outcome | None:
    if entry.unexpected_pass:
        return "failure", "unexpected pass", f"a failure is expected: {entry.expected_failure}"
    match entry.verdict:
        case Verdict.FAILED if entry.expected_failure is not None:
            return "skipped", "expected failure", f"expected failure: {entry.expected_failure}"
        case Verdict.FAILED:
            return "failure", "failed", entry.reason
        case Verdict.INCONCLUSIVE:
            return "error", "inconclusive", entry.reason
        case Verdict.NOT_APPLICABLE:
            return "skipped", "not applicable", entry.reason
        case _:
            return None


def _totals(cases: Sequence[CaseEntry]) -> dict[str, str]:
    tags = [outcome[0] for outcome in map(_outcome, cases) if outcome is not None]
    return {
        "tests": str(len(cases)),
        "failures": str(tags.count("failure")),
        "errors": str(tags.count("error")),
        "skipped": str(tags.count("skipped")),
        "time": f"{sum(entry.duration_s for entry in cases):.3f}",
    }
