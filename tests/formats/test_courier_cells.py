"""Cells one by one; files of them are in test_courier_csv."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from triage_app.formats.courier_cells import minor, number


@given(st.integers(0, 10**13), st.sampled_from(["", "."]), st.sampled_from(["USD", "EUR", ""]))
def test_cents_are_what_the_number_says(cents: int, mark: str, currency: str) -> None:
    text = f"{cents // 100}.{cents % 100:02d}"

    assert minor(text, currency, mark) == cents == number(text, mark) * Decimal(100)
