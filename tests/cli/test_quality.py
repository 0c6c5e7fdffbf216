"""`triage quality`: scorecards, their files, and what posts are asked, at the command line."""

import csv
import json
from pathlib import Path

import pytest

from tests.builders import make_line
from tests.cli.record_cli import Run, runner
from tests.working_home import announce, new_station

GOOD, VAGUE = "LX000000014CN", "EA123456785CN"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    new_station(tmp_path / "home")
    announce(tmp_path / "home", GOOD, origin="CN")
    announce(tmp_path / "home", VAGUE, origin="CN", lines=(make_line(description="gift"),))
    return runner(tmp_path / "home", capsys)


def test_a_post_s_shares_come_with_their_interval(run: Run) -> None:
    _, (card,), _ = run("quality", "--json")
    assert (card["post"], card["items"]) == ("CN", 2)
    assert card["vague"]["items"] == 1
    assert card["vague"]["low"] < 0.5 < card["vague"]["high"]


@pytest.mark.parametrize("by", ["carrier", "seller"])
def test_carriers_and_sellers_have_scorecards_too(run: Run, by: str) -> None:
    _, cards, _ = run("quality", "--by", by, "--json")
    assert sum(card["items"] for card in cards) <= 2
    assert all(by in card for card in cards)


def test_both_files_say_the_same(run: Run, tmp_path: Path) -> None:
    table, lines = tmp_path / "q.csv", tmp_path / "q.jsonl"
    run("quality", "--out", str(table))
    run("quality", "--out", str(lines))
    (row,) = csv.DictReader(table.read_text("utf-8").splitlines())
    (told,) = map(json.loads, lines.read_text("utf-8").splitlines())
    assert (row["post"], int(row["vague"])) == (told["post"], told["vague"]["items"])


def test_a_seller_s_name_is_no_formula_in_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.builders import make_party

    new_station(tmp_path / "home")
    announce(tmp_path / "home", GOOD, sender=make_party(name="=cmd|' /C calc'!A0"))
    out = tmp_path / "q.csv"
    runner(tmp_path / "home", capsys)("quality", "--by", "seller", "--out", str(out))
    (row,) = csv.DictReader(out.read_text("utf-8").splitlines())
    assert row["seller"].startswith("'=")


def test_what_a_post_is_asked_is_a_message_that_imports_as_an_open_referral(
    run: Run, tmp_path: Path
) -> None:
    asked = tmp_path / "asked.edi"
    assert run("quality", "--corrections", str(asked), "--json")[0] == 0
    _, (report,), _ = run("import", str(asked), "--json")
    assert report["rejected"] == 0
    _, (item,), _ = run("assess", VAGUE, "--json")
    assert "referral-open" in {flag["rule"] for flag in item["flags"]}
    _, (item,), _ = run("assess", GOOD, "--json")
    assert "referral-open" not in {flag["rule"] for flag in item["flags"]}


def test_before_any_manifest_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new_station(tmp_path / "home")
    code, lines, _ = runner(tmp_path / "home", capsys)("quality")
    assert code == 0
    assert "triage import" in lines[0]


def test_fewer_than_one_item_is_no_number(run: Run) -> None:
    assert run("quality", "--fewest", "0")[0] == 2
