import pytest

from triage_app.model.work import Coverage, WorkFilter, loose


@pytest.mark.parametrize(
    ("here", "told", "percent"),
    [
        (97, 100, 97),
        (999, 1000, 99),
        (52, 52, 100),
        (53, 52, 100),
        (0, 52, 0),
        (5, None, None),
        (0, 0, None),
    ],
)
def test_a_share_is_never_rounded_up_nor_invented(
    here: int, told: int | None, percent: int | None
) -> None:
    assert Coverage(here, told).percent == percent


def test_numbers_of_bags_are_compared_as_they_are_read_aloud() -> None:
    assert loose(" jfk-0412 ") == loose("JFK 0412") == "JFK0412"


def test_not_presented_alone_names_no_items() -> None:
    assert not WorkFilter(absent=True).asks
    assert WorkFilter(due=True).asks
