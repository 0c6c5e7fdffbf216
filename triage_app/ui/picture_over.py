"""The tools that lie over a picture, and which of all tools are on."""

from dataclasses import replace

from PySide6.QtCore import QObject, QPointF, Signal
from PySide6.QtWidgets import QLineEdit

from triage_app.model.mark import LONGEST_TEXT, Mark, MarkShape
from triage_app.ui.picture_canvas import PictureCanvas
from triage_app.ui.picture_drawing import IN_HAND, MEASURE, PART, Drawn, PictureDrawing
from triage_app.ui.picture_layers import Histogram, Lens, on_screen
from triage_app.ui.picture_marks import Marks
from triage_app.ui.picture_tools import PictureTools
from triage_app.ui.words import tr

NOTE_PX = 260
MARKING = frozenset({"marks", *(shape.value for shape in MarkShape)})


class PictureOver(QObject):
    """`marked` carries a Mark as it was drawn."""

    marked = Signal(object)

    def __init__(self, canvas: PictureCanvas, tools: PictureTools, *, marking: bool) -> None:
        super().__init__(canvas)
        self.marks, self.histogram, self.lens = Marks(), Histogram(), Lens(canvas)
        self.drawing = PictureDrawing(canvas)
        self._canvas = canvas
        self._tools = tools
        self._marking = marking
        self._words: NoteWords | None = None
        self._switches: dict[str, Marks | Histogram | Lens] = {
            "lens": self.lens,
            "histogram": self.histogram,
            "marks": self.marks,
        }
        canvas.layers += [self.marks, self.histogram, self.drawing, self.lens]
        canvas.pointer.pointed.connect(self.lens.point_at)
        self.drawing.drawn.connect(self._take)
        self.drawing.held.connect(self.show_state)

    def use(self, tool: str) -> bool:
        """Use one of these tools; whether it is one."""
        if tool in MARKING and not self._marking:
            return True  # what is no item's yet is marked once it is
        if tool == "reset":
            self.forget()
        if tool == "more":
            self._tools.show_more()
        elif tool in self._switches:
            self._switches[tool].on = not self._switches[tool].on
            self.show_state()
        elif tool in IN_HAND:
            self.drawing.hold(tool)
            self._canvas.setFocus()
        else:
            return False
        self._canvas.update()
        return True

    def forget(self) -> None:
        """Another picture, or the same as it came; a note begun is not kept."""
        self.drawing.forget()
        self.lens.on = self.histogram.on = False
        self.marks.on = True
        if self._words is not None:
            self._words.hide()

    def show_state(self) -> None:
        """Which tools are on, and which can be used."""
        look, renderer = self._canvas.look, self._canvas.renderer
        if look is None or renderer is None:
            self._tools.show_none()
            return
        on = {name for name in ("invert", "edges", "local", "over") if getattr(look, name)}
        on |= {look.only, self.drawing.tool}
        on |= {name for name, layer in self._switches.items() if layer.on}
        unusable = set() if renderer.dual else {"organic", "metal"}
        unusable |= set() if len(renderer.palettes) > 1 else {"palette", "local"}
        unusable |= set() if self._marking else MARKING
        unusable |= set() if renderer.pages > 1 else {"page"}
        unusable |= set() if renderer.over is not None else {"over"}
        self._tools.show_state(frozenset(on), frozenset(unusable))

    def _take(self, drawn: Drawn) -> None:
        if drawn.tool == MEASURE:
            return
        if drawn.tool == PART:
            self._window(drawn)
        elif drawn.tool == MarkShape.NOTE:
            self._ask_words(drawn)
        else:
            self.marked.emit(self._mark(drawn))

    def _window(self, drawn: Drawn) -> None:
        """The automatic window on the part that was drawn."""
        from triage_app.imaging.tools import windowed

        shown, renderer = self._canvas.shown, self._canvas.renderer
        if shown is None or renderer is None:
            return
        turned = [renderer.plate.turning.shown(*point) for point in drawn.points]
        across, down = [x for x, _ in turned], [y for _, y in turned]
        box = min(across), min(down), max(across), max(down)
        self._canvas.change(windowed(shown, renderer, box))

    def _ask_words(self, drawn: Drawn) -> None:
        shown, renderer = self._canvas.shown, self._canvas.renderer
        if shown is None or renderer is None:
            return
        if self._words is None:
            self._words = NoteWords(self._canvas)
            self._words.said.connect(self.marked)
        at = on_screen(drawn.points[0], shown, renderer, self._canvas.devicePixelRatioF())
        self._words.ask(self._mark(drawn), at)

    def _mark(self, drawn: Drawn) -> Mark:
        """Whole pixels: the one the point lies in, of the page that is shown."""
        points = tuple((int(x), int(y)) for x, y in drawn.points)
        renderer = self._canvas.renderer
        return Mark(MarkShape(drawn.tool), points, page=renderer.page if renderer else 0)


class NoteWords(QLineEdit):
    """The words of a note, typed where it stands; `said` carries the Mark. Esc leaves it."""

    said = Signal(object)

    def __init__(self, canvas: PictureCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._mark: Mark | None = None
        self.setMaxLength(LONGEST_TEXT)
        self.setPlaceholderText(tr("PictureOver", "What is there? Enter keeps it"))
        self.setAccessibleName(tr("PictureOver", "Words of the note"))
        self.setFixedWidth(NOTE_PX)
        self.returnPressed.connect(self._say)
        self.editingFinished.connect(self.hide)

    def ask(self, mark: Mark, at: QPointF) -> None:
        self._mark = mark
        self.clear()
        room = self._canvas.rect()
        self.move(
            max(0, min(round(at.x()), room.width() - self.width())),
            max(0, min(round(at.y()), room.height() - self.sizeHint().height())),
        )
        self.show()
        self.setFocus()

    def _say(self) -> None:
        if self._mark is not None and self.text().strip():
            self.said.emit(replace(self._mark, text=self.text().strip()))
        self._mark = None
        self._canvas.setFocus()
