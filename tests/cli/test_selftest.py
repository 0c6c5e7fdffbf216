"""The two commands that drive the real window in a scratch home, as a new user starts them."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from triage_app.cli.screens import size_of

ROOT = Path(__file__).resolve().parents[2]
STATES = {
    "ready", "clear", "look", "hold", "not_announced", "pictured", "wrong-digit", "no-number",
    "evidence", "more-outcomes", "asking", "refused", "recorded", "broken-picture",
    "second-outcome", "recorded-already", "scanner-wrong", "scanner-right", "keys",
    "search", "search-found", "search-part", "search-held", "search-nothing",
    "work", "work-choose", "work-flight", "work-bag", "work-not-found", "bag-on-bench",
    "tray", "xray-tools", "xray-marks",
    "rules", "rules-mend", "rules-edited", "rules-workload", "rules-none", "rules-why",
}  # fmt: skip


def triage(*words: str) -> "subprocess.CompletedProcess[str]":
    command = (sys.executable, "-m", "triage_app", *words)
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_the_self_test_tries_every_part() -> None:
    done = triage("selftest")

    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["ok"] * 5


@pytest.mark.slow
def test_every_state_of_the_screen_has_its_picture_in_both_themes(tmp_path: Path) -> None:
    done = triage("screens", "--out", str(tmp_path), "--size", "1280x800")

    assert done.returncode == 0, done.stderr
    for theme in ("light", "dark"):
        taken = {path.stem: path.read_bytes() for path in tmp_path.glob(f"1280x800-{theme}/*.png")}
        assert set(taken) == STATES
        assert len(set(taken.values())) == len(STATES), "two states look the same"


@pytest.mark.parametrize("text", ["wide", "10x", "1280x800@big"])
def test_a_size_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is no size"):
        size_of(text)


def test_a_size_has_a_scale() -> None:
    assert size_of("3840x2160@200") == (3840, 2160, 200)
