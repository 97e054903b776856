"""The 1.6 configuration keys: the table, the rules of access and value, the wire."""

import pytest

from ocppj.frames import CallError
from station_sim.configuration import Change, Configuration
from station_sim.settings import ConnectorSettings, EvseSettings, StationSettings

# TC_019_CS: what Core requires, with its accessibility.
CORE = {
    "AuthorizeRemoteTxRequests": False,
    "ClockAlignedDataInterval": False,
    "ConnectionTimeOut": False,
    "ConnectorPhaseRotation": False,
    "GetConfigurationMaxKeys": True,
    "HeartbeatInterval": False,
    "LocalAuthorizeOffline": False,
    "LocalPreAuthorize": False,
    "MeterValuesAlignedData": False,
    "MeterValuesSampledData": False,
    "MeterValueSampleInterval": False,
    "NumberOfConnectors": True,
    "ResetRetries": False,
    "StopTransactionOnEVSideDisconnect": False,
    "StopTransactionOnInvalidId": False,
    "StopTxnAlignedData": False,
    "StopTxnSampledData": False,
    "SupportedFeatureProfiles": True,
    "TransactionMessageAttempts": False,
    "TransactionMessageRetryInterval": False,
    "UnlockConnectorOnEVSideDisconnect": False,
}
OPTIONAL = {
    "LocalAuthListManagement": {
        "LocalAuthListEnabled": False,
        "LocalAuthListMaxLength": True,
        "SendLocalListMaxLength": True,
    },
    "SmartCharging": {
        "ChargeProfileMaxStackLevel": True,
        "ChargingScheduleAllowedChargingRateUnit": True,
        "ChargingScheduleMaxPeriods": True,
        "MaxChargingProfilesInstalled": True,
    },
}


def configuration(**values):
    evse = EvseSettings(connectors=(ConnectorSettings(), ConnectorSettings()))
    made = Configuration(StationSettings(version="1.6", evses=(evse, EvseSettings())), {})
    made.apply(values)
    return made


def test_every_required_key_is_there_with_the_right_access():
    keys = {key.name: key.readonly for key in configuration().all()}
    assert CORE.items() <= keys.items()


@pytest.mark.parametrize("profile", OPTIONAL)
def test_the_keys_of_a_profile_exist_exactly_where_it_is_supported(profile):
    without = {key.name for key in configuration(SupportedFeatureProfiles="Core").all()}
    with_it = configuration(SupportedFeatureProfiles=f"Core,{profile}")
    keys = {key.name: key.readonly for key in with_it.all()}
    assert OPTIONAL[profile].items() <= keys.items()
    assert not OPTIONAL[profile].keys() & without


def test_values_follow_from_the_station():
    keys = configuration()
    assert keys.number("NumberOfConnectors") == 3
    assert keys.items("ConnectorPhaseRotation") == ("0.RST", "1.RST", "2.RST", "3.RST")


def test_every_default_is_a_value_that_the_key_accepts():
    keys = configuration()
    wrong = [key.name for key in keys.all() if not key.accepts(keys.text(key.name))]
    assert wrong == ["AuthorizationKey"]  # not set, as no factory can know it


@pytest.mark.parametrize(
    ("key", "value", "outcome"),
    [
        ("HeartbeatInterval", "60", Change.ACCEPTED),
        ("heartbeatinterval", "60", Change.ACCEPTED),
        ("HeartbeatInterval", "-1", Change.REJECTED),
        ("HeartbeatInterval", "soon", Change.REJECTED),
        ("HeartbeatInterval", "", Change.REJECTED),
        ("LocalPreAuthorize", "true", Change.ACCEPTED),
        ("LocalPreAuthorize", "yes", Change.REJECTED),
        ("ClockAlignedDataInterval", "86401", Change.REJECTED),
        ("LightIntensity", "50", Change.ACCEPTED),
        ("MeterValuesSampledData", "Voltage.L1,SoC", Change.ACCEPTED),
        ("MeterValuesSampledData", "", Change.ACCEPTED),
        ("MeterValuesSampledData", "Voltage,Charm", Change.REJECTED),
        ("ConnectorPhaseRotation", "1.RTS", Change.ACCEPTED),
        ("ConnectorPhaseRotation", "9.RTS", Change.REJECTED),
        ("WebSocketPingInterval", "30", Change.REBOOT_REQUIRED),
        ("NumberOfConnectors", "5", Change.REJECTED),
        ("Colour", "blue", Change.NOT_SUPPORTED),
        ("LocalAuthListEnabled", "false", Change.ACCEPTED),
    ],
)
def test_changes(key, value, outcome):
    keys = configuration()
    before = {k.name: keys.text(k.name) for k in keys.all()}
    assert keys.change(key, value) is outcome
    after = {k.name: keys.text(k.name) for k in keys.all()}
    changed = {name for name in after if after[name] != before[name]}
    taken = outcome in (Change.ACCEPTED, Change.REBOOT_REQUIRED)
    assert taken or not changed


def test_an_unknown_factory_value_is_an_error():
    with pytest.raises(KeyError):
        configuration(NoSuchKey="1")


def test_on_the_wire(run):
    async def scenario(bench):
        csms = bench.csms
        await bench.booted()
        asked = {"key": ["supportedfeatureprofiles", "Nope"]}
        one = await csms.call("GetConfiguration", asked)
        (found,) = one["configurationKey"]
        assert (found["key"], found["readonly"]) == ("SupportedFeatureProfiles", True)
        assert {"Core", "RemoteTrigger", "SmartCharging"} <= set(found["value"].split(","))
        assert one["unknownKey"] == ["Nope"]
        everything = await csms.call("GetConfiguration", {})
        names = [entry["key"] for entry in everything["configurationKey"]]
        assert set(CORE) <= set(names)
        maximum = await csms.call("GetConfiguration", {"key": ["GetConfigurationMaxKeys"]})
        limit = int(maximum["configurationKey"][0]["value"])
        asked = await csms.call("GetConfiguration", {"key": names[:limit]})
        assert [entry["key"] for entry in asked["configurationKey"]] == names[:limit]
        assert asked.get("unknownKey", []) == []
        refused = await csms.ask("GetConfiguration", {"key": (names * 3)[: limit + 1]})
        assert isinstance(refused, CallError)
        assert refused.code == "OccurenceConstraintViolation"
        assert await csms.call("ClearCache", {}) == {"status": "Accepted"}
        data = {"vendorId": "org.example"}
        assert await csms.call("DataTransfer", data) == {"status": "UnknownVendorId"}

    run("1.6", scenario)
