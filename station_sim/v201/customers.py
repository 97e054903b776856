"""Answers of a 2.0.1 station, block N: what it holds about a customer (N09, N10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ocppj.dispatch import Reply
from schemas.v201.diagnostics import (
    CustomerInformationRequest,
    CustomerInformationResponse,
    CustomerInformationStatusEnumType,
    NotifyCustomerInformationRequest,
)
from station_sim import customers
from station_sim.customers import Customer
from station_sim.moments import Token

if TYPE_CHECKING:
    from station_sim.station import Station

PART: Final = 512
"""The most characters of one message (NotifyCustomerInformationRequest)."""
ERASED: Final = "The customer's data has been cleared"

_Status = CustomerInformationStatusEnumType


def customer_information(station: Station, request: CustomerInformationRequest) -> Reply:
    """N09.FR.02 to .09, N10.FR.01 to .07; data is erased and reported after the answer."""
    status, customer = _status(station, request), _customer(request)
    if status is not _Status.ACCEPTED:
        return Reply(CustomerInformationResponse(status=status))
    text = "\n".join(customers.held(station, customer)) if request.report else ERASED

    async def follow() -> None:
        for part in report(station, text, request.request_id) if station.automatic else ():
            station.send(part)
        if request.clear:
            customers.erase(station, customer)

    return Reply(CustomerInformationResponse(status=status), (follow,))


def _status(station: Station, request: CustomerInformationRequest) -> _Status:
    """N09.FR.07, .09; N10.FR.05: a session that runs needs its data until it is billed."""
    named = (request.id_token, request.customer_certificate, request.customer_identifier)
    if sum(reference is not None for reference in named) != 1:
        return _Status.INVALID
    if not (request.report or request.clear):
        return _Status.REJECTED
    if request.clear and customers.is_charging(station, _customer(request)):
        return _Status.REJECTED
    return _Status.ACCEPTED


def _customer(request: CustomerInformationRequest) -> Customer:
    named = request.id_token
    token = None if named is None else Token(named.id_token, named.type.value)
    return Customer(token, request.customer_identifier)


def report(
    station: Station, text: str, request_id: int = 0
) -> list[NotifyCustomerInformationRequest]:
    """Give the messages of a report; one with no text says that there is nothing (N09.FR.06)."""
    starts = range(0, max(len(text), 1), PART)
    return [
        NotifyCustomerInformationRequest(
            request_id=request_id,
            data=text[start : start + PART],
            seq_no=number,
            generated_at=station.clock.text(),
            tbc=start + PART < len(text),
        )
        for number, start in enumerate(starts)
    ]
