"""`triage backtest`: a pack tried on what was recorded, at the command line."""

from pathlib import Path

import pytest

from tests.cli.record_cli import Run, runner
from tests.working_home import announce, new_station
from triage_app.assets import asset

CODES = ("RR473124829US", "LX000000008CN")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    new_station(tmp_path / "home")
    announce(tmp_path / "home", *CODES, origin="CN")
    return runner(tmp_path / "home", capsys)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    path = tmp_path / "pack.toml"
    path.write_text(asset("rules", "us-2026.toml").read_text("utf-8"), "utf-8")
    return path


def test_the_pack_in_use_against_itself_changes_nothing(run: Run, shipped: Path) -> None:
    for code in CODES:
        run("record", code, "REL", "--json")
    code, (made,), _ = run("backtest", "--pack", str(shipped), "--json")
    assert code == 0
    assert made["items"] == 2
    assert made["known"]["only_new"]["items"] == made["known"]["only_old"]["items"] == 0
    assert made["extra_looks_per_day"] == 0
    assert (made["same"], made["comparable"]) == (2, 2)
    for one in made["rules"]:
        assert one["old"] == one["new"]


def test_without_outcomes_it_says_so(run: Run, shipped: Path) -> None:
    code, lines, _ = run("backtest", "--pack", str(shipped))
    assert code == 0
    assert "record some first" in lines[-1]


def test_for_people_it_says_what_no_record_can_tell(run: Run, shipped: Path) -> None:
    run("record", CODES[0], "REL", "--json")
    _, lines, _ = run("backtest", "--pack", str(shipped), "--against", str(shipped))
    assert any("not enough" in line for line in lines)
    assert any("favours them" in line for line in lines)


def test_a_pack_with_an_error_is_refused(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("id = 3\n", "utf-8")
    code, _, err = run("backtest", "--pack", str(bad))
    assert code == 3
    assert "bad.toml" in err


def test_a_share_that_changed_is_said_beside_what_both_miss() -> None:
    from dataclasses import replace

    from tests.risk.cases import pack
    from triage_app.cli.backtest import as_text
    from triage_app.risk.backtest import compare

    empty = compare([], pack(), pack())
    made = replace(empty, items=1, days=1, shares=(None, 50_000))
    assert "share changed" in as_text(made)
    assert "share changed" not in as_text(replace(made, shares=(50_000,)))
