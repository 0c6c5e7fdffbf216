import json
from pathlib import Path

import pytest

from triage_app.cli import main
from triage_app.demo.truth import RULES


def test_demo_says_what_was_planted_and_score_reads_it_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(tmp_path / "home")]
    assert main([*home, "demo", "--items", "400", "--images", "0", "--json"]) == 0
    filled = json.loads(capsys.readouterr().out)
    assert filled["items"] == 400
    assert set(filled["planted"]) == set(RULES)
    assert all(one["cases"] >= 3 and one["examples"] for one in filled["planted"].values())
    assert main([*home, "demo", "score", "--json"]) == 0
    scored = json.loads(capsys.readouterr().out)
    assert [one["rule"] for one in scored["rules"]] == list(RULES)
    assert main([*home, "demo", "score"]) == 0
    assert "split-lot" in capsys.readouterr().out


def test_a_second_demo_on_the_same_home_is_a_fault_with_a_next_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "something").write_text("kept")
    assert main(["--home", str(tmp_path), "demo"]) == 3
    assert "is not empty" in capsys.readouterr().err
    assert (tmp_path / "something").read_text() == "kept"


@pytest.mark.parametrize("words", [["--items", "5"], ["--images", "-1"], ["--facility", "Newark"]])
def test_impossible_facilities_are_refused_before_anything_is_made(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    assert main(["--home", str(home), "demo", *words]) == 2
    assert "triage demo:" in capsys.readouterr().err
    assert not home.exists()


def test_scoring_a_home_that_is_not_there_says_how_to_make_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--home", str(tmp_path / "home"), "demo", "score"]) == 3
    assert "triage demo" in capsys.readouterr().err


def test_a_past_is_planted_that_measure_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(tmp_path / "home")]
    words = ["demo", "--items", "400", "--images", "0", "--history", "20", "--json"]
    assert main([*home, *words]) == 0
    recorded = json.loads(capsys.readouterr().out)["recorded"]
    assert main([*home, "measure", "--from", "2020-01-01", "--json"]) == 0
    measured = json.loads(capsys.readouterr().out.splitlines()[0])

    assert 0 < measured["items"] <= recorded <= 20
