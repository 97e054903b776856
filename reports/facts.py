"""One case of a run with everything that the statuses are decided on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness import cases
from harness.verdicts import Verdict
from reports import tunnel
from reports.traffic import Exchange, evidence, exchanges

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.cases import Case
    from harness.results import CaseResult
    from harness.verdicts import Check
    from reports.load import RunData

PERFORMED = frozenset({Verdict.PASSED, Verdict.FAILED, Verdict.INCONCLUSIVE, Verdict.PARTIAL})
"""The verdicts of cases that were started."""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case result, its place in the catalogue (None: no such case there) and its trace.

    `main` names the messages of the main part; `evidence` what was observed of their effects.
    """

    result: CaseResult
    case: Case | None
    main: frozenset[str]
    exchanges: tuple[Exchange, ...]
    evidence: Mapping[str, tuple[str, ...]]

    @property
    def performed(self) -> bool:
        return self.result.verdict in PERFORMED

    @property
    def passed(self) -> bool:
        return self.result.verdict is Verdict.PASSED

    def failed_checks(self, action: str) -> list[Check]:
        """List the checks on that message that did not hold."""
        return [
            check
            for check in self.result.checks
            if not check.held and action in self._messages_of(check)
        ]

    def _messages_of(self, check: Check) -> set[str]:
        """Name the message of a check; one on a DataTransfer is also one on what it carried."""
        carried = {
            exchange.action
            for exchange in self.exchanges
            if check.seq is not None
            and check.seq in (exchange.seq, exchange.answer_seq)
            and exchange.action.startswith(f"{check.action}/")
        }
        return {check.action, *carried}


def gather(data: RunData) -> tuple[list[CaseFacts], list[str]]:
    """Collect the facts of every result; the second list names traces that cannot be read."""
    found, problems = [], []
    for result in data.results:
        trace = data.trace(result)
        if trace.problem:
            problems.append(trace.problem)
        case = cases.find(result.id)
        seen = exchanges(trace.records, result.version)
        main = _main(case, seen)
        found.append(CaseFacts(result, case, main, seen, evidence(trace.records)))
    return found, problems


def _main(case: Case | None, seen: tuple[Exchange, ...]) -> frozenset[str]:
    """Name the main part's messages: DataTransfer stands for what it was seen to carry, too."""
    named = set(case.messages) if case is not None else set()
    if tunnel.CARRIER in named:
        named |= {e.action for e in seen if e.action.startswith(f"{tunnel.CARRIER}/")}
    return frozenset(named)
