"""A picture of every state of the screen, taken from the real window on a demonstration home."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from triage_app.flow.desk import Desk
from triage_app.flow.garbling import Way
from triage_app.flow.selftest_code import SENT, diagnose
from triage_app.model.examination import Examination
from triage_app.model.item import ImageRole
from triage_app.ui.band import state_of
from triage_app.ui.scan_routing import SAME_SCAN
from triage_app.ui.stage import Stage
from triage_app.ui.theme import State

THEMES = ("light", "dark")
SIZES = ((1280, 800, 100), (1920, 1080, 100), (3840, 2160, 200))
"""Width, height and scale in per cent."""
WRONG_DIGIT = "RR473124828US"
NO_NUMBER = "HELLO WORLD"
BROKEN = b"\x89PNG\r\n\x1a\n" + b"half a picture"


def take_screens(
    desk: Desk, codes: Sequence[str], out: Path, size: tuple[int, int, int], theme: str
) -> Iterator[Path]:
    """The pictures of one size and theme as they are taken: OUT/WIDTHxHEIGHT-THEME/STATE.png.
    Records one attachment, one mark and one outcome: give each window a home of its own."""
    width, height, scale = size
    look = replace(desk.settings.ui, theme=theme, scale=scale)
    stage = Stage(replace(desk, settings=replace(desk.settings, ui=look)), (width, height))
    try:
        yield from _states(stage, codes, out / f"{width}x{height}-{theme}")
    finally:
        stage.close()


def _states(stage: Stage, codes: Sequence[str], out: Path) -> Iterator[Path]:
    yield stage.picture(out / "ready.png")
    found = _one_of_each(stage, codes)
    for name, code in found.items():
        _bring(stage, code)
        yield stage.picture(out / f"{name}.png")
    for name, code in (("wrong-digit", WRONG_DIGIT), ("no-number", NO_NUMBER)):
        _look_at(stage, code)
        yield stage.picture(out / f"{name}.png")
    yield from _evidence(stage, found["hold"], out)
    yield from _deciding(stage, found["clear"], out)
    yield from _xray(stage, found["pictured"], out)
    yield _broken(stage, found["pictured"], out)
    yield from _cards(stage, out)
    yield from _working(stage, found["hold"], out)
    yield from _searching(stage, out)
    yield from _supervising(stage, out)


def _one_of_each(stage: Stage, codes: Sequence[str]) -> dict[str, str]:
    """The first code of the shift that shows each state. KeyError later where one is missing."""
    wanted: dict[str, Callable[[Examination], bool]] = {
        state.value: lambda seen, state=state: state_of(seen) is state  # type: ignore[misc]
        for state in (State.CLEAR, State.LOOK, State.HOLD, State.NOT_ANNOUNCED)
    }
    wanted["pictured"] = lambda seen: bool(seen.item.images) and not seen.item.holds
    found: dict[str, str] = {}
    for code in codes:
        seen, _ = stage.scan(code)
        for name, fits in wanted.items():
            if name not in found and code not in found.values() and fits(seen):
                found[name] = code
        if len(found) == len(wanted):
            break
    return found


def _bring(stage: Stage, code: str) -> Examination:
    """The item on the bench, even when it is there: another look lies between."""
    _look_at(stage, f"{NO_NUMBER} {code}")
    return stage.scan(code)[0]


def _look_at(stage: Stage, code: str) -> None:
    """As typed by hand: these are no scanner's."""
    stage.window.page.header.entry.setText(code)
    stage.window.page.header.entry.returnPressed.emit()
    stage.settle()


def _evidence(stage: Stage, code: str, out: Path) -> Iterator[Path]:
    _bring(stage, code)
    stage.window.page.flags.expandAll()
    yield stage.picture(out / "evidence.png")


def _deciding(stage: Stage, code: str, out: Path) -> Iterator[Path]:
    _bring(stage, code)
    stage.press(Qt.Key.Key_F12)
    yield stage.picture(out / "more-outcomes.png")
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_F4)
    yield stage.picture(out / "asking.png")
    stage.enter()
    yield stage.picture(out / "refused.png")
    stage.press(Qt.Key.Key_Escape)
    stage.press(Qt.Key.Key_F8)
    stage.fill(lambda field: "wrong address")
    stage.record()
    yield stage.picture(out / "recorded.png")
    stage.press(Qt.Key.Key_F3)
    yield stage.picture(out / "second-outcome.png")
    stage.press(Qt.Key.Key_Escape)
    _bring(stage, code)
    yield stage.picture(out / "recorded-already.png")


def _xray(stage: Stage, code: str, out: Path) -> Iterator[Path]:
    """The other tools of the X-ray, a mark and what lies over it; the tray with nothing in it."""
    _bring(stage, code)
    stage.settle()
    view = stage.window.page.pictures.xray
    if view.over is not None and view.canvas.view is not None:
        view.use("more")
        marks = view.over.marks
        view.use("box")
        yield stage.picture(out / "xray-tools.png")
        QTest.keyClick(view.canvas, Qt.Key.Key_Return)
        stage.wait(lambda: bool(marks.made), "keep the mark")
        view.use("histogram")
        view.use("lens")
        yield stage.picture(out / "xray-marks.png")
        view.use("reset")
        view.use("more")
    stage.press(Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    yield stage.picture(out / "tray.png")
    stage.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)


def _broken(stage: Stage, code: str, out: Path) -> Path:
    seen = _bring(stage, code)
    stage.attach(seen.item.key, BROKEN, "image/png", ImageRole.XRAY)
    _bring(stage, code)
    return stage.picture(out / "broken-picture.png")


def _cards(stage: Stage, out: Path) -> Iterator[Path]:
    """What the self-test says of a scanner set to another layout, of one set right; the keys."""
    for name, came in (("scanner-wrong", Way("us", "fr").typed(SENT)), ("scanner-right", SENT)):
        diagnosis = diagnose(came)
        if diagnosis is not None:
            stage.window.page.show_diagnosis(diagnosis)
            yield stage.picture(out / f"{name}.png")
    stage.press(Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    yield stage.picture(out / "keys.png")
    stage.press(Qt.Key.Key_Escape)


def _searching(stage: Stage, out: Path) -> Iterator[Path]:
    """The search mode: how to ask, what was found, nothing found, what is held."""
    stage.press(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    page = stage.window.searching.page
    yield stage.picture(out / "search.png")
    for name, text in (("found", "shenzhen"), ("part", "ush"), ("nothing", "nowhere at all")):
        page.field.setText(text)
        page.field.returnPressed.emit()
        stage.settle()
        if name == "part":
            stage.press(Qt.Key.Key_Down)
        yield stage.picture(out / f"search-{name}.png")
    page.field.clear()
    page.held.setChecked(True)
    yield stage.picture(out / "search-held.png")
    page.held.setChecked(False)
    stage.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)


def _working(stage: Stage, code: str, out: Path) -> Iterator[Path]:
    """The work list: what is targeted and not there, a flight, nothing asked; a bag, its count."""
    seen = _bring(stage, code)
    stage.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    page = stage.window.working.page
    stage.settle()
    yield stage.picture(out / "work.png")
    for chip in (page.targeted, page.absent):
        chip.click()
    yield stage.picture(out / "work-choose.png")
    announced = seen.item.announcement
    page.flight.setText(announced.flight if announced else "")
    page.flight.returnPressed.emit()
    stage.wait(lambda: page.model.rowCount() > 0, "list the flight")
    yield stage.picture(out / "work-flight.png")
    page.bag_asked.emit(announced.bag if announced else "")
    stage.wait(lambda: page.is_on_bag, "show the bag")
    yield stage.picture(out / "work-bag.png")
    page.bag.step.button.click()
    yield stage.picture(out / "work-not-found.png")
    stage.pause(SAME_SCAN.total_seconds())  # sooner it would be the scan before, made twice
    stage.scan(code)
    stage.wait(lambda: "/" in stage.window.page.header.bag_text, "count the bag")
    yield stage.picture(out / "bag-on-bench.png")


def _supervising(stage: Stage, out: Path) -> Iterator[Path]:
    """The rules: as they are, edited, a value to mend, what the edits would do; put in use."""
    stage.press(Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    section = stage.window.supervising.section
    stage.wait(lambda: section.model.rowCount() > 1, "show the rules")
    yield stage.picture(out / "rules.png")
    section.sought.setText("vague")
    stage.press(Qt.Key.Key_Return)
    _type_over(section.editor.field("points"), "900")
    _type_over(section.editor.field("from"), "2026-02-31")
    yield stage.picture(out / "rules-mend.png")
    _type_over(section.editor.field("from"), "")
    switch = section.editor.field("on")
    assert isinstance(switch, QPushButton)
    switch.click()
    section.sought.clear()
    yield stage.picture(out / "rules-edited.png")
    section.preview.click()
    stage.wait(lambda: bool(section.workload.count("clear", 2)), "count the workload")
    yield stage.picture(out / "rules-workload.png")
    section.sought.setText("no such rule")
    yield stage.picture(out / "rules-none.png")
    section.sought.clear()
    section.make.click()
    stage.settle()
    yield stage.picture(out / "rules-why.png")
    stage.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)


def _type_over(field: QWidget, text: str) -> None:
    """Another text in place of what stands there, as a person types it."""
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
