"""Contract certificates of vehicles at a 2.0.1 station that is offline (C07.FR.07 to .12)."""

import asyncio
import base64
from datetime import UTC, datetime

import pytest

from pki.hierarchies import Hierarchies
from pki.pem import hex_of_chain, write_certificate
from station_sim.trust.factory import FactoryCertificates
from station_sim.trust.store import Use

WORLD = Hierarchies(datetime.now(UTC))
EMAID = "DEACMC12345678"
CHAIN = bytes.fromhex(hex_of_chain(WORLD.contract(EMAID).chain))
STREAM = base64.b64encode(bytes(33) + CHAIN).decode()
TRUSTING = FactoryCertificates(roots={Use.MO_ROOT: (write_certificate(WORLD.mo.anchor),)})
OFFLINE = "ISO15118Ctrlr.ContractValidationOffline"
UNKNOWN = "AuthCtrlr.OfflineTxForUnknownIdEnabled"


@pytest.mark.parametrize(
    ("values", "factory", "contract", "charges"),
    [
        ({OFFLINE: "true", UNKNOWN: "true"}, TRUSTING, STREAM, True),
        ({OFFLINE: "false", UNKNOWN: "true"}, TRUSTING, STREAM, False),
        ({OFFLINE: "true", UNKNOWN: "false"}, TRUSTING, STREAM, False),
        ({OFFLINE: "true", UNKNOWN: "true"}, FactoryCertificates(), STREAM, False),
        ({OFFLINE: "true", UNKNOWN: "true"}, TRUSTING, None, False),
    ],
)
def test_a_contract_is_validated_offline_where_that_is_set(run, values, factory, contract, charges):
    async def scenario(bench):
        station = await bench.booted(values, factory=factory)
        await station.plug_in(1)
        station.hardware.evse(1).vehicle.contract = contract
        await station.go_offline()
        await station.present_token(EMAID, "eMAID", evse_id=1)
        await asyncio.sleep(1)
        assert (station.points[0].authorization is not None) is charges

    run("2.0.1", scenario)
