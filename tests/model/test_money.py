import pytest

from triage_app.model.money import minor_digits


@pytest.mark.parametrize(
    ("currency", "digits"), [("USD", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("???", 2)]
)
def test_minor_digits_follow_iso_4217(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits
