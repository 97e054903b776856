"""Monitors on stations' variables: set, cleared, reported, triggered (2.0.1, N02 to N08)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from reference_csms.entries import MonitoringEvent
from reference_csms.monitoring import Monitor, MonitoringReport, MonitoringSettings
from reference_csms.records import exact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocppj.clock import Clock
    from reference_csms.store.protocols import MonitoringStore

ACCEPTED: Final = "Accepted"
CUSTOM: Final = "CustomMonitor"
_REJECTED: Final = "Rejected"
_GONE: Final[Mapping[str, frozenset[str]]] = {
    "All": frozenset(),
    "FactoryDefault": frozenset({CUSTOM}),
    "HardWiredOnly": frozenset({CUSTOM, "PreconfiguredMonitor"}),
}


class MonitoringService:
    def __init__(self, store: MonitoringStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    # base and level

    async def base_set(self, station: str, base: str, answer: str) -> None:
        """Keep the base that a station took, which may have ended monitors (N03.FR.04, .05)."""
        known = await self._settings(station)
        taken = base if answer == ACCEPTED else known.base
        await self._store.monitoring_settings.put(replace(known, base=taken, base_answer=answer))
        if answer != ACCEPTED:
            return
        for monitor in await self._store.monitors.find(station=station, installed=True):
            if monitor.origin in _GONE[base]:
                await self._store.monitors.put(replace(monitor, installed=False, alerting=False))

    async def level_set(self, station: str, level: int, answer: str) -> None:
        known = await self._settings(station)
        taken = level if answer == ACCEPTED else known.level
        await self._store.monitoring_settings.put(replace(known, level=taken, level_answer=answer))

    async def _settings(self, station: str) -> MonitoringSettings:
        known = await self._store.monitoring_settings.get(exact(station))
        return known or MonitoringSettings(station)

    # monitors

    async def asked(self, monitor: Monitor, answer: str) -> None:
        """Keep a monitor with the station's answer; a refusal leaves an older one in place."""
        known = await self._store.monitors.get(monitor.key)
        if answer != ACCEPTED and known is not None and known.installed:
            await self._store.monitors.put(replace(known, answer=answer))
            return
        taken = answer == ACCEPTED
        origin = CUSTOM if taken else None
        asked = replace(monitor, answer=answer, installed=taken, origin=origin)
        await self._store.monitors.put(asked)

    async def cleared(self, station: str, monitor_id: int, answer: str) -> None:
        """Keep the answer to a removal; Rejected leaves the monitor in place (N06.FR.03)."""
        known = await self._monitor(station, monitor_id)
        installed = known.installed and answer == _REJECTED
        alerting = known.alerting and installed
        cleared = replace(known, cleared=answer, installed=installed, alerting=alerting)
        await self._store.monitors.put(cleared)

    async def _monitor(self, station: str, monitor_id: int) -> Monitor:
        known = await self._store.monitors.get(exact(station, monitor_id))
        return known or Monitor(station, monitor_id)

    # reports

    async def expect_report(
        self, station: str, request_id: int, answer: str, *, whole: bool
    ) -> None:
        """Note the answer to a request for a report; an earlier one of that id is replaced.

        Parts may arrive before the answer does; those are of this report, and stay.
        """
        known = await self._store.monitoring_reports.get(exact(station, request_id))
        early = known is not None and known.answer is None
        report = known if known is not None and early else MonitoringReport(station, request_id)
        report = replace(report, answer=answer, whole=whole)
        await self._store.monitoring_reports.put(report)
        await self._reconcile(report)

    async def reported(
        self,
        station: str,
        request_id: int,
        seq_no: int,
        monitors: Sequence[Monitor],
        *,
        at: str,
        last: bool,
    ) -> None:
        """Take in one part of a report, which may come twice (N02.FR.04, N02.FR.09)."""
        for monitor in monitors:
            await self._told(monitor)
        found = await self._store.monitoring_reports.get(exact(station, request_id))
        report = found or MonitoringReport(station, request_id)
        named = {*report.monitor_ids, *(m.monitor_id for m in monitors if m.monitor_id is not None)}
        report = replace(
            report,
            generated_at=at,
            parts=tuple(sorted({*report.parts, seq_no})),
            last_part=seq_no if last else report.last_part,
            monitor_ids=tuple(sorted(named)),
        )
        await self._store.monitoring_reports.put(report)
        await self._reconcile(report)

    async def _told(self, monitor: Monitor) -> None:
        """Believe a report, and keep what it does not tell."""
        known = await self._store.monitors.get(monitor.key)
        now = self._clock.now()
        if known is not None:
            monitor = replace(
                monitor,
                origin=known.origin,
                answer=known.answer,
                cleared=known.cleared,
                alerting=known.alerting,
                last_value=known.last_value,
                last_event_at=known.last_event_at,
            )
        await self._store.monitors.put(replace(monitor, installed=True, told_at=now))

    async def _reconcile(self, report: MonitoringReport) -> None:
        """Note that the station has lost what a report of all its monitors lacks (N04.FR.19)."""
        empty = report.answer == "EmptyResultSet"
        if not report.whole or not (report.complete or empty):
            return
        for known in await self._store.monitors.find(station=report.station, installed=True):
            if known.monitor_id not in report.monitor_ids:
                await self._store.monitors.put(replace(known, installed=False, alerting=False))

    # events

    async def occurred(
        self, event: Monitor | None, told: MonitoringEvent, *, alerting: bool
    ) -> None:
        """Keep an event, and what it says of its monitor, which we may not know yet."""
        self._store.monitoring_events.append(told)
        if event is None:
            return
        known = await self._store.monitors.get(event.key)
        seen = replace(
            known or event,
            installed=True,
            origin=event.origin,
            alerting=alerting,
            last_value=event.last_value,
            last_event_at=event.last_event_at,
        )
        await self._store.monitors.put(seen)

    def event(
        self, station: str, data: Mapping[str, Any], *, generated_at: str, seq_no: int
    ) -> MonitoringEvent:
        """Make the entry of the log for an event that has just come."""
        return MonitoringEvent(station, self._clock.now(), dict(data), generated_at, seq_no)
