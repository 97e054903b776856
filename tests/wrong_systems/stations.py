"""Wrong stations that act wrongly: the simulator with one behaviour broken.

Each maker takes what `Station` takes; `station_entries` says what it stands for.
"""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from ocppj.frames import CALL
from station_sim.authorization import Authorizer
from station_sim.behaviours import Automatic
from station_sim.hardware import Fact
from station_sim.memory import CachedToken
from station_sim.moments import Authorization, Token
from station_sim.policy import Retry
from station_sim.station import Station

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocppj.link import Link
    from schemas.base import OcppModel
    from station_sim.hardware import Evse
    from station_sim.moments import StopReason

    Payload = dict[str, Any]


def _behaving(behaviour: type[Automatic]) -> Callable[..., Station]:
    """Make a station that boots and beats in another way."""

    def make(*args: Any, **given: Any) -> Station:
        station = Station(*args, **given)
        station.behaviour = behaviour(station)
        return station

    return make


def _authorizing(authorizer: type[Authorizer]) -> Callable[..., Station]:
    """Make a station that decides in another way who may charge."""

    def make(*args: Any, **given: Any) -> Station:
        station = Station(*args, **given)
        station.behaviour.authorizer = authorizer(station)
        return station

    return make


# booting


class _Impatient(Automatic):
    def _put_off_boot(self, answer: Payload | None) -> None:
        super()._put_off_boot({"interval": 1})


class _GivesUp(Automatic):
    async def _boot(self, link: Link) -> Payload | None:
        answer = await super()._boot(link)
        if answer is not None and answer["status"] != "Accepted":
            await asyncio.Event().wait()
        return answer


class _TakesPendingForAccepted(Automatic):
    async def _boot(self, link: Link) -> Payload | None:
        answer = await super()._boot(link)
        if answer is not None and answer["status"] == "Pending":
            return {**answer, "status": "Accepted"}
        return answer


class _TalksWhileRejected(Automatic):
    async def _boot(self, link: Link) -> Payload | None:
        answer = await super()._boot(link)
        if answer is not None and answer["status"] == "Rejected":
            await link.call("Heartbeat", {})
        return answer


class _BeatsAtItsOwnPace(Automatic):
    def _accepted(self, answer: Payload) -> None:
        super()._accepted({**answer, "interval": 25})


class _TalksBeforeItBoots(Automatic):
    async def _boot(self, link: Link) -> Payload | None:
        await link.call("Heartbeat", {})
        return await super()._boot(link)


class _ReportsBeforeTheAnswer(Automatic):
    async def _boot(self, link: Link) -> Payload | None:
        boot = asyncio.ensure_future(super()._boot(link))
        await asyncio.sleep(0.01)  # on the wire behind the BootNotification
        status = self._station.draft("StatusNotification")
        await link.send_raw(json.dumps([CALL, "status", "StatusNotification", status]))
        return await boot


hammers_the_boot = _behaving(_Impatient)
gives_up_booting = _behaving(_GivesUp)
takes_pending_for_accepted = _behaving(_TakesPendingForAccepted)
reports_before_the_boot_answer = _behaving(_ReportsBeforeTheAnswer)
talks_while_rejected = _behaving(_TalksWhileRejected)
talks_before_it_boots = _behaving(_TalksBeforeItBoots)
beats_at_its_own_pace = _behaving(_BeatsAtItsOwnPace)


class OneConnector(Station):
    """Reports its first connector only."""

    def post(self, request: OcppModel, on_answer: Callable[[Payload], None] | None = None) -> None:
        place: dict[str, int] = request.dump()
        if place.get("evseId", place.get("connectorId", 0)) < 2:
            super().post(request, on_answer)


class NeverResets(Station):
    """Accepts a reset and goes on as before."""

    def reset(self, boot_reason: str, reason: StopReason) -> None:
        """Do nothing."""


class ForgetsAvailability(Station):
    """Is available again after every boot."""

    def power_off(self) -> None:
        super().power_off()
        self.memory.availability.inoperative.clear()


# who may charge, and what it is told of it


class _AsksNobody(Authorizer):
    async def _info(self, token: Token) -> CachedToken:
        return CachedToken(accepted=True)


class _HeedsNobody(Authorizer):
    async def _ask(self, token: Token) -> CachedToken:
        await super()._ask(token)
        return CachedToken(accepted=True)


charges_without_asking = _authorizing(_AsksNobody)
charges_whatever_the_answer = _authorizing(_HeedsNobody)


class FreeVend(Station):
    """Charges every car that is plugged in, as if it had a token of its own."""

    def _on_fact(self, evse: Evse, fact: Fact) -> None:
        super()._on_fact(evse, fact)
        if fact is Fact.EV_CONNECTED and self.automatic:
            self.point(evse.id).authorize(Authorization(Token("FREEVEND")))


class TriesOnce(Station):
    """Sends a transaction message once, whatever becomes of it."""

    @property
    def retry(self) -> Retry:
        return Retry(1, 0)


class KeepsItsPassword(Station):
    """Accepts a new password and goes on with the old one."""

    def change_password(self, password: str) -> None:
        """Do nothing."""
