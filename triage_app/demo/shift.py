"""HOME/demo/shift.txt: the codes of a demonstration shift, one a line, GS written as {GS}."""

from collections.abc import Iterable
from pathlib import Path

from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr

GS, WRITTEN_GS = "\x1d", "{GS}"


def shift_file(home: Path) -> Path:
    return home / "demo" / "shift.txt"


def write_shift(home: Path, codes: Iterable[str]) -> None:
    """Keep the codes of a shift."""
    text = "".join(f"{code.replace(GS, WRITTEN_GS)}\n" for code in codes)
    shift_file(home).write_text(text, "utf-8", newline="\n")


def shift_codes(home: Path) -> list[str]:
    """The codes as a scanner sends them, in the order of the shift. Raises FileUnreadable when the
    home is no demonstration."""
    path = shift_file(home)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileUnreadable(
            tr("demo", "There is no shift to play at {path}.", path=path),
            tr("demo", "Fill an empty home with 'triage demo', then play its shift."),
        ) from error
    return [line.replace(WRITTEN_GS, GS) for line in text.splitlines() if line]
