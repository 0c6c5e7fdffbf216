"""What every list format gives: entries of one form, and rows that could not be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from triage_app.model.errors import FileUnreadable
from triage_app.model.intake import Reject
from triage_app.model.listing import ListEntry
from triage_app.model.sentence import tr

LONGEST_NAME = 300
MOST_ALIASES = 200
RAW_KEPT = 200


@dataclass(frozen=True, slots=True)
class ListFile:
    """What a list file held. `rejects` are rows without a usable name or number."""

    format: str
    entries: tuple[ListEntry, ...]
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list before it is checked: where it stands, the entry, the row itself."""

    line: int
    entry: ListEntry
    raw: str = ""


def gathered(form: str, rows: Iterator[Row]) -> ListFile:
    """Rows -> a list file: entries with a name, the others rejected with a reason."""
    entries, rejects = [], []
    for row in rows:
        if row.entry.name:
            entries.append(row.entry)
        else:
            rejects.append(Reject(row.line, "name", "no name", row.raw[:RAW_KEPT]))
    return ListFile(form, tuple(entries), tuple(rejects))


def clean(text: object) -> str:
    """A cell as it is kept: one line, single spaces, no longer than a name; "-0-" is empty."""
    if text is None:
        return ""
    words = " ".join(str(text).replace("\x1a", " ").split())
    return "" if words == "-0-" else words[:LONGEST_NAME]


def cleaned(texts: object) -> tuple[str, ...]:
    """Distinct non-empty cells of a list, in order."""
    given = texts if isinstance(texts, list | tuple) else [texts]
    return tuple(dict.fromkeys(filter(None, map(clean, given))))[:MOST_ALIASES]


KINDS = {
    "individual": "Person",
    "person": "Person",
    "entity": "Organization",
    "organization": "Organization",
    "organisation": "Organization",
    "company": "Organization",
    "enterprise": "Organization",
    "p": "Person",
    "e": "Organization",
    "vessel": "Vessel",
    "ship": "Vessel",
    "aircraft": "Aircraft",
}


def kind_of(text: object) -> str:
    """Person, Organization, Vessel, Aircraft, or "" where a list's word is not known."""
    return KINDS.get(clean(text).lower(), "")


def number_of(name: str) -> str:
    """A number for an entry of a list that numbers none: the same for the same name in the next
    edition, wherever it stands."""
    return blake2b(name.casefold().encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def unreadable(path: Path, why: object) -> FileUnreadable:
    """The fault of a list file that cannot be read at all."""
    return FileUnreadable(
        tr("formats", "{file} cannot be read as a screening list: {why}.", file=path.name, why=why),
        tr("formats", "The lists used before stay in use. Fetch the file again."),
    )


def text_of(path: Path) -> str:
    """A text file in UTF-8 (with or without BOM), UTF-16 with BOM, else Windows-1252."""
    try:
        return decoded(path.read_bytes())
    except OSError as error:
        raise unreadable(path, error.strerror or error) from error


def decoded(data: bytes) -> str:
    """Bytes of a file, or of its beginning, as text."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
