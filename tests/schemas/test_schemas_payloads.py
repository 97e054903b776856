"""Generated payloads, valid and mutated: every judge and every model must agree on them.

The independent copy of the schemas, with its known differences undone, is the other opinion;
`jsonschema` is the second judge.
"""

import copy
from datetime import datetime

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from schemas.base import to_datetime
from schemas.catalogue import VERSIONS, Kind, messages
from schemas.explain import explain
from schemas.validation import is_valid, violations

PAYLOADS = [
    pytest.param(each, kind, id=f"{version}-{each.model_name(kind)}")
    for version in VERSIONS
    for each in messages(version).values()
    for kind in Kind
]

bounded = settings(
    max_examples=20,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

JSON = st.recursive(
    st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=4,
)
MOMENTS = st.datetimes(min_value=datetime(1970, 1, 1))
DATE_TIMES = st.builds(
    "{:%Y-%m-%d}{}{:%H:%M:%S}{}{}".format,
    MOMENTS,
    st.sampled_from("Tt"),
    MOMENTS,
    st.sampled_from(["", ".1", ".12", ".123", ".123456", ".123456789"]),
    st.sampled_from(["Z", "z", "+00:00", "-08:30", "+14:00"]),
) | st.just("2016-12-31T23:59:60Z")
URIS = st.sampled_from(
    ["https://example.com/a?b=c#d", "ftp://user:secret@[::1]:21/file", "urn:x:y", "file:///log"]
)
# Keys that a model has for itself must stay free for vendors.
VENDOR_KEYS = st.sampled_from(["vendor_id", "custom_data", "model_config", "self", "x"]) | st.text()


def strings(schema):
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "format" in schema:
        return {"date-time": DATE_TIMES, "uri": URIS}[schema["format"]]
    longest = schema.get("maxLength", 30)
    # Lengths count characters: neither bytes nor the halves of UTF-16.
    full = st.sampled_from("aß😀").map(lambda letter: letter * longest)
    return st.text(max_size=min(longest, 10)) | full


def numbers(schema, draft):
    low, high = schema.get("minimum"), schema.get("maximum")
    if schema["type"] == "number":
        if "multipleOf" in schema:
            return st.integers(-(10**6), 10**6).map(lambda tenths: tenths / 10) | st.integers()
        return st.floats(allow_nan=False, allow_infinity=False) | st.integers()
    integers = st.integers(None if low is None else int(low), None if high is None else int(high))
    # Draft 6 takes 1.0 for an integer, draft 4 does not.
    return integers | st.integers(0, 100).map(float) if "draft-06" in draft else integers


def payloads(schema, root):
    """Build the strategy of all payloads that a schema accepts."""
    if "$ref" in schema:
        return payloads(root["definitions"][schema["$ref"].rpartition("/")[2]], root)
    match schema.get("type"):
        case "object":
            return objects(schema, root)
        case "array":
            most = min(schema.get("maxItems", 3), 3)
            items = payloads(schema["items"], root)
            return st.lists(items, min_size=schema.get("minItems", 0), max_size=most)
        case "string":
            return strings(schema)
        case "integer" | "number":
            return numbers(schema, root["$schema"])
        case "boolean":
            return st.booleans()
    assert schema.keys() <= {"description"}, schema
    return JSON


def objects(schema, root):
    fields = {name: payloads(body, root) for name, body in schema.get("properties", {}).items()}
    needed = set(schema.get("required", []))
    known = st.fixed_dictionaries(
        {name: field for name, field in fields.items() if name in needed},
        optional={name: field for name, field in fields.items() if name not in needed},
    )
    if schema.get("additionalProperties", True) is False:
        return known
    extra = st.dictionaries(VENDOR_KEYS.filter(lambda key: key not in fields), JSON, max_size=3)
    return st.builds(lambda own, more: more | own, known, extra)


def places(payload, path=()):
    yield path
    children = payload.items() if isinstance(payload, dict) else ()
    for key, value in enumerate(payload) if isinstance(payload, list) else children:
        yield from places(value, (*path, key))


JUNK = st.sampled_from(
    [
        None, "", "x", "x" * 20_000, "yesterday", "2024-02-30T00:00:00Z", "2024-01-01T00:00:00",
        "2024-01-01 00:00:00Z", "no uri", "42", 0, -1, 101, 1.0, 1e30, 0.5, 0.05, 10**30, True,
        False, [], ["x"], {}, {"x": 1}, {"vendorId": "v", "x": None},
    ]
)  # fmt: skip


@st.composite
def mutated(draw, payload):
    """Change a valid payload at one place; the result may be valid still."""
    payload = copy.deepcopy(payload)
    *path, last = draw(st.sampled_from(list(places(payload))[1:] or [("customData",)]))
    parent = payload
    for key in path:
        parent = parent[key]
    change = draw(st.sampled_from(["replace", "drop", "add", "multiply"]))
    if change == "add" and isinstance(parent, dict):
        parent[draw(st.sampled_from(["customData", "unknown", "vendor_id"]))] = draw(JUNK)
    elif change == "multiply" and isinstance(
        parent.get(last) if path == [] else parent[last], list
    ):
        parent[last] = parent[last] * draw(st.sampled_from([0, 2, 5, 1025]))
    elif change == "drop" and isinstance(parent, dict):
        parent.pop(last, None)
    else:
        parent[last] = draw(JUNK)
    return payload


def official(message, kind, theirs):
    """Undo the known differences of the independent copy (see test_schemas_structure)."""
    theirs = copy.deepcopy(theirs)
    name = f"{message.version} {message.model_name(kind)}"
    if name == "1.6 MeterValuesRequest":
        values = theirs["properties"]["meterValue"]
        samples = values["items"]["properties"]["sampledValue"]
        del values["minItems"], samples["minItems"]
        samples["items"]["properties"]["unit"]["enum"].remove("Hertz")
    if name == "2.0.1 Get15118EVCertificateResponse":
        theirs["properties"]["exiResponse"]["maxLength"] = 5600
    return theirs


@pytest.fixture
def opinions(message, kind, independent_schema):
    """Give the verdicts on a payload of all who judge."""
    theirs = official(message, kind, independent_schema(message, kind))
    other = jsonschema_rs.validator_for(theirs, validate_formats=True)
    ours = message.schema(kind)

    def judge(payload):
        return {
            "judge": is_valid(message.version, message.action, kind, payload),
            "explainer": not explain(ours, payload),
            "independent judge": other.is_valid(payload),
            "independent explainer": not explain(theirs, payload),
        }

    return judge


@pytest.mark.parametrize(("message", "kind"), PAYLOADS)
def test_valid_payloads_are_accepted_by_all(message, kind, opinions, independent_schema):
    ours = message.schema(kind)
    theirs = official(message, kind, independent_schema(message, kind))
    model = message.model(kind)

    @bounded
    @given(payloads(ours, ours) | payloads(theirs, theirs))
    def check(payload):
        verdicts = opinions(payload)
        assert all(verdicts.values()), verdicts
        assert violations(message.version, message.action, kind, payload) == []
        assert model.parse(payload).dump() == payload

    check()


@pytest.mark.parametrize(("message", "kind"), PAYLOADS)
def test_mutated_payloads_are_judged_alike_by_all(message, kind, opinions):
    ours = message.schema(kind)
    model = message.model(kind)

    @bounded
    @given(payloads(ours, ours).flatmap(mutated))
    def check(payload):
        verdicts = opinions(payload)
        assert len(set(verdicts.values())) == 1, verdicts
        valid = verdicts["judge"]
        found = violations(message.version, message.action, kind, payload)
        assert (found == []) is valid
        if valid:
            dumped = model.parse(payload).dump()
            assert is_valid(message.version, message.action, kind, dumped)

    check()


@bounded
@given(DATE_TIMES)
def test_every_valid_date_time_can_be_read(text):
    assert to_datetime(text).tzinfo is not None
