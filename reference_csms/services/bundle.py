"""All services over one store and one clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from reference_csms.services.authorization import AuthorizationService
from reference_csms.services.availability import AvailabilityService
from reference_csms.services.certificates import CertificateService
from reference_csms.services.charging_profiles import ChargingProfileService
from reference_csms.services.control import ControlService
from reference_csms.services.customers import CustomerService
from reference_csms.services.device_model import DeviceModelService
from reference_csms.services.display import DisplayService
from reference_csms.services.events import EventService
from reference_csms.services.files import FileService
from reference_csms.services.local_lists import LocalListService
from reference_csms.services.meter_values import MeterValueService
from reference_csms.services.monitoring import MonitoringService
from reference_csms.services.network_profiles import NetworkProfileService
from reference_csms.services.plug_and_charge import PlugAndChargeService
from reference_csms.services.registration import RegistrationService
from reference_csms.services.reservations import ReservationService
from reference_csms.services.tariffs import TariffService
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
    reservations: ReservationService
    local_lists: LocalListService
    files: FileService
    certificates: CertificateService
    charging: ChargingProfileService
    display: DisplayService
    tariffs: TariffService
    network_profiles: NetworkProfileService
    monitoring: MonitoringService
    customers: CustomerService
    plug_and_charge: PlugAndChargeService
    control: ControlService

    @classmethod
    def over(cls, store: Store, clock: Clock, settings: Settings) -> Self:
        authorization = AuthorizationService(store, clock, settings)
        certificates = CertificateService(store, clock, settings)
        return cls(
            RegistrationService(store, clock, settings),
            authorization,
            TransactionService(store),
            AvailabilityService(store, clock),
            DeviceModelService(store, clock),
            MeterValueService(store),
            EventService(store, clock),
            ReservationService(store, clock),
            LocalListService(store, clock),
            FileService(store, clock),
            certificates,
            ChargingProfileService(store, clock, plans=settings.plans_ev_charging),
            DisplayService(store, clock),
            TariffService(store),
            NetworkProfileService(store, clock),
            MonitoringService(store, clock),
            CustomerService(store, clock),
            PlugAndChargeService(certificates, authorization, clock),
            ControlService(store, clock),
        )
