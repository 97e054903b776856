"""OCPP 2.0.1, block N: what stations hold about customers (N09, N10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ocppj.dispatch import Reply
from reference_csms import stored_certificates
from reference_csms.customers import CustomerInformation
from reference_csms.follow_up import ask
from reference_csms.goals import Arguments, Complaint, InvalidArguments, present, read
from reference_csms.services.customers import is_erased, is_meant
from reference_csms.v201 import local_list
from reference_csms.v201.tokens import stored_type
from schemas.v201 import diagnostics as messages
from schemas.v201 import local_auth_list

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject


# goals


class Customer(Arguments):
    """Exactly one of `id_token`, `customer_identifier` and `certificate` says who is meant.

    `type` may be left out for a stored token; `certificate` is the serial number of one that we
    know at the station.
    """

    id_token: str | None = None
    type: str | None = None
    customer_identifier: str | None = None
    certificate: str | None = None
    report: bool = True
    clear: bool = False


async def customer_information(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """N09, N10. The answer names our requestId."""
    wanted = read(Customer, arguments)
    reference = await _reference(operator, wanted)
    number = await operator.csms.store.next_number("customer information")
    payload = {
        "requestId": number,
        "report": wanted.report,
        "clear": wanted.clear,
        **reference,
    }
    return {**await operator.send("CustomerInformation", payload), "requestId": number}


async def _reference(operator: Operator, wanted: Customer) -> JsonObject:
    """N09.FR.04, .08; N10.FR.08, .09: the station gets one reference, by the hash that it uses."""
    named = present(
        id_token=wanted.id_token,
        customer_identifier=wanted.customer_identifier,
        certificate=wanted.certificate,
    )
    if len(named) != 1:
        one = "one of id_token, customer_identifier and certificate is needed"
        raise InvalidArguments([Complaint("", one)])
    if wanted.id_token is not None:
        kind = wanted.type or await stored_type(operator, wanted.id_token)
        return {"idToken": {"idToken": wanted.id_token, "type": kind}}
    if wanted.certificate is not None:
        known = {"serial_number": wanted.certificate}
        return {"customerCertificate": await stored_certificates.digests(operator, known)}
    return {"customerIdentifier": wanted.customer_identifier}


OPERATIONS: Final[OperationTable] = {"customer-information": customer_information}


# results


async def customer_asked(
    station: ConnectedStation,
    request: messages.CustomerInformationRequest,
    response: messages.CustomerInformationResponse,
) -> None:
    """Keep what was asked; the report is welcome before the boot is accepted (B02.FR.09)."""
    if response.status is messages.CustomerInformationStatusEnumType.ACCEPTED:
        station.invited.add("NotifyCustomerInformation")
    token, certificate = request.id_token, request.customer_certificate
    asked = CustomerInformation(
        station.identity,
        request.request_id,
        request.report,
        request.clear,
        None if token is None else token.id_token,
        None if token is None else token.type.value,
        request.customer_identifier,
        None if certificate is None else certificate.dump(),
        response.status.value,
    )
    information = await station.services.customers.asked(asked)
    if is_erased(information):  # its report came before the answer had been read
        await _take_off_the_list(station, information)


async def _take_off_the_list(station: ConnectedStation, erased: CustomerInformation) -> None:
    """N10.FR.02: the station keeps its local list until we change it."""
    lists = station.services.local_lists
    known = await lists.of(station.identity)
    named = [{"idToken": entry["idToken"]} for entry in known.entries if is_meant(erased, entry)]
    if not named:
        return
    update = local_auth_list.SendLocalListRequest.parse(
        {
            "versionNumber": await lists.next_version(station.identity),
            "updateType": local_auth_list.UpdateEnumType.DIFFERENTIAL,
            "localAuthorizationList": named,
        }
    )
    answer = await ask(station, "SendLocalList", update.dump())
    if answer is not None:
        response = local_auth_list.SendLocalListResponse.parse(answer)
        await local_list.local_list_sent(station, update, response)


# what stations send


async def notify_customer_information(
    station: ConnectedStation, request: messages.NotifyCustomerInformationRequest
) -> Reply:
    """N09.FR.05, .06; N10.FR.03, .04, .06; after a report of what was erased comes the list."""
    part = {
        "seqNo": request.seq_no,
        "data": request.data,
        "generatedAt": request.generated_at,
    }
    information = await station.services.customers.told(
        station.identity, request.request_id, part, last=not request.tbc
    )

    async def update() -> None:
        await _take_off_the_list(station, information)

    following = (update,) if is_erased(information) else ()
    return Reply(messages.NotifyCustomerInformationResponse(), following)
