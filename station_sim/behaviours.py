"""What a station does on its own: boot, heartbeat, report, resume after an outage, reboot.

Sources: 1.6 edition 2, 4.2 and 4.6; 2.0.1 Part 2, B01 to B04, B11, B12, G02.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from ocppj.clock import parse_datetime
from ocppj.frames import CallResult
from ocppj.problems import CallFailed
from station_sim import notices
from station_sim.authorization import Authorizer
from station_sim.metering import Metering
from station_sim.moments import Cause, StopReason
from station_sim.session_limits import SessionLimits
from station_sim.tasks import Tasks

if TYPE_CHECKING:
    from ocppj.link import Link
    from schemas.base import JsonObject
    from station_sim.moments import Token
    from station_sim.station import Station

# Longest wait for undelivered transaction messages before a reset goes on without them.
DRAIN_S = 60.0


class Automatic:
    """`released` is set while the station is connected and accepted."""

    def __init__(self, station: Station) -> None:
        self.released = asyncio.Event()
        self.authorizer = Authorizer(station)
        self.metering = Metering(station)
        self.limits = SessionLimits(station)
        self._station = station
        self._powered = Tasks(station.settings.identity, station.bugs)
        self._heartbeat: asyncio.Task[None] | None = None
        self._boot_now = asyncio.Event()
        self._boot_at = 0.0
        self._offline_since: float | None = None

    # power

    def power_up(self) -> None:
        station = self._station
        self._powered = Tasks(station.settings.identity, station.bugs)
        station.tasks.spawn(self._run(), "behaviour")

    async def _run(self) -> None:
        """Own the tasks that need power, so that ending the station ends them."""
        powered = self._powered
        powered.spawn(self._station.memory.queue.run(self._station), "transaction messages")
        powered.spawn(notices.deliver(self._station), "notices")
        powered.spawn(self.metering.run_aligned(), "aligned meter values")
        powered.spawn(self._station.security.run(), "security events")
        powered.spawn(self._station.voice.watch(), "monitors")
        powered.spawn(self._station.renewal.watch(), "renewal of certificates")
        powered.spawn(self._station.renewal.refresh(), "OCSP status")
        powered.spawn(self.metering.run_aligned_ended(), "aligned values of transactions")
        try:
            await asyncio.Event().wait()
        finally:
            self.limits.stop()
            await powered.end()

    async def power_cycle(self, seconds: float = 0.0) -> None:
        """Lose the power without warning, for so long, and boot again (B01)."""
        self._station.connection.down()
        await self._reboot("PowerUp", Cause.ABNORMAL, StopReason.POWER_LOSS, seconds)

    async def reset(self, boot_reason: str, reason: StopReason) -> None:
        """Reboot on request, after the transactions and the messages about them have ended."""
        station = self._station
        station.end_transactions(Cause.RESET, reason)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S):
                await station.memory.queue.drained()
        if not await self._can_reboot():
            return
        await station.connection.hang_up()
        await self._reboot(boot_reason, Cause.RESET, reason)

    async def _can_reboot(self) -> bool:
        """Try as often as ResetRetries says (1.6, 9.1.22; 2.0.1 Part 2, 2.1.14)."""
        station = self._station
        for _ in range(station.policy.reset_retries):
            if station.hardware.reboots():
                return True
            await asyncio.sleep(station.settings.boot_time)
        return station.hardware.reboots()

    async def _reboot(
        self, boot_reason: str, cause: Cause, reason: StopReason, dark: float = 0.0
    ) -> None:
        station = self._station
        station.end_transactions(cause, reason)
        station.power_off()
        self.released.clear()
        station.boot_reason = boot_reason
        station.hardware.powered = False
        await asyncio.sleep(dark + station.settings.boot_time)
        station.hardware.powered = True
        self._boot_at = 0.0
        station.power_on()
        station.connection.up()

    # connection

    def on_up(self, link: Link) -> None:
        self._powered.spawn(self._come_up(link), "boot or resume")

    def on_down(self) -> None:
        self.released.clear()
        self._station.memory.queue.went_offline()
        self._station.memory.notices.put_off()
        self._offline_since = self._station.clock.time()
        self._end_heartbeat()

    async def _come_up(self, link: Link) -> None:
        station = self._station
        if station.registration == "Accepted":
            self._resume()
        elif await self._register(link):
            station.voice.report_status(changed_only=False)
            station.voice.booted()
        else:
            return
        self.released.set()
        self.restart_heartbeat()
        for point in station.points:
            point.admitted()

    def _resume(self) -> None:
        """B04: after a long time offline every status is news, else only those that changed."""
        station = self._station
        since = self._offline_since
        away = 0.0 if since is None else station.clock.time() - since
        station.voice.report_status(changed_only=away <= station.policy.offline_threshold)

    async def _register(self, link: Link) -> bool:
        """Send BootNotification until it is accepted; false when the connection is lost first."""
        station = self._station
        while True:
            await self._boot_is_due()
            if station.link is not link:
                return False
            answer = await self._boot(link)
            if answer is not None:
                station.registration = type(station.registration)(answer["status"])
                if answer["status"] == "Accepted":
                    self._accepted(answer)
                    return True
            self._put_off_boot(answer)

    async def _boot(self, link: Link) -> JsonObject | None:
        request = self._station.voice.boot()
        try:
            answer = await link.call("BootNotification", request.dump())
        except CallFailed:
            return None
        return answer.payload if isinstance(answer, CallResult) else None

    def _put_off_boot(self, answer: JsonObject | None) -> None:
        """Wait for the interval of the answer, over lost connections too (B02.FR.04, .07, .08)."""
        interval = answer["interval"] if answer is not None else 0
        seconds = interval if interval > 0 else self._station.settings.boot_retry
        self._boot_at = asyncio.get_running_loop().time() + seconds

    async def _boot_is_due(self) -> None:
        self._boot_now.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(self._boot_at):
                await self._boot_now.wait()

    def boot_now(self) -> None:
        """Do not wait for the retry interval, since the CSMS asked for a BootNotification."""
        self._boot_now.set()

    def _accepted(self, answer: JsonObject) -> None:
        station = self._station
        if answer["interval"] > 0:
            station.policy.set_heartbeat_interval(answer["interval"])
        self.synchronize(answer)

    def synchronize(self, answer: JsonObject) -> None:
        """Take over the CSMS's time; a large step is a security event (A04, Part 2 2.1.32)."""
        station = self._station
        if not station.policy.synchronizes_clock:
            return
        moment = parse_datetime(answer["currentTime"])
        step = moment.timestamp() - station.clock.time()
        station.clock.synchronize(moment)
        if abs(step) > station.policy.clock_jump:
            station.security.report("SettingSystemTime", f"by {step:.0f} s")

    # heartbeat

    def restart_heartbeat(self) -> None:
        """Begin a new interval, as after a change of its length."""
        self._end_heartbeat()
        if self.released.is_set():
            self._heartbeat = self._powered.spawn(self._beat(), "heartbeat")

    def _end_heartbeat(self) -> None:
        if self._heartbeat is not None:
            self._heartbeat.cancel()
            self._heartbeat = None

    async def _beat(self) -> None:
        station, loop = self._station, asyncio.get_running_loop()
        interval = station.policy.heartbeat_interval
        due = loop.time()
        while interval > 0:
            due += interval
            await asyncio.sleep(due - loop.time())
            self.heartbeat()

    def heartbeat(self) -> None:
        self._station.post(self._station.voice.heartbeat(), self.synchronize)

    def setting_changed(self, name: str) -> None:
        if "Heartbeat" in name:
            self.restart_heartbeat()
        if name == "ReservationCtrlr.Enabled":
            self._station.reservations.announce()
        self.metering.settings_changed()

    # the reader

    def token_presented(self, token: Token, evse_id: int | None) -> None:
        if self._station.hardware.powered:
            self._powered.spawn(self.authorizer.present(token, evse_id), "token")
