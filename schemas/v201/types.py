"""Data types that several blocks of OCPP 2.0.1 share.

Sections are those of Part 2 (specification, edition 3).
"""

from pydantic import ConfigDict, Field

from schemas.base import DateTime, Number, OcppModel
from schemas.v201.enums import (
    AuthorizationStatusEnumType,
    ChargingProfileKindEnumType,
    ChargingProfilePurposeEnumType,
    ChargingRateUnitEnumType,
    CostKindEnumType,
    HashAlgorithmEnumType,
    IdTokenEnumType,
    LocationEnumType,
    MeasurandEnumType,
    MessageFormatEnumType,
    PhaseEnumType,
    ReadingContextEnumType,
    RecurrencyKindEnumType,
)


class CustomDataType(OcppModel):
    """Vendor data, the one object that takes keys of its own: Part 4, section 9."""

    model_config = ConfigDict(extra="allow")

    vendor_id: str = Field(max_length=255)


class Extensible(OcppModel):
    """What every object of 2.0.1 has in common: it may carry vendor data."""

    custom_data: CustomDataType | None = None


class AdditionalInfoType(Extensible):
    """Section 2.2."""

    additional_id_token: str = Field(max_length=36)
    type: str = Field(max_length=50)


class CertificateHashDataType(Extensible):
    """Section 2.6."""

    hash_algorithm: HashAlgorithmEnumType
    issuer_name_hash: str = Field(max_length=128)
    issuer_key_hash: str = Field(max_length=128)
    serial_number: str = Field(max_length=40)


class ChargingSchedulePeriodType(Extensible):
    """Section 2.11."""

    start_period: int
    limit: Number
    number_phases: int | None = None
    phase_to_use: int | None = None


class CostType(Extensible):
    """Section 2.20."""

    cost_kind: CostKindEnumType
    amount: int
    amount_multiplier: int | None = None


class ConsumptionCostType(Extensible):
    """Section 2.19."""

    start_value: Number
    cost: list[CostType] = Field(min_length=1, max_length=3)


class RelativeTimeIntervalType(Extensible):
    """Section 2.37."""

    start: int
    duration: int | None = None


class SalesTariffEntryType(Extensible):
    """Section 2.39."""

    relative_time_interval: RelativeTimeIntervalType
    e_price_level: int | None = Field(default=None, ge=0)
    consumption_cost: list[ConsumptionCostType] | None = Field(
        default=None, min_length=1, max_length=3
    )


class SalesTariffType(Extensible):
    """Section 2.40."""

    id: int
    sales_tariff_description: str | None = Field(default=None, max_length=32)
    num_e_price_levels: int | None = None
    sales_tariff_entry: list[SalesTariffEntryType] = Field(min_length=1, max_length=1024)


class ChargingScheduleType(Extensible):
    """Section 2.12."""

    id: int
    start_schedule: DateTime | None = None
    duration: int | None = None
    charging_rate_unit: ChargingRateUnitEnumType
    charging_schedule_period: list[ChargingSchedulePeriodType] = Field(
        min_length=1, max_length=1024
    )
    min_charging_rate: Number | None = None
    sales_tariff: SalesTariffType | None = None


class ChargingProfileType(Extensible):
    """Section 2.10."""

    id: int
    stack_level: int
    charging_profile_purpose: ChargingProfilePurposeEnumType
    charging_profile_kind: ChargingProfileKindEnumType
    recurrency_kind: RecurrencyKindEnumType | None = None
    valid_from: DateTime | None = None
    valid_to: DateTime | None = None
    charging_schedule: list[ChargingScheduleType] = Field(min_length=1, max_length=3)
    transaction_id: str | None = Field(default=None, max_length=36)


class EVSEType(Extensible):
    """Section 2.23."""

    id: int
    connector_id: int | None = None


class ComponentType(Extensible):
    """Section 2.16."""

    evse: EVSEType | None = None
    name: str = Field(max_length=50)
    instance: str | None = Field(default=None, max_length=50)


class VariableType(Extensible):
    """Section 2.53."""

    name: str = Field(max_length=50)
    instance: str | None = Field(default=None, max_length=50)


class ComponentVariableType(Extensible):
    """Section 2.17."""

    component: ComponentType
    variable: VariableType | None = None


class IdTokenType(Extensible):
    """Section 2.28."""

    additional_info: list[AdditionalInfoType] | None = Field(default=None, min_length=1)
    id_token: str = Field(max_length=36)
    type: IdTokenEnumType


class MessageContentType(Extensible):
    """Section 2.30."""

    format: MessageFormatEnumType
    language: str | None = Field(default=None, max_length=8)
    content: str = Field(max_length=512)


class IdTokenInfoType(Extensible):
    """Section 2.27."""

    status: AuthorizationStatusEnumType
    cache_expiry_date_time: DateTime | None = None
    charging_priority: int | None = None
    language_1: str | None = Field(default=None, max_length=8)
    evse_id: list[int] | None = Field(default=None, min_length=1)
    group_id_token: IdTokenType | None = None
    language_2: str | None = Field(default=None, max_length=8)
    personal_message: MessageContentType | None = None


class SignedMeterValueType(Extensible):
    """Section 2.46."""

    signed_meter_data: str = Field(max_length=2500)
    signing_method: str = Field(max_length=50)
    encoding_method: str = Field(max_length=50)
    public_key: str = Field(max_length=2500)


class UnitOfMeasureType(Extensible):
    """Section 2.49."""

    unit: str = Field(default="Wh", max_length=20)
    multiplier: int = 0


class SampledValueType(Extensible):
    """Section 2.41."""

    value: Number
    context: ReadingContextEnumType = ReadingContextEnumType.SAMPLE_PERIODIC
    measurand: MeasurandEnumType = MeasurandEnumType.ENERGY_ACTIVE_IMPORT_REGISTER
    phase: PhaseEnumType | None = None
    location: LocationEnumType = LocationEnumType.OUTLET
    signed_meter_value: SignedMeterValueType | None = None
    unit_of_measure: UnitOfMeasureType | None = None


class MeterValueType(Extensible):
    """Section 2.32."""

    sampled_value: list[SampledValueType] = Field(min_length=1)
    timestamp: DateTime


class OCSPRequestDataType(Extensible):
    """Section 2.36."""

    hash_algorithm: HashAlgorithmEnumType
    issuer_name_hash: str = Field(max_length=128)
    issuer_key_hash: str = Field(max_length=128)
    serial_number: str = Field(max_length=40)
    responder_url: str = Field(alias="responderURL", max_length=512)


class StatusInfoType(Extensible):
    """Section 2.47."""

    reason_code: str = Field(max_length=20)
    additional_info: str | None = Field(default=None, max_length=512)
