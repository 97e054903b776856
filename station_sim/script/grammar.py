"""The sentences of a script, and how a script is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from schemas.catalogue import Sender
from station_sim.answers import Prepared, error_code
from station_sim.script import conditions
from station_sim.script.cast import Cast, known
from station_sim.script.conditions import Said
from station_sim.script.journal import CSMS, STATION
from station_sim.script.sentences import Sentences, payload_of
from station_sim.script.source import ScriptError, lines
from station_sim.script.steps import Act, Answer, Expect, ExpectNot, Pause, Send, SendRaw, Wait

if TYPE_CHECKING:
    from collections.abc import Callable

    from schemas.base import JsonObject
    from station_sim.script.conditions import Condition
    from station_sim.script.source import Line
    from station_sim.script.steps import Step
    from station_sim.settings import StationSettings

PATIENCE_S: Final = 30.0
"""How long is waited where a line does not say."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script that was found right for a station: each line with what it does."""

    lines: tuple[tuple[Line, Step], ...]


def parse(file: str, text: str, settings: StationSettings) -> Script:
    """Read a script for a station with these settings.

    Raises ScriptError with all that is wrong.
    """
    cast = Cast(settings)
    done: list[tuple[Line, Step]] = []
    faults: list[str] = []
    for line in lines(file, text):
        try:
            done.append((line, STEPS.read(line.text, cast)))
        except ValueError as wrong:
            faults.append(f"{line.place}: {wrong}")
    if not done and not faults:
        faults.append(f"{file}:1: the script says nothing; write a line such as 'wait 5 s'")
    if faults:
        raise ScriptError(tuple(faults))
    return Script(tuple(done))


def _act(name: str, **fixed: Any) -> Callable[..., Step]:
    def build(cast: Cast, **fields: Any) -> Step:
        given = {**cast.place(fields), **fixed}
        cast.act(name, given)
        return Act(name, given)

    return build


def _any_act(cast: Cast, action: str, fields: JsonObject | None = None) -> Step:
    given = fields or {}
    cast.act(action, given)
    return Act(action, given)


def _answer(*, every: bool) -> Callable[..., Step]:
    def build(cast: Cast, action: str, reply: str | None = None, seconds: float = 0) -> Step:
        cast.request(action, Sender.CSMS)
        return Answer(action, _prepared(reply, seconds), every)

    return build


def _prepared(reply: str | None, delay: float) -> Prepared:
    if reply is None:
        return Prepared(delay_s=delay)
    if reply == "nothing":
        return Prepared(silent=True, delay_s=delay)
    if reply.lower().startswith("error "):
        return Prepared(error=error_code(reply.split()[1]), delay_s=delay)
    return Prepared(payload_of(reply), delay_s=delay)


def _as_usual(cast: Cast, action: str) -> Step:
    cast.request(action, Sender.CSMS)
    return Answer(action, None)


def _send(cast: Cast, action: str, payload: JsonObject | None = None) -> Step:
    cast.drafted(action)
    return Send(action, payload or {})


def _wait(cast: Cast, condition: str, limit: float = PATIENCE_S) -> Step:
    return Wait(CONDITIONS.read(condition, cast), limit)


def _expect(cast: Cast, condition: str, limit: float = PATIENCE_S) -> Step:
    return Expect(CONDITIONS.read(condition, cast), limit)


def _expect_no(
    cast: Cast, who: str, action: str, seconds: float, payload: JsonObject | None = None
) -> Step:
    side = STATION if who.lower() == "station" else CSMS
    cast.request(action, Sender.STATION if side is STATION else Sender.CSMS)
    return ExpectNot(Said(side, "sends", action, payload or {}), seconds)


STEPS: Final[Sentences[Step]] = Sentences(
    {
        "plug in at EVSE {evse}[ connector {connector}]": _act("PlugIn"),
        "plug in at EVSE {evse}[ connector {connector}] with ISO 15118": _act(
            "PlugIn", iso15118=True
        ),
        "unplug at EVSE {evse}[ connector {connector}]": _act("Unplug"),
        "present token {id_token}[ of type {type}][ at EVSE {evse}]": _act("PresentToken"),
        "enter the bay of EVSE {evse}": _act("EnterBay"),
        "leave the bay of EVSE {evse}": _act("LeaveBay"),
        "start energy at EVSE {evse}": _act("StartEnergy"),
        "stop energy at EVSE {evse}": _act("StopEnergy"),
        "report fault {code} at EVSE {evse}[ connector {connector}]": _act("ReportFault"),
        "clear the fault at EVSE {evse}[ connector {connector}]": _act("ClearFault"),
        "power-cycle": _act("PowerCycle"),
        "go offline": _act("GoOffline"),
        "go online": _act("GoOnline"),
        "set the clock to {time}": _act("SetClock"),
        "do {action}[ {fields}]": _any_act,
        "answer the next {action} with {reply}[ after {seconds}]": _answer(every=False),
        "answer the next {action} after {seconds}": _answer(every=False),
        "answer every {action} with {reply}[ after {seconds}]": _answer(every=True),
        "answer every {action} after {seconds}": _answer(every=True),
        "answer {action} as usual": _as_usual,
        "send raw {text}": lambda cast, text: SendRaw(text),
        "send {action}[ with {payload}]": _send,
        "wait {seconds}": lambda cast, seconds: Pause(seconds),
        "wait until {condition}[ within {limit}]": _wait,
        "expect the {who} sends no {action}[ with {payload}] for {seconds}": _expect_no,
        "expect {condition}[ within {limit}]": _expect,
        "stay": lambda cast: Pause(None),
    }
)
"""What a line can say."""


def _station_is(cast: Cast, state: str) -> Condition:
    known(state.lower(), conditions.STATION_WORDS, "the station is never")
    return conditions.station_is(state.lower())


def _connector_is(cast: Cast, evse: int, status: str, connector: int | None = None) -> Condition:
    cast.place({"evse": evse, "connector": connector})
    cast.status(status)
    return conditions.connector_is(evse, connector, status)


def _at_evse(
    condition: Callable[[int, bool], Condition], holds: bool
) -> Callable[[Cast, int], Condition]:
    def build(cast: Cast, evse: int) -> Condition:
        cast.place({"evse": evse})
        return condition(evse, holds)

    return build


def _said(sender: str, says: str) -> Callable[..., Condition]:
    asking = {"sends": sender, "answers": STATION if sender == CSMS else CSMS}
    asks = Sender.STATION if asking.get(says, asking["answers"]) == STATION else Sender.CSMS

    def build(cast: Cast, action: str, payload: JsonObject | None = None) -> Condition:
        cast.request(action, asks)
        return Said(sender, says, action, payload or {})

    return build


def _refused(sender: str) -> Callable[..., Condition]:
    said = _said(sender, "refuses")

    def build(cast: Cast, action: str, code: str | None = None) -> Condition:
        return said(cast, action, None if code is None else {"code": code})

    return build


CONDITIONS: Final[Sentences[Condition]] = Sentences(
    {
        "the station is {state}": _station_is,
        "EVSE {evse}[ connector {connector}] is {status}": _connector_is,
        "EVSE {evse} takes energy": _at_evse(conditions.takes_energy, True),
        "EVSE {evse} takes no energy": _at_evse(conditions.takes_energy, False),
        "EVSE {evse} has a transaction": _at_evse(conditions.has_transaction, True),
        "EVSE {evse} has no transaction": _at_evse(conditions.has_transaction, False),
        "the station sends {action}[ with {payload}]": _said(STATION, "sends"),
        "the station answers {action}[ with {payload}]": _said(STATION, "answers"),
        "the station refuses {action}[ with {code}]": _refused(STATION),
        "the CSMS sends {action}[ with {payload}]": _said(CSMS, "sends"),
        "the CSMS answers {action}[ with {payload}]": _said(CSMS, "answers"),
        "the CSMS refuses {action}[ with {code}]": _refused(CSMS),
    }
)
"""What can be waited for and expected."""
