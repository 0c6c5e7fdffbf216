import pytest

from triage_app.demo.numbers import Numbers, fedex_check, gs1_check, s10_check, ups_check
from triage_app.flow.identify import identify
from triage_app.model.identity import Identity


@pytest.mark.parametrize(
    ("serial", "check"),
    [("47312482", 9), ("00000000", 5), ("00010000", 9), ("00000001", 4)],
)
def test_s10_check_digits_follow_the_standard(serial: str, check: int) -> None:
    assert s10_check(serial) == check


def test_check_digits_of_published_numbers() -> None:
    assert gs1_check("629104150021") == 3
    assert ups_check("5R8939035756712") == 7
    assert fedex_check("98657878885") == 5


@pytest.mark.parametrize("scheme", ["ups", "fedex", "dhl", "amazon", "cainiao", "impb"])
def test_every_carriers_number_is_read_as_its_own(scheme: str) -> None:
    numbers = Numbers(1, 2026)
    for _ in range(60):
        read = identify(numbers.makers[scheme]())
        assert isinstance(read, Identity)
        assert (read.scheme, read.valid) == (scheme, True)


def test_postal_numbers_bags_and_bills_are_valid() -> None:
    numbers = Numbers(1, 2026)
    made = [
        ("s10", numbers.s10("HK")),
        ("s9", numbers.receptacle("CNPVGA", "USJFKA", 427, 12)),
        ("awb", numbers.master("784")),
    ]
    for scheme, number in made:
        read = identify(number)
        assert isinstance(read, Identity)
        assert (read.scheme, read.valid, read.number) == (scheme, True, number)


def test_no_number_is_drawn_twice() -> None:
    numbers = Numbers(1, 2026)
    drawn = [numbers.s10("CN") for _ in range(50_000)] + [numbers.ups() for _ in range(50_000)]
    assert len(set(drawn)) == 100_000
