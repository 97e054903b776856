"""What the CSMS asked stations to do at once, and what came of it, for both versions.

Records as in `reference_csms.records`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - the TinyDB store reads the types at run time
from typing import Any

from reference_csms.records import exact


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last answer to an action at a place: Reset, UnlockConnector or ClearCache.

    `kind` is the type of a reset, `done_at` when its effect showed: the boot after it.
    """

    station: str
    action: str
    status: str
    asked_at: datetime
    evse_id: int | None = None
    connector_id: int | None = None
    kind: str | None = None
    done_at: datetime | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.action, self.evse_id, self.connector_id)


@dataclass(frozen=True, slots=True)
class RemoteStart:
    """A transaction that the CSMS asked for, `transaction_id` the one that came of it.

    1.6 has no number for it, so that there `remote_start_id` is the CSMS's own. `charging_profile`
    is as sent with the request.
    """

    station: str
    remote_start_id: int
    id_token: str
    status: str
    asked_at: datetime
    id_token_type: str | None = None
    evse_id: int | None = None
    connector_id: int | None = None
    transaction_id: str | None = None
    charging_profile: dict[str, Any] | None = None

    @property
    def key(self) -> str:
        return exact(self.station, self.remote_start_id)
