"""Whether rules work, on a page: values in, signals out; table, charts and speech say the same."""

import csv
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from tests.risk.test_measuring import DAY, item, many
from triage_app.flow.measuring import told
from triage_app.model.measure import Measurement
from triage_app.model.outcome import Result
from triage_app.risk.measuring import measure
from triage_app.ui.interval_chart import IntervalChart
from triage_app.ui.measurement_page import MeasurementPage
from triage_app.ui.measuring import Measuring
from triage_app.ui.theme import Tokens, dark, light

WORDS = Qt.ItemDataRole.DisplayRole


def measured() -> Measurement:
    items = [
        *many(40, "split-lot", result=Result.FOUND),
        *many(60, "split-lot"),
        *many(25, "vague-text", examined=False),
        *many(8, random=True, result=Result.FOUND),
        *many(192, random=True),
        *many(3, day=DAY - timedelta(days=1), share_micro=100_000),
    ]
    return measure(items, DAY - timedelta(days=1), DAY)


@pytest.fixture(params=[light(), dark()], ids=["light", "dark"])
def page(qtbot: QtBot, request: pytest.FixtureRequest) -> MeasurementPage:
    tokens: Tokens = request.param
    made = MeasurementPage(tokens, lambda: DAY)
    qtbot.addWidget(made)
    made.resize(1160, 700)
    made.show()
    return made


def rows(page: MeasurementPage) -> list[list[str]]:
    model = page.model
    columns = range(model.columnCount())
    return [
        [str(model.data(model.index(row, column), WORDS)) for column in columns]
        for row in range(model.rowCount())
    ]


def test_before_any_figure_it_teaches_how_they_come_to_be(page: MeasurementPage) -> None:
    assert "Examined" in page.listing.taught
    assert not page.export.isEnabled()


def test_each_rule_has_its_figures_and_what_they_rest_on(page: MeasurementPage) -> None:
    page.show_measurement(measured())
    assert page.listing.taught == ""
    told_of = {row[0]: row for row in rows(page)}
    assert told_of["split-lot"][1:7] == [
        *("100", "50.0", "100", "40"),
        *("40 %  (31–50)", "10.0 ×  (4.9–20.5)"),
    ]
    assert told_of["vague-text"][5] == "none settled"
    assert "Random slice: found in 4 %" in page.summary


def test_a_share_that_changed_is_said(page: MeasurementPage) -> None:
    page.show_measurement(measured())
    assert "5 %, 10 %" in page.summary


def test_a_chart_says_in_words_what_it_draws(page: MeasurementPage) -> None:
    page.show_measurement(measured())
    said = page.precision.accessibleDescription()
    assert "split-lot: 40 %, 40 of 100" in said
    assert "vague-text: not known, 0 of 0" in said
    assert "random slice: 4 %" in said
    assert "split-lot: 10.0 ×" in page.lift.accessibleDescription()
    assert f"{DAY}: 325 decided, 125 flagged, 48 with a find" in page.load.accessibleDescription()
    assert "score: not known" in page.drift.accessibleDescription()


def test_without_a_random_slice_no_line_is_drawn_and_it_is_said(page: MeasurementPage) -> None:
    page.show_measurement(measure(many(5, "split-lot"), DAY, DAY))
    assert "random slice" not in page.precision.accessibleDescription()
    assert "nothing to compare" in page.summary


def test_every_chart_is_drawn_in_both_themes(page: MeasurementPage, qtbot: QtBot) -> None:
    page.show_measurement(measured())
    seen = set()
    for place in range(4):
        page.charts.button(place).click()
        picture = page.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        seen.add(bytes(picture.constBits()))
    assert len(seen) == 4


def test_a_figure_beyond_its_axis_stays_inside_the_chart(qtbot: QtBot) -> None:
    from triage_app.ui.measurement_words import Bar

    chart = IntervalChart(light(), "x")
    qtbot.addWidget(chart)
    chart.show_bars([Bar("a" * 300, 9.0, -1.0, 99.0, "said")], [], 1.0, str)
    chart.resize(500, 120)
    assert not chart.grab().isNull()


def test_a_period_is_asked_for_with_both_its_days(page: MeasurementPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.period_asked) as asked:
        page.periods.button(0).click()
    assert asked.args == [DAY - timedelta(days=6), DAY]
    assert "Reading" in page.listing.taught
    with qtbot.waitSignal(page.period_asked) as again:
        page.begin()
    assert again.args == asked.args


def test_the_table_is_handed_over_as_harmless_csv(page: MeasurementPage, qtbot: QtBot) -> None:
    page.show_measurement(measure(many(40, "=cmd()", pack="+pack"), DAY, DAY))
    with qtbot.waitSignal(page.export_asked) as asked:
        page.export.click()
    (row, *_) = [one for one in csv.DictReader(asked.args[0].splitlines()) if one["hits"] == "40"]
    assert (row["rule"], row["pack"]) == ("'=cmd()", "'+pack")


def test_days_without_outcomes_say_so_and_a_failure_says_why(page: MeasurementPage) -> None:
    page.show_measurement(measured())
    page.show_measurement(measure([], DAY, DAY))
    assert "No outcome is recorded in these days" in page.listing.taught
    assert rows(page) == []
    page.show_failed("the disk is gone")
    assert "the disk is gone" in page.listing.taught


def test_every_control_has_a_name(page: MeasurementPage) -> None:
    controls = [*page.periods.buttons(), *page.charts.buttons(), page.export, page.table]
    charts = [page.precision, page.lift, page.load, page.drift]
    for one in [*controls, *charts]:
        assert one.accessibleName() or one.text()


def child(tmp_path: Path, code: str) -> tuple[str, ...]:
    """A command line that answers as the program would."""
    script = tmp_path / "child.py"
    script.write_text(code, "utf-8")
    return sys.executable, str(script)


def test_a_child_process_measures_and_its_answer_is_the_measurement(
    qtbot: QtBot, tmp_path: Path
) -> None:
    answer = told(measured()).decode()
    code = f"import sys\nassert sys.argv[1:] == {_words()!r}, sys.argv\nprint({answer!r})\n"
    asking = Measuring(child(tmp_path, code))
    with qtbot.waitSignal(asking.measured) as heard:
        asking.ask(DAY, DAY)
        assert asking.is_busy
    assert heard.args == [measured()]
    assert not asking.is_busy


def _words() -> list[str]:
    return ["measure", "--from", str(DAY), "--to", str(DAY), "--for-window"]


@pytest.mark.parametrize(
    "code", ["import sys; sys.stderr.write('no road'); sys.exit(3)", "print('no measurement')"]
)
def test_a_child_that_fails_is_heard(qtbot: QtBot, tmp_path: Path, code: str) -> None:
    asking = Measuring(child(tmp_path, code))
    with qtbot.waitSignal(asking.failed) as heard:
        asking.ask(DAY, DAY)
    assert heard.args == ["no road" if "road" in code else ""]


def test_a_child_that_cannot_be_started_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    asking = Measuring((str(tmp_path / "nothing-here"),))
    with qtbot.waitSignal(asking.failed) as heard:
        asking.ask(DAY, DAY)
    assert "could not be started" in heard.args[0]


def test_what_was_asked_before_is_not_answered_any_more(qtbot: QtBot, tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        f"if sys.argv[3] != {str(DAY)!r}:\n    time.sleep(60)\n"
        f"print({told(measured()).decode()!r})\n"
    )
    asking = Measuring(child(tmp_path, code))
    answers: list[Measurement] = []
    asking.measured.connect(answers.append)
    asking.ask(date(2020, 1, 1), DAY)
    with qtbot.waitSignal(asking.measured):
        asking.ask(DAY, DAY)
    assert len(answers) == 1
    asking.ask(date(2020, 1, 1), DAY)
    asking.stop()
    assert not asking.is_busy


def test_one_item_alone_fills_no_axis(page: MeasurementPage) -> None:
    page.show_measurement(measure([item("split-lot")], DAY, DAY))
    assert page.lift.accessibleDescription().count("not enough") == 1
