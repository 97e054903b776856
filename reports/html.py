"""index.html: the audit as one page that opens offline and asks no host for anything.

The page is text of unknown systems, so nothing of it is ever taken for markup: Jinja escapes what
stands in the page, the script writes text nodes only, and a content security policy admits no
script but ours, by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from harness.cases import BLOCKS, ROLES
from harness.verdicts import Verdict
from reports import details
from reports.messages import Status
from reports.requirements import Coverage
from reports.sides import ROLE_NAMES, Side, sides
from reports.text import clean, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.audit import Audit
    from reports.blocks import BlockRow
    from reports.load import RunData

_EXPLAINED: Final[Mapping[str, str]] = {
    "passed": "every check held, every step was performed",
    "failed": "the system under test broke a rule",
    "inconclusive": "could not be asked; no accusation and no pass",
    "partial": "all that was seen held, something could not be seen",
    "not_applicable": "the system does not declare what the case needs",
    "untested": "not selected, or no scenario yet",
}


def render(audit: Audit, data: RunData) -> str:
    """Write the page; the same run gives the same text."""
    style, script = _asset("report.css"), _asset("report.js")
    page = _environment().get_template("index.html.j2")
    return page.render(
        audit=audit,
        run=audit.run,
        sides=[_side(audit, side) for side in sides(audit)],
        attention=_attention(audit),
        explained=_EXPLAINED,
        verdicts=list(Verdict),
        versions=list(BLOCKS),
        roles=ROLES,
        blocks=sorted({(e.version, e.block) for e in audit.cases if e.block}, key=_block_place),
        statuses=list(Status),
        coverages=list(Coverage),
        details=Markup(details.pack(data)),
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(words=words, duration=_duration)
    environment.globals.update(role_names=ROLE_NAMES, segments=_segments)
    return environment


def _printable(value: object) -> object:
    """Clean what a system under test may have written; a lone surrogate is no UTF-8."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _block_place(key: tuple[str, str]) -> tuple[int, int]:
    version, block = key
    return list(BLOCKS).index(version), list(BLOCKS[version]).index(block)


def _side(audit: Audit, side: Side) -> dict[str, Any]:
    rows = [row for row in audit.messages if side.holds(row)]
    rules = [row for row in audit.requirements if side.holds(row)]
    return {
        "title": side.title,
        "key": f"{side.version}-{side.role}".replace(".", ""),
        "blocks": [block for block in audit.blocks if side.holds(block)],
        "messages": rows,
        "statuses": Counter(row.status for row in rows),
        "requirements": rules,
        "coverages": Counter(row.status for row in rules),
    }


def _attention(audit: Audit) -> dict[str, list[Any]]:
    """List what a reader should look at first, the worst before the rest."""
    failed = [e for e in audit.cases if e.verdict is Verdict.FAILED]
    return {
        "Failed": [entry for entry in failed if entry.expected_failure is None],
        "Passed although a failure is expected": [e for e in audit.cases if e.unexpected_pass],
        "Inconclusive": [e for e in audit.cases if e.verdict is Verdict.INCONCLUSIVE],
        "Failed as expected": [entry for entry in failed if entry.expected_failure is not None],
    }


def _segments(block: BlockRow) -> Iterator[tuple[str, float, float]]:
    """Divide the coverage bar of a block: status, start and width in percent."""
    counts = (block.implemented, block.partial, block.missing, block.untested)
    start = 0.0
    for status, count in zip(Status, counts, strict=True):
        width = round(100 * count / block.messages_total, 3) if block.messages_total else 0.0
        if width:
            yield status.value, start, width
        start = round(start + width, 3)


def _duration(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min"
