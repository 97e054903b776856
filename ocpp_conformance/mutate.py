"""`ocpp-conformance mutate`: proves that the cases notice what goes wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ocpp_conformance import selection
from ocpp_conformance.refusal import Refusal

if TYPE_CHECKING:
    from harness.mutation.campaign import CaseCampaign
    from harness.mutation.mutant import Mutant
    from harness.mutation.report import Report
    from harness.mutation.survivors import Entry
    from harness.plan import Plan


@click.command()
@selection.options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("ocpp-mutation"),
    show_default=True,
    help="where mutation.json goes",
)
@click.option("-n", "workers", type=click.IntRange(1), help="worker processes; default: one a CPU")
@click.option("--seed", type=int, default=0, show_default=True)
@click.option("--mutant", "mutant_id", metavar="ID", help="run this one, and keep its trace")
@click.option("-v", "--verbose", is_flag=True, help="print each case as it is done")
def mutate(
    *,
    out: Path,
    workers: int | None,
    seed: int,
    mutant_id: str | None,
    verbose: bool,
    **chosen: Any,
) -> int:
    """Repeat passing cases with one changed frame each, and see whether it is noticed.

    The built-in systems test each other; every run of a case has one change to one frame that the
    system under test sends. Exit code 0: each change was noticed at its frame, or is listed in
    survivors.csv with the reason why it may pass.
    """
    from harness.plan import Plan, full_hour
    from ocpp_conformance.folder import prepare
    from ocpp_conformance.vocabulary import refuse_faults

    mutant = _read(mutant_id) if mutant_id is not None else None
    if mutant is not None:
        chosen = {"patterns": (mutant.case,)}
    wanted = selection.written(selection.select(**chosen))
    refuse_faults()
    ids = tuple(case.id for case in wanted)
    plan = Plan(prepare(out).resolve(), ids, seed=seed, starts_at=full_hour())
    if mutant is not None:
        return repeat(plan, mutant)
    return conduct(plan, workers, verbose=verbose)


def conduct(plan: Plan, workers: int | None, *, verbose: bool) -> int:
    """Run all mutants of the plan's cases, write the report, print it; gives the exit code."""
    entries = _listed()
    found = survey(plan, workers, verbose=verbose)
    done = conclude(plan, found, entries)
    return 0 if is_sound(done) else 1


def survey(plan: Plan, workers: int | None, *, verbose: bool) -> list[CaseCampaign]:
    """Run all mutants of the plan's cases, with progress on stderr."""
    import os

    from harness.mutation import campaign
    from ocpp_conformance.mutation_table import Follower
    from steps.bdd import perform

    count = workers or os.cpu_count() or 1
    with Follower(len(plan.cases), verbose=verbose) as follower:
        return campaign.run(plan, perform, count, follower.take)


def conclude(plan: Plan, found: list[CaseCampaign], entries: list[Entry]) -> Report:
    """Write mutation.json and print the table."""
    from harness import cases
    from harness.mutation import report
    from ocpp_conformance.mutation_table import show

    run = {campaign.baseline.case for campaign in found}
    versions = {case.id: case.version for case in cases.load() if case.id in run}
    done = report.Report(found, versions, entries, plan.seed)
    report.write(plan.out / "mutation.json", done)
    show(done)
    click.echo(f"report: {plan.out / 'mutation.json'}")
    return done


def _listed() -> list[Entry]:
    from harness.mutation import survivors

    try:
        return survivors.load()
    except survivors.SurvivorsError as error:
        raise Refusal(str(error)) from error


def is_sound(done: Report) -> bool:
    """Tell whether nothing is left to mend."""
    broken = [c for c in done.campaigns if c.baseline.verdict in ("failed", "inconclusive")]
    return not (broken or done.unlisted() or done.otherwise() or done.stale())


def repeat(plan: Plan, mutant: Mutant) -> int:
    """Run one mutant, keep its trace and tell what became of it; gives the exit code."""
    from harness import cases
    from harness.mutation.mutant import field_name
    from harness.mutation.perform import run_case
    from harness.mutation.verdict import Fate, fate
    from ocppj import trace
    from steps.bdd import perform

    case = cases.find(mutant.case)
    assert case is not None
    run = run_case(plan, case, perform, mutant)
    path = plan.out / "traces" / f"{case.id}.jsonl"
    path.parent.mkdir(exist_ok=True)
    trace.write(path, run.records)
    end, finding = fate(run)
    if run.wire.applied is not None:
        place = field_name(mutant.path) or "the frame"
        click.echo(f"{place}: {run.wire.applied.before!r} became {run.wire.applied.after!r}")
    click.echo(f"{end.value}: {run.result.verdict.value}. {run.result.reason or finding}")
    click.echo(f"trace: {path}")
    return 0 if end is Fate.KILLED else 1


def _read(text: str) -> Mutant:
    from harness.mutation.mutant import parse_id
    from harness.mutation.operators import group_of

    try:
        mutant = parse_id(text)
        group_of(mutant.operator)
    except ValueError as error:
        raise Refusal(f"--mutant {error}") from error
    except KeyError as error:
        raise Refusal(f"--mutant {text}: there is no operator {error}") from error
    return mutant
