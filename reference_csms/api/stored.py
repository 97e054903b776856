"""What the CSMS stored, to read."""

from typing import Any, Literal

from fastapi import APIRouter

from reference_csms import views
from reference_csms.api.access import Behind, During, Paged
from reference_csms.listing import log

router = APIRouter(tags=["stored state"])

Rows = list[dict[str, Any]]


@router.get("/transactions")
async def transactions(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    transaction_id: str | None = None,
    id_token: str | None = None,
    evse_id: int | None = None,
    connector_id: int | None = None,
    remote_start_id: int | None = None,
    active: bool | None = None,
) -> Rows:
    """Show transactions with their totals, and which of their messages are missing."""
    return await views.transactions(
        csms.store,
        station=station,
        transaction_id=transaction_id,
        id_token=id_token,
        evse_id=evse_id,
        connector_id=connector_id,
        remote_start_id=remote_start_id,
        active=active,
        period=period,
        page=page,
    )


@router.get("/meter-values")
async def meter_values(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    transaction_id: str | None = None,
    evse_id: int | None = None,
    connector_id: int | None = None,
) -> Rows:
    return await views.meter_values(
        csms.store,
        station=station,
        transaction_id=transaction_id,
        evse_id=evse_id,
        connector_id=connector_id,
        period=period,
        page=page,
    )


@router.get("/variables")
async def variables(
    csms: Behind,
    page: Paged,
    station: str | None = None,
    component: str | None = None,
    variable: str | None = None,
    attribute: str | None = None,
    evse_id: int | None = None,
) -> Rows:
    """Show the variables of 2.0.1 stations as last told."""
    return await views.variables(
        csms.store,
        station=station,
        component=component,
        variable=variable,
        attribute=attribute,
        evse_id=evse_id,
        page=page,
    )


@router.get("/configuration-keys")
async def configuration_keys(
    csms: Behind, page: Paged, station: str | None = None, name: str | None = None
) -> Rows:
    """Show the configuration keys of 1.6 stations as last told."""
    return await views.configuration_keys(csms.store, station=station, name=name, page=page)


@router.get("/reports")
async def reports(
    csms: Behind,
    page: Paged,
    station: str | None = None,
    request_id: int | None = None,
    pending: bool | None = None,
) -> Rows:
    """Show device model reports; the station still owes parts of a pending one."""
    return await views.reports(
        csms.store, station=station, request_id=request_id, pending=pending, page=page
    )


@router.get("/certificates")
async def certificates(
    csms: Behind,
    page: Paged,
    station: str | None = None,
    type: str | None = None,
    status: str | None = None,
    serial_number: str | None = None,
) -> Rows:
    """Show the certificates of stations as issued, installed or told."""
    return await views.certificates(
        csms.store,
        station=station,
        type=type,
        status=status,
        serial_number=serial_number,
        page=page,
    )


@router.get("/messages")
async def messages(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    action: str | None = None,
    direction: Literal["in", "out"] | None = None,
) -> Rows:
    """Show the traffic as recorded, the newest first; `action` finds CALLs only."""
    return await views.messages(
        csms.store,
        station=station,
        action=action,
        direction=direction,
        period=period,
        page=page,
    )


@router.get("/commands")
async def commands(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    action: str | None = None,
) -> Rows:
    """Show what the CSMS sent, and how it ended."""
    sent = ("sent_at", period)
    return await log(csms.store.commands, page, sent, station=station, action=action)


@router.get("/monitoring-events")
async def monitoring_events(
    csms: Behind, page: Paged, period: During, station: str | None = None
) -> Rows:
    """Show the elements of NotifyEvent requests."""
    return await log(csms.store.monitoring_events, page, ("received_at", period), station=station)


@router.get("/security-events")
async def security_events(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    type: str | None = None,
) -> Rows:
    """Show security events by the time that the station gave them."""
    return await log(
        csms.store.security_events, page, ("timestamp", period), station=station, type=type
    )


@router.get("/vendor-messages")
async def vendor_messages(
    csms: Behind,
    page: Paged,
    period: During,
    station: str | None = None,
    vendor_id: str | None = None,
    message_id: str | None = None,
) -> Rows:
    """Show what came by DataTransfer or was sent by it, with the answers."""
    return await log(
        csms.store.vendor_messages,
        page,
        ("received_at", period),
        station=station,
        vendor_id=vendor_id,
        message_id=message_id,
    )
