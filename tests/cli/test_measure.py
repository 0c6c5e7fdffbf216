"""`triage measure`: from outcomes at the bench to precision per rule, at the command line."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.cli.record_cli import Run, runner
from tests.working_home import announce, new_station
from triage_app.cli import main
from triage_app.cli.measure import as_json
from triage_app.flow.measuring import heard

CODES = ("RR473124829US", "LX000000008CN", "EA123456785CN")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_station(tmp_path / "home")
    announce(tmp_path / "home", *CODES, origin="CN")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


def seized(run: Run, code: str) -> None:
    fields = {
        "commodity": "x", "quantity": "1", "gross_weight": "1 kg", "statute": "19 USC 1595a",
        "seal": "S1", "storage": "V1",
    }  # fmt: skip
    said = [word for name, text in fields.items() for word in ("--field", f"{name}={text}")]
    assert run("record", code, "SZ", *said, "--json")[0] == 0


def test_before_any_outcome_it_says_what_to_do(run: Run) -> None:
    code, lines, _ = run("measure")
    assert code == 0
    assert "No outcome is recorded" in lines[-1]


def test_outcomes_become_precision_with_what_it_rests_on(run: Run) -> None:
    seized(run, CODES[0])
    run("record", CODES[1], "REL", "--field", "examined=opened", "--json")
    run("record", CODES[2], "REL", "--json")
    _, (told,), _ = run("measure", "--json")
    assert told["items"] == 3
    fired = {one["rule"]: one for one in told["rules"] if one["hits"]}
    assert fired, "the made-up announcements are innocent: no rule can be measured by them"
    for one in fired.values():
        assert one["found"] <= one["settled"] <= one["examined"] <= one["hits"] <= one["judged"]
    assert {one["share_micro"] for one in told["draws"]} == {50_000}
    assert told["days"][0]["items"] == 3


def test_an_undone_outcome_is_not_measured(run: Run) -> None:
    _, (written,), _ = run("record", CODES[0], "REL", "--json")
    run("undo", written["act"], "--why", "wrong item", "--json")
    _, (told,), _ = run("measure", "--json")
    assert (told["items"], told["undone"]) == (0, 1)


def test_other_days_are_other_outcomes(run: Run) -> None:
    run("record", CODES[0], "REL", "--json")
    past = date.today() - timedelta(days=400)  # noqa: DTZ011  # any day long ago will do
    _, (told,), _ = run("measure", "--json", "--from", str(past), "--to", str(past))
    assert (told["items"], told["from"]) == (0, str(past))


def test_a_period_turned_round_is_refused(run: Run) -> None:
    code, _, err = run("measure", "--from", "2026-03-02", "--to", "2026-03-01")
    assert code == 2
    assert "--to" in err


def test_the_table_for_spreadsheets_has_a_row_a_rule(run: Run, tmp_path: Path) -> None:
    run("record", CODES[0], "REL", "--json")
    out = tmp_path / "rules.csv"
    assert run("measure", "--csv", str(out))[0] == 0
    rows = list(csv.DictReader(out.read_text("utf-8").splitlines()))
    assert "split-lot" in {row["rule"] for row in rows}
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_text_names_the_yardstick(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = runner(home, capsys)
    run("record", CODES[0], "REL", "--json")
    assert main(["--home", str(home), "measure"]) == 0
    said = capsys.readouterr().out
    assert "random slice" in said
    assert "counts neither way" in said


def test_the_window_hears_from_its_child_what_the_command_line_says(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = runner(home, capsys)
    run("record", CODES[1], "REL", "--field", "examined=opened", "--json")
    _, (said,), _ = run("measure", "--json")
    assert main(["--home", str(home), "measure", "--for-window"]) == 0
    measured = heard(capsys.readouterr().out.encode())
    assert as_json(measured) == said
