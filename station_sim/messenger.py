"""How a station's own messages leave: at once, in their turn, or not at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import StrEnum
from typing import TYPE_CHECKING

from ocppj.frames import CallResult
from station_sim.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocppj.frames import Answer
    from ocppj.link import Link
    from schemas.base import JsonObject, OcppModel
    from station_sim.behaviours import Automatic
    from station_sim.connection import Connection
    from station_sim.memory import Memory
    from station_sim.policy import Policy, Retry
    from station_sim.tasks import Tasks


class Registration(StrEnum):
    """What the CSMS said to the last BootNotification since the station has power."""

    NONE = "None"
    PENDING = "Pending"
    REJECTED = "Rejected"
    ACCEPTED = "Accepted"


class Messenger(ABC):
    """The part of a station that sends."""

    automatic: bool
    behaviour: Automatic
    connection: Connection
    memory: Memory
    policy: Policy
    registration: Registration
    tasks: Tasks

    @abstractmethod
    async def call(self, action: str, payload: JsonObject, timeout: float | None = None) -> Answer:
        """Send a CALL as it is, past all behaviour, and wait for the answer.

        Raises CallFailed when none comes within `timeout` seconds, or there is no connection.
        """

    @property
    def link(self) -> Link | None:
        """The open connection, None without one."""
        return self.connection.link

    @property
    def is_online(self) -> bool:
        """Connected and accepted: allowed to send."""
        return self.link is not None and self.registration is Registration.ACCEPTED

    async def online(self) -> None:
        await self.behaviour.released.wait()

    @property
    def retry(self) -> Retry:
        return self.policy.retry

    def post(
        self, request: OcppModel, on_answer: Callable[[JsonObject], None] | None = None
    ) -> None:
        """Send a message that is only worth sending now; without a connection it is not.

        With QueueAllMessages (2.0.1 Part 2, 2.1.9) it is sent as soon as there is one.
        """
        if self.is_online and self.automatic:
            self.send(request, on_answer)
        elif self.automatic and self.policy.queues_all:
            self.memory.notices.push(Notice(action_of(request), request.dump(), on_answer))

    def send(
        self, request: OcppModel, on_answer: Callable[[JsonObject], None] | None = None
    ) -> None:
        """Send a message that the CSMS asked for, also before it accepted us."""
        self.tasks.spawn(self._post(request, on_answer), action_of(request))

    async def tell(self, request: OcppModel) -> None:
        """Send a message after those before it; without a connection, as soon as there is one."""
        if self.automatic:
            notice = Notice(action_of(request), request.dump())
            self.memory.notices.push(notice)
            if self.is_online:
                await notice.tried.wait()

    async def _post(
        self, request: OcppModel, on_answer: Callable[[JsonObject], None] | None
    ) -> None:
        answer = await self.call(action_of(request), request.dump())
        if on_answer is not None and isinstance(answer, CallResult):
            on_answer(answer.payload)


def action_of(request: OcppModel) -> str:
    return type(request).__name__.removesuffix("Request")
