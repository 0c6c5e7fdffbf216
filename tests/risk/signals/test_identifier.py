"""Numbers: wrong check digits, another country's, used twice."""

import pytest

from tests.builders import make_announcement, make_identity, make_item
from tests.risk.cases import fired, said, why_not
from triage_app.model.identity import Unidentified
from triage_app.model.item import Context
from triage_app.model.sentence import tr


def test_a_wrong_check_digit_is_flagged_with_its_reason() -> None:
    wrong = make_identity(valid=False, reason=tr("identify", "check digit 8, expected 9"))
    answer = fired("check-digit", make_item(identity=wrong))
    assert "check digit 8, expected 9" in said("check-digit", answer)
    assert why_not("check-digit", make_item()) == "the number is valid"
    unknown = Unidentified("?", "?", tr("identify", "no scheme"))
    assert "no known scheme" in why_not("check-digit", make_item(identity=unknown))


def test_a_number_of_another_country() -> None:
    item = make_item(make_announcement(origin="CN"), identity=make_identity(country="NL"))
    assert "of NL, the announced origin is CN" in said(
        "number-country", fired("number-country", item)
    )


@pytest.mark.parametrize(
    ("scheme", "country", "origin", "reason"),
    [
        ("s10", "CN", "CN", "country is"),
        ("ups", "CN", "NL", "not a postal"),
        ("s10", "", "NL", "not a postal"),
        ("s10", "CN", "", "no origin"),
    ],
)
def test_a_number_that_fits_or_cannot_say(
    scheme: str, country: str, origin: str, reason: str
) -> None:
    identity = make_identity(scheme=scheme, country=country)
    item = make_item(make_announcement(origin=origin), identity=identity)
    assert reason in why_not("number-country", item)


@pytest.mark.parametrize("posted", ["2026-02-20", "2025-09-01", "", "last week", "2026-06-01"])
def test_a_number_used_again_too_soon(posted: str) -> None:
    item = make_item(context=Context(other_uses=(("b" * 32, posted),)))
    answer = fired("number-reused", item)
    assert answer.evidence["same_day"] is (posted == "2026-02-20")
    assert answer.values["count"] == 1


@pytest.mark.parametrize("posted", ["2025-02-19", "2020-01-01"])
def test_a_number_that_rested_twelve_months_may_come_again(posted: str) -> None:
    item = make_item(context=Context(other_uses=(("b" * 32, posted),)))
    assert "longer ago" in why_not("number-reused", item)
    assert "no other" in why_not("number-reused", make_item())
