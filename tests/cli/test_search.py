"""`triage search`: what is announced, found on the command line."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import NUMBER, make_announcement, make_line, make_party
from tests.cli.record_cli import Run, new_home, runner
from triage_app.app import assemble
from triage_app.cli.looking import SET_ASIDE
from triage_app.model.item import Hold
from triage_app.settings import load_settings
from triage_app.store.cache import open_cache
from triage_app.store.home_lock import HomeLock
from triage_app.store.keys import open_keys

OTHER = "LX000000005CN"
MARCH = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    new_home(home)
    cache = open_cache(home, open_keys(load_settings(home).home, "file"))
    other = make_announcement(
        id="b" * 32,
        number=OTHER,
        recipient=make_party(name="王小明\u202e"),
        lines=(make_line(description="mobile phones"),),
        carrier="Cainiao",
    )
    cache.writer.store((make_announcement(), other), MARCH)
    cache.writer.place_hold(NUMBER, Hold("h1", "li.w", "tip", MARCH))
    secret = Hold("h2", "agent Smith", "buy and bust", MARCH, cleared_only=True)
    cache.writer.place_hold(OTHER, secret)
    cache.close()
    return home


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


def test_what_is_found_is_one_object_a_line_newest_first(run: Run) -> None:
    code, found, err = run("search", "shenzhen", "bri", "--json")

    assert (code, err) == (0, "")
    assert [one["code"] for one in found] == [NUMBER]  # the other is for cleared roles only
    assert found[0] == {
        "code": NUMBER,
        "scheme": "s10",
        "posted_on": "2026-02-20",
        "arrived_on": "2026-03-02",
        "origin": "CN",
        "carrier": "",
        "sender": "Shenzhen Bright Trading Co Ltd",
        "recipient": "Jane Doe",
        "place": "Newark NJ",
        "description": "paraffin candles, scented, six pieces",
        "lines": 1,
        "value_minor": 4800,
        "currency": "USD",
        "verdict": None,
        "held": True,
        "hold": "",
        "seen_at": None,
    }


def test_of_a_controlled_delivery_only_that_it_is_to_be_set_aside_is_said(run: Run) -> None:
    for words in ((OTHER, "--json"), (OTHER,), ("--held",), ("--flagged", "--held")):
        _, found, _ = run("search", *words)
        said = json.dumps(found, ensure_ascii=False)
        assert SET_ASIDE in said or words == ("--flagged", "--held")
        secrets = ("Smith", "bust", "h2", "agent", "小明", "phones", "cainiao", "Shenzhen Br 2")
        assert not any(secret in said for secret in secrets)


@pytest.mark.parametrize(
    "words", [("小明",), ("phones",), ("--held", "--carrier", "cainiao"), ("smith",)]
)
def test_no_word_on_it_finds_a_controlled_delivery(run: Run, words: tuple[str, ...]) -> None:
    assert run("search", *words)[1] == []


def test_a_line_for_people_holds_no_control_characters(home: Path, run: Run) -> None:
    with assemble(load_settings(home)) as parts:
        parts.cache.writer.lift_hold("h2", "unit", parts.clock.now())

    _, (line,), _ = run("search", "王小")

    assert line.startswith(OTHER)
    assert "\u202e" not in line
    assert "⟨U+202E⟩" in line


def test_facets_narrow_it(run: Run) -> None:
    assert [one["code"] for one in run("search", "--held", "--json")[1]] == [OTHER, NUMBER]
    assert run("search", "candles", "--flagged", "--json")[1] == []
    assert len(run("search", "--origin", "CN", "--unseen", "--json")[1]) == 1


def test_what_is_left_out_is_said(run: Run) -> None:
    assert run("search", "nowhere")[2] == "triage search: nothing found\n"
    code, found, err = run("search", "--held", "--limit", "1", "--json")
    assert (code, len(found)) == (0, 1)
    assert "more than 1" in err


def test_a_question_that_asks_nothing_is_wrong(run: Run) -> None:
    assert run("search", "...")[0] == 2
    assert run("search")[0] == 2


def test_the_index_is_caught_up_behind_everybody_else(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nicer: list[int] = []
    monkeypatch.setattr(os, "nice", nicer.append)
    with HomeLock(home, "index"):
        assert run("search", "--catch-up")[1] == [
            "0 taken in; another process is taking in the other 2"
        ]
        code, found, err = run("search", "candles", "--json")
        assert (code, found) == (0, [])
        assert "2 announcements are still being taken into the index" in err
    (said,) = run("search", "--catch-up", "--json")[1]
    assert (said["taken"], said["behind"]) == (2, 0)
    assert nicer == [10, 10]
    assert run("search", "--catch-up")[1][0].startswith("0 announcements taken into the index")


def test_a_part_of_very_many_words_is_said_to_be(run: Run, home: Path) -> None:
    cache = open_cache(home, open_keys(home, "file"))
    words = [f"{a}{b}xyz" for a in "abcdefghij" for b in "klmnopqrs"]
    cache.writer.store(
        [make_announcement(id="", number=f"N{n}", bag=word) for n, word in enumerate(words)], MARCH
    )
    cache.close()

    assert "'xyz' is part of very many words" in run("search", "xyz")[2]


def test_without_a_home_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = runner(tmp_path / "none", capsys)("search", "x")

    assert code == 3
    assert "no station" in err


def test_the_keys_of_its_json_are_in_its_help(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    (one, *_) = run("search", "shenzhen", "--json")[1]
    with pytest.raises(SystemExit):
        run("search", "--help")

    told = capsys.readouterr().out
    assert all(f'"{key}"' in told for key in one)
