"""OCPP 1.6, profile LocalAuthListManagement: what stations answer, and the operator's goal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from reference_csms.goals import Arguments, read
from reference_csms.v16.tokens import id_tag_info
from schemas.v16.enums import UpdateType

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    """Section 5.15: where no version is known the station is asked, so that ours is above it."""
    wanted = read(Update, arguments)
    services, identity = operator.csms.services, operator.station.identity
    known = await services.local_lists.of(identity)
    if known.version is None and known.told_version is None:
        await operator.send("GetLocalListVersion", {})
    payload = {
        "listVersion": await services.local_lists.next_version(identity),
        "updateType": "Full" if wanted.full else "Differential",
        "localAuthorizationList": await _entries(operator, wanted.id_tokens),
    }
    return await operator.send("SendLocalList", payload)


async def _entries(operator: Operator, id_tokens: list[str] | None) -> list[JsonObject]:
    if id_tokens is None:
        known = await operator.csms.store.tokens.find()
        id_tokens = list({token.folded: token.id_token for token in known}.values())
    judge = operator.csms.services.authorization.authorize
    return [
        {"idTag": name, "idTagInfo": id_tag_info(await judge(name)).dump()} for name in id_tokens
    ]


OPERATIONS: Final[OperationTable] = {"update-local-list": update_local_list}
