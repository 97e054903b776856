"""Which CALLERROR codes answer a payload that breaks its schema.

Sources: OCPP-J 1.6, 4.2.3 table 7, in the spelling that the errata keep (5.1, 5.2); OCPP 2.0.1
Part 4, 4.3 table 8. Neither document maps rules to codes, so each rule has a set of codes whose
description fits. The first is the one that we send ourselves.
"""

from collections.abc import Mapping
from typing import Final

from schemas.catalogue import Version
from schemas.violation import Violation

# A limit of length, size or value is part of OCPP's own types (string[20], CiString20Type), hence
# both the value and the type may be called wrong. 1.6 errata want PropertyConstraintViolation for
# unknown enumeration values of the charging messages.
_VALUE: Final = ("PropertyConstraintViolation", "TypeConstraintViolation")

_CODES_16: Final[Mapping[str, tuple[str, ...]]] = {
    "required": ("ProtocolError", "OccurenceConstraintViolation", "FormationViolation"),
    "additionalProperties": ("FormationViolation", "OccurenceConstraintViolation"),
    "type": ("TypeConstraintViolation",),
    "format": (*_VALUE, "FormationViolation"),
    "enum": _VALUE,
    "maxLength": _VALUE,
    "multipleOf": _VALUE,
    "minItems": ("OccurenceConstraintViolation", "PropertyConstraintViolation"),
}

_CODES_201: Final[Mapping[str, tuple[str, ...]]] = {
    "required": ("OccurrenceConstraintViolation", "ProtocolError", "FormatViolation"),
    "additionalProperties": ("FormatViolation", "ProtocolError", "OccurrenceConstraintViolation"),
    "type": ("TypeConstraintViolation",),
    "format": (*_VALUE, "FormatViolation"),
    "enum": _VALUE,
    "maxLength": _VALUE,
    "minimum": _VALUE,
    "maximum": _VALUE,
    "minItems": ("OccurrenceConstraintViolation", "PropertyConstraintViolation"),
    "maxItems": ("OccurrenceConstraintViolation", "PropertyConstraintViolation"),
}

# A null where a field may be absent is a wrong type and a wrong way to leave the field out at once
# (Part 4, 4.1); a payload that is no object at all is no PDU.
_CODES: Final = {"1.6": _CODES_16, "2.0.1": _CODES_201}
_NULL: Final = {"1.6": "OccurenceConstraintViolation", "2.0.1": "OccurrenceConstraintViolation"}
_NO_PDU: Final = {
    "1.6": ("FormationViolation", "TypeConstraintViolation"),
    "2.0.1": ("ProtocolError", "FormatViolation", "TypeConstraintViolation"),
}


def error_code(version: Version, violation: Violation) -> str:
    """Choose the code to answer with, in the version's own spelling."""
    return _codes(version, violation)[0]


def allowed_error_codes(version: Version, violation: Violation) -> frozenset[str]:
    """Give every code whose description in the document fits the violation."""
    return frozenset(_codes(version, violation))


def _codes(version: Version, violation: Violation) -> tuple[str, ...]:
    if violation.rule == "type" and violation.pointer == "":
        return _NO_PDU[version]
    codes = _CODES[version].get(violation.rule, _VALUE)
    if violation.rule == "type" and violation.value is None:
        return (*codes, _NULL[version])
    return codes
