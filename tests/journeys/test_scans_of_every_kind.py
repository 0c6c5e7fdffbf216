"""Through the real window: scans in a slow moment, the same label twice, and labels that bite."""

import itertools
import logging
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from time import perf_counter, sleep

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from triage_app.app import make_desk
from triage_app.demo.fill import fill_home
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.model.examination import Examination
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage

CODES = ("RR473124829US", "1Z879E930346834440", "TBA952363920237", "LX123456785CN", "708575995350")
BLOCKED_S = 0.5
SECOND = timedelta(seconds=1)
BITES = {
    "long": "7" * 9_900,
    "controls": "AB\x00\x07\x1b[2J12\x9b31mCD",
    "markup": "<img src='file:///etc/hosts'><b>RR473124829US</b><a href='http://x'>y</a>",
    "address": "https://evil.example/?open=1#RR473124829US",
    "script": "javascript:alert(1)//$(reboot);`reboot`",
    "eci": "\\000026RR473124829US\\000003",
    "bidi": "RR\u202e421374\u202cUS\u2066x\u2069",
    "formula": '=HYPERLINK("http://x")%s%n{0}{name}',
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("scans") / "home"
    fill_home(home, FacilityPlan(1, FEWEST_ITEMS, date(2026, 3, 2), "JFK", 1), 2)
    return home


@pytest.fixture
def stage(home: Path, qtbot: QtBot) -> Iterator[Stage]:
    made = Stage(make_desk(load_settings(home)), (1280, 800))
    yield made
    made.close()


class Keys:
    """A scanner's keys as the system queues them: by their own stamps, handed over later."""

    def __init__(self, stage: Stage) -> None:
        self._handle = stage.window.windowHandle()
        self.at_ms = int(perf_counter() * 1000)

    def post(self, code: str) -> None:
        for character in code + "\r":
            self.at_ms += 3
            key = Qt.Key.Key_Return if character == "\r" else Qt.Key.Key_unknown
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
                event.setTimestamp(self.at_ms)
                QCoreApplication.postEvent(self._handle, event)


@pytest.fixture
def seen(stage: Stage) -> list[Examination]:
    found: list[Examination] = []
    stage.window.examined.connect(found.append)
    return found


def test_five_scans_in_a_slow_moment_are_looked_at_in_order_each_at_its_time(
    stage: Stage, seen: list[Examination]
) -> None:
    keys = Keys(stage)
    keys.post("WARM00UP")
    stage.wait(lambda: len(seen) == 1, "look at the first")
    said: list[str] = []
    stage.window.page.strip.noticed.connect(said.append)
    keys.at_ms = int(perf_counter() * 1000)
    for code in CODES:
        keys.at_ms += 40
        keys.post(code)
    sleep(BLOCKED_S)  # the window itself is what sleeps
    stage.wait(lambda: len(seen) == 6, "look at all five")
    assert tuple(e.scan.text for e in seen[1:]) == CODES
    times = [e.scan.scanned_at for e in seen[1:]]
    steps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert all(timedelta(milliseconds=20) < step < timedelta(milliseconds=200) for step in steps)
    assert any("scans wait" in text for text in said)
    assert any(text.startswith("5 scans came at once") for text in said)


def test_the_same_label_twice_is_one_look_and_says_so_and_later_is_looked_at_again(
    stage: Stage, seen: list[Examination]
) -> None:
    keys = Keys(stage)
    keys.post(CODES[0])
    keys.at_ms += 500
    keys.post(CODES[0])
    stage.wait(lambda: "twice" in stage.window.page.strip.text, "say that it came twice")
    assert len(seen) == 1
    first = seen[0].scan.scanned_at
    stage.wait(lambda: seen[0].started_at.now(first.tzinfo) - first > SECOND, "let a second pass")
    keys.at_ms += 1_500
    keys.post(CODES[0])
    stage.wait(lambda: len(seen) == 2, "look again")


@pytest.mark.parametrize("kind", BITES)
def test_a_label_that_bites_is_shown_escaped_and_nothing_more(
    stage: Stage,
    seen: list[Examination],
    kind: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened: list[object] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    started = perf_counter()
    with caplog.at_level(logging.DEBUG, "triage_app"):
        stage.window.page.header.code_typed.emit(BITES[kind])
    stage.wait(lambda: len(seen) == 1, "look at it")
    took_s = perf_counter() - started
    stage.press(Qt.Key.Key_F4)
    shown = [label for label in stage.window.findChildren(QLabel) if label.isVisible()]
    plain = Qt.TextFormat.PlainText
    assert [w.text() for w in shown if "<" in w.text() and w.textFormat() is not plain] == []
    texts = [text for label in shown for text in (label.text(), label.toolTip())]
    assert not any(c in text for text in texts for c in "\x00\x07\x1b\x9b\u202e\u202c\u2066")
    assert not any("<img" in label.toolTip() or "<b>RR" in label.toolTip() for label in shown)
    assert not any(c in r.getMessage() for r in caplog.records for c in "\x00\x1b\u202e\n")
    assert any("not understood" in r.getMessage() for r in caplog.records)
    assert opened == []
    assert took_s < 2
    header = stage.window.page.header
    assert header.code.fontMetrics().horizontalAdvance(header.code.text()) <= header.code.width()


def test_the_whole_of_a_long_code_is_there_by_keyboard(stage: Stage) -> None:
    code = stage.window.page.header.code
    stage.window.page.header.code_typed.emit("7AB " * 400)
    stage.wait(lambda: "…" in code.text(), "cut the code")
    assert code.focusPolicy() is Qt.FocusPolicy.TabFocus
    code.setFocus(Qt.FocusReason.TabFocusReason)
    stage.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert stage.application.clipboard().text().strip() == ("7AB " * 400).strip()
