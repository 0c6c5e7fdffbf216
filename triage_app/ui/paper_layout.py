"""Report -> pages of things to paint, in dots of 1/300 inch; nothing is painted here.

Codes stand in two columns, the right one half a row lower: no scan line crosses two codes, and the
quiet zones are wider than the standard asks. A module is 4 dots, 0.339 mm.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics

from triage_app.imaging.code_bars import QUIET_MODULES, code_bars, code_squares
from triage_app.model.report import PrintedCode, Report, Section, Table
from triage_app.model.sentence import Sentence
from triage_app.ui.theme import code_font, light, text_font
from triage_app.ui.words import say, tr

DOTS_PER_INCH = 300
MODULE = 4
SQUARE = 8  # 0.68 mm: a telephone reads it from an arm's length
MARGIN = 130  # 11 mm: what office printers leave white
BARS = 124  # 10.5 mm
PITCH = 264
STAGGER = PITCH // 2
TITLE, HEADING, NAME, WORDS, SMALL, TINY = 84, 50, 42, 38, 32, 28
FEWEST_PX = 22
ROW, GAP, TICK = 60, 20, 36
"""Of a table: a row's height, the room between columns, the box to tick."""


class Paper(Enum):
    """Width and height in dots."""

    A4 = (2480, 3508)
    LETTER = (2550, 3300)


@dataclass(frozen=True, slots=True)
class Text:
    """One line, in its box; `right` aligns it there."""

    box: QRect
    text: str
    size: int
    bold: bool = False
    code: bool = False
    right: bool = False
    muted: bool = False

    @property
    def font(self) -> QFont:
        make = code_font if self.code else text_font
        font = make(light(), self.size, bold=self.bold)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


@dataclass(frozen=True, slots=True)
class Bars:
    """A code; `box` is its bars without the quiet zones."""

    box: QRect
    modules: tuple[bool, ...] = field(repr=False)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Squares:
    """A QR code; `box` is its modules without the quiet zone."""

    box: QRect
    rows: tuple[tuple[bool, ...], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Key:
    """The outline of a key's cap."""

    box: QRect


@dataclass(frozen=True, slots=True)
class Rule:
    box: QRect


Thing = Text | Bars | Squares | Key | Rule
Page = tuple[Thing, ...]


@dataclass(slots=True)
class _Block:
    """Things that stay together, placed from y = 0 down; `room` wants this much below as well."""

    height: int
    things: list[Thing]
    room: int = 0


def lay_out(report: Report, paper: Paper) -> tuple[Page, ...]:
    """The report's pages. A section that fits on one page is not broken."""
    width, height = paper.value
    inner = width - 2 * MARGIN
    foot_top = height - MARGIN - 2 * TINY - 12
    pages: list[list[Thing]] = [[]]
    top = MARGIN
    for block in _blocks(report, inner, foot_top - MARGIN):
        if top + block.height + block.room > foot_top and pages[-1]:
            pages.append([])
            top = MARGIN
        pages[-1] += [_moved(thing, MARGIN, top) for thing in block.things]
        top += block.height
    for number, page in enumerate(pages, 1):
        page += _foot(report, QRect(MARGIN, foot_top, inner, 2 * TINY + 12), number, len(pages))
    return tuple(tuple(page) for page in pages)


def _blocks(report: Report, width: int, page_height: int) -> Iterator[_Block]:
    yield _head(report, width)
    for section in report.sections:
        blocks = [
            *_words(section, width),
            *(_table(section.table, width) if section.table else ()),
            *_rows(section.codes, width),
            *([_square(section.square)] if section.square else ()),
        ]
        heading = _line(say(section.heading), width, HEADING, bold=True, above=24, below=14)
        whole = sum(block.height for block in blocks)
        first = blocks[0].height if blocks else 0
        heading.room = whole if heading.height + whole <= page_height else first
        yield heading
        yield from blocks


def _head(report: Report, width: int) -> _Block:
    things: list[Thing] = [Text(QRect(0, 0, width, TITLE + 20), say(report.title), TITLE, True)]
    top = 0
    for place, fact in enumerate(report.facts):
        size = WORDS if place == 0 else SMALL
        box = QRect(width // 2, top, width - width // 2, size + 14)
        things.append(_fitted(Text(box, say(fact), size, bold=place == 0, right=True)))
        top += size + 14
    height = max(TITLE + 20, top) + 12
    return _Block(height + 12, [*things, Rule(QRect(0, height, width, 4))])


def _words(section: Section, width: int) -> Iterator[_Block]:
    for place, said in enumerate(section.words, 1):
        mark = f"{place}." if section.numbered else "•"
        lone = len(section.words) == 1
        indent = 0 if lone else 60
        lines = _wrapped(say(said), width - indent, WORDS)
        things: list[Thing] = [] if lone else [Text(QRect(0, 0, 56, WORDS + 14), mark, WORDS)]
        for row, line in enumerate(lines):
            box = QRect(indent, row * (WORDS + 14), width - indent, WORDS + 14)
            things.append(Text(box, line, WORDS))
        yield _Block(len(lines) * (WORDS + 14) + (16 if lone else 4), things)


def _table(table: Table, width: int) -> Iterator[_Block]:
    """A line of titles, then a line a row; they stay together with the first row."""
    left = ROW if table.ticked else 0
    wide, places = width - left, []
    for share in table.shares:
        across = wide * share // sum(table.shares)
        places.append((left, across - GAP))
        left += across
    yield _Block(SMALL + 12, _cells(table.columns, places, SMALL, muted=True), room=ROW)
    for row in table.rows:
        things = _cells(row, places, WORDS)
        if table.ticked:
            things.append(Key(QRect(2, (ROW - TICK) // 2, TICK, TICK)))
        yield _Block(ROW, [*things, Rule(QRect(0, ROW - 2, width, 1))])


def _cells(
    cells: Sequence[str | Sentence],
    places: Sequence[tuple[int, int]],
    size: int,
    *,
    muted: bool = False,
) -> list[Thing]:
    height = SMALL + 12 if muted else ROW
    return [
        _fitted(_cut(Text(QRect(left, 0, wide, height), _said(cell), size, muted=muted)))
        for cell, (left, wide) in zip(cells, places, strict=True)
    ]


def _said(cell: str | Sentence) -> str:
    return cell if isinstance(cell, str) else say(cell)


def _cut(text: Text) -> Text:
    """The text with its end cut off where even the smallest type would not hold it."""
    metrics = QFontMetrics(replace(text, size=FEWEST_PX).font)
    cut = metrics.elidedText(text.text, Qt.TextElideMode.ElideRight, text.box.width())
    return replace(text, text=cut)


def _rows(codes: Sequence[PrintedCode], width: int) -> Iterator[_Block]:
    """Two codes a row. The last row leaves room for its right code, which stands lower."""
    rows = [codes[place : place + 2] for place in range(0, len(codes), 2)]
    for place, row in enumerate(rows):
        things: list[Thing] = []
        for column, code in enumerate(row):
            left = column * (width // 2) + QUIET_MODULES * MODULE
            things += _cell(code, left, column * STAGGER, width if len(codes) == 1 else width // 2)
        last = place == len(rows) - 1
        yield _Block(PITCH + (STAGGER if last and len(row) > 1 else 0), things)


def _cell(code: PrintedCode, left: int, top: int, width: int) -> Iterator[Thing]:
    modules = code_bars(code.text)
    wide = MODULE * len(modules)
    name_left = left
    if code.cap:
        cap = Text(QRect(), code.cap, SMALL, bold=True)
        said = QFontMetrics(cap.font).horizontalAdvance(code.cap)
        across = max(said + 24, NAME + 16)
        box = QRect(left, top + 4, across, NAME + 12)
        yield Key(box)
        yield replace(cap, box=QRect(left + (across - said) // 2, top + 4, said, NAME + 12))
        name_left += across + 18
    room = width - 2 * QUIET_MODULES * MODULE - (name_left - left)
    yield _fitted(Text(QRect(name_left, top, room, NAME + 20), say(code.title), NAME, True))
    bars_top = top + NAME + 26
    yield Bars(QRect(left, bars_top, wide, BARS), modules, code.text)
    plain = code.text.replace("\x1d", "<GS>")
    yield _fitted(Text(QRect(left, bars_top + BARS + 4, wide, TINY + 10), plain, TINY, code=True))


def _square(text: str) -> _Block:
    """With its quiet zone around, at the left edge."""
    rows, quiet = code_squares(text), 4 * SQUARE
    side = SQUARE * len(rows)
    return _Block(side + 2 * quiet, [Squares(QRect(quiet, quiet, side, side), rows)])


def _foot(report: Report, box: QRect, number: int, count: int) -> list[Thing]:
    page = tr("Paper", "{number} / {count}", number=number, count=count)
    things: list[Thing] = [Rule(QRect(box.left(), box.top(), box.width(), 2))]
    below = QRect(box.left(), box.top() + 14, box.width() - 160, TINY + 12)
    things.append(_fitted(Text(below, say(report.foot), TINY, muted=True)))
    corner = QRect(box.right() - 150, box.top() + 14, 151, TINY + 12)
    things.append(Text(corner, page, TINY, right=True, muted=True))
    return things


def _line(
    text: str, width: int, size: int, *, bold: bool = False, above: int = 0, below: int = 0
) -> _Block:
    box = QRect(0, above, width, size + 16)
    return _Block(above + box.height() + below, [_fitted(Text(box, text, size, bold))])


def _fitted(text: Text) -> Text:
    """The text in smaller type where it is wider than its box."""
    size = text.size
    while size > FEWEST_PX and _wide(text, size) > text.box.width():
        size -= 2
    return replace(text, size=size)


def _wide(text: Text, size: int) -> int:
    return QFontMetrics(replace(text, size=size).font).horizontalAdvance(text.text)


def _wrapped(text: str, width: int, size: int) -> list[str]:
    """The text in lines no wider than `width`."""
    metrics = QFontMetrics(Text(QRect(), "", size).font)
    lines = [""]
    for word in _breakable(text, width, metrics):
        longer = f"{lines[-1]} {word}".strip()
        if metrics.horizontalAdvance(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _breakable(text: str, width: int, metrics: QFontMetrics) -> Iterator[str]:
    """Its words; one that no line holds (a signature in hex) in pieces that do."""
    for word in text.split():
        while metrics.horizontalAdvance(word) > width and len(word) > 1:
            most = max(1, len(word) * width // metrics.horizontalAdvance(word) - 1)
            yield word[:most]
            word = word[most:]
        yield word


def _moved(thing: Thing, right: int, down: int) -> Thing:
    return replace(thing, box=thing.box.translated(right, down))
