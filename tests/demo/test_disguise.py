"""Descriptions written to be missed are found all the same; each way does something."""

from random import Random

import pytest

from tests.risk.cases import pack
from triage_app.demo.disguise import WAYS, disguised


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("word", ["fentanyl", "methamphetamine", "carfentanil", "marijuana"])
def test_a_word_written_in_any_way_is_found(way: object, word: str) -> None:
    for seed in range(20):
        written = way(word, Random(seed))  # type: ignore[operator]
        assert pack().lexicons.hits(f"white {written} powder").get("drugs"), written


def test_ways_that_say_they_change_a_word_do() -> None:
    changing = [way for way in WAYS if way.__name__ != "_as_is"]
    assert all(way("fentanyl", Random(1)) != "fentanyl" for way in changing)


def test_only_a_long_plain_word_is_disguised() -> None:
    assert disguised("TDP-5", Random(3)).count("TDP-5") == 1
    assert "芬太尼" in disguised("芬太尼 粉", Random(4))


def test_the_same_chance_writes_the_same() -> None:
    assert disguised("fentanyl citrate", Random(5)) == disguised("fentanyl citrate", Random(5))
