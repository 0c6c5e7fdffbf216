"""The row of tools under an X-ray: each a button and a key; a button shows whether it is on."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from triage_app.model.noun import noun
from triage_app.ui.words import tr
from triage_app.ui.wrapping_row import WrappingRow

LEAST_PX = 40  # a target for gloves
BESIDE_PX = 8
_K = Qt.Key


@noun(frozen=True, slots=True)
class Tool:
    """`name` as imaging.tools knows it; `label` is "" for a tool with a key and no button."""

    name: str
    key: str
    label: str = ""
    whole: str = ""
    checkable: bool = False


def _t(text: str) -> str:
    return str(QT_TRANSLATE_NOOP("PictureTools", text))


MORE = (
    Tool("fit", "0", _t("Fit"), _t("The whole picture")),
    Tool("preset", "L", _t("Levels"), _t("The next window: automatic, dense, light, full")),
    Tool("part", "U", _t("Part"), _t("Automatic window on a part you draw"), checkable=True),
    Tool("local", "C", _t("Local"), _t("Local contrast"), checkable=True),
    Tool("lens", "Z", _t("Lens"), _t("The picture nearer around the pointer"), checkable=True),
    Tool("histogram", "H", _t("Values"), _t("How often each value is in view"), checkable=True),
    Tool("turn", "T", _t("Turn"), _t("A quarter turn to the right")),
    Tool("mirror", "X", _t("Mirror"), _t("Left for right")),
    Tool("page", "F", _t("Page"), _t("The next view in the file")),
    Tool("over", "V", _t("Over"), _t("The X-ray beside laid over this one"), checkable=True),
    Tool("measure", "D", _t("Measure"), _t("How long it is"), checkable=True),
    Tool("box", "B", _t("Box"), _t("Mark with a box"), checkable=True),
    Tool("arrow", "A", _t("Arrow"), _t("Mark with an arrow"), checkable=True),
    Tool("polygon", "G", _t("Outline"), _t("Mark with an outline"), checkable=True),
    Tool("note", "N", _t("Note"), _t("Mark with words"), checkable=True),
    Tool("marks", "K", _t("Marks"), _t("Show the marks, or hide them"), checkable=True),
)
BACK = Tool("more", ".", _t("Back"), _t("The first tools again"))
TOOLS = (
    Tool("auto", "W", _t("Auto"), _t("Automatic window and level of what is in view")),
    Tool("invert", "I", _t("Invert"), _t("Dark for bright"), checkable=True),
    Tool("edges", "E", _t("Edges"), _t("Edge enhancement"), checkable=True),
    Tool("organic", "O", _t("Organic"), _t("Only organic material in colour"), checkable=True),
    Tool("metal", "M", _t("Metal"), _t("Only metal in colour"), checkable=True),
    Tool("palette", "P", _t("Colours"), _t("The next colours")),
    Tool("whole", "1", _t("1:1"), _t("One pixel of the picture on one of the screen")),
    Tool("reset", "R", _t("Reset"), _t("As the picture came")),
    Tool("more", ".", _t("More"), _t("More tools: measure, mark, turn")),
    *MORE,
    Tool("nearer", "+"),
    Tool("nearer", "="),
    Tool("farther", "-"),
    Tool("level_down", "["),
    Tool("level_up", "]"),
    Tool("narrower", "{"),
    Tool("wider", "}"),
)
ARROWS = {_K.Key_Left: "left", _K.Key_Right: "right", _K.Key_Up: "up", _K.Key_Down: "down"}
HELD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def tool_of(event: QKeyEvent) -> str:
    """The name of the tool a key stands for, or "": a key held with Ctrl or Alt is no tool's."""
    if event.modifiers() & HELD:
        return ""
    if event.key() in ARROWS:
        return ARROWS[_K(event.key())]
    typed = event.text().upper()
    return next((tool.name for tool in TOOLS if typed and tool.key == typed), "")


class ToolButton(QToolButton):
    """`chosen` carries the tool's name."""

    chosen = Signal(str)

    def __init__(self, tool: Tool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = tool.name
        whole = tr("PictureTools", tool.whole)
        self.setText(tr("PictureTools", tool.label))
        self.setToolTip(f"{whole}  ({tool.key})")
        self.setAccessibleName(f"{whole}, {tool.key}")
        self.setCheckable(tool.checkable)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(LEAST_PX, LEAST_PX)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._choose)

    def sizeHint(self) -> QSize:
        """The text and a little beside it: nine go in one line of the smallest window."""
        text = self.fontMetrics().horizontalAdvance(self.text()) + BESIDE_PX
        return QSize(max(LEAST_PX, text), max(LEAST_PX, super().sizeHint().height()))

    def _choose(self) -> None:
        self.chosen.emit(self._name)


class PictureTools(QWidget):
    """`chosen` carries the name of the tool whose button was pressed. What is used less comes in
    place of the others when it is asked for: the picture needs the room."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet("QToolButton { padding: 0 1px; }")
        self.buttons: dict[str, ToolButton] = {}
        self._first, self.more = QWidget(), QWidget()
        rows = {False: WrappingRow(self._first, gap=2), True: WrappingRow(self.more, gap=2)}
        for tool in TOOLS:
            if tool.label:
                button = ToolButton(tool)
                button.chosen.connect(self.chosen)
                rows[tool in MORE].addWidget(button)
                self.buttons[tool.name] = button
        back = ToolButton(BACK)
        back.chosen.connect(self.chosen)
        rows[True].addWidget(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._first)
        column.addWidget(self.more)
        self.more.hide()
        self.show_none()

    def show_more(self) -> None:
        """The other tools, or the first again."""
        more = self.more.isHidden()
        self._first.setVisible(not more)
        self.more.setVisible(more)

    def show_none(self) -> None:
        """There is no picture: nothing can be used."""
        self.setEnabled(False)
        self._check(frozenset())

    def show_state(self, on: frozenset[str], unusable: frozenset[str]) -> None:
        """Which tools are on, and which of them this picture cannot use."""
        self.setEnabled(True)
        for name, button in self.buttons.items():
            button.setEnabled(name not in unusable)
        self._check(on)

    def _check(self, on: frozenset[str]) -> None:
        for name, button in self.buttons.items():
            button.setChecked(name in on)
