"""All services over one store and one clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from reference_csms.services.authorization import AuthorizationService
from reference_csms.services.availability import AvailabilityService
from reference_csms.services.device_model import DeviceModelService
from reference_csms.services.events import EventService
from reference_csms.services.meter_values import MeterValueService
from reference_csms.services.registration import RegistrationService
from reference_csms.services.transactions import TransactionService

if TYPE_CHECKING:
    from ocppj.clock import Clock
    from reference_csms.settings import Settings
    from reference_csms.store.protocols import Store


@dataclass(frozen=True, slots=True)
class Services:
    registration: RegistrationService
    authorization: AuthorizationService
    transactions: TransactionService
    availability: AvailabilityService
    device_model: DeviceModelService
    meter_values: MeterValueService
    events: EventService

    @classmethod
    def over(cls, store: Store, clock: Clock, settings: Settings) -> Self:
        return cls(
            RegistrationService(store, clock, settings),
            AuthorizationService(store, clock, settings),
            TransactionService(store),
            AvailabilityService(store, clock),
            DeviceModelService(store, clock),
            MeterValueService(store),
            EventService(store, clock),
        )
