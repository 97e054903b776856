"""OCPP 2.0.1, block B: asking for device model reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from reference_csms.goals import Arguments, present, read
from reference_csms.v201.variables import items_limit, parts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject

Criterion = Literal["Active", "Available", "Enabled", "Problem"]


class BaseReport(Arguments):
    report: Literal["ConfigurationInventory", "FullInventory", "SummaryInventory"]


async def get_base_report(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """B07. The answer names the request id of the report."""
    wanted = read(BaseReport, arguments)
    number = await operator.csms.store.next_number("report")
    payload = {"requestId": number, "reportBase": wanted.report}
    response = await operator.send("GetBaseReport", payload)
    return {**response, "requestId": number}


class Part(Arguments):
    """A component, or one of its variables, that the report is about."""

    component: str
    component_instance: str | None = None
    variable: str | None = None
    variable_instance: str | None = None
    evse_id: int | None = None
    connector_id: int | None = None

    def named(self) -> JsonObject:
        evse = present(id=self.evse_id, connectorId=self.connector_id) or None
        component = present(name=self.component, instance=self.component_instance, evse=evse)
        variable = None
        if self.variable is not None:
            variable = present(name=self.variable, instance=self.variable_instance)
        return present(component=component, variable=variable)


class Report(Arguments):
    criteria: list[Criterion] | None = None
    variables: list[Part] | None = None


async def get_report(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """B08, in as many messages as B08.FR.06 makes of it; the answer names their request ids."""
    wanted = read(Report, arguments)
    criteria = {"componentCriteria": wanted.criteria}
    return await ask_in_parts(operator, "GetReport", "report", criteria, wanted.variables)


async def ask_in_parts(
    operator: Operator,
    action: str,
    numbers: str,
    criteria: Mapping[str, Any],
    variables: Sequence[Part] | None,
) -> JsonObject:
    """Ask about `variables` in as many messages as ItemsPerMessage of GetReport makes of them.

    `numbers` is the series that the request ids come from; the answers name them.
    """
    named = [part.named() for part in variables or []]
    split: list[list[JsonObject] | None] = list(
        parts(named, await items_limit(operator, "GetReport"))
    )
    answers = []
    for part in split or [None]:
        number = await operator.csms.store.next_number(numbers)
        payload = present(requestId=number, **criteria, componentVariable=part)
        answers.append({**await operator.send(action, payload), "requestId": number})
    return {"reports": answers}


OPERATIONS: Final[OperationTable] = {
    "get-base-report": get_base_report,
    "get-report": get_report,
}
