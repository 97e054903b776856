"""The versions that the CSMS speaks, each with its dialect and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ocppj.dialect import OCPP16, OCPP201
from reference_csms.v16 import operations as operations16
from reference_csms.v16 import routes as v16
from reference_csms.v201 import operations as operations201
from reference_csms.v201 import routes as v201

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.dialect import Dialect, Version
    from ocppj.dispatch import RouteTable
    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable
    from reference_csms.results import ResultTable


@dataclass(frozen=True, slots=True)
class Spoken:
    """One version's side of the CSMS."""

    dialect: Dialect
    routes: RouteTable[ConnectedStation]
    results: ResultTable
    operations: OperationTable


VERSIONS: Final[Mapping[Version, Spoken]] = {
    "1.6": Spoken(OCPP16, v16.ROUTES, v16.RESULTS, operations16.OPERATIONS),
    "2.0.1": Spoken(OCPP201, v201.ROUTES, v201.RESULTS, operations201.OPERATIONS),
}
