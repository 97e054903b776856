"""Wrong CSMSs: the reference with one behaviour broken.

Each maker takes what `Csms` takes; `csms_entries` says what it stands for.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from ocppj.clock import format_datetime, parse_datetime
from ocppj.dialect import DIALECTS
from ocppj.dispatch import PassOn, Reply
from ocppj.frames import CallResult
from ocppj.problems import CallRefused, ErrorCode
from reference_csms.csms import Csms
from reference_csms.records import TokenStatus
from reference_csms.services.authorization import Authorization, AuthorizationService
from reference_csms.services.availability import AvailabilityService
from reference_csms.services.device_model import DeviceModelService
from reference_csms.services.registration import RegistrationService
from reference_csms.services.transactions import TransactionService
from tests.wrong_systems import wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.http11 import Request

    from ocppj.dispatch import Handler, Routes
    from ocppj.frames import Answer
    from ocppj.handshake import Refusal
    from reference_csms.admission import Admitted
    from reference_csms.connection import ConnectedStation
    from reference_csms.device_records import Variable
    from reference_csms.records import ConnectorStatus, Transaction
    from reference_csms.services.transactions import Progress, Start

    Payload = dict[str, Any]

_HOUR = timedelta(hours=1)


def _served_by(**services: Callable[[Csms], Any]) -> Callable[..., Csms]:
    """Make a CSMS of which some services are others."""

    def make(**given: Any) -> Csms:
        csms = Csms(**given)
        others = {name: service(csms) for name, service in services.items()}
        csms.services = replace(csms.services, **others)
        return csms

    return make


def _answering(routes: Routes[ConnectedStation]) -> Callable[..., Csms]:
    """Make a CSMS that asks this route table before its own."""
    return partial(Csms, overlays=dict.fromkeys(DIALECTS, routes))


def _tapped(tap: wire.Wrap) -> Callable[..., Csms]:
    return lambda **given: Csms(**{**given, "tap": tap})


# who may charge


class _Trusting(AuthorizationService):
    async def authorize(self, *_: Any, **__: Any) -> Authorization:
        return Authorization(TokenStatus.ACCEPTED)


accepts_everyone = _served_by(
    authorization=lambda csms: _Trusting(csms.store, csms.clock, csms.settings)
)


class _Suspicious(AuthorizationService):
    async def authorize(self, *args: Any, **named: Any) -> Authorization:
        judged = await super().authorize(*args, **named)
        inside = named.get("within") is not None
        return replace(judged, status=TokenStatus.CONCURRENT_TX) if inside else judged


counts_the_transaction_against_its_token = _served_by(
    authorization=lambda csms: _Suspicious(csms.store, csms.clock, csms.settings)
)


class _Groupless(AuthorizationService):
    async def authorize(self, *args: Any, **named: Any) -> Authorization:
        judged = await super().authorize(*args, **named)
        return replace(judged, token=judged.token and replace(judged.token, group=None))


forgets_groups = _served_by(
    authorization=lambda csms: _Groupless(csms.store, csms.clock, csms.settings)
)


# memory


class _Amnesiac(TransactionService):
    async def start(self, start: Start) -> Transaction:
        return await self._lose(await super().start(start))

    async def authorized(self, transaction: Transaction, status: str) -> Transaction:
        return await self._lose(await super().authorized(transaction, status))

    async def progress(self, event: Progress) -> tuple[Transaction, bool]:
        transaction, new = await super().progress(event)
        return await self._lose(transaction), new

    async def _lose(self, transaction: Transaction) -> Transaction:
        await self._store.transactions.remove(transaction.key)
        return transaction


forgets_transactions = _served_by(transactions=lambda csms: _Amnesiac(csms.store))


class _NextDoor(TransactionService):
    async def start(self, start: Start) -> Transaction:
        return await super().start(replace(start, connector_id=start.connector_id + 1))

    async def progress(self, event: Progress) -> tuple[Transaction, bool]:
        elsewhere = None if event.evse_id is None else event.evse_id + 1
        return await super().progress(replace(event, evse_id=elsewhere))


mixes_up_connectors = _served_by(transactions=lambda csms: _NextDoor(csms.store))


class _Continuous(TransactionService):
    """Numbers events per station: what begins at 0 again has been seen already."""

    _last = -1

    async def progress(self, event: Progress) -> tuple[Transaction, bool]:
        if event.started and event.seq_no <= self._last:
            raise CallRefused(ErrorCode.PROPERTY_CONSTRAINT_VIOLATION, "seqNo was used before")
        self._last = event.seq_no
        return await super().progress(event)


wants_seq_no_to_go_on = _served_by(transactions=lambda csms: _Continuous(csms.store))


class _Blind(AvailabilityService):
    async def report(self, status: ConnectorStatus) -> None:
        """Keep nothing."""


forgets_connector_statuses = _served_by(availability=lambda csms: _Blind(csms.store, csms.clock))


class _Unlearned(DeviceModelService):
    async def learn(self, variable: Variable) -> None:
        """Keep nothing."""


class _Greedy(DeviceModelService):
    async def value(self, wanted: Variable) -> str | None:
        return "1000" if wanted.variable == "ItemsPerMessage" else await super().value(wanted)


ignores_items_per_message = _served_by(device_model=lambda csms: _Greedy(csms.store, csms.clock))
forgets_variables = _served_by(device_model=lambda csms: _Unlearned(csms.store, csms.clock))


class _Open(RegistrationService):
    async def admits(self, *_: Any) -> bool:
        return True


serves_whoever_is_pending = _served_by(
    registration=lambda csms: _Open(csms.store, csms.clock, csms.settings)
)


# answers


def _transaction_of_another(payload: Payload) -> Payload:
    return {**payload, "transactionId": payload["transactionId"] + 1}


mixes_up_transactions = _answering({"StartTransaction": wire.revises(_transaction_of_another)})


def _local_time(payload: Payload) -> Payload:
    ahead = parse_datetime(payload["currentTime"]) + _HOUR
    return {**payload, "currentTime": format_datetime(ahead)}


tells_local_time_as_utc = _answering(
    dict.fromkeys(("BootNotification", "Heartbeat"), wire.revises(_local_time))
)


def _null_language(payload: Payload) -> Payload:
    return {
        name: {**info, "expiryDate" if name == "idTagInfo" else "language1": None}
        for name, info in payload.items()
    }


writes_null_for_absent = _answering({"Authorize": wire.revises(_null_language)})

writes_numbers_as_text = _answering(
    {"BootNotification": wire.revises(lambda answer: {**answer, "interval": "300"})}
)

answers_events_without_token_info = _answering(
    {"TransactionEvent": wire.revises(lambda answer: {})}
)

accepts_any_vendor = _answering({"DataTransfer": wire.revises(lambda _: {"status": "Accepted"})})


def _agrees(payload: Payload) -> Payload:
    return {"status": "Accepted", "data": payload.get("data", '{"status": "Accepted"}')}


agrees_to_whatever_is_inside = _answering({"DataTransfer": wire.revises(_agrees)})

never_answers_status_notifications = _answering(
    {"StatusNotification": lambda station, request: Reply(None)}
)


class _Echo:
    def get(self, action: str, /) -> Handler[ConnectedStation]:
        return lambda station, request: Reply(request.dump())


echoes = _answering(_Echo())


# the wire

answers_under_another_id = _tapped(wire.tap(wire.answers_under_another_id))
answers_twice = _tapped(wire.tap(wire.answers_twice))
calls_before_the_answer = _tapped(wire.tap(wire.calls_twice))


def _refuse_the_station_itself(station: ConnectedStation, request: Any) -> PassOn:
    if getattr(request, "connector_id", None) == 0:
        raise CallRefused(ErrorCode.FORMAT_VIOLATION, "no such connector")
    return PassOn()


def spells_errors_as_in_201(**given: Any) -> Csms:
    spelling = wire.respells({"FormationViolation": "FormatViolation"})
    routes = {"StatusNotification": _refuse_the_station_itself}
    return Csms(**{**given, "tap": spelling, "overlays": {"1.6": routes}})


# commands


class HouseToken(Csms):
    """Starts every transaction for the operator's own token."""

    async def call(
        self, identity: str, action: str, payload: Payload, timeout: float | None = None
    ) -> Answer:
        if action == "RemoteStartTransaction":
            payload = {**payload, "idTag": "OPERATOR"}
        return await super().call(identity, action, payload, timeout)


class LostCommands(Csms):
    """Says that a command is done, and leaves it in a queue that nobody empties."""

    async def call(
        self, identity: str, action: str, payload: Payload, timeout: float | None = None
    ) -> Answer:
        return CallResult("queued", {"status": "Accepted"})


class AnyPassword(Csms):
    """Admits every station as if no password had been agreed on."""

    async def _decide(self, request: Request, profile: int | None) -> Admitted | Refusal:
        return await super()._decide(request, 0)
