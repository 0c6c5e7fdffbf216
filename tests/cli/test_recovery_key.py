"""A recovery key that was missed is replaced: the new one opens the home, the old one no more."""

import io
import json
from pathlib import Path

import pytest

from tests.cli.record_cli import CODE, Run, new_home, runner
from triage_app.store.key_place import KEY_FILE


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def first(home: Path) -> str:
    return new_home(home)


@pytest.fixture
def run(home: Path, first: str, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


def recover(run: Run, home: Path, key: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    (home / KEY_FILE).unlink()
    monkeypatch.setattr("sys.stdin", io.StringIO(key + "\n"))
    code, _, err = run("doctor", "--recover")
    return code, err


def test_the_new_key_opens_the_record_when_the_station_s_is_lost(
    run: Run, home: Path, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("record", CODE, "REL")
    code, (said,), _ = run("recovery-key", "--new", "--json")
    assert (code, said["seq"]) == (0, 2)
    assert said["recovery_key"] != first

    assert recover(run, home, said["recovery_key"], monkeypatch)[0] == 0
    assert run("verify", "--json")[1][0] == {
        "acts": 2,
        "chain": "whole",
        "first_bad_seq": None,
        "reason": "",
        "anchored_seq": 0,
    }


def test_the_key_before_opens_nothing_any_more(
    run: Run, home: Path, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("recovery-key", "--new")

    code, err = recover(run, home, first, monkeypatch)

    assert code == 3
    assert "belongs to another home" in err


def test_an_act_says_that_it_was_done_and_nothing_of_the_key(run: Run, home: Path) -> None:
    _, (said,), err = run("recovery-key", "--new", "--json", "--inspector", "li.w")

    (act,) = run("log", "--json")[1]
    assert (act["kind"], act["inspector"], act["code"]) == ("keys", "li.w", "")
    assert said["recovery_key"][:5] not in err + json.dumps(act)


def test_without_the_word_new_nothing_is_changed(run: Run, home: Path) -> None:
    before = (home / "record.keys").read_bytes()

    code, _, err = run("recovery-key")

    assert code == 2
    assert "--new" in err
    assert (home / "record.keys").read_bytes() == before


def test_an_act_on_the_keys_is_not_undone(run: Run) -> None:
    _, (said,), _ = run("recovery-key", "--new", "--json")

    assert run("undo", said["act"], "--why", "x")[0] == 1
