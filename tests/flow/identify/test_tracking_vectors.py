"""Every labelled courier number of the shared vectors is answered right, or stands in `LISTED`."""

import json
from pathlib import Path

import pytest

from triage_app.flow.identify import identify
from triage_app.model.identity import Identity

LISTED: dict[str, str] = {}
"""number -> why it is answered otherwise than its vector says; at present none is."""

SCHEMES = {"usps": {"usps", "impb"}, "fedex": {"fedex", "sscc"}}
"""Couriers whose numbers stand under more than one scheme (an SSCC names no courier)."""

BEST_IS_ANOTHER = {
    "287809468872": "fits FedEx Express as well, the commoner of the two",
}


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> list[dict[str, object]]:
    found = json.loads((shared_data / "tracking" / "vectors.json").read_text("utf-8"))
    assert len(found) > 100
    return list(found)


def readings(number: str) -> list[Identity]:
    identity = identify(number)
    return [identity, *identity.candidates] if isinstance(identity, Identity) else []


def test_a_vector_is_valid_for_its_courier_exactly_when_it_says_so(
    vectors: list[dict[str, object]],
) -> None:
    wrong = {}
    for vector in vectors:
        schemes = SCHEMES.get(str(vector["courier"]), {vector["courier"]})
        valid = any(r.valid and r.scheme in schemes for r in readings(str(vector["number"])))
        if valid != vector["valid"]:
            wrong[str(vector["number"])] = vector["definition"]
    assert wrong.keys() == LISTED.keys(), wrong


def test_the_courier_of_a_valid_vector_is_the_best_reading(
    vectors: list[dict[str, object]],
) -> None:
    other = {}
    for vector in vectors:
        schemes = SCHEMES.get(str(vector["courier"]), {vector["courier"]})
        best = readings(str(vector["number"]))[:1]
        if vector["valid"] and (not best or best[0].scheme not in schemes):
            other[str(vector["number"])] = [r.scheme for r in best]
    assert other.keys() == BEST_IS_ANOTHER.keys(), other


def test_every_issuer_the_definition_knows_is_an_s10_country(shared_data: Path) -> None:
    definition = json.loads((shared_data / "tracking" / "couriers" / "s10.json").read_text("utf-8"))
    issuers = {
        entry["matches"]
        for additional in definition["tracking_numbers"][0]["additional"]
        if additional["name"] == "Courier"
        for entry in additional["lookup"]
    }
    unknown = set()
    for country in issuers:
        identity = identify("RR473124829" + country)
        if not isinstance(identity, Identity) or identity.country != country:
            unknown.add(country)
    assert not unknown
