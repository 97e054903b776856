"""Configuration keys of OCPP 1.6: whether they can be written, and that readings agree.

Sources: OCPP 1.6, 5.8 and 9; security white paper edition 3, 7.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from harness.rules.monitor import Finding, Monitor, left_to_the_schema
from ocppj.frames import CallResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ocppj.frames import Answer, Call

_READ_ONLY: Final = frozenset(
    {
        "AdditionalRootCertificateCheck",
        "CertificateSignedMaxChainSize",
        "CertificateStoreMaxLength",
        "ChargeProfileMaxStackLevel",
        "ChargingScheduleAllowedChargingRateUnit",
        "ChargingScheduleMaxPeriods",
        "ConnectorPhaseRotationMaxLength",
        "ConnectorSwitch3to1PhaseSupported",
        "GetConfigurationMaxKeys",
        "LocalAuthListMaxLength",
        "MaxChargingProfilesInstalled",
        "MeterValuesAlignedDataMaxLength",
        "MeterValuesSampledDataMaxLength",
        "NumberOfConnectors",
        "ReserveConnectorZeroSupported",
        "SendLocalListMaxLength",
        "StopTxnAlignedDataMaxLength",
        "StopTxnSampledDataMaxLength",
        "SupportedFeatureProfiles",
        "SupportedFeatureProfilesMaxLength",
        "SupportedFileTransferProtocols",
    }
)
_WRITABLE: Final = frozenset(
    {
        "AllowOfflineTxForUnknownId",
        "AuthorizationCacheEnabled",
        "BlinkRepeat",
        "ClockAlignedDataInterval",
        "ConnectionTimeOut",
        "ConnectorPhaseRotation",
        "CpoName",
        "HeartbeatInterval",
        "LightIntensity",
        "LocalAuthListEnabled",
        "LocalAuthorizeOffline",
        "LocalPreAuthorize",
        "MaxEnergyOnInvalidId",
        "MeterValueSampleInterval",
        "MeterValuesAlignedData",
        "MeterValuesSampledData",
        "MinimumStatusDuration",
        "ResetRetries",
        "StopTransactionOnInvalidId",
        "StopTxnAlignedData",
        "StopTxnSampledData",
        "TransactionMessageAttempts",
        "TransactionMessageRetryInterval",
        "WebSocketPingInterval",
    }
)
_CHOICE: Final = frozenset(
    {
        "AuthorizeRemoteTxRequests",
        "StopTransactionOnEVSideDisconnect",
        "UnlockConnectorOnEVSideDisconnect",
    }
)
_STANDARD: Final = _READ_ONLY | _WRITABLE | _CHOICE
_UNKNOWN: Final = "NotSupported"


class ConfigurationKeys(Monitor):
    """Compares keys with what was asked, with the document, and with the reading before."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Any, Any]] = {}
        self._changed: dict[str, str] = {}

    def on_own_call(self, call: Call) -> None:
        if call.action == "ChangeConfiguration":
            self._known.pop(str(call.payload.get("key")), None)

    def on_call(self, call: Call) -> list[Finding]:
        if call.action == "BootNotification":
            self._known.clear()  # a new interval, firmware or operator may have changed them
        return []

    @left_to_the_schema
    def on_answer(self, request: Call, answer: Answer) -> list[Finding]:
        if not isinstance(answer, CallResult):
            return []
        if request.action == "ChangeConfiguration":
            key = str(request.payload.get("key")).lower()
            self._changed[key] = str(answer.payload.get("status"))
        if request.action != "GetConfiguration":
            return []
        return [*self._answered(request, answer), *self._values(answer)]

    def _answered(self, request: Call, answer: CallResult) -> Iterator[Finding]:
        """Compare the keys that were asked for with those that the answer speaks of."""
        known = [entry["key"].lower() for entry in answer.payload.get("configurationKey", ())]
        unknown = [key.lower() for key in answer.payload.get("unknownKey", ())]
        asked = [key.lower() for key in request.payload.get("key", ())]
        if asked and set(known + unknown) != set(asked):
            told = ", ".join(known + unknown) or "none"
            yield _finding("keys", ", ".join(asked), told, "OCPP 1.6, 5.8")
        for key in {*known, *unknown} & self._changed.keys():
            status = self._changed[key]
            if (key in unknown) != (status == _UNKNOWN):
                wanted = f"{_UNKNOWN} for {key} only where GetConfiguration lacks it"
                yield Finding("ChangeConfiguration", "status", wanted, status, "OCPP 1.6, 5.3")

    def _values(self, answer: CallResult) -> list[Finding]:
        keys = [k for k in answer.payload.get("configurationKey", ()) if k["key"] in _STANDARD]
        return [finding for key in keys for finding in self._look(key)]

    def _look(self, entry: Mapping[str, Any]) -> Iterator[Finding]:
        key, read_only, value = entry["key"], entry["readonly"], entry.get("value")
        if (key in _READ_ONLY and not read_only) or (key in _WRITABLE and read_only):
            wanted = "true" if key in _READ_ONLY else "false"
            yield _finding(f"{key} readonly", wanted, str(read_only).lower(), "OCPP 1.6, 9")
        before = self._known.setdefault(key, (read_only, value))
        if before != (read_only, value):
            wanted = f"readonly {before[0]}, value {before[1]}, as it was read before"
            actual = f"readonly {read_only}, value {value}"
            yield _finding(key, wanted, actual, "OCPP 1.6, 5.8")


def _finding(subject: str, expected: str, actual: str, rule: str) -> Finding:
    return Finding("GetConfiguration", subject, expected, actual, rule)
