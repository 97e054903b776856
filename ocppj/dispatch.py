"""From a CALL to its answer: catalogue, schema, typed model, route, handler, schema, frame.

A handler gets the typed request and whatever context its owner passes (the connected station, the
simulator), and returns the response model, or a `Reply` where something is to follow after the
response was sent. Route tables are asked in order and the first that knows the action answers, so
that scripted answers go before a system's own table without patching anything.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from types import CoroutineType
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from ocppj.frames import Call, CallError, CallResult
from ocppj.problems import BugLog, CallRefused, ErrorCode
from schemas import catalogue, validation
from schemas.base import OcppModel
from schemas.validation import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocppj.dialect import Dialect
    from ocppj.frames import Answer
    from schemas.catalogue import MessageType, Sender

Context = TypeVar("Context")
ContextOf = TypeVar("ContextOf", contravariant=True)

FollowUp = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A handler's answer with what follows.

    `response` is a model, a raw payload (sent as it is, unchecked: scripted answers may be odd on
    purpose), or None for silence. `then` runs in order after the response has been sent.
    """

    response: OcppModel | dict[str, Any] | None
    then: tuple[FollowUp, ...] = ()


Revision = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class PassOn:
    """What a handler returns that leaves the answer to the next table.

    `revise` changes the payload that the next table answers; it gets an empty one where no table
    knows the action.
    """

    revise: Revision | None = None


Handled = OcppModel | Reply | PassOn
Handler = Callable[[Context, Any], Handled | Awaitable[Handled]]


@dataclass(frozen=True, slots=True)
class Raw(Generic[Context]):
    """A handler that gets the payload, judged by its schema, where a model would only be dumped.

    For large and frequent messages, whose model costs more than all the rest.
    """

    handler: Callable[[Context, dict[str, Any]], Handled | Awaitable[Handled]]

    def __call__(self, context: Context, payload: dict[str, Any]) -> Handled | Awaitable[Handled]:
        return self.handler(context, payload)


RouteTable = Mapping[str, Handler[Context]]


class Routes(Protocol[ContextOf]):
    """Anything that may know a handler for an action; every route table does."""

    def get(
        self, action: str, /
    ) -> Callable[[ContextOf, Any], Handled | Awaitable[Handled]] | None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer frame to send, None for silence, and the follow-ups."""

    answer: Answer | None
    then: tuple[FollowUp, ...] = ()


class Dispatcher(Generic[Context]):
    """Answers the CALLs of one kind of peer; `peer` is who sends them."""

    def __init__(
        self,
        dialect: Dialect,
        peer: Sender,
        tables: Sequence[Routes[Context]],
        bugs: BugLog | None = None,
    ) -> None:
        self.dialect = dialect
        self.tables = tables
        self.bugs = bugs if bugs is not None else BugLog()
        self._peer = peer

    async def dispatch(self, context: Context, call: Call) -> Outcome:
        """Answer one CALL; never raises, a bug of ours becomes an InternalError and is kept."""
        try:
            return await self._dispatch(context, call)
        except CallRefused as refused:
            code = self.dialect.spell(refused.code)
            answer = CallError(call.message_id, code, refused.description[:255], refused.details)
            return Outcome(answer)
        except Exception as bug:  # noqa: BLE001 - the peer must get an answer, the owner the bug
            self.bugs.add(bug)
            code = self.dialect.spell(ErrorCode.INTERNAL_ERROR)
            return Outcome(CallError(call.message_id, code, "the receiver failed on this CALL"))

    async def _dispatch(self, context: Context, call: Call) -> Outcome:
        message = self._known(call.action)
        refusal = self._refuse_invalid(call)
        if refusal is not None:
            return Outcome(refusal)
        reply, revisions = await self._ask_tables(context, call, message)
        if not revisions:
            return Outcome(self._answer(call, reply.response), reply.then)
        drafted = self._answer(call, reply.response)
        payload = drafted.payload if isinstance(drafted, CallResult) else {}
        for revise in reversed(revisions):
            payload = revise(payload)
        return Outcome(CallResult(call.message_id, payload), reply.then)

    async def _ask_tables(
        self, context: Context, call: Call, message: MessageType
    ) -> tuple[Reply, list[Revision]]:
        revisions: list[Revision] = []
        request: OcppModel | None = None
        for table in self.tables:
            handler = table.get(call.action)
            if handler is None:
                continue
            if isinstance(handler, Raw):
                handled = handler(context, call.payload)
            else:
                request = request or message.request_model().parse(call.payload)
                handled = handler(context, request)
            if isinstance(handled, CoroutineType) or inspect.isawaitable(handled):
                handled = await handled
            if not isinstance(handled, PassOn):
                return handled if isinstance(handled, Reply) else Reply(handled), revisions
            if handled.revise is not None:
                revisions.append(handled.revise)
        if revisions:
            return Reply({}), revisions
        raise CallRefused(ErrorCode.NOT_SUPPORTED, f"{call.action} is not supported here")

    def _known(self, action: str) -> MessageType:
        message = catalogue.message(self.dialect.version, action)
        if message is None:
            raise CallRefused(ErrorCode.NOT_IMPLEMENTED, f"unknown action {action[:50]!r}")
        if message.sender not in (self._peer, catalogue.Sender.BOTH):
            wrong_way = f"{action} is sent by the {message.sender}, not by the {self._peer}"
            raise CallRefused(ErrorCode.NOT_SUPPORTED, wrong_way)
        return message

    def _refuse_invalid(self, call: Call) -> CallError | None:
        version = self.dialect.version
        if validation.is_valid(version, call.action, Kind.REQUEST, call.payload):
            return None
        first, *others = validation.violations(version, call.action, Kind.REQUEST, call.payload)
        details = {
            "violations": [f"{v.pointer or '/'}: {v.message}" for v in (first, *others)][:10]
        }
        code = validation.error_code(version, first)
        return CallError(call.message_id, code, first.message[:255], details)

    def _answer(self, call: Call, response: OcppModel | dict[str, Any] | None) -> Answer | None:
        if response is None:
            return None
        if not isinstance(response, OcppModel):
            return CallResult(call.message_id, response)
        payload = response.dump()
        version = self.dialect.version
        if not validation.is_valid(version, call.action, Kind.RESPONSE, payload):
            found = validation.violations(version, call.action, Kind.RESPONSE, payload)
            raise ValueError(f"our own {call.action} response breaks its schema: {found}")
        return CallResult(call.message_id, payload)
