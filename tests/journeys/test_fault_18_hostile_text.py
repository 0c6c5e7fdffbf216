"""FAULTS 18: text with markup, turns of direction, control characters and a megabyte in a field is
shown as plain text everywhere an announcement shows, never as rich text, never as a link."""

import csv
import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtGui
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from triage_app.app import assemble, make_desk, make_home
from triage_app.cli import main
from triage_app.settings import load_settings
from triage_app.ui.stage import Stage

CODE = "RR473124829US"
CONTROL = Qt.KeyboardModifier.ControlModifier
MARKUP = '<img src="file:///etc/passwd"><a href="file:///etc/passwd">gift</a><b>x</b>'
TURNED = "invoice\u202egpj.exe\u2066 \u200f\u061c"
CONTROLS = "\x1b[31mred\x07\x00\x9b2J \u2028 \ufeff"
MEGABYTE = "<b>&amp;" + "W" * (1 << 20)
COLUMNS = (
    *("HAWB", "ShipperName", "ConsigneeName", "ConsigneeAddress", "ConsigneeCity", "Flight", "Bag"),
    *("GoodsDescription", "HSCode", "Carrier", "Service", "url", "documents", "Remark"),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.toml").write_text('[store]\nkey = "file"\n', "utf-8")
    make_home(load_settings(home))
    return home


def announced(home: Path, hostile: str) -> None:
    path = home.parent / "m.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(COLUMNS)
        cells = [f"{hostile} {n}" for n in range(len(COLUMNS) - 1)]
        writer.writerow([CODE, *(cells if len(hostile) < 1_000 else _one_long(cells))])
    assert main(["--home", str(home), "import", str(path)]) == 0
    assert main(["--home", str(home), "hold", "add", CODE, "--why", hostile[:1000] + "!"]) == 0


def _one_long(cells: list[str]) -> list[str]:
    """A line holds a megabyte, not thirteen."""
    return [cells[0], *(cell[:500] for cell in cells[1:])]


@pytest.fixture
def stage(home: Path, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Stage]:
    announced(home, request.param)
    stage = Stage(make_desk(load_settings(home)), (1280, 800))
    yield stage
    stage.close()


HOSTILE = pytest.mark.parametrize(
    "stage",
    [MARKUP, TURNED, CONTROLS, MEGABYTE],
    ids=["markup", "bidi", "controls", "1 MB"],
    indirect=True,
)


might_be_rich = QtGui.Qt.mightBeRichText


def shown_texts(window: QWidget) -> Iterator[str]:
    """Everything labels, tables and readers of the screen are given to say."""
    for widget in window.findChildren(QWidget):
        yield widget.accessibleName()
        if isinstance(widget, QLabel):
            yield widget.text()
        elif isinstance(widget, QAbstractItemView):
            yield from cells_of(widget.model())


def cells_of(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            yield str(model.index(row, column).data() or "")


def obeyed(text: str) -> list[str]:
    """Characters that turn, hide or ring; a line's end is the layout's own."""
    return [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") and c != "\n"]


def assert_plain(stage: Stage) -> None:
    window = stage.window
    for label in window.findChildren(QLabel):
        assert not label.openExternalLinks()
        if "<" in label.text():
            assert label.textFormat() == Qt.TextFormat.PlainText, label.text()[:80]
    for widget in window.findChildren(QWidget):
        if might_be_rich(widget.toolTip()):
            document = QTextDocument()
            document.setHtml(widget.toolTip())
            assert "href" not in document.toHtml(), widget.toolTip()[:80]
            assert "<img" not in document.toHtml()
    for text in shown_texts(window):
        assert obeyed(text.replace("\u200b", "")) == [], text[:80]
        assert len(text) < 20_000


@HOSTILE
def test_on_the_bench(stage: Stage) -> None:
    item = stage.scan(CODE)[0].item
    stage.settle()

    assert item.announcement is not None
    assert_plain(stage)


@HOSTILE
def test_in_the_search(stage: Stage) -> None:
    stage.press(Qt.Key.Key_4, CONTROL)
    page = stage.window.searching.page
    stage.window.searching.indexing.look()
    stage.wait(lambda: not stage.window.searching.indexing.is_taking_in, "index the item")
    page.field.setText(CODE)
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    stage.settle()

    assert_plain(stage)


@HOSTILE
def test_in_the_work_list(stage: Stage) -> None:
    stage.press(Qt.Key.Key_2, CONTROL)
    stage.settle()
    page = stage.window.working.page

    assert page.table.model().rowCount() == 1
    assert_plain(stage)


@pytest.mark.parametrize(
    "hostile", [MARKUP, TURNED, CONTROLS, MEGABYTE], ids=["markup", "bidi", "controls", "1 MB"]
)
def test_on_the_terminal(home: Path, hostile: str, capsys: pytest.CaptureFixture[str]) -> None:
    announced(home, hostile)
    capsys.readouterr()
    for words in (["show", CODE], ["worklist"], ["search", CODE], ["assess", CODE]):
        main(["--home", str(home), *words])
        said = capsys.readouterr()
        assert obeyed(said.out + said.err) == [], words
        main(["--home", str(home), *words, "--json"])
        out = capsys.readouterr().out
        assert obeyed(out) == []
        assert [json.loads(line) for line in out.splitlines()]


@pytest.mark.parametrize(
    "hostile", [MARKUP, TURNED, CONTROLS, MEGABYTE], ids=["markup", "bidi", "controls", "1 MB"]
)
def test_it_is_kept_as_it_was(home: Path, hostile: str) -> None:
    announced(home, hostile)
    with assemble(load_settings(home)) as parts:
        (found,) = parts.cache.announcements()

    assert found.sender.name == f"{hostile} 0".replace("\0", "").strip()
    assert dict(found.extra)["Remark"].startswith(hostile.replace("\0", "")[:5])
