"""A shift worked with the scanner alone: items, outcomes, fields and commands, all scanned."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import NOON
from triage_app.app import assemble, make_desk
from triage_app.demo.fill import fill_home
from triage_app.demo.stream import FEWEST_ITEMS, FacilityPlan
from triage_app.flow.garbling import Way
from triage_app.flow.selftest_code import SENT
from triage_app.model.scan import Scan, ScanSource
from triage_app.settings import load_settings
from triage_app.ui.elided_label import ElidedLabel
from triage_app.ui.sound import Sound
from triage_app.ui.stage import Stage

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SECOND_MS = 1_500
NAMED = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab, "\x11": Qt.Key.Key_Home}


class Bench:
    """The real window, a wedge scanner typing into it, and the codes of its command sheet."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with assemble(load_settings(home)) as parts:
            codes = parts.station.commands.codes()
        self.codes = {command.word: text for command, text in codes}
        self.stage = Stage(make_desk(load_settings(home)), (1280, 800))
        self.window = self.stage.window
        self.form = self.window.page.outcomes.form
        self.now_ms = 1_000_000

    def key(self, key: int, text: str, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """One key down and up, with the keyboard's own time stamps."""
        self.now_ms += 4
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
        for kind in kinds:
            event = QKeyEvent(kind, key, modifiers, text)
            event.setTimestamp(self.now_ms)
            QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def scan(self, text: str, end: str = "\r") -> None:
        """A code scanned, and everything that comes of it."""
        self.type(text, end)
        self.stage.settle()

    def type(self, text: str, end: str = "\r") -> None:
        """What a scanner types for a code."""
        self.now_ms += SECOND_MS
        for character in text + end:
            if character == "\x1d":
                self.key(Qt.Key.Key_BracketRight.value, character, CONTROL)
            elif character in NAMED:
                self.key(NAMED[character].value, character)
            else:
                self.key(ord(character.upper()), character)

    def command(self, word: str) -> None:
        self.scan(self.codes[word])

    def acts(self) -> list[tuple[str, str]]:
        """(kind, outcome) of what is recorded, newest first."""
        with assemble(load_settings(self.home)) as parts:
            return [(act.kind.value, act.outcome) for act in parts.record.record.latest(9)]

    def bodies(self) -> list[object]:
        with assemble(load_settings(self.home)) as parts:
            return [act.body for act in parts.record.record.latest(9)]

    @property
    def strip(self) -> str:
        return self.window.page.strip.text

    @property
    def shown(self) -> str:
        return self.window.page.header.code.accessibleName().replace(" ", "")

    @property
    def asking(self) -> str:
        asking = self.window.page.outcomes.asking
        return asking.code if asking else ""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    fill_home(tmp_path / "home", FacilityPlan(1, FEWEST_ITEMS, date(2026, 3, 2), "JFK", 1), 2)
    return tmp_path / "home"


@pytest.fixture
def bench(home: Path, qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(home)
    yield made
    made.stage.close()


@pytest.fixture
def items(home: Path) -> list[str]:
    """Codes of items nobody holds."""
    with assemble(load_settings(home)) as parts:
        numbers = [one.number for one in parts.cache.announcements()]
        return [number for number in numbers if not parts.cache.reader.holds(number)][:5]


def test_an_outcome_without_fields_waits_for_confirm(bench: Bench, items: list[str]) -> None:
    bench.scan(items[0])
    bench.command("outcome REL")
    before = bench.asking, bench.acts()
    bench.command("confirm")

    assert before == ("REL", [])
    assert bench.acts() == [("outcome", "REL")]
    assert bench.asking == ""


def test_fields_that_take_scans_get_them_one_after_the_other(
    bench: Bench, items: list[str]
) -> None:
    bench.scan(items[0])
    bench.command("outcome LAB")
    bench.scan("SAMPLE-7")
    bench.scan("]C0SEAL0042")
    texts = bench.form.texts()
    QTest.keyClicks(bench.form.field("test"), "opiates")
    bench.command("confirm")

    assert texts == {"sample": "SAMPLE-7", "seal": "SEAL0042", "test": ""}
    assert bench.acts() == [("outcome", "LAB")]
    assert items[0] in bench.shown


def test_the_scan_a_field_took_is_read_beside_the_item(bench: Bench, items: list[str]) -> None:
    bench.scan(items[0])
    bench.command("outcome LAB")
    bench.scan("SAMPLE-7")
    first = bench.window.page.header.last.named.whole
    bench.scan("SEAL0042")

    assert first == "Sample id · SAMPLE-7"
    assert bench.window.page.header.last.named.whole == "Seal · SEAL0042"
    assert items[0] in bench.shown


@pytest.mark.parametrize("what", ["confirm without an item", "a forged code", "a field is missing"])
def test_what_is_not_obeyed_is_heard(
    bench: Bench, items: list[str], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.scan(items[0])
    bench.command("outcome RTS" if what == "a field is missing" else "next")
    played: list[Sound] = []
    monkeypatch.setattr(bench.window._sounds, "play", played.append)
    if what == "a forged code":
        bench.scan(bench.codes["next"][:-1] + ("B" if bench.codes["next"][-1] != "B" else "C"))
    else:
        bench.command("confirm")

    assert played == [Sound.NOT_UNDERSTOOD]


def test_a_scan_of_a_known_item_leaves_the_field_and_keeps_the_draft(
    bench: Bench, items: list[str]
) -> None:
    bench.scan(items[0])
    bench.command("outcome LAB")
    bench.scan("SAMPLE-7")
    bench.scan(items[1])
    strip, shown, asking = bench.strip, bench.shown, bench.asking
    bench.scan(items[0])

    assert strip.startswith(f"Draft kept for {items[0]}; scan it again")
    assert items[1] in shown
    assert asking == ""
    assert (bench.asking, bench.form.texts()["sample"]) == ("LAB", "SAMPLE-7")
    assert bench.strip.startswith("Your draft is back")
    assert bench.acts() == []


def test_the_items_own_label_does_not_land_in_its_seal_field(bench: Bench) -> None:
    bench.scan("NOT-ANNOUNCED-1")
    bench.command("outcome LAB")
    bench.scan("SAMPLE-7")
    bench.scan("NOT-ANNOUNCED-1")

    assert bench.form.texts() == {"sample": "SAMPLE-7", "seal": "", "test": ""}
    assert "Draft kept" not in bench.strip


def test_a_scan_while_another_kind_of_field_has_the_focus_is_an_item(
    bench: Bench, items: list[str]
) -> None:
    bench.scan(items[0])
    bench.command("outcome DET")
    bench.scan("SEAL0042")

    assert "SEAL0042" in bench.shown
    assert "SEAL0042" not in bench.form.texts().values()


@pytest.mark.parametrize("code", ["LAB", "REL"])
@pytest.mark.parametrize("left_by", ["another item", "the cancel code"])
def test_a_form_that_is_left_leaves_no_key_under_enter(
    bench: Bench, items: list[str], code: str, left_by: str
) -> None:
    bench.scan(items[0])
    bench.command(f"outcome {code}")
    if left_by == "another item":
        bench.scan(items[1])
    else:
        bench.command("cancel")
    bench.now_ms += SECOND_MS
    for key, text in ((Qt.Key.Key_Return, "\r"), (Qt.Key.Key_Space, " ")):
        bench.key(key.value, text)
        bench.stage.pause()
        bench.now_ms += SECOND_MS
    bench.stage.settle()

    assert bench.window.focusWidget() is bench.window.page.flags
    assert bench.asking == ""


def test_a_command_never_lands_in_a_field(bench: Bench, items: list[str]) -> None:
    bench.scan(items[0])
    bench.command("outcome LAB")
    bench.command("field")
    bench.scan("SEAL0042")

    assert bench.form.texts() == {"sample": "", "seal": "SEAL0042", "test": ""}


def test_a_draft_survives_a_crash(home: Path, items: list[str], qtbot: QtBot) -> None:
    first = Bench(home)
    first.scan(items[0])
    first.command("outcome LAB")
    first.scan("SAMPLE-7")
    inspector = make_desk(load_settings(home)).inspector

    def kept() -> bool:
        with assemble(load_settings(home)) as parts:
            key = parts.station.examine(Scan(items[0], NOON)).item.key
            return parts.station.draft(inspector, key) is not None

    first.stage.wait(kept, "keep the draft while it is typed")
    second = Bench(home)
    second.scan(items[0])
    restored = second.asking, second.form.texts()["sample"]
    for stage in (second.stage, first.stage):
        stage.close()

    assert restored == ("LAB", "SAMPLE-7")


def test_going_back_forgets_the_draft_and_a_second_thought_finds_it(
    bench: Bench, items: list[str]
) -> None:
    bench.scan(items[0])
    bench.command("outcome LAB")
    bench.scan("SAMPLE-7")
    bench.command("cancel")
    left = bench.asking
    bench.command("outcome LAB")
    again = bench.form.texts()["sample"]
    bench.command("cancel")
    bench.scan(items[1])
    bench.scan(items[0])

    assert (left, again, bench.asking) == ("", "SAMPLE-7", "")


def test_a_recorded_item_has_no_draft_left(bench: Bench, items: list[str]) -> None:
    bench.scan(items[0])
    bench.command("outcome LAB")
    bench.scan("SAMPLE-7")
    bench.scan(items[1])
    bench.command("next")
    bench.scan(items[0])
    bench.command("outcome REL")
    bench.command("confirm")
    bench.scan(items[1])
    bench.scan(items[0])

    assert bench.asking == ""
    assert bench.acts() == [("outcome", "REL")]


def test_an_item_scanned_while_the_last_is_being_written_leaves_no_draft(
    bench: Bench, items: list[str]
) -> None:
    bench.scan(items[0])
    bench.command("outcome RTS")
    QTest.keyClicks(bench.form.field("reason"), "wrong address")
    bench.type(bench.codes["confirm"])
    bench.scan(items[1])
    bench.scan(items[0])

    assert bench.acts() == [("outcome", "RTS")]
    assert bench.asking == ""


def test_what_is_refused_after_the_item_left_is_its_draft(bench: Bench, items: list[str]) -> None:
    bench.scan(items[0])
    bench.command("outcome RTS")
    bench.type(bench.codes["confirm"])
    bench.scan(items[1])
    said = bench.strip
    bench.scan(items[0])

    assert "Reason is missing" in said
    assert bench.acts() == []
    assert bench.asking == "RTS"


def test_undo_by_code_is_another_act(bench: Bench, items: list[str]) -> None:
    bench.scan(items[0])
    bench.command("outcome REL")
    bench.command("confirm")
    bench.command("undo")

    assert [kind for kind, _ in bench.acts()] == ["undo", "outcome"]


def test_next_clears_the_bench_and_outcomes_need_an_item_again(
    bench: Bench, items: list[str]
) -> None:
    bench.scan(items[0])
    bench.command("next")
    word = bench.window.page.band.word
    bench.command("outcome REL")
    refused = bench.strip
    bench.command("confirm")

    assert word == "READY"
    assert "scan the item first" in refused
    assert "Nothing to confirm" in bench.strip
    assert (bench.asking, bench.acts()) == ("", [])


def test_a_command_read_twice_within_a_second_acts_once(bench: Bench, items: list[str]) -> None:
    at = [NOON]
    bench.scan(items[0])
    for code in (bench.codes["outcome REL"], bench.codes["confirm"], bench.codes["confirm"]):
        bench.window.examine(Scan(code, at[0]))
    bench.stage.settle()

    assert len(bench.acts()) == 1
    assert "Scanned twice" in bench.strip


@pytest.mark.parametrize("source", [ScanSource.PICTURE, ScanSource.TYPED])
def test_a_command_in_a_picture_or_typed_is_refused(
    bench: Bench, items: list[str], source: ScanSource
) -> None:
    bench.scan(items[0])
    bench.window.examine(Scan(bench.codes["outcome REL"], NOON, source))

    assert bench.asking == ""
    assert "from a scanner only" in bench.strip
    assert items[0] in bench.shown


def test_a_label_with_a_forged_command_does_nothing_and_says_so(
    bench: Bench, items: list[str]
) -> None:
    genuine = bench.codes["outcome REL"]
    other = "B" if genuine[-1] != "B" else "C"
    bench.scan(items[0])
    bench.scan(genuine[:-1] + other)

    assert bench.asking == ""
    assert "not printed for this station" in bench.strip
    assert "triage sheet commands" in bench.strip


@pytest.mark.parametrize("label", ["\x11\r", " \r", "\x11 \r", "\x11\t\r", "\r\r", "\r7AB\r"])
def test_keys_a_label_bids_the_scanner_press_record_nothing(
    bench: Bench, items: list[str], label: str
) -> None:
    """Scanners send control characters as keys; here Home, as one maker's do."""
    bench.scan(items[0])
    bench.command("outcome REL")
    bench.scan(label, end="")
    bench.stage.pause()
    bench.stage.settle()

    assert bench.acts() == []


def test_an_old_sheet_is_refused(bench: Bench, items: list[str]) -> None:
    with assemble(load_settings(bench.home)) as parts:
        parts.record.sheets.renew_sheet()
    bench.scan(items[0])
    bench.command("outcome REL")

    assert bench.asking == ""
    assert "sheet 1" in bench.strip


def test_a_selftest_shows_the_diagnosis_and_the_next_scan_the_item(
    bench: Bench, items: list[str]
) -> None:
    bench.scan(SENT)
    right = bench.window.page.card.text
    bench.scan(Way("us", "fr").typed(SENT))
    wrong = bench.window.page.card.text
    visible = bench.window.page.card.isVisible()
    bench.scan(items[0])

    assert "SET UP RIGHT" in right
    assert "French (AZERTY)" in wrong
    assert 'layout = "us"' in wrong
    assert visible
    assert not bench.window.page.card.isVisible()
    assert items[0] in bench.shown


def test_a_selftest_without_enter_is_diagnosed_and_typed_nowhere(bench: Bench) -> None:
    bench.window.page.header.entry.setFocus()
    bench.scan(SENT, end="")
    bench.stage.wait(bench.window.page.card.isVisible, "diagnose the missing Enter")

    assert "No Enter came" in bench.window.page.card.text
    assert bench.window.page.header.entry.text() == ""


def shows_help(bench: Bench) -> bool:
    return "F1 Release" in bench.window.page.card.text


def shows_cleared(bench: Bench) -> bool:
    return "BENCH CLEARED" in bench.window.page.card.text and "Ready" in bench.shown


@pytest.mark.parametrize(("word", "seen"), [("help", shows_help), ("lock", shows_cleared)])
def test_a_card_opens_by_code_and_closes_by_escape(
    bench: Bench, items: list[str], word: str, seen: Callable[[Bench], bool]
) -> None:
    bench.scan(items[0])
    bench.command(word)
    opened = bench.window.page.card.isVisible() and seen(bench)
    QTest.keyClick(bench.window.page.card, Qt.Key.Key_Escape)

    assert opened
    assert not bench.window.page.card.isVisible()


def test_the_picture_obeys_codes_too(bench: Bench, items: list[str]) -> None:
    with assemble(load_settings(bench.home)) as parts:
        pictured = next(
            one.number for one in parts.cache.announcements() if parts.cache.reader.images(one.id)
        )
    bench.scan(items[0])
    bench.command("picture invert")
    without = bench.strip
    bench.scan(pictured)
    canvas = bench.window.page.pictures.xray.canvas
    bench.stage.wait(lambda: canvas.look is not None, "show the X-ray")
    assert canvas.look is not None
    before = canvas.look
    bench.command("picture invert")
    bench.command("picture narrower")

    assert "no X-ray" in without
    assert canvas.look.invert is not before.invert
    assert canvas.look.window.width < before.window.width
    assert "COMMAND · X-ray: more contrast" in [
        label.whole for label in bench.window.page.header.findChildren(ElidedLabel)
    ]
