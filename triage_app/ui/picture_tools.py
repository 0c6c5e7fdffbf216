"""The row of tools under an X-ray: each a button and a key."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from triage_app.ui.words import tr

_K = Qt.Key


@dataclass(frozen=True, slots=True)
class Tool:
    """`name` as the canvas knows it; `label` is "" for a tool with a key and no button."""

    name: str
    key: Qt.Key
    label: str = ""
    whole: str = ""


TOOLS = (
    Tool("auto", _K.Key_W, "W/L", "Automatic window on what is seen"),
    Tool("invert", _K.Key_I, "Invert", "Black for white"),
    Tool("edges", _K.Key_E, "Edges", "Edge enhancement"),
    Tool("organic", _K.Key_O, "Organic", "Only organic material in colour"),
    Tool("metal", _K.Key_M, "Metal", "Only metal in colour"),
    Tool("palette", _K.Key_P, "Colours", "Next palette"),
    Tool("whole", _K.Key_1, "1:1", "One pixel of the picture a pixel of the screen"),
    Tool("fit", _K.Key_0, "Fit", "The whole picture"),
    Tool("reset", _K.Key_R, "Reset", "As the picture came"),
    Tool("nearer", _K.Key_Plus),
    Tool("farther", _K.Key_Minus),
    Tool("left", _K.Key_Left),
    Tool("right", _K.Key_Right),
    Tool("up", _K.Key_Up),
    Tool("down", _K.Key_Down),
)


class ToolButton(QToolButton):
    """`chosen` carries the tool's name."""

    chosen = Signal(str)

    def __init__(self, tool: Tool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = tool.name
        key = chr(tool.key.value)
        whole = tr("PictureTools", tool.whole)
        self.setText(tr("PictureTools", tool.label))
        self.setToolTip(f"{whole}  ({key})")
        self.setAccessibleName(f"{whole}, {key}")
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._choose)

    def _choose(self) -> None:
        self.chosen.emit(self._name)


class PictureTools(QWidget):
    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for tool in TOOLS:
            if tool.label:
                button = ToolButton(tool)
                button.chosen.connect(self.chosen)
                layout.addWidget(button)
