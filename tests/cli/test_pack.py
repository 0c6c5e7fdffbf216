"""`triage pack`: packs checked, compared, signed and put in use on the command line."""

from pathlib import Path

import pytest

from tests.cli.record_cli import Run, new_home, runner
from tests.risk.packs import TINY, WHOLE, changed_text


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    new_home(tmp_path / "home")
    return runner(tmp_path / "home", capsys)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "packs"
    (made / "lexicons").mkdir(parents=True)
    (made / "lexicons" / "tiny.toml").write_text(TINY)
    (made / "own.toml").write_text(WHOLE)
    return made


def write(folder: Path, name: str, *changed: tuple[str, str]) -> str:
    path = folder / name
    path.write_text(changed_text(*changed))
    return str(path)


def test_a_sound_pack_is_said_to_be(run: Run, folder: Path) -> None:
    code, (told,), _ = run("pack", "check", str(folder / "own.toml"), "--json")
    assert (code, told["taken"], told["pack"], told["rules"]) == (0, True, "own", 2)
    code, lines, _ = run("pack", "check", "shipped", str(folder / "own.toml"))
    assert (code, len(lines)) == (0, 2)


def test_every_error_has_its_file_line_and_reason(run: Run, folder: Path) -> None:
    bad = write(folder, "bad.toml", ("points = 300", "points = -1"), ("points = 700", "points = x"))
    code, lines, _ = run("pack", "check", bad)
    assert code == 1
    assert lines[0].startswith("bad.toml:30: error: no TOML")
    bad = write(
        folder, "bad.toml", ("points = 300", "points = -1"), ("points = 700", "points = 7.5")
    )
    code, (told,), _ = run("pack", "check", bad, "--json")
    assert code == 1
    assert [(one["file"], one["line"]) for one in told["errors"]] == [
        ("bad.toml", 20),
        ("bad.toml", 30),
    ]


def test_doubts_do_not_refuse_a_pack(run: Run, folder: Path) -> None:
    odd = write(folder, "odd.toml", ("share_percent = 20", "share_percent = 0"))
    code, lines, _ = run("pack", "check", odd)
    assert code == 0
    assert any("doubt: 'price' can never fire" in line for line in lines)


def test_two_packs_are_compared_in_words(run: Run, folder: Path) -> None:
    new = write(folder, "new.toml", ("points = 300", "points = 400"), ('"1"', '"2"'))
    code, lines, _ = run("pack", "diff", str(folder / "own.toml"), new)
    assert (code, lines) == (0, ["pack: version 1 -> 2", "rule words: points 300 -> 400"])
    _, told, _ = run("pack", "diff", str(folder / "own.toml"), new, "--json")
    assert told[1] == {
        "what": "changed", "part": "rule", "id": "words", "field": "points",
        "old": "300", "new": "400",
    }  # fmt: skip
    assert run("pack", "diff", "shipped", "current")[1] == ["They judge alike."]


def test_a_file_that_is_none_is_a_fault_and_a_wrong_one_is_refused(run: Run, folder: Path) -> None:
    assert run("pack", "check", str(folder / "gone.toml"))[0] == 3
    bad = write(folder, "bad.toml", ("points = 300", "points = -1"))
    code, _, err = run("pack", "diff", "shipped", bad)
    assert code == 1
    assert "bad.toml, line 20" in err
    assert run("pack")[1] == run("pack", "list")[1]
