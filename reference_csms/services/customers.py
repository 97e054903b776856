"""Customers' data at stations: asked for, told in parts, erased (2.0.1, N09 and N10)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reference_csms.customers import CustomerInformation
from reference_csms.records import exact, fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocppj.clock import Clock
    from reference_csms.store.protocols import CustomerStore

ACCEPTED: Final = "Accepted"


class CustomerService:
    def __init__(self, store: CustomerStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def asked(self, wanted: CustomerInformation) -> CustomerInformation:
        """Keep what was asked and answered; an earlier question of that id is replaced.

        Parts may arrive before the answer does; those are of this report, and stay.
        """
        known = await self._store.customer_information.get(wanted.key)
        if known is not None and known.answer is None:
            wanted = replace(wanted, parts=known.parts, last_part=known.last_part)
        wanted = replace(wanted, asked_at=self._clock.now())
        await self._store.customer_information.put(wanted)
        return wanted

    async def told(
        self, station: str, request_id: int, part: Mapping[str, Any], *, last: bool
    ) -> CustomerInformation:
        """Take in one part, which may come twice; one that nobody asked for is kept too."""
        known = await self._store.customer_information.get(exact(station, request_id))
        known = known or CustomerInformation(station, request_id)
        others = [one for one in known.parts if one["seqNo"] != part["seqNo"]]
        parts = sorted([*others, dict(part)], key=lambda one: one["seqNo"])
        number = part["seqNo"] if last else known.last_part
        told = replace(known, parts=tuple(parts), last_part=number)
        await self._store.customer_information.put(told)
        return told


def is_erased(information: CustomerInformation) -> bool:
    """Tell whether the station has erased the customer's data and said all about it."""
    return information.clear and information.answer == ACCEPTED and information.complete


def is_meant(information: CustomerInformation, entry: Mapping[str, Any]) -> bool:
    """Tell whether an entry of a local list is about the customer.

    An identifier is the id of a token, whatever its type, or that of its group.
    """
    token = entry["idToken"]
    if information.id_token is not None:
        named = fold(information.id_token, information.id_token_type)
        return fold(token["idToken"], token["type"]) == named
    group = entry.get("idTokenInfo", {}).get("groupIdToken", {}).get("idToken")
    wanted = fold(information.customer_identifier)
    return wanted != "" and wanted in (fold(token["idToken"]), fold(group))
