"""Between the components and variables of 2.0.1 messages and the stored ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reference_csms.device_records import Variable
from schemas.v201.provisioning import AttributeEnumType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemas.v201.provisioning import ReportDataType
    from schemas.v201.types import ComponentType, VariableType


def variable_of(
    station: str,
    component: ComponentType,
    variable: VariableType,
    attribute: AttributeEnumType | None,
    *,
    value: str | None = None,
    status: str = "Accepted",
) -> Variable:
    """Name a stored attribute; one that is not named is the Actual one (B05.FR.12, B06.FR.11)."""
    return Variable(
        station=station,
        component=component.name,
        component_instance=component.instance,
        evse_id=component.evse.id if component.evse else None,
        connector_id=component.evse.connector_id if component.evse else None,
        variable=variable.name,
        variable_instance=variable.instance,
        attribute=(attribute or AttributeEnumType.ACTUAL).value,
        value=value,
        status=status,
    )


def attributes_of(station: str, data: ReportDataType) -> Iterator[Variable]:
    """Spread one element of a report over its attributes."""
    about = data.variable_characteristics
    for attribute in data.variable_attribute:
        named = variable_of(station, data.component, data.variable, attribute.type)
        yield Variable(
            station=named.station,
            component=named.component,
            component_instance=named.component_instance,
            evse_id=named.evse_id,
            connector_id=named.connector_id,
            variable=named.variable,
            variable_instance=named.variable_instance,
            attribute=named.attribute,
            value=attribute.value,
            mutability=attribute.mutability.value if attribute.mutability else "ReadWrite",
            characteristics=about.dump() if about else None,
        )
