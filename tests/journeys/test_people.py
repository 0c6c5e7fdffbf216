"""A shift handed over: locked by a key or a pause; nothing of the one before is left or lost."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import argon2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from triage_app.app import assemble, make_desk
from triage_app.demo.fill import fill_home
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.model.inspector import Inspector, Role
from triage_app.settings import load_settings
from triage_app.ui import locking
from triage_app.ui.locking import Locking
from triage_app.ui.stage import Stage

PINS = {"ADA": "wr9-olive", "LI.W": "q7-plum$8", "CLEO": "x1-fig,22"}


@pytest.fixture(autouse=True, scope="module")
def plain_hashes() -> Iterator[None]:
    """What a hash costs is argon2's own affair."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argon2, "PasswordHasher", lambda: quick)
        yield


@pytest.fixture(scope="module")
def facility(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("people") / "home"
    fill_home(home, FacilityPlan(1, FEWEST_ITEMS, date(2026, 3, 2), "JFK", 1), 0)
    with assemble(load_settings(home)) as parts:
        people = parts.people
        added = [people.add("ADA", "Ada Ō", [Role.ADMINISTRATOR], PINS["ADA"], "root")]
        people.log_in("ADA", PINS["ADA"])
        added.append(people.add("LI.W", "李 伟", [Role.INSPECTOR], PINS["LI.W"], "ADA"))
        roles = [Role.INSPECTOR, Role.CLEARED]
        added.append(people.add("CLEO", "Cleo", roles, PINS["CLEO"], "ADA"))
    assert all(isinstance(one, Inspector) for one in added)
    return home


@pytest.fixture(scope="module")
def codes(facility: Path) -> Iterator[str]:
    """Numbers nobody holds, each once."""
    with assemble(load_settings(facility)) as parts:
        held = parts.cache.reader.holds
        return iter([one.number for one in parts.cache.announcements() if not held(one.number)])


@pytest.fixture(scope="module")
def secret(facility: Path) -> str:
    """A controlled delivery."""
    with assemble(load_settings(facility)) as parts:
        return sorted(parts.cache.reader.controlled(frozenset()))[0]


@pytest.fixture
def stage(facility: Path, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(make_desk(load_settings(facility)), (1280, 800))
    yield stage
    stage.close()


def lock_of(stage: Stage) -> Locking:
    return stage.window.locking


def log_in(stage: Stage, who: str, pin: str | None = None) -> None:
    """By hand, as fast as anybody types."""
    page = lock_of(stage).page
    QTest.keyClicks(page.name, who)
    page.name.returnPressed.emit()
    QTest.keyClicks(page.pin, PINS[who] if pin is None else pin)
    QTest.keyClick(page.pin, Qt.Key.Key_Return)
    stage.settle()


def badge(facility: Path, who: str) -> str:
    with assemble(load_settings(facility)) as parts:
        parts.people.log_in(who, PINS[who])
        found = parts.people.find(who)
        assert found is not None
        text = parts.people.badge(found)
    assert isinstance(text, str)
    return text


def seen(widget: QWidget) -> str:
    """All that can be read or heard of the window now."""
    parts: list[str] = []
    for one in (widget, *widget.findChildren(QWidget)):
        if one.isVisibleTo(widget) and (one is widget or one.isVisible()):
            parts += [one.accessibleName(), one.toolTip(), one.windowTitle()]
            if isinstance(one, QLabel | QLineEdit):
                parts.append(one.text())
    return "\n".join(parts)


def test_a_window_where_inspectors_work_opens_locked_and_takes_no_scan(
    stage: Stage, codes: Iterator[str]
) -> None:
    assert lock_of(stage).is_locked
    code = next(codes)
    stage.send(code)

    assert "not looked at" in lock_of(stage).page.said
    assert stage.window.on_bench.examination is None
    assert code not in seen(stage.window)

    log_in(stage, "LI.W")
    assert not lock_of(stage).is_locked
    assert stage.window.page.header.inspector_text == "李 伟"
    stage.scan(code)
    assert stage.window.on_bench.key is not None


def test_one_key_locks_and_nothing_of_the_one_before_is_left(
    stage: Stage, codes: Iterator[str], facility: Path
) -> None:
    code = next(codes)
    log_in(stage, "LI.W")
    stage.scan(code)
    stage.press(Qt.Key.Key_F8)
    stage.fill(lambda field: "a secret reason")
    stage.press(Qt.Key.Key_F10)

    said = seen(stage.window)
    assert lock_of(stage).is_locked
    assert "LOCKED" in said
    for left in (code, "secret", "Draft", "李"):
        assert left not in said

    log_in(stage, "CLEO")
    stage.scan(code)
    assert stage.window.page.outcomes.asking is None
    assert "secret" not in seen(stage.window)

    stage.press(Qt.Key.Key_F10)
    log_in(stage, "LI.W")
    stage.scan(code)
    assert stage.window.page.outcomes.form.texts()["reason"] == "a secret reason"
    stage.press(Qt.Key.Key_Escape)


def test_acts_are_theirs_who_wrote_them_and_undo_reaches_no_others(
    stage: Stage, codes: Iterator[str], facility: Path
) -> None:
    code = next(codes)
    log_in(stage, "LI.W")
    stage.scan(code)
    stage.press(Qt.Key.Key_F1)
    stage.record()
    stage.press(Qt.Key.Key_F10)
    log_in(stage, "CLEO")
    stage.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    with assemble(load_settings(facility)) as parts:
        acts = [act for act in parts.record.record.latest(20) if act.item_number == code]
    assert [(act.inspector, act.undone_by) for act in acts] == [("LI.W", "")]
    assert "nothing to undo" in stage.window.page.strip.text


def test_locked_while_an_outcome_is_written_it_is_written_for_who_decided(
    stage: Stage, codes: Iterator[str], facility: Path
) -> None:
    code = next(codes)
    log_in(stage, "LI.W")
    stage.scan(code)
    stage.press(Qt.Key.Key_F1)
    stage.window.page.outcomes.form.enter()  # on its way to the lane
    stage.window.hand_over.lock()
    stage.settle()

    assert lock_of(stage).is_locked
    with assemble(load_settings(facility)) as parts:
        (act,) = [act for act in parts.record.record.latest(20) if act.item_number == code]
    assert (act.inspector, act.outcome) == ("LI.W", "REL")


def test_a_badge_hands_over_and_a_badge_alone_lets_nobody_in(
    stage: Stage, codes: Iterator[str], facility: Path
) -> None:
    code = next(codes)
    log_in(stage, "LI.W")
    stage.scan(code)
    stage.send(badge(facility, "CLEO"))

    page = lock_of(stage).page
    assert lock_of(stage).is_locked
    assert page.name.text() == "Cleo"
    assert code not in seen(stage.window)
    QTest.keyClicks(page.pin, PINS["CLEO"])
    QTest.keyClick(page.pin, Qt.Key.Key_Return)
    stage.settle()
    assert stage.window.page.header.inspector_text == "Cleo"


def test_a_badge_scanned_into_the_pin_is_a_badge_and_an_item_is_kept_out_of_it(
    stage: Stage, codes: Iterator[str], facility: Path
) -> None:
    page = lock_of(stage).page
    page.name.setText("Ada Ō")
    page.pin.setFocus()
    stage.send(next(codes))
    assert (page.pin.text(), "not looked at" in page.said) == ("", True)
    stage.send(badge(facility, "LI.W"))
    assert (page.pin.text(), page.name.text()) == ("", "李 伟")


def test_a_wrong_pin_keeps_out_and_says_so(stage: Stage) -> None:
    log_in(stage, "CLEO", "not-it-1")
    assert lock_of(stage).is_locked
    assert "not right" in lock_of(stage).page.said
    page = lock_of(stage).page
    QTest.keyClicks(page.pin, PINS["CLEO"])
    QTest.keyClick(page.pin, Qt.Key.Key_Return)
    stage.settle()
    assert not lock_of(stage).is_locked


def test_who_is_disabled_meanwhile_is_out_with_the_next_scan(
    stage: Stage, codes: Iterator[str], facility: Path
) -> None:
    log_in(stage, "LI.W")
    with assemble(load_settings(facility)) as parts:
        parts.people.log_in("ADA", PINS["ADA"])
        parts.people.change("LI.W", "ADA", disabled=True)
    code = next(codes)
    stage.send(code)
    assert lock_of(stage).is_locked
    assert stage.window.on_bench.examination is None
    with assemble(load_settings(facility)) as parts:
        parts.people.log_in("ADA", PINS["ADA"])
        parts.people.change("LI.W", "ADA", disabled=False)


def test_a_pause_locks_and_a_key_puts_it_off(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    log_in(stage, "LI.W")
    lock = lock_of(stage)
    now = locking.monotonic()
    monkeypatch.setattr(locking, "monotonic", lambda: now + 599)
    stage.press(Qt.Key.Key_Shift)
    lock._look_at_pause()
    assert not lock.is_locked
    monkeypatch.setattr(locking, "monotonic", lambda: now + 599 + 601)
    lock._look_at_pause()
    assert lock.is_locked
    assert "after a pause" in lock.page.said


def test_no_key_and_no_clipboard_reaches_what_is_covered(
    stage: Stage, codes: Iterator[str], facility: Path
) -> None:
    with assemble(load_settings(facility)) as parts:
        before = parts.record.record.head()
    QApplication.clipboard().setText(next(codes))
    for key in (Qt.Key.Key_Z, Qt.Key.Key_L, Qt.Key.Key_2, Qt.Key.Key_V):
        stage.press(key, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F12, Qt.Key.Key_Return):
        stage.press(key)
    assert lock_of(stage).is_locked
    assert stage.window.modes.shown == 1
    with assemble(load_settings(facility)) as parts:
        assert parts.record.record.head() == before


def test_a_controlled_delivery_shows_to_who_is_cleared_alone(
    stage: Stage, secret: str, facility: Path
) -> None:
    with assemble(load_settings(facility)) as parts:
        whole = parts.station.look_up(secret).announcement
    assert whole is not None
    words = (whole.sender.name, whole.recipient.name, whole.lines[0].description)
    page = stage.window.page

    log_in(stage, "LI.W")
    shown, _ = stage.scan(secret)
    stage.settle()
    assert page.band.word == "HOLD"
    assert "set aside, call supervisor" in page.band.accessibleName()
    said = seen(stage.window) + repr(shown)
    assert not [word for word in words if word in said]
    assert "reason" not in page.band.accessibleName()
    stage.press(Qt.Key.Key_F8)
    stage.fill(lambda field: "x")
    stage.enter()
    assert "set aside" in seen(stage.window)

    stage.send(badge(facility, "CLEO"))
    lock_page = lock_of(stage).page
    QTest.keyClicks(lock_page.pin, PINS["CLEO"])
    QTest.keyClick(lock_page.pin, Qt.Key.Key_Return)
    stage.settle()
    shown, _ = stage.scan(secret)
    assert all(word in repr(shown) for word in words)
