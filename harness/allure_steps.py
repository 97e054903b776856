"""Gherkin steps in Allure results: a bridge from pytest-bdd's hooks to allure-pytest.

allure-pytest shows no Gherkin steps by itself, and its sibling for pytest-bdd cannot be installed
beside it.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import allure
import allure_commons

from harness import cases

if TYPE_CHECKING:
    import pytest
    from pytest_bdd.parser import Feature, Scenario, Step

_open_steps: list[str] = []


def pytest_bdd_before_scenario(
    request: pytest.FixtureRequest, feature: Feature, scenario: Scenario
) -> None:
    case = cases.find(scenario.name.partition(" ")[0])
    allure.dynamic.title(scenario.name)
    allure.dynamic.feature(feature.name or "")
    if case is None:
        return
    allure.dynamic.parent_suite(f"OCPP {case.version}, {case.role}")
    allure.dynamic.suite(cases.BLOCKS[case.version].get(case.block, case.block))
    allure.dynamic.id(case.id)
    for requirement in case.requirements:
        allure.dynamic.tag(requirement)


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Step) -> None:
    identifier = str(uuid.uuid4())
    _open_steps.append(identifier)
    table = _table(step)
    parameters = {"table": table} if table else {}
    title = f"{step.keyword.strip()} {step.name}"
    allure_commons.plugin_manager.hook.start_step(uuid=identifier, title=title, params=parameters)


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Step) -> None:
    _stop(None)


def pytest_bdd_step_error(
    request: pytest.FixtureRequest, step: Step, exception: BaseException
) -> None:
    _stop(exception)


def _stop(error: BaseException | None) -> None:
    if not _open_steps:
        return
    allure_commons.plugin_manager.hook.stop_step(
        uuid=_open_steps.pop(),
        title=None,
        exc_type=type(error) if error is not None else None,
        exc_val=error,
        exc_tb=error.__traceback__ if error is not None else None,
    )


def _table(step: Step) -> str:
    if step.datatable is None:
        return ""
    return "\n".join(" | ".join(str(cell) for cell in row) for row in step.datatable.raw())
