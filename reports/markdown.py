"""audit.md: the audit for a terminal, a pull request or a wiki."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from harness.verdicts import Verdict
from reports.messages import Status
from reports.requirements import Coverage
from reports.sides import Side, sides
from reports.text import markdown, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.results import Sut
    from reports.audit import Audit
    from reports.entries import CaseEntry


def render(audit: Audit) -> str:
    """Write the audit as Markdown; its tables are aligned for reading as plain text."""
    parts = [_head(audit), _summary(audit), _problems(audit), *_case_lists(audit)]
    parts += [part for side in sides(audit) for part in _side(audit, side)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(audit: Audit) -> str:
    run = audit.run
    facts = [
        *(f"System under test: {_sut(sut)}" for sut in run.suts),
        f"Started {markdown(run.started_at)}, took {run.duration_s:.1f} s, {run.clock} clock",
        f"ocpp-conformance {markdown(run.tool_version)}",
    ]
    if run.interrupted:
        facts.append("**The run was interrupted; what follows is what it had.**")
    return "# OCPP conformance audit\n\n" + _list(facts)


def _sut(sut: Sut) -> str:
    return markdown(f"{sut.name} ({sut.role}, OCPP {', '.join(sut.versions)})")


def _summary(audit: Audit) -> str:
    rows = [[words(name), str(count)] for name, count in audit.summary.items()]
    return "## Summary\n\n" + _table(["verdict", "cases"], rows, numbers={1})


def _problems(audit: Audit) -> str:
    if not audit.problems:
        return ""
    return "## Files that could not be read whole\n\n" + _list(map(markdown, audit.problems))


def _case_lists(audit: Audit) -> Iterator[str]:
    """List the cases that need a look, the worst first."""
    unexpected = [entry for entry in audit.cases if entry.unexpected_pass]
    listed = {
        "Failed": _of(audit, Verdict.FAILED),
        "Passed although a failure is expected": unexpected,
        "Inconclusive": _of(audit, Verdict.INCONCLUSIVE),
        "Partial": _of(audit, Verdict.PARTIAL),
    }
    for title, entries in listed.items():
        if entries:
            yield f"## {title} ({len(entries)})\n\n" + _list(map(_case, entries))


def _of(audit: Audit, verdict: Verdict) -> list[CaseEntry]:
    return [entry for entry in audit.cases if entry.verdict is verdict]


def _case(entry: CaseEntry) -> str:
    lines = [f"**{markdown(entry.id)}** {markdown(entry.name)}"]
    details = [entry.reason]
    details += [f"not seen: {text}" for text in entry.unseen if text not in entry.reason]
    if entry.expected_failure is not None:
        details.append(f"expected failure: {entry.expected_failure}")
    if entry.trace:
        details.append(f"trace: {entry.trace}")
    return "\n  ".join([*lines, *(f"- {markdown(text)}" for text in details if text)])


def _side(audit: Audit, side: Side) -> Iterator[str]:
    yield f"## {side.title}"
    blocks = [
        [
            block.block if block.block in block.name else f"{block.block} {block.name}",
            *map(str, (block.messages_total, block.implemented, block.partial)),
            *map(str, (block.missing, block.untested)),
            f"{block.coverage:.0%}",
            f"{block.cases_passed}/{block.cases_total}",
        ]
        for block in audit.blocks
        if side.holds(block)
    ]
    head = ["block", "messages", "implemented", "partial", "missing", "untested", "coverage"]
    yield _table([*head, "cases passed"], blocks, numbers=set(range(1, 8)))
    lacking = [
        [row.action, row.block, row.status, markdown(row.reason)]
        for row in audit.messages
        if side.holds(row) and row.status in (Status.PARTIAL, Status.MISSING)
    ]
    if lacking:
        yield "### Messages that are partial or missing"
        yield _table(["message", "block", "status", "reason"], lacking)
    yield _requirements(audit, side)


def _requirements(audit: Audit, side: Side) -> str:
    rows = [row for row in audit.requirements if side.holds(row)]
    if not rows:
        return ""
    counts = Counter(row.status for row in rows)
    told = ", ".join(f"{counts[status]} {status}" for status in Coverage)
    failed = [
        f"{markdown(row.id)}: {', '.join(row.cases)}"
        for row in rows
        if row.status is Coverage.FAILED
    ]
    lines = f"### Requirements\n\nOf {len(rows)} requirements: {told}."
    return lines + (f"\n\nFailed:\n\n{_list(failed)}" if failed else "")


def _list(lines: Iterator[str] | Sequence[str] | map[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _table(
    head: Sequence[str], rows: Sequence[Sequence[str]], numbers: set[int] | None = None
) -> str:
    """Align the columns; those in `numbers` to the right. The last one is not padded."""
    right = numbers or set()
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(len(head))]
    last = len(head) - 1
    if last not in right:
        widths[last] = len(head[last])
    rule = ["-" * (w - 1) + ":" if i in right else "-" * w for i, w in enumerate(widths)]
    lines = [
        [cell.rjust(w) if i in right else cell.ljust(w) for i, (cell, w) in enumerate(pairs)]
        for pairs in (list(zip(row, widths, strict=True)) for row in (head, rule, *rows))
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
