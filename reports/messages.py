"""The status of every message: implemented, partial, missing or untested.

A row stands for one version, one role (the side under test) and one message. The system under test
has a message by **receiving** it (the harness calls, the system answers) or by **sending** it (the
system calls); DataTransfer goes both ways. Everything is taken from the traces and checks of the
cases of that version and role, whatever their verdicts.

How a way stands:

- receiving: *known* when at least one CALL was answered with a response, or with an error other
  than NotImplemented and NotSupported (a refused payload is no refused message); *missing* when
  CALLs were answered only with those two, or never although a check demanded the answer; *unasked*
  otherwise;
- sending: *known* when the system sent it; *missing* when it never did in any case and a check
  that awaited it failed; *unasked* otherwise. A case that ended inconclusive, or failed before the
  message was due, asked nothing: absence alone accuses nobody.

For messages tunnelled through DataTransfer, the statuses UnknownVendorId and UnknownMessageId
refuse like NotImplemented does.

The status, first rule that applies:

1. untested: no way was asked (version or role outside the run, cases not selected, not
   applicable, inconclusive);
2. missing: every way that was asked is missing;
3. implemented: no way is missing, no check on the message failed in any case, and a passed case
   has it in its main part, with the message on the wire, not refused, and an observation record
   that shows its effect;
4. partial: everything else; the reason says what lacks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from harness.cases import BLOCKS, ROLES
from harness.verdicts import Verdict
from reports import tunnel
from schemas import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reports.facts import CaseFacts
    from reports.traffic import Exchange


class Status(StrEnum):
    """What is known of one message of one system."""

    IMPLEMENTED = "implemented"
    PARTIAL = "partial"
    MISSING = "missing"
    UNTESTED = "untested"


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A row of `messages` in audit.json.

    `cases` are the started cases that have the message in their main part; `sent` and `received`
    count the CALLs by and to the system under test.
    """

    version: str
    role: str
    action: str
    block: str
    sender: str
    status: Status
    cases: tuple[str, ...]
    sent: int
    received: int
    reason: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the catalogue, tunnelled ones included."""

    action: str
    block: str
    sender: str

    def ways(self, role: str) -> tuple[bool, ...]:
        """List the ways a role has it: True sending, False receiving."""
        return (True, False) if self.sender == "both" else (self.sender == role,)


class _Way(StrEnum):
    KNOWN = "known"
    MISSING = "missing"
    UNASKED = "unasked"


def known_messages(version: str) -> list[Message]:
    """All messages of a version in the order of its blocks, the tunnelled ones of 1.6 last."""
    known = catalogue.messages(cast("catalogue.Version", version))
    listed = [Message(kind.action, kind.block, kind.sender.value) for kind in known.values()]
    if version == tunnel.VERSION:
        tunnelled = tunnel.SENDERS.items()
        listed += [Message(tunnel.name(name), tunnel.BLOCK, by) for name, by in tunnelled]
    order = list(BLOCKS[version])
    return sorted(listed, key=lambda message: (order.index(message.block), message.action))


def rows(facts: Iterable[CaseFacts]) -> list[MessageRow]:
    """Judge every message of every version for both roles."""
    known = list(facts)
    return [
        row
        for version in BLOCKS
        for role in ROLES
        for row in _rows_of_side(
            version,
            role,
            [f for f in known if (f.result.version, f.result.role) == (version, role)],
        )
    ]


def _rows_of_side(version: str, role: str, facts: Sequence[CaseFacts]) -> Iterator[MessageRow]:
    counts = Counter((e.action, e.by_sut) for fact in facts for e in fact.exchanges)
    for message in known_messages(version):
        status, reason = judge(message, role, facts)
        yield MessageRow(
            version,
            role,
            message.action,
            message.block,
            message.sender,
            status,
            tuple(f.result.id for f in facts if f.performed and message.action in f.main),
            counts[message.action, True],
            counts[message.action, False],
            reason,
        )


def judge(message: Message, role: str, facts: Sequence[CaseFacts]) -> tuple[Status, str]:
    """Decide the status of a message by the rules above, and say why."""
    ways = [_way(message.action, sending, facts) for sending in message.ways(role)]
    stands = [stand for stand, _ in ways]
    missing = [why for stand, why in ways if stand is _Way.MISSING]
    if all(stand is _Way.UNASKED for stand in stands):
        return Status.UNTESTED, _why_unasked(message.action, facts)
    if _Way.KNOWN not in stands:
        return Status.MISSING, "; ".join(missing)
    failures = [
        f"{fact.result.id}: {check.sentence()}"
        for fact in facts
        for check in fact.failed_checks(message.action)
    ]
    if missing or failures:
        return Status.PARTIAL, "; ".join(missing) or _first_of(failures)
    proof = next((shown for fact in facts for shown in _proofs(message, role, fact)), None)
    if proof is None:
        return Status.PARTIAL, _why_unproven(message.action, facts)
    return Status.IMPLEMENTED, proof


def _way(action: str, sending: bool, facts: Sequence[CaseFacts]) -> tuple[_Way, str]:
    pairs = [(fact, e) for fact in facts for e in _on(fact, action, sending)]
    if any(_worked(exchange, sending) or _other_error(exchange) for _, exchange in pairs):
        return _Way.KNOWN, ""
    refusal = next(((f, e) for f, e in pairs if e.refused), None)
    if refusal is not None:
        fact, exchange = refusal
        return _Way.MISSING, f"{fact.result.id}: answered {exchange.error}"
    in_vain = next((fact for fact in facts if _in_vain(fact, action, sending)), None)
    if in_vain is None:
        return _Way.UNASKED, ""
    return _Way.MISSING, f"{in_vain.result.id}: never {'sent' if sending else 'answered'}"


def _in_vain(fact: CaseFacts, action: str, sending: bool) -> bool:
    """Tell whether a check awaited the message, or its answer, where none ever came.

    Where a case used the other way (DataTransfer), its checks are about that one.
    """
    asked = sending or bool(_on(fact, action, sending))
    return asked and bool(fact.failed_checks(action)) and not _on(fact, action, not sending)


def _on(fact: CaseFacts, action: str, sending: bool) -> list[Exchange]:
    return [e for e in fact.exchanges if e.action == action and e.by_sut is sending]


def _worked(exchange: Exchange, sending: bool) -> bool:
    return sending or (exchange.answer_seq is not None and not exchange.error)


def _other_error(exchange: Exchange) -> bool:
    return bool(exchange.error) and not exchange.refused


def _proofs(message: Message, role: str, fact: CaseFacts) -> list[str]:
    on_wire = any(
        _worked(exchange, sending)
        for sending in message.ways(role)
        for exchange in _on(fact, message.action, sending)
    )
    if not (fact.passed and message.action in fact.main and on_wire):
        return []
    return [f"{fact.result.id}: {shown}" for shown in fact.evidence.get(message.action, ())]


def _why_unasked(action: str, facts: Sequence[CaseFacts]) -> str:
    if not facts:
        return "not part of the run"
    about = [fact for fact in facts if action in fact.main]
    if not about:
        return "no case of the run has it in its main part"
    verdicts = Counter(fact.result.verdict for fact in about)
    counts = (f"{verdicts[v]} {v.replace('_', ' ')}" for v in Verdict if verdicts[v])
    return f"never on the wire; its cases: {', '.join(counts)}"


def _why_unproven(action: str, facts: Sequence[CaseFacts]) -> str:
    about = [fact for fact in facts if fact.performed and action in fact.main]
    if not about:
        return "seen on the wire, but no case of the run has it in its main part"
    if not any(fact.passed for fact in about):
        return "no case that has it in its main part passed"
    return "answered or sent as it should be, but nothing looked at its effect"


def _first_of(sentences: Sequence[str]) -> str:
    more = len(sentences) - 1
    return sentences[0] + (f" (and {more} more that failed)" if more else "")
