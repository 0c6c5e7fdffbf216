"""FAULTS 12: commands of one home at once wait their turn to write; each does the whole of its
work, whoever comes first."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.record_cli import CODE, new_home
from triage_app.app import assemble
from triage_app.settings import load_settings

ROWS = 4_000


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_home(tmp_path / "home")
    return tmp_path / "home"


def manifest_in(folder: Path, letter: str, what: str = "soap") -> Path:
    path = folder / f"{letter}-{what}.csv"
    lines = "".join(f"{letter}{n},{what} {n},Jane {n % 99}\n" for n in range(ROWS))
    path.write_text("HAWB,contents,consignee\n" + lines, "utf-8")
    return path


def begun(home: Path, *words: str | Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "triage_app", "--home", str(home), *map(str, words)],
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def ended(children: "list[subprocess.Popen[str]]") -> list[str]:
    """What each said; none failed."""
    said = [child.communicate() for child in children]
    failed = [
        (child.returncode, *told)
        for child, told in zip(children, said, strict=True)
        if child.returncode
    ]
    assert failed == []
    return [out for out, _ in said]


def test_imports_a_purge_an_outcome_a_hold_and_the_index_go_through_beside_each_other(
    home: Path, tmp_path: Path
) -> None:
    said = ended(
        [
            begun(home, "import", manifest_in(tmp_path, "A"), "--json"),
            begun(home, "import", manifest_in(tmp_path, "B"), "--json"),
            begun(home, "record", CODE, "REL", "--json"),
            begun(home, "purge", "--json"),
            begun(home, "hold", "add", "A5", "--why", "tip"),
            begun(home, "search", "--catch-up", "--json"),
        ]
    )

    assert [json.loads(one)["new"] for one in said[:2]] == [ROWS, ROWS]
    with assemble(load_settings(home)) as parts:
        assert {one.number for one in parts.cache.announcements()} == {
            f"{letter}{n}" for letter in "AB" for n in range(ROWS)
        }
        assert parts.cache.damage() == ()
        assert [hold.why for hold in parts.cache.reader.holds("A5")] == ["tip"]
        assert parts.record.record.verify().acts == 1
    ended([begun(home, "search", "--catch-up", "--json")])
    (found,) = ended([begun(home, "search", "B17", "--json")])
    assert json.loads(found.splitlines()[0])


def test_the_same_file_twice_at_once_is_one(home: Path, tmp_path: Path) -> None:
    path = manifest_in(tmp_path, "A")
    said = ended([begun(home, "import", path, "--json") for _ in range(2)])

    reports = [json.loads(one) for one in said]
    assert sum(report["new"] for report in reports) == ROWS
    assert sum(report["unchanged"] for report in reports) == ROWS
    assert sum(report["changed"] for report in reports) == 0


def test_outcomes_recorded_at_once_are_one_chain(home: Path) -> None:
    ended([begun(home, "record", f"X{n}", "REL", "--json") for n in range(6)])

    with assemble(load_settings(home)) as parts:
        report = parts.record.record.verify()
    assert (report.whole, report.acts) == (True, 6)
