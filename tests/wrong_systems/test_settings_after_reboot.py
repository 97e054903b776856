"""A station that uses a new setting only when it has booted anew is right: its cases pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from harness.verdicts import Verdict
from ocppj.dispatch import Reply
from station_sim.behaviours import Automatic
from station_sim.station import Station
from station_sim.v16 import core
from station_sim.v201 import provisioning
from tests.wrong_systems.entry import WrongSystem
from tests.wrong_systems.performing import perform

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from schemas.v16.core import ChangeConfigurationRequest
    from schemas.v201.provisioning import SetVariablesRequest
    from station_sim.moments import StopReason

REBOOT = "RebootRequired"


class Deferring(Station):
    """Puts every change off; `pending` is what the next boot does. `reset_works` makes it boot."""

    reset_works = True

    def __init__(self, *args: Any, **given: Any) -> None:
        self.pending: list[Callable[[], object]] = []
        overlay: Any = {"ChangeConfiguration": _put_off_key, "SetVariables": _put_off_variables}
        super().__init__(*args, **{**given, "overlay": overlay})
        self.behaviour = AppliesAtBoot(self)

    def reset(self, boot_reason: str, reason: StopReason) -> None:
        if self.reset_works:
            super().reset(boot_reason, reason)


class AppliesAtBoot(Automatic):
    async def _reboot(self, *args: Any) -> None:
        station: Any = self._station
        for change in station.pending:
            change()
        station.pending.clear()
        await super()._reboot(*args)


class Stuck(Deferring):
    """Accepts a Reset and does nothing."""

    reset_works = False


def _put_off_key(station: Deferring, request: ChangeConfigurationRequest) -> Reply:
    station.pending.append(lambda: core.change_configuration(station, request))
    return Reply({"status": REBOOT})


def _put_off_variables(station: Deferring, request: SetVariablesRequest) -> Reply:
    station.pending.append(lambda: provisioning.set_variables(station, request))
    results = [
        {
            "attributeType": "Actual",
            "attributeStatus": REBOOT,
            "component": data.component.dump(),
            "variable": data.variable.dump(),
        }
        for data in request.set_variable_data
    ]
    return Reply({"setVariableResult": results})


def performed(make: type[Deferring], case: str, out: Path) -> Any:
    odd = WrongSystem("defers", "station", "It uses a setting after a reboot.", make)
    return perform(odd, [case], out)[case]


@pytest.mark.parametrize(
    ("case", "setting"),
    [("TC_061_CS", "ConnectionTimeOut"), ("TC_J_09_CS", "SampledDataCtrlr.TxUpdatedInterval")],
)
def test_the_station_is_reset_before_the_case_goes_on(
    case: str, setting: str, tmp_path: Path
) -> None:
    result = performed(Deferring, case, tmp_path)
    assert result.verdict is Verdict.PASSED, result.reason
    (note,) = [note for note in result.notes if "reboot" in note]
    assert setting in note


def test_one_that_does_not_boot_is_not_judged(tmp_path: Path) -> None:
    result = performed(Stuck, "TC_J_09_CS", tmp_path)
    assert result.verdict is Verdict.INCONCLUSIVE
    assert "SampledDataCtrlr.TxUpdatedInterval takes effect after a reboot" in result.reason
    assert "no BootNotification came within 60 s" in result.reason
