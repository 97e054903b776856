"""Messages on stations' displays: set, cleared, listed (2.0.1, O01 to O06)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reference_csms.display import DisplayMessage, DisplayReport
from reference_csms.records import exact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ocppj.clock import Clock
    from reference_csms.store.protocols import DisplayStore

ACCEPTED = "Accepted"


class DisplayService:
    def __init__(self, store: DisplayStore, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def asked(self, station: str, message: Mapping[str, Any], answer: str) -> None:
        """Keep a message with the station's answer; a refusal leaves an older one in place."""
        known = await self._message(station, message["id"])
        if answer != ACCEPTED and known.installed:
            await self._store.display_messages.put(replace(known, answer=answer))
            return
        installed = answer == ACCEPTED
        asked = DisplayMessage(station, known.message_id, dict(message), answer, None, installed)
        await self._store.display_messages.put(asked)

    async def cleared(self, station: str, message_id: int, answer: str) -> None:
        """Keep the answer to a removal: Accepted or Unknown, the station lacks it (O05)."""
        known = await self._message(station, message_id)
        cleared = replace(known, cleared=answer, installed=False)
        await self._store.display_messages.put(cleared)

    async def expect_report(
        self, station: str, request_id: int, answer: str, *, whole: bool
    ) -> None:
        """Await the messages asked for; where the answer is Unknown there are none (O03.FR.06).

        Parts may arrive before the answer does; those are of this report, and stay.
        """
        known = await self._store.display_reports.get(exact(station, request_id))
        if known is not None and known.answer is None:
            report = replace(known, answer=answer, whole=whole)
        else:
            complete = answer != ACCEPTED
            report = DisplayReport(station, request_id, answer, whole, complete=complete)
        await self._store.display_reports.put(report)
        await self._reconcile(report)

    async def reported(
        self, station: str, request_id: int, messages: Sequence[Mapping[str, Any]], *, more: bool
    ) -> None:
        """Take in one part of a report, `more` when others follow (O03.FR.04)."""
        for message in messages:
            known = await self._message(station, message["id"])
            told = replace(known, message=dict(message), installed=True, told_at=self._clock.now())
            await self._store.display_messages.put(told)
        key = exact(station, request_id)
        before = await self._store.display_reports.get(key)
        before = before or DisplayReport(station, request_id)
        after = replace(
            before,
            message_ids=(*before.message_ids, *(message["id"] for message in messages)),
            parts=before.parts + 1,
            complete=not more,
        )
        await self._store.display_reports.put(after)
        await self._reconcile(after)

    async def _reconcile(self, report: DisplayReport) -> None:
        """Note that the station has lost what a complete list of all messages lacks."""
        if not (report.whole and report.complete):
            return
        for known in await self._store.display_messages.find(station=report.station):
            if known.installed and known.message_id not in report.message_ids:
                await self._store.display_messages.put(replace(known, installed=False))

    async def _message(self, station: str, message_id: int) -> DisplayMessage:
        known = await self._store.display_messages.get(exact(station, message_id))
        return known or DisplayMessage(station, message_id)
