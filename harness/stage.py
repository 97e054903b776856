"""The stage sets up a scenario's world and clears it away again."""

from __future__ import annotations

import asyncio
import contextlib
import random
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from harness import certificates, security
from harness.conditions import parse
from harness.loop import Leftovers, ScenarioLoop
from harness.outcome import Inconclusive
from harness.script import Script
from harness.sides import HostCsms, PuppetStation, Tools
from harness.targets import configurations
from harness.targets.factory import make
from harness.targets.protocol import DriverFailed, Meeting
from harness.targets.reference import ReferenceCsms, ReferenceStation, Surroundings
from harness.targets.settings import Parameters
from harness.tokens import promised
from harness.world import World
from ocppj.clock import LoopClock, SystemClock
from ocppj.dialect import DIALECTS
from ocppj.problems import BugLog
from ocppj.trace import Trace
from reference_csms.settings import Settings
from station_sim.settings import StationSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.cases import Case
    from harness.plan import Plan
    from harness.targets.configurations import Configuration
    from harness.targets.protocol import SystemUnderTest
    from harness.targets.settings import SutFile
    from ocppj.clock import Clock
    from ocppj.session import Event


SETTLE_S = 2.0
DRAIN_S = 0.3


class OurBug(Exception):
    """Code of the harness or of a built-in system failed while a case ran."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a case runs against: the configuration that fits, or why none does."""

    configuration: Configuration | None
    reason: str = ""


class Stage:
    """Sets the scene for one case after the other.

    In process every case has an event loop, a clock and systems of its own; with an external
    system one loop lasts for the whole session.
    """

    def __init__(self, plan: Plan, sut: SutFile | None = None) -> None:
        self.plan = plan
        self.sut = sut
        self.surround: Callable[[Surroundings], Surroundings] = lambda given: given
        self._loop: ScenarioLoop | None = None
        self._host: HostCsms | None = None
        self._host_url = ""

    @property
    def loop(self) -> ScenarioLoop:
        if self._loop is None:
            self._loop = ScenarioLoop(virtual=self.plan.virtual)
        return self._loop

    def setup(self, case: Case) -> Setup:
        """Decide before anything starts whether the case applies, and to which configuration."""
        condition = parse(case.condition)
        reason = ""
        for configuration in self._configurations(case):
            outcome = condition.evaluate(configuration.features)
            if outcome.holds:
                return Setup(configuration)
            reason = reason or outcome.reason
        return Setup(None, reason)

    def _configurations(self, case: Case) -> tuple[configurations.Configuration, ...]:
        if self.sut is None:
            return configurations.of(case.role, case.version)
        return (configurations.Configuration("as declared", self.sut.features),)

    def open(self, case: Case, configuration: Configuration) -> World:
        """Make the world of a case; both sides are up when this returns.

        Raises Inconclusive when they cannot meet.
        """
        try:
            return self.loop.run(self._open(case, configuration))
        except BaseException:
            if self.plan.virtual:
                self._abandon_loop()
            raise

    def _abandon_loop(self) -> None:
        """Drop what a world that could not be opened has left, so that the next case is clean."""
        try:
            self.loop.run(self._close_host())
            with contextlib.suppress(Leftovers):
                self.loop.reap()
        finally:
            self.loop.close()
            self._loop = self._host = None

    async def _open(self, case: Case, configuration: Configuration) -> World:
        rng = random.Random(f"{self.plan.seed} {case.id}")
        clock = self._clock()
        bugs = BugLog()
        trace = Trace(clock.time)
        world_of: list[World] = []

        def observe(connection: int, event: Event) -> None:
            world_of[0].observe(connection, event)

        tools = Tools(
            clock=clock,
            rng=random.Random(rng.random()),
            new_id=_ids(random.Random(rng.random())),
            trace=trace,
            script=Script(self.plan.limits.answer_delay_s, case.version),  # type: ignore[arg-type]
            observe=observe,
            bugs=bugs,
        )
        parameters = self._parameters()
        parameters.setdefault("identity", parameters["station_identity"])
        sut = self._target(case, configuration, clock, rng, bugs, parameters)
        dialect = DIALECTS[case.version]  # type: ignore[index]
        world = World(case, dialect, sut, tools, self.plan.limits, parameters)
        offered = certificates.values(world.values.get, external=self.sut is not None)
        profile = security.profile_of(self.sut, configuration)
        world.values.offer({**offered, **security.values(profile)})
        world_of.append(world)
        try:
            await self._meet(world, configuration)
        except BaseException as error:
            await self._stop_quietly(world)
            if isinstance(error, DriverFailed):
                raise Inconclusive(f"the driver could not start: {error}") from error
            raise
        return world

    async def _stop_quietly(self, world: World) -> None:
        """End a driver whose start has failed; why that failed is what the reader should know."""
        with contextlib.suppress(Exception):
            await world.sut.stop()
        if self._host is not None:
            self._host.relay.current = None

    def _clock(self) -> Clock:
        if not self.plan.virtual:
            return SystemClock()
        starts_at = self.plan.starts_at
        start = None if starts_at is None else datetime.fromtimestamp(starts_at, UTC)
        return LoopClock(self.loop.loop, start)

    def _parameters(self) -> dict[str, Any]:
        parameters = self.sut.parameters if self.sut is not None else Parameters()
        return parameters.as_mapping()

    def _target(
        self,
        case: Case,
        configuration: Configuration,
        clock: Clock,
        rng: random.Random,
        bugs: BugLog,
        parameters: dict[str, Any],
    ) -> SystemUnderTest:
        if self.sut is not None:
            return make(self.sut, case.version)  # type: ignore[arg-type]
        given = Surroundings(
            clock, random.Random(rng.random()), _ids(random.Random(rng.random())), bugs, parameters
        )
        kind = ReferenceCsms if case.role == "csms" else ReferenceStation
        return kind(case.version, configuration, self.surround(given))

    async def _meet(self, world: World, configuration: Configuration) -> None:
        identity = world.identity = self._identity(world)
        if world.sut.role == "csms":
            await world.sut.start(Meeting(world.case.id, world.case.version, identity, ""))
            settings = self._station_settings(world, identity)
            settings = security.equip(settings, self.sut, configuration)
            world.puppet = PuppetStation(settings, world.tools)
            world.csms_url = self._csms_url(world)
            upgraded = getattr(world.sut, "upgrade_url", "") or world.values.find("upgrade_url")
            world.values.keep("upgrade_url", upgraded or world.csms_url)
            return
        if self._host is None:
            self._host = HostCsms(identity, world.tools, self._csms_settings(world))
            await self._host.know(promised(self._parameters()))
            host, port = self._listen_address()
            tls = security.listener_tls(self.sut, configuration)
            self._host_url = await self._host.serve(host, port, tls)
        world.host = self._host
        self._host.take_case(world.tools)
        world.values.keep("csms_url", self._host_url)
        meeting = Meeting(world.case.id, world.case.version, identity, self._host_url)
        await world.sut.start(meeting)

    def _csms_settings(self, world: World) -> Settings:
        return Settings(
            boot_interval_s=world.values.get("heartbeat_interval_s"),
            call_timeout_s=self.plan.limits.answer_s,
            plans_ev_charging=False,
            sends_signed=False,
        )

    def _identity(self, world: World) -> str:
        if self.sut is not None and self.sut.identity is not None:
            return self.sut.identity
        return str(world.values.get("station_identity"))

    def _listen_address(self) -> tuple[str, int]:
        if self.sut is None:
            return "127.0.0.1", 0
        host, _, port = self.sut.listen.rpartition(":")
        return host.strip("[]"), int(port)

    def _station_settings(self, world: World, identity: str) -> StationSettings:
        return StationSettings(
            identity=identity,
            version=world.dialect.version,
            vendor=world.values.get("vendor"),
            model=world.values.get("model"),
            call_timeout=self.plan.limits.answer_s,
        )

    def _csms_url(self, world: World) -> str:
        """Give the URL of the CSMS under test, without the identity."""
        if self.sut is not None and self.sut.url is not None:
            return self.sut.url
        return str(getattr(world.sut, "url", ""))

    def close(self, world: World) -> None:
        """Clear a world away; raises OurBug when our own code failed in it."""
        try:
            self.loop.run(self._close(world))
            if self.plan.virtual:
                self.loop.reap()
        finally:
            if self.plan.virtual:
                self.loop.close()
                self._loop = None
        if world.tools.bugs.bugs:
            raise OurBug("; ".join(repr(bug) for bug in world.tools.bugs.bugs))

    async def _close(self, world: World) -> None:
        try:
            await world.sut.stop()
            if not world.sut.in_process and world.sut.role == "station":
                # What follows from the undoing (a transaction that ends) belongs to this case.
                await world.idle(SETTLE_S)
        finally:
            if world.files is not None:
                await world.files.close()
            if world.sut.role == "csms":
                await world.puppet.close()
            elif self.plan.virtual:
                await self._close_host()
            else:
                world.host.relay.current = None

    async def _close_host(self) -> None:
        if self._host is not None:
            await self._host.close()
            self._host = None

    def end(self) -> None:
        """End the session."""
        if self._loop is not None:
            self._loop.run(self._close_host())
            # A station that connected at the last moment is turned away by the closing listener.
            self._loop.run(asyncio.sleep(DRAIN_S))
            self._loop.close()
            self._loop = None


def _ids(rng: random.Random) -> Callable[[], str]:
    """Give a supplier of message ids that repeats with its random source."""
    return lambda: str(uuid.UUID(int=rng.getrandbits(128), version=4))
