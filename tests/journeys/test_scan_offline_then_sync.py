"""An inspector works while there is no road; when the hub is there, each act arrives once."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from triage_app.app import assemble, make_desk
from triage_app.cli.road import write_hub_url
from triage_app.demo.fill import fill_home
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.model.act import DeliveryState
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage

TRIAGE = (sys.executable, "-m", "triage_app")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    fill_home(tmp_path / "home", FacilityPlan(1, FEWEST_ITEMS, date(2026, 3, 2), "JFK", 1), 2)
    return tmp_path / "home"


@contextmanager
def hub(folder: Path) -> Iterator[str]:
    """A real hub process; its address."""
    words = ("hub", "serve", "--home", str(folder), "--demonstration", "--json")
    process = subprocess.Popen(
        (*TRIAGE, *words, "--listen", "127.0.0.1:0"), stdout=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["listening"]
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def triage(*words: str, given: str = "") -> str:
    done = subprocess.run(
        (*TRIAGE, *words), input=given, capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def clean_code(home: Path) -> str:
    """A code of the shift that is clear and held by nobody."""
    with assemble(load_settings(home)) as parts:
        planted = (home / "demo" / "truth.jsonl").read_text("utf-8")
        return next(
            one.number
            for one in parts.cache.announcements()
            if one.number not in planted and not parts.cache.reader.holds(one.number)
        )


def test_an_outcome_recorded_offline_reaches_the_hub_once(
    home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    code = clean_code(home)
    stage = Stage(make_desk(load_settings(home)), (1280, 800))
    examination, _ = stage.scan(code)
    stage.press(Qt.Key.Key_F1)
    stage.record()
    strip = stage.window.page.strip.text
    stage.close()

    with hub(tmp_path / "hub") as address:
        place = ("--home", str(tmp_path / "hub"), "--demonstration")
        enrolment = triage("hub", "enroll-code", *place, "--facility", "JFK")
        triage("--home", str(home), "enroll", address, given=enrolment)
        first = json.loads(triage("--home", str(home), "sync", "--json"))
        second = json.loads(triage("--home", str(home), "sync", "--json"))
        there = [json.loads(line) for line in triage("hub", "export", *place).splitlines()]

    assert examination.item.announcement is not None
    assert "Released" in strip
    assert (first["accepted"], first["waiting"]) == (1, 0)
    assert second["sent"] == 0
    assert len(there) == 1
    with assemble(load_settings(home)) as parts:
        (act,) = parts.record.record.latest(5)
        assert act.delivery is DeliveryState.SENT
        assert parts.record.record.verify().anchored_seq == 1


def test_the_window_drains_by_itself_once_there_is_a_road(
    home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    code = clean_code(home)
    with hub(tmp_path / "hub") as address:
        place = ("--home", str(tmp_path / "hub"), "--demonstration")
        enrolment = triage("hub", "enroll-code", *place, "--facility", "JFK")
        triage("--home", str(home), "enroll", address, given=enrolment)
        assert load_settings(home).hub.url == address
        stage = Stage(make_desk(load_settings(home)), (1280, 800))
        stage.scan(code)
        stage.press(Qt.Key.Key_F1)
        stage.record()
        stage.wait(lambda: "road open" in stage.window.page.header.road_text, "reach the hub")
        stage.close()
        there = triage("hub", "export", *place).splitlines()

    assert len(there) == 1


def test_undo_is_another_act(home: Path, qtbot: QtBot) -> None:
    stage = Stage(make_desk(load_settings(home)), (1280, 800))
    stage.scan(clean_code(home))
    stage.press(Qt.Key.Key_F1)
    stage.record()
    stage.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    stage.settle()
    stage.close()

    with assemble(load_settings(home)) as parts:
        acts = parts.record.record.latest(5)
        assert [act.kind.value for act in acts] == ["undo", "outcome"]
        assert acts[1].undone_by == acts[0].id


def test_a_scan_keeps_the_unfinished_form_as_its_items_draft(home: Path, qtbot: QtBot) -> None:
    codes = (home / "demo" / "shift.txt").read_text("utf-8").split()[:2]
    stage = Stage(make_desk(load_settings(home)), (1280, 800))
    stage.scan(codes[0])
    stage.press(Qt.Key.Key_F4)
    stage.fill(lambda field: "seen")
    stage.scan(codes[1])
    stage.settle()
    stage.scan(codes[0])
    stage.press(Qt.Key.Key_F4)
    texts = stage.window.page.outcomes.form.texts()
    stage.close()

    assert texts["reason"] == "seen"
    with assemble(load_settings(home)) as parts:
        assert parts.record.record.latest(5) == ()


def test_settings_keep_what_stands_in_them(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[hub]\nproxy = "p"\n\n[ui]\ntheme = "dark"\n', "utf-8")

    write_hub_url(path, "http://127.0.0.1:1")
    write_hub_url(path, "http://127.0.0.1:2")

    settings = load_settings(tmp_path)
    assert (settings.hub.url, settings.hub.proxy) == ("http://127.0.0.1:2", "p")
    assert settings.ui.theme == "dark"
