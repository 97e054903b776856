"""`ocpp-conformance run`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ocpp_conformance import selection
from ocpp_conformance.refusal import Refusal

if TYPE_CHECKING:
    from harness.cases import Case
    from harness.targets.settings import SutFile


@click.command()
@selection.options
@click.option("--sut", "sut_path", type=click.Path(path_type=Path), help="the system to test")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("ocpp-report"),
    show_default=True,
    help="where the reports go",
)
@click.option("-n", "workers", type=click.IntRange(1), help="worker processes, in process only")
@click.option(
    "--time-tolerance",
    type=click.FloatRange(0),
    metavar="S",
    help="how far compared times may be apart; 0 in process, 4 with an external system",
)
@click.option(
    "--answer-delay",
    type=click.FloatRange(0),
    default=0.05,
    metavar="S",
    show_default=True,
    help="what the harness waits before it answers",
)
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--official-schemas", type=click.Path(path_type=Path), help="judge by these files")
@click.option("-v", "--verbose", is_flag=True, help="print every verdict")
def run(
    *,
    sut_path: Path | None,
    out: Path,
    workers: int | None,
    time_tolerance: float | None,
    answer_delay: float,
    seed: int,
    official_schemas: Path | None,
    verbose: bool,
    **chosen: Any,
) -> int:
    """Run conformance cases and write the audit report.

    Without --sut the built-in CSMS and the built-in station test each other.
    """
    from harness.plan import Limits, Plan, full_hour
    from ocpp_conformance.conduct import conduct
    from ocpp_conformance.folder import prepare
    from ocpp_conformance.vocabulary import refuse_faults

    sut = _load_sut(sut_path)
    if official_schemas is not None:
        _check_official(official_schemas)
    if sut is not None and workers is not None and workers > 1:
        raise Refusal(f"-n {workers}: {sut.name} is one system and cannot be shared; leave out -n")
    selected = _selected(sut, chosen)
    wanted = selection.written(selected)
    refuse_faults()
    _probe(sut)
    directory = prepare(out)
    deadlines = sut.deadlines if sut is not None else None
    tolerance = time_tolerance if time_tolerance is not None else (0.0 if sut is None else 4.0)
    limits = Limits(
        answer_s=deadlines.answer_s if deadlines is not None else 30.0,
        message_s=deadlines.message_s if deadlines is not None else 60.0,
        time_tolerance_s=tolerance,
        answer_delay_s=answer_delay,
        registration_s=deadlines.message_s if deadlines is not None else 600.0,
    )
    plan = Plan(
        out=directory.resolve(),
        cases=tuple(case.id for case in wanted),
        limits=limits,
        sut_file=sut_path.resolve() if sut_path is not None else None,
        seed=seed,
        starts_at=full_hour() if sut is None else None,
        official_schemas=official_schemas.resolve() if official_schemas is not None else None,
    )
    chosen_ids = tuple(case.id for case in selected)
    return conduct(plan, sut, chosen_ids, workers=workers, verbose=verbose)


def _load_sut(path: Path | None) -> SutFile | None:
    if path is None:
        return None
    from harness.targets import sut_file

    try:
        return sut_file.load(path)
    except sut_file.SutFileError as error:
        raise Refusal(str(error)) from error


def _check_official(directory: Path) -> None:
    from schemas import validation

    try:
        validation.use_official_schemas(directory)
    except (OSError, ValueError, validation.OfficialSchemasMissing) as error:
        raise Refusal(f"--official-schemas {directory}: {error}") from error


def _selected(sut: SutFile | None, chosen: dict[str, tuple[str, ...]]) -> list[Case]:
    """Give the cases that the options and the system's role and versions select."""
    found = selection.select(**chosen)
    if sut is None:
        return found
    fitting = [c for c in found if c.role == sut.role and c.version in sut.versions]
    if not fitting:
        what = f"{sut.name} is a {sut.role} of OCPP {' and '.join(sut.versions)}"
        raise Refusal(f"no case is selected: {what}; widen the selection")
    return fitting


def _probe(sut: SutFile | None) -> None:
    """Refuse to start where the system cannot even be reached, or our own address is taken."""
    if sut is None:
        return
    import asyncio

    from harness.targets.probe import probe

    async def first_fault() -> str | None:
        async for finding in probe(sut):
            if not finding.good:
                return finding.text
        return None

    fault = asyncio.run(first_fault())
    if fault is not None:
        raise Refusal(f"{sut.path}: {fault}")
