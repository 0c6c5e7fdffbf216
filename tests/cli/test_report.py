"""`triage report`: what the record says of an item and of a shift, and how it can be proved."""

from pathlib import Path

import pytest

from tests.cli.record_cli import CODE, Run, new_home, runner
from triage_app.store.sealed import writing


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_home(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    return runner(home, capsys)


def test_the_report_of_an_item_names_each_decision_and_the_head_of_the_chain(
    run: Run, tmp_path: Path
) -> None:
    _, (first,), _ = run("record", CODE, "RTS", "--field", "reason=refused", "--json")
    run("undo", first["act"], "--why", "wrong item")
    _, (last,), _ = run("record", CODE, "REL", "--inspector", "Li W.", "--json")
    out = tmp_path / "item.pdf"

    code, (said,), _ = run("report", "outcome", CODE, "--out", str(out), "--json")

    assert (code, said["chain"], said["acts"]) == (0, "whole", 3)
    assert [one["outcome"] for one in said["decisions"]] == ["RTS", "REL"]
    assert said["decisions"][1]["inspector"] == "Li W."
    assert said["head"]["hash"] == last["hash"] == said["decisions"][1]["hash"]
    assert out.read_bytes().startswith(b"%PDF")


def test_an_item_nothing_is_recorded_of_has_no_report(run: Run, tmp_path: Path) -> None:
    code, _, err = run("report", "outcome", CODE, "--out", str(tmp_path / "item.pdf"))

    assert code == 1
    assert "nothing is recorded" in err
    assert not (tmp_path / "item.pdf").exists()


def test_a_broken_chain_is_said_on_the_report(run: Run, home: Path, tmp_path: Path) -> None:
    from triage_app.app import assemble
    from triage_app.settings import load_settings

    run("record", CODE, "REL")
    with assemble(load_settings(home)) as parts:
        connection = parts.record._connection
        with writing(connection):
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'act'"
            ).fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute("UPDATE act SET hash = 'ff' || substr(hash, 3) WHERE seq = 1")

    code, (said,), _ = run("report", "outcome", CODE, "--out", str(tmp_path / "item.pdf"), "--json")

    assert (code, said["chain"], said["first_bad_seq"]) == (1, "broken", 1)


def test_a_shift_counts_what_stands_and_what_was_undone(run: Run, tmp_path: Path) -> None:
    _, (first,), _ = run("record", CODE, "RTS", "--field", "reason=refused", "--json")
    run("undo", first["act"], "--why", "wrong item")
    run("record", CODE, "REL", "--inspector", "Li W.")
    run("record", "LX000000005CN", "REL")
    out = str(tmp_path / "shift.pdf")

    _, (said,), _ = run("report", "shift", "--out", out, "--json")
    _, (own,), _ = run("report", "shift", "--of", "Li W.", "--out", out, "--json")
    _, (before,), _ = run("report", "shift", "--day", "2026-01-01", "--out", out, "--json")

    assert (said["decided"], said["undone"], said["outcomes"]) == (2, 1, {"REL": 2})
    assert said["delivery"] == {"waiting": 4}
    assert sum(said["hours"].values()) == 2
    assert own["decided"] == 1
    assert (before["decided"], before["delivery"]) == (0, {})
