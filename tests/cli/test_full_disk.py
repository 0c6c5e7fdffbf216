"""The commands on a disk that takes nothing: what was recorded is shown, nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.record_cli import CODE, Run, new_home, runner
from tests.disks import Disk, mounted


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with mounted(tmp_path / "disk", 4) as disk:
        yield disk


@pytest.fixture
def run(disk: Disk, capsys: pytest.CaptureFixture[str]) -> Run:
    new_home(disk.path / "home")
    return runner(disk.path / "home", capsys)


STOPS = pytest.mark.parametrize("stop", [Disk.make_read_only, Disk.fill], ids=["read-only", "full"])


@STOPS
def test_acts_are_listed_verified_and_looked_up(run: Run, disk: Disk, stop: object) -> None:
    run("record", CODE, "REL")
    stop(disk)  # type: ignore[operator]

    for words in (["log", "--json"], ["log", CODE, "--json"]):
        code, lines, err = run(*words)
        assert (code, [act["outcome"] for act in lines]) == (0, ["REL"])
        assert "nothing can be recorded" in err
    assert run("verify", "--json")[1][0]["chain"] == "whole"
    assert run("show", CODE, "--json")[1][0]["acts"][0]["outcome"] == "REL"


@STOPS
def test_an_outcome_is_refused_with_a_sentence_and_kept_nowhere_by_half(
    run: Run, disk: Disk, stop: object
) -> None:
    run("record", CODE, "REL")
    stop(disk)  # type: ignore[operator]

    code, _, err = run("record", CODE, "REL")
    assert code == 3
    assert "could not be written" in err
    assert run("verify", "--json")[1][0]["acts"] == 1


def test_work_goes_on_once_there_is_room_again(run: Run, disk: Disk) -> None:
    run("record", CODE, "REL")
    disk.fill()
    run("record", CODE, "REL")
    disk.empty()

    assert run("record", CODE, "REL")[0] == 0
    assert run("verify", "--json")[1][0]["acts"] == 2
