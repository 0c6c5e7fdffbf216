"""What other stations decided stands before our own acts on an item."""

from dataclasses import replace
from datetime import datetime, timedelta

from pytestqt.qtbot import QtBot

from tests.builders import NOON
from tests.ui.views import held_item, make_examination
from triage_app.model.act import ActKind, ActLine
from triage_app.model.told import ToldOutcome
from triage_app.ui.parties_panel import PartiesPanel
from triage_app.ui.theme import light

TOLD = ToldOutcome("a1", "bench-<b>2</b>", "s10", "RR473124829US", "", "SZ", NOON)


def same_time(at: datetime) -> datetime:
    return at


def test_another_stations_outcome_is_said_with_its_station(qtbot: QtBot) -> None:
    panel = PartiesPanel(light(), same_time)
    qtbot.addWidget(panel)
    undone = replace(TOLD, act_id="a2", decided_at=NOON + timedelta(hours=1), undone_by="a3")
    item = replace(held_item(), told=(TOLD, undone))

    panel.show_examination(make_examination(item=item))
    first, second = panel.history_text.splitlines()

    assert "SZ (undone) · at bench-<b>2</b>" in first
    assert "SZ · at" in second
    assert "No earlier act" not in panel.history_text


def test_an_act_that_waits_or_was_refused_says_why(qtbot: QtBot) -> None:
    panel = PartiesPanel(light(), same_time)
    qtbot.addWidget(panel)
    waits = ActLine("o1", 1, ActKind.OUTCOME, NOON, "li.w", "s10", "X", "REL", waits="status 422")
    refused = replace(waits, id="o2", seq=2, waits="", refusal="wrong signature")

    panel.show_acts((waits, refused))

    first, second = panel.history_text.splitlines()
    assert first.endswith("refused: wrong signature")
    assert second.endswith("waits: status 422")


def test_our_own_acts_follow(qtbot: QtBot) -> None:
    panel = PartiesPanel(light(), same_time)
    qtbot.addWidget(panel)
    act = ActLine("o1", 1, ActKind.OUTCOME, NOON, "li.w", "s10", "RR473124829US", "REL", "Released")
    item = replace(held_item(), told=(TOLD,), acts=(act,))

    panel.show_examination(make_examination(item=item))

    assert [line.split("· ")[1] for line in panel.history_text.splitlines()] == [
        "at bench-<b>2</b>",
        "li.w",
    ]
