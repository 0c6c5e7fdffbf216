"""What is printed: a title, facts beside it, and sections of words and codes."""

from triage_app.model.noun import noun
from triage_app.model.sentence import NOTHING, Sentence


@noun(frozen=True, slots=True)
class PrintedCode:
    """A Code 128 (ISO/IEC 15417) of `text`; `cap` is the key that does the same, "" for none."""

    text: str
    title: Sentence
    cap: str = ""


@noun(frozen=True, slots=True)
class Table:
    """`shares` are the columns' parts of the width; a cell too long for its column is cut.
    `ticked`: each row begins with a box to tick by hand."""

    columns: tuple[Sentence, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str | Sentence, ...], ...]
    ticked: bool = False


@noun(frozen=True, slots=True)
class Section:
    """`words` are paragraphs, in front of table and codes. `numbered`: they are steps, in order.
    `square`: a text that stands behind it all as a QR code (ISO/IEC 18004)."""

    heading: Sentence
    words: tuple[Sentence, ...] = ()
    codes: tuple[PrintedCode, ...] = ()
    numbered: bool = False
    table: Table | None = None
    square: str = ""


@noun(frozen=True, slots=True)
class Report:
    """`facts` stand at the head of the first page, `foot` at the foot of every one."""

    title: Sentence
    facts: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    foot: Sentence = NOTHING

    @property
    def codes(self) -> tuple[PrintedCode, ...]:
        return tuple(code for section in self.sections for code in section.codes)
