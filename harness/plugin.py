"""The pytest plugin: collects feature files, runs scenarios in their worlds, hands over results.

It works without any conftest.py or ini file, since the command line calls pytest isolated from the
user's folder. `--ocpp-plan FILE` names the plan of the run; without it the built-in systems test
each other.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pytest_bdd import scenario as bdd_scenario

from harness import cases, plan, results
from harness.outcome import CaseFailed
from harness.performance import Performance
from harness.stage import Stage
from harness.targets import sut_file

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from pytest_bdd.parser import Feature, Scenario, Step

_STAGE: pytest.StashKey[Stage] = pytest.StashKey()
_PERFORMANCE: pytest.StashKey[Performance] = pytest.StashKey()
RESULT = "ocpp_result"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("ocpp", "OCPP conformance")
    group.addoption("--ocpp-plan", metavar="FILE", help="the plan of the run, as JSON")


def pytest_configure(config: pytest.Config) -> None:
    path = config.getoption("--ocpp-plan")
    if path is None:
        return
    chosen = plan.load(Path(path))
    sut = sut_file.load(chosen.sut_file) if chosen.sut_file is not None else None
    if sut is not None and getattr(config.option, "numprocesses", None):
        raise pytest.UsageError(f"{sut.name} is one system and cannot be shared: leave out -n")
    if chosen.official_schemas is not None:
        from schemas import validation

        validation.use_official_schemas(chosen.official_schemas)
    config.stash[_STAGE] = Stage(chosen, sut)


def stage_of(config: pytest.Config) -> Stage:
    """Give the stage of a run, for whoever puts another system on it; there is one with a plan."""
    return config.stash[_STAGE]


def pytest_unconfigure(config: pytest.Config) -> None:
    stage = config.stash.get(_STAGE, None)
    if stage is not None:
        stage.end()


class FeatureModule(pytest.Module):
    """A feature file as a module with one test per scenario, named by the case id."""

    def _getobj(self) -> Any:
        """Build the module that pytest would import; private to pytest, but stable for years."""
        import types

        module = types.ModuleType(self.path.stem)
        module.__file__ = str(self.path)
        wanted = _wanted(self.config)
        for name in _scenario_names(self.path):
            case_id = name.partition(" ")[0]
            if wanted is None or case_id in wanted:
                self._add(module, case_id, name)
        return module

    def _add(self, module: Any, case_id: str, name: str) -> None:
        def nothing() -> None:
            """Leave it to the steps."""

        test = bdd_scenario(str(self.path), name, features_base_dir="/")(nothing)
        test.__test__ = True  # type: ignore[attr-defined]
        test.__name__ = case_id
        setattr(module, case_id, test)


def _scenario_names(path: Path) -> list[str]:
    from pytest_bdd.feature import get_feature

    return list(get_feature("/", str(path)).scenarios)


def _wanted(config: pytest.Config) -> frozenset[str] | None:
    stage = config.stash.get(_STAGE, None)
    return frozenset(stage.plan.cases) if stage is not None else None


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    if file_path.suffix != ".feature" or parent.config.stash.get(_STAGE, None) is None:
        return None
    module: pytest.Module = FeatureModule.from_parent(parent, path=file_path)
    return module


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(
    collector: pytest.Module | pytest.Class, name: str, obj: object
) -> list[pytest.Item | pytest.Collector] | None:
    # Case ids do not begin with `test`, and there is no ini file that could say so.
    if isinstance(collector, FeatureModule) and getattr(obj, "__test__", False):
        return list(collector._genfunctions(name, obj))
    return None


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Any:
    """Give the world of the scenario that runs."""
    return request.node.stash[_PERFORMANCE].world


@pytest.fixture
def run(request: pytest.FixtureRequest) -> Any:
    """Run a coroutine of a step in the scenario's event loop."""
    return request.config.stash[_STAGE].loop.run


@pytest.hookimpl(trylast=True)
def pytest_bdd_before_scenario(
    request: pytest.FixtureRequest, feature: Feature, scenario: Scenario
) -> None:
    stage = request.config.stash[_STAGE]
    case = cases.find(scenario.name.partition(" ")[0])
    if case is None:
        raise pytest.UsageError(f"{scenario.name}: no such case in testcases.csv")
    performance = Performance(stage, case, feature.filename or "", list(scenario.steps))
    request.node.stash[_PERFORMANCE] = performance
    performance.begin()


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Step) -> None:
    request.node.stash[_PERFORMANCE].before_step(step)


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Step) -> None:
    request.node.stash[_PERFORMANCE].after_step("passed")


def pytest_bdd_step_error(
    request: pytest.FixtureRequest, step: Step, exception: BaseException
) -> None:
    status = "failed" if isinstance(exception, CaseFailed) else "broken"
    request.node.stash[_PERFORMANCE].after_step(status, exception)


@pytest.hookimpl(tryfirst=True)
def pytest_bdd_after_scenario(request: pytest.FixtureRequest) -> None:
    request.node.stash[_PERFORMANCE].end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    performance = item.stash.get(_PERFORMANCE, None)
    if call.when == "call" and performance is not None:
        result = performance.result(call.excinfo.value if call.excinfo else None, call.duration)
        report.user_properties.append((RESULT, json.dumps(result.to_json())))
    return report


class Gatherer:
    """Lives on the controller: writes each result as it comes in, and tells whoever listens."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.results: list[results.CaseResult] = []
        self.listener: Callable[[results.CaseResult], None] | None = None
        self.interrupted = False
        self.trouble = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == RESULT and report.when == "call":
                self.take(results.CaseResult.from_json(json.loads(str(value))))

    def pytest_keyboard_interrupt(self) -> None:
        self.interrupted = True

    def take(self, result: results.CaseResult) -> None:
        """Keep a result: it is on disk when this returns."""
        self.results.append(result)
        results.append(self.path, result)
        if self.listener is not None:
            self.listener(result)
