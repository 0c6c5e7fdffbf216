"""A sample of the cache comes from everywhere in it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import make_announcement
from tests.cli.record_cli import new_home
from triage_app.app import assemble
from triage_app.settings import load_settings
from triage_app.store.cache_sample import sampled

ITEMS = 400


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_home(tmp_path / "home")
    with assemble(load_settings(tmp_path / "home")) as parts:
        made = [
            make_announcement(id="", digest="", number=f"N{n:09}", scheme="unknown")
            for n in range(ITEMS)
        ]
        parts.cache.writer.store(made, datetime(2026, 3, 2, tzinfo=UTC))
    return tmp_path / "home"


def test_a_sample_is_spread_over_the_whole_cache_and_holds_nothing_twice(home: Path) -> None:
    with assemble(load_settings(home)) as parts:
        places = [int(one.number[1:]) for one in sampled(parts.cache.connection, 100)]
    assert len(set(places)) == len(places) == 100
    assert min(places) == 0
    assert max(places) >= ITEMS // 2


@pytest.mark.parametrize("most", [1, 49, 50, 51, 399, 400, 1_000])
def test_no_more_come_than_are_asked_for(home: Path, most: int) -> None:
    with assemble(load_settings(home)) as parts:
        got = [one.number for one in sampled(parts.cache.connection, most)]
    assert len(got) == len(set(got)) == min(most, ITEMS)


def test_an_empty_cache_has_none(tmp_path: Path) -> None:
    new_home(tmp_path / "home")
    with assemble(load_settings(tmp_path / "home")) as parts:
        assert list(sampled(parts.cache.connection, 10)) == []
