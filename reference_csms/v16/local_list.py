"""OCPP 1.6, profile LocalAuthListManagement: what stations answer, and the operator's goal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reference_csms.goals import Arguments, read
from reference_csms.local_list_goals import OUT_OF_STEP, refuse_uncached
from reference_csms.records import Caching, TokenStatus
from reference_csms.services.authorization import Authorization
from reference_csms.services.local_lists import merge
from reference_csms.v16.tokens import id_tag_info
from schemas.v16.enums import UpdateType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reference_csms.connection import ConnectedStation
    from reference_csms.goals import OperationTable, Operator
    from schemas.base import JsonObject
    from schemas.v16 import local_auth_list


async def get_local_list_version(
    station: ConnectedStation,
    request: local_auth_list.GetLocalListVersionRequest,
    response: local_auth_list.GetLocalListVersionResponse,
) -> None:
    """Section 5.10."""
    await station.services.local_lists.told(station.identity, response.list_version)


async def send_local_list(
    station: ConnectedStation,
    request: local_auth_list.SendLocalListRequest,
    response: local_auth_list.SendLocalListResponse,
) -> None:
    """Section 5.15."""
    await station.services.local_lists.sent(
        station.identity,
        response.status.value,
        request.list_version,
        [entry.dump() for entry in request.local_authorization_list or []],
        full=request.update_type is UpdateType.FULL,
        name="idTag",
        info="idTagInfo",
    )


class Update(Arguments):
    """`id_tokens` get on the list, all that we know without a choice; `full` replaces the list."""

    id_tokens: list[str] | None = None
    full: bool = False


async def update_local_list(operator: Operator, arguments: Mapping[str, Any]) -> JsonObject:
    """Section 5.15: where no version is known the station is asked, so that ours is above it.

    A station that refuses a differential list gets all of it.
    """
    wanted = read(Update, arguments)
    services, identity = operator.csms.services, operator.station.identity
    known = await services.local_lists.of(identity)
    if known.version is None and known.told_version is None:
        await operator.send("GetLocalListVersion", {})
    entries = await _entries(operator, wanted.id_tokens)
    response = await _send(operator, entries, "Full" if wanted.full else "Differential")
    if wanted.full or response["status"] not in OUT_OF_STEP:
        return response
    known = await services.local_lists.of(identity)
    return await _send(operator, merge(known.entries, entries, "idTag", "idTagInfo"), "Full")


async def _send(operator: Operator, entries: Sequence[JsonObject], update: str) -> JsonObject:
    identity = operator.station.identity
    payload = {
        "listVersion": await operator.csms.services.local_lists.next_version(identity),
        "updateType": update,
        "localAuthorizationList": list(entries),
    }
    return await operator.send("SendLocalList", payload)


async def _entries(operator: Operator, id_tokens: list[str] | None) -> list[JsonObject]:
    authorization = operator.csms.services.authorization
    if id_tokens is None:
        known = [t for t in await operator.csms.store.tokens.find() if t.cache is not Caching.NEVER]
        id_tokens = list({token.folded: token.id_token for token in known}.values())
    tokens = [await authorization.find(name) for name in id_tokens]
    refuse_uncached(tokens)
    listed = [
        Authorization(TokenStatus.UNKNOWN) if t is None else authorization.listed(t) for t in tokens
    ]
    return [
        {"idTag": name, "idTagInfo": id_tag_info(about).dump()}
        for name, about in zip(id_tokens, listed, strict=True)
    ]


OPERATIONS: Final[OperationTable] = {"update-local-list": update_local_list}
