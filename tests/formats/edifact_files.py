"""Files of EDIFACT messages: written, read, and what was refused."""

from collections.abc import Sequence
from pathlib import Path

from tests.edifact_messages import Writer
from triage_app.formats.edifact import Edifact
from triage_app.formats.edifact_maps import load_maps
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement

WRITER = Writer()
SHIPPED = load_maps()


class Files:
    """Writes a file and reads it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "m.edi"

    def read(
        self, data: str | bytes, maps: Path | None = None
    ) -> tuple[list[Announcement], list[Reject]]:
        self.path.write_bytes(data if isinstance(data, bytes) else data.encode())
        file = Edifact(self.path, "feed", maps=load_maps(maps) if maps else SHIPPED)
        items = list(file.items())
        assert sum(item.rows for item in items) == file.rows
        rejects = [reject for item in items for reject in item.rejects]
        return [item.announcement for item in items if item.announcement], rejects

    def one(self, body: str) -> Announcement:
        (found,), rejects = self.read(interchange(body))
        assert rejects == []
        return found


def interchange(*bodies: str, kind: str = "ITMATT") -> str:
    messages = [
        f"UNH+{n}+{kind}:1'{body}UNT+{body.count(chr(39)) + 2}+{n}'"
        for n, body in enumerate(bodies, 1)
    ]
    return f"UNB+UNOY:4+A+B+260301:0900+I'{''.join(messages)}UNZ+{len(messages)}+I'"


def said(rejects: Sequence[Reject]) -> list[tuple[str, str]]:
    return [(reject.column, reject.reason) for reject in rejects]


def numbers(found: Sequence[Announcement]) -> list[str]:
    return [one.number for one in found]
