"""The world of one scenario: the system under test, the harness's side, and what was seen.

Steps and reusable states speak to this class only. Its verbs send, wait, compare and keep; a verb
that finds a broken rule raises CaseFailed, one that could not ask raises Inconclusive.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from harness import answers, expectations
from harness.inbox import Inbox, Outgoing
from harness.judge import Judge
from harness.outcome import CaseFailed, Inconclusive, ScenarioError
from harness.targets.actions import PowerCycle
from harness.targets.protocol import DriverFailed, Unsupported, Unverifiable
from harness.values import Values
from ocppj.frames import Call, CallError, CallResult
from ocppj.problems import CallFailed
from ocppj.session import Answered, CallReceived
from ocppj.trace import Direction, Kind
from schemas import tunnel
from schemas.catalogue import Kind as SchemaKind
from schemas.catalogue import Sender

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from harness.cases import Case
    from harness.files import FileServer
    from harness.inbox import Incoming
    from harness.plan import Limits
    from harness.script import Script
    from harness.sessions import Session
    from harness.sides import HostCsms, PuppetStation, Tools
    from harness.tables import Expectation
    from harness.targets.actions import Action, Question
    from harness.targets.protocol import SystemUnderTest
    from harness.verdicts import Check
    from ocppj.dialect import Dialect
    from ocppj.session import Event
    from ocppj.trace import TraceRecord


SETTLE_DRIVER_S = 1.0


class World:
    """Everything that a step may touch; made anew for each scenario."""

    def __init__(
        self,
        case: Case,
        dialect: Dialect,
        sut: SystemUnderTest,
        tools: Tools,
        limits: Limits,
        parameters: dict[str, Any],
    ) -> None:
        self.case = case
        self.dialect = dialect
        self.sut = sut
        self.limits = limits
        self.trace = tools.trace
        self.script: Script = tools.script
        self.clock = tools.clock
        self.tools = tools
        self.inbox = Inbox(version=dialect.version)
        self.values = Values(parameters, tools.clock)
        self.checks: list[Check] = []
        self.unseen: list[str] = []
        self.notes: list[str] = []
        self.states: set[str] = set()
        self.step = ""
        self.previous_step = ""
        self.preparing = True
        self.judge = Judge(
            self.trace,
            dialect,
            Sender(sut.role),
            lambda: self.step,
            variants=bool(sut.features.get("ISO15118Variant")),
        )
        self.sent: list[Outgoing] = []
        self.current: Incoming | None = None
        self.last_claim = 0
        self.series: list[Incoming] = []
        self.together: list[Incoming] = []
        self.csms_url = ""
        self.attempts: list[str | None] = []
        self.identity = ""
        self.last_payload: dict[str, Any] | None = None
        self.last_rows: Sequence[Expectation] = ()
        self.before_act = 0
        self.last_seq: int | None = None
        self.tolerated: list[tuple[str, Sequence[Expectation]]] = []
        self.files: FileServer | None = None
        self.place = "first"
        self.sessions: dict[str, Session] = {}
        self._reported = 0
        self._puppet: PuppetStation | None = None
        self._host: HostCsms | None = None
        self.trace.listeners.append(self._on_record)

    # the two sides

    @property
    def puppet(self) -> PuppetStation:
        """The station that the harness plays; raises ScenarioError in a station case."""
        if self._puppet is None:
            raise ScenarioError("this sentence is for cases in which the harness is the station")
        return self._puppet

    @puppet.setter
    def puppet(self, puppet: PuppetStation) -> None:
        self._puppet = puppet

    @property
    def host(self) -> HostCsms:
        """The CSMS that the harness plays; raises ScenarioError in a CSMS case."""
        if self._host is None:
            raise ScenarioError("this sentence is for cases in which the harness is the CSMS")
        return self._host

    @host.setter
    def host(self, host: HostCsms) -> None:
        self._host = host

    @property
    def side(self) -> PuppetStation | HostCsms:
        return self._puppet if self._puppet is not None else self.host

    def peer_is_sut(self, peer: str) -> bool:
        """Tell whether `station` or `CSMS` in a sentence means the system under test."""
        return peer.lower() == self.sut.role

    def require_sut(self, peer: str) -> None:
        if not self.peer_is_sut(peer):
            raise ScenarioError(f"here the {peer} is played by the harness, not under test")

    def require_own(self, peer: str) -> None:
        if self.peer_is_sut(peer):
            raise ScenarioError(f"here the {peer} is under test, the harness cannot act for it")

    # what happens on the wire

    def observe(self, connection: int, event: Event) -> None:
        """Take an event of the harness's sessions."""
        self.judge.on_event(connection, event)
        match event:
            case CallReceived() | Answered():
                pass
            case _:
                self.inbox.wake()

    def _on_record(self, record: TraceRecord) -> None:
        if record.kind is Kind.OPENED:
            self.judge.on_opened()
        if record.direction is Direction.OUT:
            self._on_own_frame(record)
        self.inbox.take(record)

    def _on_own_frame(self, record: TraceRecord) -> None:
        match record.frame:
            case Call() as call:
                self.judge.on_own_call(call)
            case CallResult() | CallError() as answer:
                request = self._request_of(record.connection, answer.message_id)
                if request is not None:
                    self.judge.on_own_answer(request, answer)
            case None:
                pass

    def _request_of(self, connection: int, message_id: str) -> Call | None:
        for incoming in reversed(self.inbox.calls):
            if incoming.connection == connection and incoming.call.message_id == message_id:
                return incoming.call
        return None

    # verdicts

    def check(self, check: Check) -> None:
        """Keep a comparison; raises CaseFailed when it did not hold."""
        self.checks.append(check)
        if not check.held:
            raise CaseFailed(check, self.tail())

    def raise_broken(self) -> None:
        """Raise CaseFailed for the first rule that the judge found broken."""
        fresh = self.judge.broken[self._reported :]
        if fresh:
            self._reported = len(self.judge.broken)
            self.checks.extend(fresh)
            raise CaseFailed(fresh[0], self.tail())

    def tail(self, count: int = 8) -> str:
        """Show the last texts of the trace."""
        texts = [record for record in self.trace.records if record.kind is Kind.TEXT]
        lines = [
            f"  #{record.seq} {'<-' if record.direction is Direction.IN else '->'} "
            f"{record.text[:300]}"
            for record in texts[-count:]
        ]
        return "\n".join(["trace, last messages:", *lines]) if lines else "trace: nothing was sent"

    def evidence(self, action: str, shows: str) -> None:
        """Record that a message's effect was seen; only what the main part shows counts."""
        if not self.preparing:
            self.trace.event(Kind.OBSERVATION, message=action, shows=shows)

    # waiting

    async def until(self, find: Callable[[], Any], timeout_s: float) -> Any:
        """Wait for something, and stop at once when a rule is broken; None when it never came."""

        def look() -> Any:
            return True if len(self.judge.broken) > self._reported else find()

        found = await self.inbox.until(look, timeout_s)
        self.raise_broken()
        return found

    async def idle(self, seconds: float) -> None:
        """Let time pass."""
        await self.until(lambda: None, seconds)

    # acting

    async def send(self, action: str, fields: Sequence[tuple[str, str]] = ()) -> Outgoing:
        """Send a request of the harness's side; the answer is looked at by `expect_answer`."""
        outgoing = await self.send_payload(action, answers.compose_request(self, action, fields))
        outgoing.source = self.values.source(" ".join(text for _, text in fields))
        return outgoing

    async def send_payload(self, action: str, payload: dict[str, Any]) -> Outgoing:
        """Send a request as it is."""
        task = asyncio.ensure_future(self._call(action, payload))
        outgoing = Outgoing(action, payload, task)
        task.add_done_callback(lambda _: self.inbox.wake())
        self.sent.append(outgoing)
        # One turn of the loop, so that the request is in the trace before the next step begins.
        await asyncio.sleep(0)
        return outgoing

    async def _call(self, action: str, payload: dict[str, Any]) -> Any:
        try:
            return await self.side.call(*tunnel.wrap(self.dialect.version, action, payload))
        except CallFailed as failed:
            return failed

    async def expect_answer(self, rows: Sequence[Expectation] = ()) -> dict[str, Any]:
        """Wait for the answer to the harness's last request and compare it."""
        return await answers.expect_answer(self, rows)

    async def expect_error(self, codes: Sequence[str]) -> None:
        await answers.expect_error(self, codes)

    async def expect_call(
        self, action: str, rows: Sequence[Expectation] = (), *, source: int | None = None
    ) -> Incoming:
        """Wait for a fitting request and account for it; by trace record `source` it is due."""
        return await expectations.expect_call(self, action, rows, source=source)

    def answer(self, fields: Sequence[tuple[str, str]]) -> None:
        """Answer the request that the last sentence spoke of."""
        answers.answer_held(self, fields)

    def script_answer(self, action: str, fields: Sequence[tuple[str, str]]) -> None:
        """Prepare the answer to the next request of this action."""
        answers.prepare_answer(self, action, fields)

    def command_payload(self, action: str, fields: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Make the payload that the CSMS under test is asked to send."""
        return answers.overlay(self, action, SchemaKind.REQUEST, {}, fields)

    def token(self, text: str) -> tuple[str, str]:
        """Give id and type of a token; the type of `$valid_token` is `$valid_token_type`."""
        kind = self.values.get(f"{text[1:]}_type") if text.startswith("$") else "Central"
        return self.values.resolve(text), str(kind)

    async def operate(self, action: Action) -> None:
        """Ask the CSMS under test for something; only what it sends from now on is its answer."""
        if self.trace.records:
            self.inbox.floor = self.trace.records[-1].seq
        await self.perform(action)

    async def perform(self, action: Action) -> None:
        """Have the driver bring something about."""
        self.trace.event(Kind.NOTE, text=f"driver: {action}")
        if isinstance(action, PowerCycle):
            self.judge.on_reboot_due()
        await self._drive(self.sut.perform(action))

    async def settle_driver(self) -> None:
        """Hear of a driver whose action came to nothing, before something is called missing."""
        await self._drive(self.sut.settled(SETTLE_DRIVER_S))

    async def _drive(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Unsupported as error:
            declared = f"the declaration is wrong: {error}"
            self.notes.append(declared)
            raise Inconclusive(declared) from error
        except DriverFailed as error:
            raise Inconclusive(f"the driver could not act: {error}") from error

    async def read(self, question: Question) -> list[dict[str, Any]] | None:
        """Ask what the system shows; None, and a note for the verdict, where it shows nothing."""
        try:
            shown = await self.sut.read(question)
        except Unverifiable as error:
            missing = f"{question.collection}: {error}"
            if missing not in self.unseen:
                self.unseen.append(missing)
            return None
        except DriverFailed as error:
            raise Inconclusive(f"the driver could not read: {error}") from error
        self.trace.event(Kind.NOTE, text=f"{self.sut.name} shows {question}", shown=shown)
        return shown
