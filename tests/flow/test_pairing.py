"""A file's name and the label in it, and the item they agree on."""

import pytest

from tests.builders import NUMBER
from tests.flow.test_pictured import BOTH, OTHER, UNKNOWN
from triage_app.flow.pairing import Paired, beginnings, named_in, pair
from triage_app.flow.pictured import NotTaken


def paired(stem: str, *texts: str) -> tuple[str, str] | str:
    answer = pair(stem, texts, BOTH)
    if isinstance(answer, Paired):
        return answer.item.key.number, answer.by
    assert isinstance(answer, NotTaken)
    return str(answer.reason)


@pytest.mark.parametrize(
    "stem", [NUMBER, f"{NUMBER}-high", f"{NUMBER}_front_2", f"{NUMBER} (1)", NUMBER.lower()]
)
def test_a_name_that_begins_with_the_number_names_the_item(stem: str) -> None:
    assert paired(stem) == (NUMBER, "name")


def test_the_label_names_the_item_whatever_the_file_is_called() -> None:
    assert paired("IMG_0001", f"]C0{OTHER}") == (OTHER, "label")
    assert paired(f"{OTHER}-low", f"]C0{OTHER}") == (OTHER, "label")


def test_a_label_and_a_name_that_differ_pair_with_neither() -> None:
    said = paired(f"{NUMBER}-high", f"]C0{OTHER}")

    assert NUMBER in said
    assert OTHER in said


@pytest.mark.parametrize(("stem", "texts"), [("IMG_0001", ()), (UNKNOWN, (f"]C0{UNKNOWN}",))])
def test_what_nobody_announced_is_paired_by_hand(stem: str, texts: tuple[str, ...]) -> None:
    assert "Neither" in paired(stem, *texts)


def test_two_items_in_one_picture_pair_with_neither_unless_the_name_says_which() -> None:
    assert "Neither" in paired("IMG_1", f"]C0{OTHER}", f"]C0{NUMBER}")
    assert paired(NUMBER, f"]C0{OTHER}", f"]C0{NUMBER}") == (NUMBER, "name")


def test_a_name_is_cut_where_its_words_end() -> None:
    assert list(beginnings("a-b_c d")) == ["a-b_c d", "a-b_c", "a-b", "a"]
    assert list(beginnings("-a")) == ["-a"]


def test_an_element_of_the_header_names_the_item() -> None:
    names = (("PatientID", NUMBER), ("StationName", OTHER))
    told = named_in(names, ("AccessionNumber", "PatientID"))
    assert told == (NUMBER,)
    answer = pair("scan0001", (), BOTH, told)
    assert isinstance(answer, Paired)
    assert (answer.item.key.number, answer.by) == (NUMBER, "tag")


def test_a_header_and_a_label_that_differ_pair_with_neither() -> None:
    answer = pair("scan0001", (f"]C0{OTHER}",), BOTH, (NUMBER,))
    assert isinstance(answer, NotTaken)
    assert "label" in str(answer.reason)
    assert "tag" in str(answer.reason)
