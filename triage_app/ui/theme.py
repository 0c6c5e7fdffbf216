"""Colours, sizes and the one stylesheet, from tokens. 8 px grid; states from the Okabe-Ito set."""

from enum import StrEnum

from PySide6.QtGui import QColor, QFont, QPalette

from triage_app.model.noun import noun

TEXT_FACES = (
    "Inter",
    "Noto Sans",
    "DejaVu Sans",
    "Segoe UI",
    "Helvetica Neue",
    "Droid Sans Fallback",
)
CODE_FACES = ("JetBrains Mono", "DejaVu Sans Mono", "Cascadia Mono", "Consolas", "Menlo")
BAND_CONTRAST = 7.0
BAND_TEXT = QColor("#000000")


class State(StrEnum):
    """What the band says; also the tone of a flag. The last two wait for nothing."""

    CLEAR = "clear"
    LOOK = "look"
    HOLD = "hold"
    NOT_ANNOUNCED = "not_announced"
    RECORDED = "recorded"
    IDLE = "idle"


QUIET = (State.RECORDED, State.IDLE)


# Okabe and Ito, Color Universal Design (2008)
STATE_COLOURS = {
    State.CLEAR: "#009E73",
    State.LOOK: "#E69F00",
    State.HOLD: "#D55E00",
    State.NOT_ANNOUNCED: "#56B4E9",
    State.RECORDED: "#8A93A0",
    State.IDLE: "#8A93A0",
}


@noun(frozen=True, slots=True)
class Tokens:
    """One theme at one scale. Sizes are px at 100 %; `px()` scales them."""

    dark: bool
    surface: str
    card: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    chosen: str
    scale: int = 100

    def px(self, size: int) -> int:
        """A size on the grid, scaled."""
        return round(size * self.scale / 100)


def light(scale: int = 100) -> Tokens:
    return Tokens(
        dark=False,
        surface="#EDEFF2",
        card="#FFFFFF",
        line="#CBD1D9",
        text="#12161C",
        muted="#4B5563",
        accent="#0B5CAD",
        on_accent="#FFFFFF",
        chosen="#DCEAF8",
        scale=scale,
    )


def dark(scale: int = 100) -> Tokens:
    return Tokens(
        dark=True,
        surface="#101318",
        card="#191E25",
        line="#363F4B",
        text="#EEF1F5",
        muted="#A8B2C0",
        accent="#6DB3F8",
        on_accent="#0A0D11",
        chosen="#213A55",
        scale=scale,
    )


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2 contrast ratio, 1..21."""
    a, b = sorted((_luminance(one), _luminance(other)))
    return (b + 0.05) / (a + 0.05)


def band_ground(state: State) -> QColor:
    """The state's colour, as strong as black text still stands 7:1 on it; alike in both themes,
    because a colour learnt by day must be the same colour by night."""
    pure, white = QColor(STATE_COLOURS[state]), QColor("#FFFFFF")
    for hundredths in range(100, 0, -2):
        mixed = _mix(pure, white, hundredths / 100)
        if contrast(mixed, BAND_TEXT) >= BAND_CONTRAST:
            return mixed
    return white


def tone(state: State, tokens: Tokens) -> QColor:
    """The state's colour for a small mark on a card."""
    colour = QColor(STATE_COLOURS[state])
    return colour if contrast(colour, QColor(tokens.card)) >= 3 else colour.darker(135)


def palette(tokens: Tokens) -> QPalette:
    """The palette for Fusion; every widget that paints itself reads its colours here."""
    made = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, tokens.surface),
        (roles.WindowText, tokens.text),
        (roles.Base, tokens.card),
        (roles.AlternateBase, tokens.surface),
        (roles.Text, tokens.text),
        (roles.Button, tokens.card),
        (roles.ButtonText, tokens.text),
        (roles.BrightText, tokens.text),
        (roles.Highlight, tokens.accent),
        (roles.HighlightedText, tokens.on_accent),
        (roles.ToolTipBase, tokens.card),
        (roles.ToolTipText, tokens.text),
        (roles.PlaceholderText, tokens.muted),
        (roles.Mid, tokens.line),
        (roles.Dark, tokens.line),
        (roles.Light, tokens.card),
        (roles.Link, tokens.accent),
    ):
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.muted))
    return made


def text_font(tokens: Tokens, size: int = 15, *, bold: bool = False) -> QFont:
    return _font(TEXT_FACES, tokens.px(size), bold=bold)


def code_font(tokens: Tokens, size: int = 32, *, bold: bool = True) -> QFont:
    return _font(CODE_FACES, tokens.px(size), bold=bold)


def _font(faces: tuple[str, ...], pixels: int, *, bold: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(faces))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def stylesheet(tokens: Tokens) -> str:
    """The one stylesheet."""
    t, px = tokens, tokens.px
    return f"""
* {{ font-size: {px(15)}px; }}
QWidget#bench {{ background: {t.surface}; }}
QFrame[card="true"] {{
  background: {t.card}; border: 1px solid {t.line}; border-radius: {px(6)}px; }}
QLabel {{ background: transparent; color: {t.text}; }}
QLabel[small="true"] {{ font-size: {px(13)}px; color: {t.muted}; }}
QLabel[heading="true"] {{ font-size: {px(13)}px; color: {t.muted}; font-weight: 600; }}
QLabel[big="true"] {{ font-size: {px(20)}px; font-weight: 600; }}
QLabel[strong="true"] {{ font-weight: 600; }}
QLineEdit, QComboBox {{
  background: {t.card}; color: {t.text}; border: 1px solid {t.muted};
  border-radius: {px(6)}px; padding: 0 {px(8)}px; min-height: {px(38)}px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit:focus, QComboBox:focus {{
  border: 2px solid {t.accent}; padding: 0 {px(7)}px; }}
QPushButton {{
  background: {t.card}; color: {t.text}; border: 1px solid {t.muted};
  border-radius: {px(6)}px; padding: {px(4)}px {px(8)}px; min-height: {px(38)}px; }}
QPushButton:hover {{ background: {t.chosen}; }}
QPushButton:pressed, QPushButton:checked {{
  background: {t.chosen}; border: 2px solid {t.accent}; }}
QPushButton:focus {{ border: 2px solid {t.accent}; }}
QPushButton:disabled {{
  color: {t.muted}; border-color: {t.line}; background: {t.surface}; }}
QPushButton[chip="true"] {{ padding: 0 {px(12)}px; }}
QLineEdit[big="true"] {{ font-size: {px(20)}px; min-height: {px(46)}px; }}
QPushButton[primary="true"] {{
  background: {t.accent}; color: {t.on_accent}; border-color: {t.accent};
  font-weight: 600; padding: {px(4)}px {px(16)}px; }}
QPushButton[primary="true"]:disabled {{
  color: {t.muted}; border-color: {t.line}; background: {t.surface}; }}
QPushButton[primary="true"]:focus {{ border: 2px solid {t.text}; }}
QToolButton {{
  background: {t.card}; color: {t.text}; border: 1px solid {t.line};
  border-radius: {px(6)}px; padding: 0 {px(2)}px; font-size: {px(13)}px;
  min-height: {px(38)}px; min-width: {px(38)}px; }}
QToolButton:hover {{ border: 1px solid {t.muted}; }}
QToolButton:checked {{ background: {t.chosen}; border: 2px solid {t.accent}; }}
QToolButton:focus {{ border: 2px solid {t.accent}; }}
QTreeView, QTableView {{
  background: {t.card}; color: {t.text}; border: none; outline: none;
  alternate-background-color: {t.surface}; gridline-color: {t.line};
  selection-background-color: {t.chosen}; selection-color: {t.text}; }}
QTreeView:focus, QTableView:focus {{
  border: 2px solid {t.accent}; border-radius: {px(6)}px; }}
QTableView[barred="true"]:focus {{ border: none; }}
QHeaderView::section {{
  background: {t.card}; color: {t.muted}; border: none;
  border-bottom: 1px solid {t.line}; padding: {px(4)}px; font-size: {px(13)}px; }}
QTableView[barred="true"] QHeaderView::section {{
  padding: {px(4)}px {px(4)}px {px(4)}px {px(12)}px; }}
QTableView[figures="true"]::item {{ padding: 0 {px(12)}px; }}
QTableView[figures="true"] QHeaderView::section {{ padding: {px(4)}px {px(12)}px; }}
QScrollBar:vertical {{ background: {t.card}; width: {px(14)}px; }}
QScrollBar::handle:vertical {{
  background: {t.muted}; border-radius: {px(5)}px; min-height: {px(40)}px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
QToolTip {{
  background: {t.card}; color: {t.text}; border: 1px solid {t.muted}; padding: {px(4)}px; }}
"""


def _mix(colour: QColor, towards: QColor, share: float) -> QColor:
    return QColor(
        round(colour.red() * share + towards.red() * (1 - share)),
        round(colour.green() * share + towards.green() * (1 - share)),
        round(colour.blue() * share + towards.blue() * (1 - share)),
    )


def _luminance(colour: QColor) -> float:
    def linear(c: float) -> float:
        return c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4

    r, g, b = linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
