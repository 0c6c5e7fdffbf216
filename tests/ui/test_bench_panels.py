"""Values in, what is seen and said out."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.builders import NOON, make_announcement, make_item, make_line, make_party
from tests.ui.views import (
    make_assessment,
    make_examination,
    make_flag,
    unknown_item,
    wrong_digit_item,
)
from triage_app.model.act import ActKind, ActLine
from triage_app.model.outcome import OutcomeCode
from triage_app.model.risk import Severity, Verdict
from triage_app.model.road import CacheAge, RoadState
from triage_app.ui.announced_panel import AnnouncedPanel
from triage_app.ui.band import VerdictBand
from triage_app.ui.flags_panel import FlagsPanel
from triage_app.ui.header import Header
from triage_app.ui.outcome_form import OutcomeForm
from triage_app.ui.parties_panel import PartiesPanel
from triage_app.ui.strip import Strip
from triage_app.ui.theme import BAND_TEXT, State, band_ground, light


def same_time(at: datetime) -> datetime:
    return at


@pytest.mark.parametrize(
    ("verdict", "word", "state"),
    [
        (Verdict.CLEAR, "CLEAR", State.CLEAR),
        (Verdict.LOOK, "LOOK", State.LOOK),
        (Verdict.HOLD, "HOLD", State.HOLD),
    ],
)
def test_the_band_says_the_verdict_by_word_and_colour(
    qtbot: QtBot, verdict: Verdict, word: str, state: State
) -> None:
    band = VerdictBand(light(), same_time)
    qtbot.addWidget(band)
    band.resize(560, 96)

    band.show_examination(make_examination(make_assessment(make_flag(), verdict=verdict)))

    image = band.grab().toImage()
    assert band.word == word
    assert word in band.accessibleName()
    assert image.pixelColor(8, 48) == band_ground(state)
    assert any(image.pixelColor(x, 48) == BAND_TEXT for x in range(16, 96))


def test_an_item_on_no_manifest_says_so(qtbot: QtBot) -> None:
    band = VerdictBand(light(), same_time)
    qtbot.addWidget(band)

    band.show_examination(make_examination(make_assessment(), unknown_item()))

    assert band.state is State.NOT_ANNOUNCED
    assert "can be recorded" in band.accessibleName()


def test_a_held_item_on_no_manifest_is_a_hold_first(qtbot: QtBot) -> None:
    band = VerdictBand(light(), same_time)
    qtbot.addWidget(band)

    band.show_examination(make_examination(make_assessment(verdict=Verdict.HOLD), unknown_item()))

    assert band.state is State.HOLD


def test_notes_are_not_counted_as_reasons(qtbot: QtBot) -> None:
    band = VerdictBand(light(), same_time)
    qtbot.addWidget(band)
    note = make_flag("Selected at random", severity=Severity.NOTE)

    band.show_examination(make_examination(make_assessment(make_flag(), note)))

    assert "1 reason ·" in band.accessibleName()


def texts(panel: FlagsPanel) -> list[str]:
    return [panel.topLevelItem(n).text(0) for n in range(panel.topLevelItemCount())]  # type: ignore[union-attr]


def test_flags_stand_with_law_and_the_rules_that_did_not_fire(qtbot: QtBot) -> None:
    panel = FlagsPanel(light())
    qtbot.addWidget(panel)

    panel.show_examination(make_examination())

    assert texts(panel) == [
        "Description vague",
        "sum 0.30 = 0.30",
        "law on 2026-03-02: 1 rules apply",
        "why not: 31 rules did not fire",
    ]


def test_never_more_than_seven_flags_without_folding(qtbot: QtBot) -> None:
    panel = FlagsPanel(light())
    qtbot.addWidget(panel)
    flags = [make_flag(f"reason {n}") for n in range(20)]

    panel.show_examination(make_examination(make_assessment(*flags)))

    assert texts(panel)[6:8] == ["reason 6", "13 more reasons"]
    assert panel.topLevelItem(7).childCount() == 13  # type: ignore[union-attr]


def test_evidence_opens_under_its_flag(qtbot: QtBot) -> None:
    panel = FlagsPanel(light())
    qtbot.addWidget(panel)
    flag = make_flag(evidence={"siblings": [{"number": "LX1CN", "value": "300 USD"}], "sum": 3})

    panel.show_examination(make_examination(make_assessment(flag)))
    row = panel.topLevelItem(0)

    assert row is not None
    assert [row.child(n).text(0) for n in range(3)] == [
        "siblings: number LX1CN · value 300 USD",
        "sum: 3",
        "rule vague-text · +0.30 points · pack us-2026 1",
    ]


def test_why_not_is_filled_when_it_is_opened(qtbot: QtBot) -> None:
    panel = FlagsPanel(light())
    qtbot.addWidget(panel)
    panel.show_examination(make_examination())
    why_not = panel.topLevelItem(3)

    assert why_not is not None
    assert why_not.childCount() == 0
    panel.expandItem(why_not)
    assert why_not.childCount() == 31
    assert why_not.child(0).text(0) == "rule-0 – not so"


def test_codes_near_a_wrong_one_are_offered(qtbot: QtBot) -> None:
    panel = FlagsPanel(light())
    qtbot.addWidget(panel)

    panel.show_examination(make_examination(make_assessment(), wrong_digit_item()))

    assert texts(panel)[0] == "Close to it and announced: RR473124829US"


def test_a_code_that_names_nothing_says_why(qtbot: QtBot) -> None:
    panel = FlagsPanel(light())
    qtbot.addWidget(panel)

    panel.show_examination(make_examination(make_assessment(), unknown_item()))

    assert texts(panel)[0] == "no known kind of number"


def test_the_header_says_which_check_digit_is_wrong(qtbot: QtBot) -> None:
    header = Header(light(), "li.w", same_time)
    qtbot.addWidget(header)

    header.show_examination(make_examination(make_assessment(), wrong_digit_item()))

    assert header._named.whole.endswith("check digit is 8, should be 9")


def test_a_random_pick_is_said_first_and_whole_at_the_smallest_window(qtbot: QtBot) -> None:
    band = VerdictBand(light(), same_time)
    qtbot.addWidget(band)
    picked = make_assessment(verdict=Verdict.CLEAR, selected_at_random=True)

    band.show_examination(make_examination(picked))

    assert band.accessibleName() == "CLEAR, picked at random, nothing against it · risk 0.00"


def test_a_notice_too_long_for_the_strip_is_whole_on_hover(qtbot: QtBot) -> None:
    strip = Strip(light(), same_time)
    qtbot.addWidget(strip)
    strip.resize(600, 32)
    strip.show()

    strip.show_notice("what happened and what to do " * 8)

    assert strip._left.text().endswith("…")
    assert strip._left.toolTip() == "what happened and what to do " * 8
    assert strip.minimumSizeHint().width() <= 600


def test_markup_from_outside_is_shown_as_text(qtbot: QtBot) -> None:
    announced = make_announcement(
        lines=(make_line(description="<img src=x> <b>gift</b>\u202e"),),
        recipient=make_party(name="<i>Jane</i>"),
    )
    panel, parties = AnnouncedPanel(light()), PartiesPanel(light(), same_time)
    for widget in (panel, parties):
        qtbot.addWidget(widget)
        widget.show_examination(make_examination(item=make_item(announced)))

    cell = panel._model.index(0, 1).data()
    assert cell == "<img src=x> <b>gift</b>⟨U+202E⟩"
    assert parties._recipient._name.text() == "<i>Jane</i>"


def test_the_gross_weight_is_compared_with_the_measured_one(qtbot: QtBot) -> None:
    panel = AnnouncedPanel(light())
    qtbot.addWidget(panel)

    panel.show_examination(make_examination())

    assert panel._gross.text() == "gross 950 g   ·   48.00 USD"
    assert panel.measured_text == "1.31 kg\n+38 %"
    assert panel._measured.accessibleName() == "Measured weight: 1.31 kg, +38 %"


def test_what_is_known_of_the_parties_is_said_in_numbers(qtbot: QtBot) -> None:
    panel = PartiesPanel(light(), same_time)
    qtbot.addWidget(panel)

    panel.show_examination(make_examination())

    assert panel._sender._known.text() == "3 today, 12 in 30 days · 5 recorded, 2 seized"
    assert panel._recipient._known.text() == "4 today, 9 in 30 days"


def make_act(**changes: object) -> ActLine:
    act = ActLine("i", 1, ActKind.OUTCOME, NOON, "li.w", "s10", "RB473124820DE", "REL", "Released")
    return replace(act, **changes)  # type: ignore[arg-type]


def test_the_last_acts_stay_readable_and_a_notice_gives_way_to_them(qtbot: QtBot) -> None:
    strip = Strip(light(), same_time, now=lambda: NOON)
    qtbot.addWidget(strip)

    strip.show_notice("Scanned twice: one look.")
    strip.show_acts((make_act(),))
    assert strip.text == "Scanned twice: one look."
    strip._timer.timeout.emit()

    assert strip.text == "12:00 RB473124820DE Released"


def test_the_strip_tells_todays_acts_by_the_facilitys_date(qtbot: QtBot) -> None:
    five_hours_behind = timezone(timedelta(hours=-5))
    after_midnight_utc = NOON.replace(hour=3)
    strip = Strip(
        light(), lambda at: at.astimezone(five_hours_behind), now=lambda: after_midnight_utc
    )
    qtbot.addWidget(strip)

    strip.show_acts((make_act(recorded_at=NOON - timedelta(days=1)),))
    assert strip.text == "07:00 RB473124820DE Released"
    strip.show_acts((make_act(recorded_at=NOON - timedelta(days=2)),))
    assert strip.text == "Nothing recorded yet today."


def test_an_undone_act_is_not_told_as_if_it_stood(qtbot: QtBot) -> None:
    strip = Strip(light(), same_time, now=lambda: NOON)
    qtbot.addWidget(strip)

    strip.show_acts((make_act(undone_by="j"),))

    assert strip.text == "12:00 RB473124820DE Released (undone)"


def test_the_form_never_shows_a_number_as_shorter_than_it_is(qtbot: QtBot) -> None:
    form = OutcomeForm(light())
    qtbot.addWidget(form)
    form.show_outcome(OutcomeCode("REL", "Released", 1), {}, "00340434" + "5" * 40 + "1Z94")
    form.resize(1200, 80)
    form.show()

    said = form._item.text()
    assert "…" in said
    assert (said[:4], said[-4:]) == ("0034", "1Z94")
    assert form._item.fontMetrics().horizontalAdvance(said) <= form._item.width()


def test_an_empty_cache_teaches_how_to_fill_it(qtbot: QtBot) -> None:
    strip = Strip(light(), same_time)
    qtbot.addWidget(strip)

    strip.show_age(CacheAge())

    assert "triage import FILE" in strip._cache.text()


@pytest.mark.parametrize(
    ("road", "said"),
    [
        (RoadState(), "○ no hub set"),
        (RoadState(configured=True), "○ no contact yet"),
        (RoadState(True, True, NOON, waiting_acts=3), "● road open 12:00 · 3 waiting"),
        (
            RoadState(True, True, NOON, 0, 2, mismatch="The hub holds acts up to 2 only."),
            "● road open 12:00 · 2 images · ▲ the hub's record differs",
        ),
        (
            RoadState(True, False, NOON, 2, 0, 1),
            "○ road closed, last contact 12:00 · 2 waiting · 1 refused",
        ),
    ],
)
def test_the_road_is_always_said(qtbot: QtBot, road: RoadState, said: str) -> None:
    header = Header(light(), "li.w", same_time)
    qtbot.addWidget(header)

    header.show_road(road)

    assert header._road.text() == said


def test_a_typed_code_is_handed_on_as_typed_and_the_field_is_free_again(qtbot: QtBot) -> None:
    header = Header(light(), "li.w", same_time)
    qtbot.addWidget(header)
    header.entry.setText(" rr473124829us ")

    with qtbot.waitSignal(header.code_typed) as typed:
        header.entry.returnPressed.emit()

    assert typed.args == [" rr473124829us "]
    assert header.entry.text() == ""


def test_a_very_long_code_is_cut_in_the_middle_and_whole_on_hover(qtbot: QtBot) -> None:
    header = Header(light(), "li.w", same_time)
    qtbot.addWidget(header)
    header.resize(900, 64)
    header.show()

    header.code.show_code("A" * 60 + "Z")

    assert "…" in header.code.text()
    assert header.code.text().endswith("Z")
    assert header.code.toolTip() == "A" * 60 + "Z"


def test_a_click_anywhere_on_a_reason_opens_its_evidence(qtbot: QtBot) -> None:
    panel = FlagsPanel(light())
    qtbot.addWidget(panel)
    panel.resize(600, 300)
    panel.show_examination(make_examination(make_assessment(make_flag())))
    row = panel.topLevelItem(0)
    assert row is not None
    panel.show()

    for unfolded in (True, False):
        where = panel.visualItemRect(row).center()
        qtbot.mouseClick(panel.viewport(), Qt.MouseButton.LeftButton, pos=where)
        assert row.isExpanded() is unfolded
