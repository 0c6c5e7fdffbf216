"""The law in force on an arrival date, row by row of the table the pack is made from."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.risk.cases import pack
from triage_app.risk.law import Goods, law_notes, rows_in_force, usd, value_limits


def goods(
    channel: str = "post", origin: str = "DE", destination: str = "US", **changes: Any
) -> Goods:
    whole = {"nature": "11", "usd_minor": 4800, **changes}
    return Goods(channel, frozenset({origin}), destination, **whole)


def ids(day: str, **given: Any) -> set[str]:
    return {row.id for row in rows_in_force(pack(), goods(**given), date.fromisoformat(day))}


ANY_POST = {"channel": "post", "origin": "DE"}
CN_POST = {"channel": "post", "origin": "CN"}
HK_POST = {"channel": "post", "origin": "HK"}
CN_EXPRESS = {"channel": "express", "origin": "CN"}
ANY_EXPRESS = {"channel": "express", "origin": "DE"}


@pytest.mark.parametrize(
    ("row", "first", "last", "given"),
    [
        ("exempt-200", "", "2016-03-09", ANY_POST),
        ("exempt-800", "2016-03-10", "2025-08-28", ANY_EXPRESS),
        ("exempt-800-cn-hk", "2016-03-10", "2025-05-01", CN_EXPRESS),
        ("exempt-800-cn-hk", "2016-03-10", "2025-05-01", HK_POST),
        ("advance-data", "2021-03-15", "", ANY_POST),
        ("uflpa", "2022-06-21", "2025-07-31", CN_POST),
        ("uflpa-2025", "2025-08-01", "", CN_POST),
        ("vague-descriptions", "2024-04-01", "", ANY_EXPRESS),
        ("cn-hk-post-120", "2025-05-02", "2025-05-13", CN_POST),
        ("cn-hk-post-54", "2025-05-14", "2025-08-28", HK_POST),
        ("cn-hk-no-exemption", "2025-05-02", "", CN_EXPRESS),
        ("civil-penalty", "2025-08-03", "", ANY_POST),
        ("post-by-rate", "2025-08-29", "2026-02-28", ANY_POST),
        ("exemption-suspended", "2025-08-29", "2027-06-30", ANY_EXPRESS),
        ("surcharge-122", "2026-02-24", "2026-07-23", ANY_EXPRESS),
        ("postal-informal-entry", "2026-06-24", "", ANY_POST),
        ("exemption-repealed", "2027-07-01", "", ANY_EXPRESS),
        ("gifts-100", "", "", ANY_POST),
        ("formal-entry-2500", "", "", ANY_EXPRESS),
        ("eu-three-euro", "2026-07-01", "2028-07-01", {**ANY_POST, "destination": "FR"}),
    ],
)
def test_a_row_holds_from_its_first_to_its_last_day(
    row: str, first: str, last: str, given: dict[str, Any]
) -> None:
    one_day = timedelta(days=1)
    assert row in ids(first or "1990-01-01", **given)
    assert row in ids(last or "2040-01-01", **given)
    if first:
        assert row not in ids(str(date.fromisoformat(first) - one_day), **given)
    if last:
        assert row not in ids(str(date.fromisoformat(last) + one_day), **given)


@pytest.mark.parametrize(
    ("row", "day", "given"),
    [
        ("exempt-800", "2025-05-05", CN_POST),
        ("exempt-800", "2025-09-01", ANY_POST),
        ("advance-data", "2026-03-02", ANY_EXPRESS),
        ("cn-hk-post-54", "2025-06-01", ANY_POST),
        ("cn-hk-post-54", "2025-06-01", CN_EXPRESS),
        ("cn-hk-no-exemption", "2025-06-01", CN_POST),
        ("post-by-rate", "2025-10-01", ANY_EXPRESS),
        ("eu-three-euro", "2026-08-01", ANY_POST),
        ("surcharge-122", "2026-03-02", {**ANY_POST, "destination": "FR"}),
    ],
)
def test_a_row_does_not_reach_other_channels_origins_or_destinations(
    row: str, day: str, given: dict[str, Any]
) -> None:
    assert row not in ids(day, **given)


def test_every_row_has_a_citation_and_unconfirmed_facts_are_said() -> None:
    assert all(row.citation and row.text for row in pack().law)
    day = date(2026, 3, 2)
    rows = rows_in_force(pack(), goods(), day)
    notes = {note.id: str(note.text) for note in law_notes(rows, goods(), pack(), ())}
    assert notes["surcharge-122"].endswith("On 48.00 USD: 4.80 USD. (Not confirmed: the last day.)")


def notes(day: str, fired: tuple[str, ...] = (), **given: Any) -> dict[str, str]:
    whole = goods(**given)
    rows = rows_in_force(pack(), whole, date.fromisoformat(day))
    return {note.id: str(note.text) for note in law_notes(rows, whole, pack(), fired)}


def test_what_is_owed_is_worked_out_where_the_value_is_known() -> None:
    assert (
        "On 48.00 USD: 57.60 USD, or 100 USD flat."
        in notes("2025-05-06", **CN_POST)["cn-hk-post-120"]
    )
    assert notes("2025-05-06", **CN_POST, usd_minor=None)["cn-hk-post-120"].endswith("method.")
    assert "above it by 100.00 USD" in notes("2024-05-06", usd_minor=90_000)["exempt-800"]
    assert "not above it" in notes("2024-05-06")["exempt-800"]
    eu = notes("2026-08-01", destination="FR", usd_minor=1160)["eu-three-euro"]
    assert "about 10.00 EUR" in eu


def test_predicates_keep_rows_from_being_shown_in_vain() -> None:
    assert "gifts-100" not in notes("2026-03-02")
    assert "gifts-100" in notes("2026-03-02", nature="31")
    assert "formal-entry-2500" not in notes("2026-03-02")
    assert "formal-entry-2500" in notes("2026-03-02", usd_minor=250_001)
    assert "formal-entry-2500" not in notes("2026-03-02", usd_minor=None)
    assert "vague-descriptions" not in notes("2026-03-02")
    assert "vague-descriptions" in notes("2026-03-02", fired=("vague-text",))


def test_limits_come_lowest_first() -> None:
    rows = rows_in_force(pack(), goods(), date(2024, 1, 1))
    assert [limit for limit, _ in value_limits(rows, "31")] == [10_000, 80_000, 250_000]
    assert [limit for limit, _ in value_limits(rows, "11")] == [80_000, 250_000]


@pytest.mark.parametrize(
    ("minor", "text"), [(114_600, "1,146.00"), (5, "0.05"), (-150, "-1.50"), (0, "0.00")]
)
def test_cents_are_written_as_money(minor: int, text: str) -> None:
    assert usd(minor) == text
