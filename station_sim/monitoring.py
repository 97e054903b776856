"""Monitoring at work: changes of variables and the passing of time become events (N07, N08)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ocppj.problems import CallEnd, CallFailed
from station_sim.device_model import DeviceModel
from station_sim.metering import DAY_S
from station_sim.monitors import PERIODICS, Event, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from schemas.base import OcppModel
    from station_sim.device_model import Variable
    from station_sim.monitors import Monitor, Monitors, State
    from station_sim.station import Station

    Write = Callable[[Sequence["Occurrence"]], Sequence[OcppModel]]

_CTRLR: Final = "MonitoringCtrlr"
_INSTANT_S: Final = 0.001
"""Less than this from a full interval is at it, as far as floats can tell."""


class Trigger(StrEnum):
    """Why there is an event, spelled as in EventTriggerEnumType."""

    ALERTING = "Alerting"
    DELTA = "Delta"
    PERIODIC = "Periodic"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A monitor has something to say: `at` is the station's time as OCPP writes it."""

    monitor: Monitor
    variable: Variable
    value: str
    trigger: Trigger
    cleared: bool
    transaction: str | None
    at: str


class Monitoring:
    """Watches the variables of a station; `write` puts occurrences into messages.

    A monitor that may not be heard now, for its severity, is not looked at, so that what it says
    later is true then (N07, remark on the offline queue).
    """

    def __init__(self, station: Station, write: Write) -> None:
        self._station = station
        self._write = write
        self._at_work = False
        self._found: list[Occurrence] = []
        self._due: dict[int, tuple[Monitor, float]] = {}
        self._changed = asyncio.Event()
        self._filled = asyncio.Event()
        station.hardware.listen(lambda _evse, _fact: self.check())
        station.hardware.on_climate = self.check

    @property
    def monitors(self) -> Monitors:
        return self._station.memory.monitors

    @property
    def _model(self) -> DeviceModel:
        assert isinstance(self._station.store, DeviceModel)
        return self._station.store

    @property
    def _enabled(self) -> bool:
        return self._at_work and self._model.flag(f"{_CTRLR}.Enabled")

    async def run(self) -> None:
        """Watch for as long as the station has power."""
        self._at_work = True
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._deliver(), name="events")
                self.changed()
                await self._keep_time()
        finally:
            self._at_work = False

    # what may be said now

    def _wanted(self, monitor: Monitor) -> bool:
        """N05.FR.03, N07.FR.04, N07.FR.15."""
        loud = monitor.severity <= self.monitors.level
        return loud and (self._station.is_online or self._queues(monitor.severity))

    def _queues(self, severity: int) -> bool:
        return severity <= self._model.number(f"{_CTRLR}.OfflineQueuingSeverity")

    def _transaction(self, variable: Variable) -> str | None:
        """Give the id of the transaction that a variable has to do with."""
        for point in self._station.points:
            if variable.evse_id in (None, point.evse.id) and point.transaction is not None:
                return point.transaction.id
        return None

    def _works(self, monitor: Monitor, variable: Variable) -> bool:
        return not monitor.transaction or self._transaction(variable) is not None

    # changes

    def changed(self) -> None:
        """Take changed monitors or settings into account."""
        self.check()
        self._changed.set()

    def check(self) -> None:
        """Compare the values of the variables with what their monitors look for."""
        if not self._enabled:
            return
        for monitor in self.monitors:
            variable = self._model.at(monitor.path)
            if not self._works(monitor, variable):
                self.monitors.forget(monitor)
            elif monitor.kind not in PERIODICS and self._wanted(monitor):
                self._look(monitor, variable)

    def _look(self, monitor: Monitor, variable: Variable) -> None:
        state, value = self.monitors.state(monitor), self._model.value(variable)
        trigger = _LOOKS[monitor.kind](monitor, variable, state, value)
        if trigger is not None:
            cleared = trigger is Trigger.ALERTING and not state.alerting
            self._note(monitor, variable, trigger, cleared=cleared)

    def _note(
        self, monitor: Monitor, variable: Variable, trigger: Trigger, *, cleared: bool = False
    ) -> None:
        if not self._found:  # all that one change brings goes into one message
            self._station.tasks.spawn(self._tell(), "events")
        value = "" if variable.mutability == "WriteOnly" else self._model.value(variable)
        transaction, now = self._transaction(variable), self._station.clock.text()
        self._found.append(Occurrence(monitor, variable, value, trigger, cleared, transaction, now))

    # time

    async def _keep_time(self) -> None:
        while True:
            self._changed.clear()
            self._plan()
            due = min((moment for _, moment in self._due.values()), default=None)
            try:
                async with asyncio.timeout_at(due):
                    await self._changed.wait()
            except TimeoutError:
                self._strike()

    def _plan(self) -> None:
        """Give each periodic monitor at work its next moment, of the loop's time."""
        at_work = {
            monitor.id: monitor
            for monitor in self.monitors
            if monitor.kind in PERIODICS and self._works(monitor, self._model.at(monitor.path))
        }
        for number in [n for n, (known, _) in self._due.items() if at_work.get(n) != known]:
            del self._due[number]
        now = asyncio.get_running_loop().time()
        for number, monitor in at_work.items():
            self._due.setdefault(number, (monitor, now + self._wait(monitor)))

    def _wait(self, monitor: Monitor) -> float:
        """Give the seconds to the first moment; aligned ones count from midnight (N08.FR.07)."""
        if monitor.kind is Kind.PERIODIC:
            return monitor.value
        wait = monitor.value - self._station.clock.time() % DAY_S % monitor.value
        return wait if wait > _INSTANT_S else wait + monitor.value

    def _strike(self) -> None:
        now = asyncio.get_running_loop().time()
        for number, (monitor, due) in list(self._due.items()):
            if due > now:
                continue
            start = now if monitor.kind is Kind.ALIGNED else due
            self._due[number] = monitor, start + self._wait(monitor)
            if self._enabled and self._wanted(monitor):
                self._note(monitor, self._model.at(monitor.path), Trigger.PERIODIC)

    # messages

    async def _tell(self) -> None:
        """Put what was found into messages, and queue them."""
        found, self._found = self._found, []
        severity = min(occurrence.monitor.severity for occurrence in found)
        self.monitors.outbox.extend(Event(request, severity) for request in self._write(found))
        self._filled.set()

    async def _deliver(self) -> None:
        """Send events in order; what must not wait for a connection is dropped (N07.FR.04)."""
        outbox = self.monitors.outbox
        while True:
            if not outbox:
                self._filled.clear()
                await self._filled.wait()
            await self._station.online()
            event = outbox.popleft()
            try:
                await self._station.call("NotifyEvent", event.request.dump())
            except CallFailed as failed:
                if failed.reason is CallEnd.CLOSED and self._queues(event.severity):
                    outbox.appendleft(event)
                await asyncio.sleep(0)  # let the loss of the line sink in


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _beyond(monitor: Monitor, _: Variable, state: State, value: str) -> Trigger | None:
    """N07.FR.02, N07.FR.16, N07.FR.17: a limit is passed, or not any more."""
    number = _number(value)
    if number is None:
        return None
    above = monitor.kind is Kind.UPPER
    alerting = number > monitor.value if above else number < monitor.value
    if alerting is state.alerting:
        return None
    state.alerting = alerting
    return Trigger.ALERTING


def _moved(monitor: Monitor, variable: Variable, state: State, value: str) -> Trigger | None:
    """N07.FR.18, N07.FR.19: a number has moved by more than the step, or another value changed."""
    if state.told is None:
        state.told = value
        return None
    before, now = _number(state.told), _number(value)
    if variable.numeric and before is not None and now is not None:
        moved = abs(now - before) > monitor.value
    else:
        moved = value != state.told
    if not moved:
        return None
    state.told = value
    return Trigger.DELTA


_LOOKS: Final[Mapping[Kind, Callable[[Monitor, Variable, State, str], Trigger | None]]] = {
    Kind.UPPER: _beyond,
    Kind.LOWER: _beyond,
    Kind.DELTA: _moved,
}
