"""The last scan, to be read at arm's length: its number in big type, what it is, its elements."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from triage_app.model.examination import Examination
from triage_app.model.identity import Element, Identity, Unidentified
from triage_app.model.visible import visible
from triage_app.ui.elided_label import LONGEST_TIP, ElidedLabel
from triage_app.ui.theme import Tokens, code_font
from triage_app.ui.words import grouped, say, tr

CODE_PX = 34
LONGEST_SHOWN = 10_000
_DATES = frozenset(("11", "12", "13", "15", "16", "17"))
"""GS1 elements that are dates written YYMMDD (General Specifications, 3.4)."""


class CodeLabel(ElidedLabel):
    """A code in big tabular type, cut in its middle."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(tokens.px(200), Qt.TextElideMode.ElideMiddle, parent)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        font = code_font(tokens, CODE_PX)
        self.setFont(font)
        self.setStyleSheet(f"font-size: {font.pixelSize()}px;")

    def show_code(self, text: str, *, of_elements: bool = False) -> None:
        """A number is cut in its middle; of several elements the first stay whole."""
        mode = Qt.TextElideMode
        self._mode = mode.ElideRight if of_elements else mode.ElideMiddle
        self.show_text(text)
        self.setAccessibleName(tr("Header", "Code {code}", code=text[:LONGEST_TIP]))


class LastScan(QWidget):
    """What was scanned stays readable until the next scan."""

    def __init__(self, tokens: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.code = CodeLabel(tokens)
        self.named = ElidedLabel(tokens.px(200))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.code)
        layout.addWidget(self.named)

    def show_nothing(self) -> None:
        self.code.show_code(tr("Header", "Ready"))
        self.named.show_text(tr("Header", "Scan a label, or type its code"))

    def show_examination(self, examination: Examination) -> None:
        identity = examination.item.identity
        self.code.show_code(number_of(identity), of_elements=_is_of_elements(identity))
        self.show_said(named(identity, examination.scan.device))

    def show_said(self, text: str) -> None:
        """What is said under the number."""
        self.named.show_text(text)


def number_of(identity: Identity | Unidentified) -> str:
    """The number grouped as the field writes it; of several GS1 elements each with its AI."""
    if isinstance(identity, Identity) and _is_of_elements(identity):
        return "  ".join(f"({visible(e.ai)}) {_spaced(e.value)}" for e in identity.elements)
    return _spaced(identity.number if isinstance(identity, Identity) else identity.text)


def named(identity: Identity | Unidentified, device: str = "") -> str:
    """What kind of number it is, whose, what was typed where it was mended, which lane it came by,
    and what its elements say, each with its title."""
    lane = visible(device, 40)
    if not isinstance(identity, Identity):
        return " · ".join(filter(None, (tr("Header", "No known kind of number"), lane)))
    parts = [identity.scheme.upper(), identity.service, identity.carrier, identity.country]
    said = [visible(part, 60) for part in parts if part]
    if identity.typed:
        said.append(tr("Header", "read so; typed: {typed}", typed=visible(identity.typed, 60)))
    if lane:
        said.append(lane)
    if not identity.valid:
        said.append(say(identity.reason))
    said += [_element(element) for element in _told(identity)]
    return " · ".join(said)


def _is_of_elements(identity: Identity | Unidentified) -> bool:
    if not isinstance(identity, Identity):
        return False
    return identity.scheme == "gs1" and len(identity.elements) > 1


def _told(identity: Identity) -> tuple[Element, ...]:
    """The elements that say more than the number in big type does."""
    if len(identity.elements) == 1:
        return ()
    return identity.elements


def _element(element: Element) -> str:
    title, value = visible(element.title, 60), visible(element.value, 90)
    if element.ai in _DATES and len(value) == 6 and value.isdecimal():
        day = value[4:] if value[4:] != "00" else ""
        value = "-".join(part for part in (f"20{value[:2]}", value[2:4], day) if part)
    return f"{title} {value}".strip()


def _spaced(text: str) -> str:
    return grouped(visible(text, LONGEST_SHOWN))
