"""The built-in systems as systems under test, driven by method calls in the same event loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, assert_never

from harness import certificates, firmware
from harness.targets.actions import (
    ClearFault,
    EnterBay,
    ImposeLimit,
    LeaveBay,
    PlugIn,
    PowerCycle,
    PresentToken,
    Pursue,
    ReadVariables,
    ReleaseLimit,
    ReportFault,
    RequestContractCertificate,
    SendCommand,
    StartEnergy,
    StartRemotely,
    StopEnergy,
    Unplug,
    fields_of,
    name_of,
)
from harness.targets.outstanding import Outstanding
from harness.targets.protocol import DriverFailed, Unsupported, Unverifiable
from harness.targets.reference_views import VIEWS
from harness.tokens import promised
from ocppj.problems import CallFailed
from reference_csms import commands, goals, operations
from reference_csms.admission import BASIC_AUTHENTICATION
from reference_csms.connection import NotConnected
from reference_csms.csms import Csms
from reference_csms.records import Station as StationRecord
from reference_csms.settings import Settings
from reference_csms.store.memory import MemoryStore
from station_sim import actions as acts
from station_sim.hardware import NotPossible
from station_sim.settings import EvseSettings, StationSettings
from station_sim.station import Station

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Coroutine, Mapping

    from harness.targets.actions import Action, Question
    from harness.targets.configurations import Configuration
    from harness.targets.protocol import Meeting, Role
    from ocppj.clock import Clock
    from ocppj.link import Transport
    from ocppj.problems import BugLog


PASSWORD: Final = "4F43545435B1D5F1C7A2E9086D3F0C11"
"""The AuthorizationKey of a built-in station with a security profile."""
_SERIAL: Final = StationSettings().serial_number


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a built-in system is given from outside; `tap` may change its frames (mutation)."""

    clock: Clock
    rng: random.Random
    new_id: Callable[[], str]
    bugs: BugLog
    parameters: Mapping[str, Any]
    tap: Callable[[Transport], Transport] | None = None
    make_csms: Callable[..., Csms] = Csms
    make_station: Callable[..., Station] = Station


class ReferenceCsms:
    """The built-in CSMS, fresh for every case, knowing the tokens of the parameters."""

    role: Role = "csms"
    in_process = True

    def __init__(self, version: str, configuration: Configuration, given: Surroundings) -> None:
        self.name = "reference CSMS"
        self.version = version
        self.features = configuration.features
        self.url = ""
        self.upgrade_url = ""
        self._configuration = configuration
        self._given = given
        self._csms: Csms | None = None
        self._operations = Outstanding(grace_s=0.0)

    @property
    def csms(self) -> Csms:
        assert self._csms is not None, "the driver has not been started"
        return self._csms

    async def start(self, meeting: Meeting) -> None:
        store = MemoryStore()
        for token in promised(self._given.parameters):
            await store.tokens.put(token)
        self._csms = self._given.make_csms(
            clock=self._given.clock,
            store=store,
            new_id=self._given.new_id,
            bugs=self._given.bugs,
            tap=self._given.tap,
            settings=Settings(hierarchies=certificates.made().ours),
        )
        profile = self._configuration.security_profile
        if profile:
            known = StationRecord(meeting.identity, password=PASSWORD, serial_number=_SERIAL)
            await store.stations.put(known)
        self.url = await self._serve(profile)
        if profile in BASIC_AUTHENTICATION:
            self.upgrade_url = await self._serve(profile + 1)

    async def _serve(self, profile: int) -> str:
        tls = certificates.server_tls(profile) if profile >= 2 else None
        listener = await self.csms.serve(security_profile=profile or None, ssl=tls)
        return listener.url

    async def perform(self, action: Action) -> None:
        match action:
            case SendCommand(station, name, payload):
                await self._begin(name, commands.send(self.csms, station, name, payload))
            case ReadVariables(station, variables):
                names = [{"component": c, "variable": v} for c, v in variables]
                await self._operate(station, "get-variables", {"variables": names})
            case StartRemotely(station, id_token, kind, evse_id):
                fields = {"id_token": id_token, "type": kind, "evse_id": evse_id}
                await self._operate(station, "remote-start", fields)
            case Pursue(station, goal, arguments):
                await self._operate(station, goal, arguments)
            case (
                PlugIn()
                | Unplug()
                | PresentToken()
                | EnterBay()
                | LeaveBay()
                | StartEnergy()
                | StopEnergy()
                | PowerCycle()
                | ReportFault()
                | ClearFault()
                | ImposeLimit()
                | ReleaseLimit()
                | RequestContractCertificate()
            ):
                raise Unsupported(f"{name_of(action)} is an act at a station, not at a CSMS")
            case _:
                assert_never(action)

    async def _operate(self, station: str, name: str, arguments: dict[str, Any]) -> None:
        await self._begin(name, operations.run(self.csms, station, name, arguments))

    async def _begin(self, name: str, work: Coroutine[Any, Any, Any]) -> None:
        # The operation ends only after the station has answered: it goes on beside the scenario.
        await self._operations.begin(name, _operate(work))

    async def settled(self, timeout: float | None = None) -> None:
        await self._operations.settled(timeout)

    async def read(self, question: Question) -> list[dict[str, Any]]:
        show = VIEWS.get(question.collection)
        if show is None:
            raise Unverifiable(f"the CSMS has no collection {question.collection}")
        station = dict(question.filters).get("station")
        return await show(self.csms, station)

    async def stop(self) -> None:
        await self._operations.close()
        if self._csms is not None:
            await self._csms.close()


async def _operate(work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except (NotConnected, ValueError, LookupError) as error:
        raise DriverFailed(str(error)) from error
    except (CallFailed, goals.StationRefused):
        # The station refused or did not answer: an outcome on the wire, and judged there.
        return


class ReferenceStation:
    """The built-in simulator, fresh for every case."""

    role: Role = "station"
    in_process = True

    def __init__(self, version: str, configuration: Configuration, given: Surroundings) -> None:
        self.name = "station simulator"
        self.version = version
        self.features = configuration.features
        self._configuration = configuration
        self._given = given
        self._station: Station | None = None

    @property
    def station(self) -> Station:
        assert self._station is not None, "the driver has not been started"
        return self._station

    async def start(self, meeting: Meeting) -> None:
        profile = self._configuration.security_profile
        settings = StationSettings(
            identity=meeting.identity,
            version=self.version,  # type: ignore[arg-type]
            vendor=str(self._given.parameters["vendor"]),
            model=str(self._given.parameters["model"]),
            evses=(EvseSettings(),) * self._configuration.evses,
            values=self._configuration.station_values,
            security_profile=profile,
            password=PASSWORD if profile in BASIC_AUTHENTICATION else None,
            factory=certificates.delivered(_SERIAL, profile, firmware.made().root),
            local_controller=self._configuration.local_controller,
            contract=certificates.made().contract.chain_pem,
        )
        self._station = self._given.make_station(
            settings,
            clock=self._given.clock,
            rng=self._given.rng,
            new_id=self._given.new_id,
            bugs=self._given.bugs,
            tap=self._given.tap,
        )
        await self._station.start(meeting.url)

    async def perform(self, action: Action) -> None:
        match action:
            case (
                PlugIn()
                | Unplug()
                | PresentToken()
                | EnterBay()
                | LeaveBay()
                | StartEnergy()
                | StopEnergy()
                | PowerCycle()
                | ReportFault()
                | ClearFault()
                | ImposeLimit()
                | ReleaseLimit()
                | RequestContractCertificate()
            ):
                await self._act(action)
            case SendCommand() | ReadVariables() | StartRemotely() | Pursue():
                raise Unsupported(f"{name_of(action)} is an operation of a CSMS, not of a station")
            case _:
                assert_never(action)

    async def _act(self, action: Action) -> None:
        try:
            await acts.act(self.station, name_of(action), fields_of(action))
        except (ValueError, NotPossible) as error:
            raise DriverFailed(str(error)) from error

    async def settled(self, timeout: float | None = None) -> None:
        """Acts are done when `perform` returns."""

    async def read(self, question: Question) -> list[dict[str, Any]]:
        if question.collection == "display":
            return [{"text": self.station.display.text()}]
        raise Unverifiable("a station shows the rest of its state by OCPP messages only")

    async def stop(self) -> None:
        if self._station is not None:
            await self._station.stop()
