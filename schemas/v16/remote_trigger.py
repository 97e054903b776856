"""OCPP 1.6, profile RemoteTrigger.

Sections are those of OCPP 1.6 edition 2.
"""

from schemas.base import OcppModel
from schemas.v16.enums import MessageTrigger, TriggerMessageStatus


class TriggerMessageRequest(OcppModel):
    """Section 6.51."""

    requested_message: MessageTrigger
    connector_id: int | None = None


class TriggerMessageResponse(OcppModel):
    """Section 6.52."""

    status: TriggerMessageStatus
