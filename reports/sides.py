"""The sides of a run: a version and the role under test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from harness.cases import BLOCKS, ROLES
from harness.verdicts import Verdict

if TYPE_CHECKING:
    from reports.audit import Audit

ROLE_NAMES = {"csms": "CSMS", "station": "charging station"}


class OfSide(Protocol):
    """Any row of the audit."""

    @property
    def version(self) -> str: ...
    @property
    def role(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Side:
    """A version and a role under test."""

    version: str
    role: str

    @property
    def title(self) -> str:
        return f"OCPP {self.version} {ROLE_NAMES[self.role]}"

    def holds(self, row: OfSide) -> bool:
        return (row.version, row.role) == (self.version, self.role)


def sides(audit: Audit) -> list[Side]:
    """List the sides that the run tested: declared by a SUT, or with a case that has a verdict."""
    declared = {(version, sut.role) for sut in audit.run.suts for version in sut.versions}
    ran = {(e.version, e.role) for e in audit.cases if e.verdict is not Verdict.UNTESTED}
    every = (Side(version, role) for version in BLOCKS for role in ROLES)
    return [side for side in every if (side.version, side.role) in declared | ran]
