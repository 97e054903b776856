"""Expecting and sending tables for states, in the words of the features."""

from __future__ import annotations

from harness.tables import Expectation, parse_expectations


def expect(*rows: str) -> tuple[Expectation, ...]:
    """Read rows such as `idTokenInfo.status | is | Accepted | C01.FR.07`."""
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    table = [["field", "check", "value", "requirement"]]
    table += [row + [""] * (4 - len(row)) for row in cells]
    return parse_expectations(table)


def fields(*rows: str) -> tuple[tuple[str, str], ...]:
    """Read rows such as `triggerReason | Authorized`."""
    pairs = [row.split("|") for row in rows]
    return tuple((name.strip(), value.strip()) for name, value in pairs)
