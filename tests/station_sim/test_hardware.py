"""Hardware and meter by themselves: acts that are possible, values that hang together."""

import itertools

import pytest

from station_sim.hardware import Fact, Hardware, Iec61851, NotPossible, Vehicle
from station_sim.meter import MEASURANDS
from station_sim.settings import ConnectorSettings, EvseSettings, StationSettings


class Time:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def hardware(time):
    two = EvseSettings(connectors=(ConnectorSettings(), ConnectorSettings("cCCS2", True)))
    return Hardware(StationSettings(evses=(two, EvseSettings(phases=1))), time)


def test_the_pilot_follows_the_vehicle(hardware):
    evse = hardware.evse(1)
    assert evse.pilot is Iec61851.A
    evse.plug_in(1, Vehicle(wants_energy=False))
    assert evse.pilot is Iec61851.B
    evse.demand_energy(True)
    assert evse.pilot is Iec61851.C
    evse.set_fault(1, "GroundFailure")
    assert evse.pilot is Iec61851.F
    evse.set_fault(1, None)
    assert evse.pilot is Iec61851.C


def test_energy_is_the_integral_of_power(hardware, time):
    evse = hardware.evse(1)
    evse.plug_in(1, Vehicle(power=7200.0, capacity=10000.0, soc_at_start=50.0))
    time.now = 1000
    evse.switch(True)
    time.now = 1000 + 1800
    assert evse.meter.energy == pytest.approx(3600)
    assert evse.state_of_charge == pytest.approx(86)
    evse.switch(False)
    time.now = 100000
    assert evse.meter.energy == pytest.approx(3600)
    assert evse.meter.power == 0


@pytest.mark.parametrize(("evse_id", "phases"), [(1, 3), (2, 1)])
def test_power_voltage_and_current_agree_and_never_exceed_the_limit(hardware, evse_id, phases):
    evse = hardware.evse(evse_id)
    evse.plug_in(1, Vehicle(power=99999.0))
    evse.switch(True)
    samples = evse.meter.read(MEASURANDS)
    by_name = {
        name: list(group) for name, group in itertools.groupby(samples, lambda s: s.measurand)
    }
    assert [s.phase for s in by_name["Voltage"]] == ["L1", "L2", "L3"][:phases]
    pairs = zip(by_name["Voltage"], by_name["Current.Import"], strict=True)
    power = sum(voltage.value * current.value for voltage, current in pairs)
    assert power == pytest.approx(by_name["Power.Active.Import"][0].value, rel=0.001)
    assert power == pytest.approx(phases * 230 * 32, rel=0.001)
    assert {s.measurand for s in samples if s.location == "EV"} == {"SoC"}


def test_single_phases_and_unknown_measurands(hardware):
    meter = hardware.evse(1).meter
    assert [s.phase for s in meter.read(["Voltage.L2"])] == ["L2"]
    assert meter.read(["Voltage.L9", "Temperature", "SoC"]) == []


def test_a_locked_cable_stays_when_the_ev_leaves(hardware):
    facts = []
    hardware.listen(lambda evse, fact: facts.append(fact))
    evse = hardware.evse(1)
    evse.plug_in(1, Vehicle())
    evse.lock(True)
    evse.unplug(1)
    assert evse.connector(1).plugged
    evse.lock(False)
    evse.remove_cable(evse.connector(1))
    assert not evse.connector(1).plugged
    assert facts == [Fact.EV_CONNECTED, Fact.EV_DISCONNECTED, Fact.CABLE_REMOVED]


def test_a_fixed_cable_has_no_lock(hardware):
    evse = hardware.evse(1)
    evse.plug_in(2, Vehicle())
    evse.lock(True)
    assert not evse.connector(2).locked


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda h: h.evse(3), "no EVSE 3"),
        (lambda h: h.evse(0), "no EVSE 0"),
        (lambda h: h.evse(1).unplug(1), "no EV"),
        (lambda h: h.evse(1).plug_in(7, Vehicle()), "no connector 7"),
        (lambda h: h.evse(1).demand_energy(True), "no EV"),
        (lambda h: h.evse(1).occupy_bay(False), "not occupied"),
        (lambda h: [h.evse(1).plug_in(n, Vehicle()) for n in (1, 2)], "connected"),
    ],
)
def test_impossible_acts(hardware, act, why):
    with pytest.raises(NotPossible, match=why):
        act(hardware)
