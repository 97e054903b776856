"""OCPP 2.0.1, block D: local authorization lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pydantic import Field

from reference_csms.device_records import Variable
from reference_csms.goals import Arguments, read
from reference_csms.local_list_goals import OUT_OF_STEP, refuse_uncached
from reference_csms.records import Caching
from reference_csms.services.local_lists import merge
from reference_csms.v201.tokens import id_token_info, stored_type
from reference_csms.v201.variables import parts
from schemas.v201.local_auth_list import UpdateEnumType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from reference_csms.records import Token
    from schemas.base import JsonObject
    from schemas.v201 import local_auth_list


class Update(Arguments):
    """`id_tokens` get on the list, all that we know without a choice; `full` replaces the list.

    `removed` leave the list, which only a differential update does.
    """

    id_tokens: list[str] | None = None
    removed: list[str] = Field(default_factory=list)
    full: bool = False


async def update_local_list(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """D01; where the station refuses a differential list it gets all of it (D01.FR.03)."""
    wanted = read(Update, arguments)
    entries = await _entries(operator, wanted)
    response = await _send_list(operator, entries, full=wanted.full)
    if wanted.full or response["status"] not in OUT_OF_STEP:
        return response
    known = await operator.csms.services.local_lists.of(operator.station.identity)
    whole = merge(known.entries, entries, "idToken", "idTokenInfo")
    return await _send_list(operator, whole, full=True)


async def _send_list(
    operator: Operator, entries: Sequence[JsonObject], *, full: bool
) -> JsonObject:
    """Send a list; one of more than the station takes at once goes on differentially (D01.FR.11).

    Gives the last answer, the first that is not Accepted.
    """
    split = list(parts(entries, await _limit(operator)))
    response: JsonObject = {}
    for number, part in enumerate(split or [None]):
        whole = full and number == 0
        response = await _send(operator, "Full" if whole else "Differential", part)
        if response["status"] != "Accepted":
            break
    return response


async def _limit(operator: Operator) -> int:
    """Give the most entries that the station takes at once, as it told (D01.FR.11)."""
    wanted = Variable(operator.station.identity, "LocalAuthListCtrlr", "ItemsPerMessage")
    told = await operator.csms.services.device_model.value(wanted)
    known = told is not None and told.isdecimal() and int(told) > 0
    return int(told) if told is not None and known else operator.csms.settings.items_per_message


async def _send(operator: Operator, update: str, part: list[JsonObject] | None) -> JsonObject:
    identity = operator.station.identity
    version = await operator.csms.services.local_lists.next_version(identity)
    payload: JsonObject = {"versionNumber": version, "updateType": update}
    if part is not None:
        payload["localAuthorizationList"] = part
    response = await operator.send("SendLocalList", payload)
    return {**response, "versionNumber": version}


async def _entries(operator: Operator, wanted: Update) -> list[JsonObject]:
    """Give tokens with their info, which makes them stay on the list; removed ones have none."""
    if wanted.id_tokens is None:
        known = await operator.csms.store.tokens.find()
        stored = [token for token in known if token.type and token.cache is not Caching.NEVER]
    else:
        stored = [await _stored(operator, id_token) for id_token in wanted.id_tokens]
        refuse_uncached(stored)
    removed = [await _stored(operator, id_token) for id_token in wanted.removed]
    listed = [{**_name(token), "idTokenInfo": _info(operator, token)} for token in stored]
    return listed + [_name(token) for token in removed]


async def _stored(operator: Operator, id_token: str) -> Token:
    kind = await stored_type(operator, id_token)
    token = await operator.csms.services.authorization.find(id_token, kind)
    assert token is not None, "its type was just read"
    return token


def _name(token: Token) -> JsonObject:
    return {"idToken": {"idToken": token.id_token, "type": token.type}}


def _info(operator: Operator, token: Token) -> JsonObject:
    return id_token_info(operator.csms.services.authorization.listed(token)).dump()


class Nothing(Arguments):
    pass


async def get_local_list_version(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """D02."""
    read(Nothing, arguments)
    return await operator.send("GetLocalListVersion", {})


OPERATIONS: Final[OperationTable] = {
    "get-local-list-version": get_local_list_version,
    "update-local-list": update_local_list,
}


async def local_list_sent(
    station: ConnectedStation,
    request: local_auth_list.SendLocalListRequest,
    response: local_auth_list.SendLocalListResponse,
) -> None:
    """Keep the list as the station has it now."""
    entries = [entry.dump() for entry in request.local_authorization_list or []]
    await station.services.local_lists.sent(
        station.identity,
        response.status.value,
        request.version_number,
        entries,
        full=request.update_type is UpdateEnumType.FULL,
        name="idToken",
        info="idTokenInfo",
    )


async def local_list_version(
    station: ConnectedStation,
    request: local_auth_list.GetLocalListVersionRequest,
    response: local_auth_list.GetLocalListVersionResponse,
) -> None:
    """D02.FR.01."""
    await station.services.local_lists.told(station.identity, response.version_number)
