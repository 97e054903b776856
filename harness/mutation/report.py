"""`mutation.json`: a campaign as data."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from harness.mutation import operators, survivors
from harness.mutation.mutant import field_name
from harness.mutation.verdict import Fate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from harness.mutation.campaign import CaseCampaign, Outcome
    from harness.mutation.survivors import Entry

FORMAT: Final = 1
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Report:
    """A finished campaign: what was found, and what is listed as right to survive."""

    campaigns: Sequence[CaseCampaign]
    versions: Mapping[str, str]
    entries: Sequence[Entry]
    seed: int

    def outcomes(self) -> list[Outcome]:
        return [outcome for campaign in self.campaigns for outcome in campaign.outcomes]

    def reason(self, outcome: Outcome) -> str | None:
        """Give the listed reason of a survivor."""
        return survivors.reason_for(self.entries, outcome, self.versions[outcome.mutant.case])

    def unlisted(self) -> list[Outcome]:
        return [o for o in self.outcomes() if o.fate is Fate.SURVIVED and self.reason(o) is None]

    def otherwise(self) -> list[Outcome]:
        return [o for o in self.outcomes() if o.fate is Fate.KILLED_OTHERWISE]

    def stale(self) -> list[Entry]:
        """Give the entries of which nothing survives; another seed makes other values."""
        complete = {
            c.baseline.case: self.versions[c.baseline.case] for c in self.campaigns if c.done
        }
        return survivors.stale(self.entries, self.outcomes(), complete) if self.seed == 0 else []

    def totals(self, outcomes: Iterable[Outcome] | None = None) -> dict[str, int]:
        """Count mutants by fate; `survived` includes `listed`."""
        counted = list(self.outcomes() if outcomes is None else outcomes)
        fates = Counter(outcome.fate for outcome in counted)
        listed = sum(o.fate is Fate.SURVIVED and self.reason(o) is not None for o in counted)
        names = ("killed", "killed_otherwise", "survived")
        return {
            "mutants": len(counted),
            **{name: fates[Fate(name)] for name in names},
            "listed": listed,
        }

    def by_operator(self) -> dict[str, dict[str, Any]]:
        names = [*operators.STRUCTURAL, *operators.FIELDS]
        found = self.outcomes()
        return {
            name: {
                "group": operators.group_of(name).value,
                **self.totals(o for o in found if o.mutant.operator == name),
            }
            for name in names
        }

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "seed": self.seed,
            "totals": self.totals(),
            "operators": self.by_operator(),
            "cases": [self._case(campaign) for campaign in self.campaigns],
        }

    def _case(self, campaign: CaseCampaign) -> dict[str, Any]:
        totals = self.totals(campaign.outcomes)
        return {
            "id": campaign.baseline.case,
            "verdict": campaign.baseline.verdict.value,
            **totals,
            "survivors": [self._outcome(o) for o in campaign.outcomes if o.fate is Fate.SURVIVED],
            "otherwise": [
                {**_place(o), "finding": o.finding}
                for o in campaign.outcomes
                if o.fate is Fate.KILLED_OTHERWISE
            ],
        }

    def _outcome(self, outcome: Outcome) -> dict[str, Any]:
        reason = self.reason(outcome)
        return {**_place(outcome), "listed": reason is not None, "reason": reason or ""}


def _place(outcome: Outcome) -> dict[str, Any]:
    mutant = outcome.mutant
    return {
        "mutant": mutant.id,
        "frame": mutant.spot.frame,
        "action": mutant.spot.action,
        "kind": mutant.spot.kind.value,
        "path": field_name(mutant.path),
        "operator": mutant.operator,
        "from": _short(outcome.before),
        "to": _short(outcome.after),
    }


def _short(value: Any) -> Any:
    """Keep long values, such as certificates, out of the report."""
    text = value if isinstance(value, str) else json.dumps(value)
    return value if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def write(path: Path, report: Report) -> None:
    path.write_text(json.dumps(report.to_json(), indent=1) + "\n", encoding="utf-8")
