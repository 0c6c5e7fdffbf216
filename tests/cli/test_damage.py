"""A damaged cache stands in no command's way; what was recorded is never touched by it."""

import json
from pathlib import Path

import pytest

from tests.builders import NOON, make_announcement
from tests.cli.record_cli import CODE, Run, new_home, runner
from triage_app.app import assemble
from triage_app.flow.fetching import CURSOR_NOTE
from triage_app.settings import load_settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_home(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


def spoil(home: Path) -> None:
    (home / "cache.db").write_bytes(b"damaged" * 1_000)


def test_a_command_goes_on_with_a_new_cache_and_says_so(run: Run, home: Path) -> None:
    run("record", CODE, "REL")
    spoil(home)

    code, lines, err = run("show", CODE, "--json")

    assert code == 1  # not announced any more
    assert [act["outcome"] for act in lines[0]["acts"]] == ["REL"]
    assert "was set aside as cache-" in err
    assert "the record was not touched" in err
    assert run("show", CODE, "--json")[2] == ""


def test_what_the_hub_sent_before_is_asked_for_again(run: Run, home: Path) -> None:
    with assemble(load_settings(home)) as parts:
        parts.record.outbox.keep_note(CURSOR_NOTE, json.dumps({"hub": "h", "at": {"holds": 7}}))
    spoil(home)

    run("show", CODE)

    with assemble(load_settings(home)) as parts:
        assert parts.record.outbox.note(CURSOR_NOTE) == ""


def test_a_page_that_cannot_be_read_is_found_by_the_next_command(run: Run, home: Path) -> None:
    with assemble(load_settings(home)) as parts:
        items = [make_announcement(id="", number=f"N{n}") for n in range(2_000)]
        parts.cache.writer.store(items, NOON)
    whole = bytearray((home / "cache.db").read_bytes())
    for page in range(len(whole) // 8192, len(whole) // 4096):
        whole[page * 4096 + 100] ^= 1
    (home / "cache.db").write_bytes(bytes(whole))

    code, _, err = run("assess", "--all")
    assert code == 3
    assert "cannot be read" in err

    code, _, err = run("record", CODE, "REL")
    assert code == 0
    assert "was set aside as cache-" in err


def test_the_doctor_sets_nothing_aside(run: Run, home: Path) -> None:
    spoil(home)
    before = (home / "cache.db").read_bytes()

    run("doctor")

    assert (home / "cache.db").read_bytes() == before
