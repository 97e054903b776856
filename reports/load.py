"""Reading the folder that a run leaves: `run.json`, `results.jsonl` and `traces/`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from harness import cases, results
from ocppj import trace

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from harness.results import CaseResult, Run
    from ocppj.trace import TraceRecord
    from schemas.catalogue import Version


class ReportError(Exception):
    """A folder that no report can be made of; the message names the file and what to do."""


@dataclass(frozen=True, slots=True)
class CaseTrace:
    """The trace of one case as far as it can be read; `problem` says why it is not whole."""

    records: tuple[TraceRecord, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class RunData:
    """One run. `results` holds one result per case; `problems` what could not be read."""

    directory: Path
    run: Run
    results: tuple[CaseResult, ...]
    problems: tuple[str, ...] = ()

    def trace(self, result: CaseResult) -> CaseTrace:
        """Read the trace of a case; empty where the case left none (never started)."""
        if not result.trace:
            return CaseTrace(())
        path = self.directory / result.trace
        if not path.resolve().is_relative_to(self.directory.resolve()):
            return CaseTrace((), f"{result.id}: the trace {result.trace} is outside the folder")
        if not path.is_file():
            return CaseTrace((), f"{result.id}: the trace {result.trace} is missing")
        return _read_trace(path, result)


def load(directory: Path) -> RunData:
    """Read a run; raises ReportError when run.json or results.jsonl are missing or broken.

    A last line of results.jsonl that was cut off (the run was killed while writing it) is left
    out and named in `problems`. Of several results of one case the last one counts.
    """
    run = _read_run(directory / "run.json")
    found, problems = _read_results(directory / "results.jsonl")
    for result in found:
        _check_known(result, directory / "results.jsonl")
    kept = {result.id: result for result in found}
    if len(kept) < len(found):
        problems.append(f"{len(found) - len(kept)} results were superseded by later ones")
    return RunData(directory, run, tuple(kept.values()), tuple(problems))


def _read_run(path: Path) -> Run:
    if not path.is_file():
        raise ReportError(
            f"{path} is missing: name the folder that `ocpp-conformance run` wrote (its --out)"
        )
    try:
        return results.read_run(path)
    except AttributeError as error:
        raise ReportError(f"{path}: no run description: run the cases again") from error
    except (OSError, ValueError) as error:
        raise ReportError(f"{error}: run the cases again, the file cannot be mended") from error


def _read_results(path: Path) -> tuple[list[CaseResult], list[str]]:
    if not path.is_file():
        raise ReportError(f"{path} is missing: the run ended before its first case; run again")
    found: list[CaseResult] = []
    try:
        _collect(results.read(path), found)
    except (OSError, ValueError) as error:
        if not _cut_off(path, complete=len(found)):
            raise ReportError(f"{error}: delete that line, or run the cases again") from error
        return found, [f"{path.name}: the last line is cut off and was left out"]
    return found, []


def _collect(lines: Iterable[CaseResult], found: list[CaseResult]) -> None:
    """Gather one by one, so that what came before a broken line is kept."""
    for result in lines:
        found.append(result)  # noqa: PERF402 - extend() would lose them when the iterator raises


def _cut_off(path: Path, complete: int) -> bool:
    """Tell whether nothing but a line without its end follows the complete ones."""
    return path.read_bytes().count(b"\n") == complete


def _check_known(result: CaseResult, path: Path) -> None:
    if result.version not in cases.FOLDERS or result.role not in cases.ROLES:
        raise ReportError(
            f"{path}: {result.id} is of version {result.version!r} and role {result.role!r}, "
            "which this release does not know: make the report with the release that ran it"
        )


def _read_trace(path: Path, result: CaseResult) -> CaseTrace:
    records: list[TraceRecord] = []
    try:
        for record in trace.read(path, cast("Version", result.version)):
            records.append(record)  # noqa: PERF402 - what precedes a broken line is kept
    except (OSError, ValueError) as error:
        return CaseTrace(tuple(records), f"{result.id}: the trace is not whole: {error}")
    return CaseTrace(tuple(records))
