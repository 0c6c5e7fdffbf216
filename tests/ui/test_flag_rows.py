"""The flags panel row by row: a sum one can read, handling cards where they are needed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from tests.ui.views import make_assessment, make_examination, make_flag
from triage_app.model.risk import Card, Verdict, Without
from triage_app.model.sentence import tr
from triage_app.ui.flag_rows import CARD, card_row, flag_row, flag_rows, sum_row
from triage_app.ui.flags_panel import FlagsPanel
from triage_app.ui.theme import dark, light

OPIOID = Card(
    "opioid",
    "Suspected opioid: do not open",
    ("Wear gloves", "Keep powder down"),
    "NIOSH",
    ours=("A second person stays in sight",),
)


def below(row: QTreeWidgetItem) -> list[str]:
    return [row.child(n).text(0) for n in range(row.childCount())]


def test_a_flag_says_what_would_change_it_and_its_thresholds() -> None:
    flag = make_flag(
        would_change=tr("rules", "a value of {bound} USD or more", bound="12.00"),
        thresholds={"fewest_peers": 20, "share_percent": 45},
    )

    assert below(flag_row(flag))[-3:] == [
        "would change it: a value of 12.00 USD or more",
        "rule vague-text · +0.30 points · pack us-2026 1",
        "thresholds: fewest peers 20 · share percent 45",
    ]


def test_a_card_stands_once_under_the_first_flag_that_brings_it() -> None:
    flags = [make_flag("first"), make_flag("second", cards=("opioid",)), make_flag("third")]
    flags.append(make_flag("fourth", cards=("opioid",)))

    rows = flag_rows(make_assessment(*flags, cards=(OPIOID,)), flags)

    assert [row.text(0)[:9] for row in rows] == ["first", "second", "Handling:", "third", "fourth"]
    assert [bool(row.data(0, CARD)) for row in rows] == [False, False, True, False, False]


def test_a_card_tells_published_steps_from_our_own_and_names_its_source() -> None:
    row = card_row(OPIOID)

    assert row.text(0) == (
        "Handling: Suspected opioid: do not open – Wear gloves · Keep powder down"
    )
    assert below(row) == [
        "Wear gloves",
        "Keep powder down",
        "A second person stays in sight (our own words)",
        "published in: NIOSH",
    ]
    assert "do not open" in row.data(0, Qt.ItemDataRole.AccessibleTextRole)


def test_the_sum_shows_each_part_the_limits_and_what_the_verdict_hangs_on() -> None:
    split = make_flag("Split lot", rule="split-lot", points_micro=450_000)
    note = make_flag("Selected at random", rule="random", points_micro=0)
    assessment = make_assessment(
        split,
        note,
        hold_at_micro=900_000,
        look_at_micro=300_000,
        without=(Without(("split-lot",), Verdict.CLEAR, 0),),
    )

    row = sum_row(assessment)

    assert row.text(0) == "sum 0.45 = 0.45. Without split-lot it would be clear (0.00)"
    assert below(row) == [
        "0.45  split-lot – Split lot",
        "by its sum alone a hold from 0.90, a look from 0.30; a full score is 1.00",
        "Without split-lot it would be clear (0.00)",
    ]


def test_flags_without_points_have_no_sum(qtbot: QtBot) -> None:
    panel = FlagsPanel(light())
    qtbot.addWidget(panel)

    panel.show_examination(make_examination(make_assessment(make_flag(points_micro=0))))

    said = [panel.topLevelItem(n).text(0) for n in range(panel.topLevelItemCount())]  # type: ignore[union-attr]
    assert not any(text.startswith("sum") for text in said)


@pytest.mark.parametrize("tokens", [light(), dark()])
def test_a_card_is_framed_in_the_accent(qtbot: QtBot, tokens: object) -> None:
    panel = FlagsPanel(tokens)  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.resize(560, 300)
    flag = replace(make_flag(), cards=("opioid",))

    panel.show_examination(make_examination(make_assessment(flag, cards=(OPIOID,))))

    image = panel.grab().toImage()
    accent = tokens.accent.lower()  # type: ignore[attr-defined]
    seen = {image.pixelColor(300, y).name() for y in range(image.height())}
    assert accent in seen


def test_why_not_opens_by_keyboard(qtbot: QtBot) -> None:
    panel = FlagsPanel(light())
    qtbot.addWidget(panel)
    panel.show_examination(make_examination())
    last = panel.topLevelItem(panel.topLevelItemCount() - 1)
    assert last is not None

    panel.setCurrentItem(last)
    qtbot.keyClick(panel, Qt.Key.Key_Right)

    assert last.isExpanded()
    assert last.childCount() == 31
