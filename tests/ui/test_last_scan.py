"""The last scan at arm's length: the number grouped, and every element with its title."""

import pytest
from pytestqt.qtbot import QtBot

from triage_app.flow.identify import identify
from triage_app.ui.elided_label import ElidedLabel
from triage_app.ui.last_scan import CodeLabel, named, number_of
from triage_app.ui.theme import light

GS1 = "]C10109506000134352172612311010AB-7\x1d21x9"


@pytest.mark.parametrize(
    ("code", "number", "says"),
    [
        ("RR473124829US", "RR 4731 2482 9 US", ("S10", "registered", "US")),
        ("1Z879E930346834440", "1Z 879 E93 03 4683 4440", ("UPS",)),
        (
            GS1,
            "(01) 0950 6000 1343 52  (17) 261231  (10) 10AB-7  (21) x9",
            ("GTIN 09506000134352", "2026-12-31", "BATCH/LOT 10AB-7", "SERIAL x9"),
        ),
        ("a\x00<b>", "a⟨U+0000⟩<b>", ("No known kind of number",)),
    ],
)
def test_number_and_elements_are_all_said(code: str, number: str, says: tuple[str, ...]) -> None:
    identity = identify(code)
    assert number_of(identity) == number
    assert [part for part in says if part not in named(identity)] == []


def test_the_first_element_stays_whole_and_a_number_keeps_its_ends(qtbot: QtBot) -> None:
    label = CodeLabel(light())
    qtbot.addWidget(label)
    label.resize(500, 60)
    label.show_code(number_of(identify(GS1)), of_elements=True)
    assert label.text().startswith("(01) 0950 6000 1343 52")
    label.show_code("9" * 60 + "1")
    assert label.text().endswith("1")
    assert "…" in label.text()


def test_a_line_that_fits_is_no_stop_for_tab(qtbot: QtBot) -> None:
    label = ElidedLabel(100)
    qtbot.addWidget(label)
    label.resize(300, 30)
    label.show_text("short")
    assert not label.focusPolicy()
    label.show_text("<b>long</b> " * 30)
    assert label.focusPolicy()
    assert label.toolTip().startswith("<p>&lt;b&gt;long")
