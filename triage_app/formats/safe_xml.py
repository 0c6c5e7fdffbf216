"""XML file -> its records, one at a time; document types and entities are refused, not read."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from triage_app.formats.list_file import unreadable

CHUNK = 1 << 16
DEEPEST = 60


class _Refused(Exception):
    pass


class _Collector:
    """Builds an element for each wanted record and forgets the rest."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._builder: TreeBuilder | None = None
        self._inside = 0
        self._depth = 0
        self.done: list[Element] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise _Refused("it is nested too deeply")
        if self._builder is None and tag in self._wanted:
            self._builder = TreeBuilder()
        if self._builder is not None:
            self._inside += 1
            self._builder.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._builder is None:
            return
        self._builder.end(tag)
        self._inside -= 1
        if self._inside == 0:
            self.done.append(self._builder.close())
            self._builder = None

    def text(self, text: str) -> None:
        if self._builder is not None:
            self._builder.data(text)

    @staticmethod
    def refuse(*_: object) -> int:
        raise _Refused("it declares a document type or entities, which no list needs")


def records(path: Path, wanted: frozenset[str]) -> Iterator[tuple[int, Element]]:
    """Each element named in `wanted` with the line the reader stands at. Raises FileUnreadable."""
    collector = _Collector(wanted)
    parser = expat.ParserCreate()
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.StartDoctypeDeclHandler = collector.refuse
    parser.EntityDeclHandler = collector.refuse
    parser.ExternalEntityRefHandler = collector.refuse
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                parser.Parse(chunk, False)
                for element in collector.done:
                    yield parser.CurrentLineNumber, element
                collector.done.clear()
            parser.Parse(b"", True)
    except (expat.ExpatError, _Refused) as error:
        raise unreadable(path, error) from error
    except OSError as error:
        raise unreadable(path, error.strerror or error) from error


def inner_text(element: Element, *path: str) -> str:
    """The text of an inner element, "" where it is not there."""
    return (element.findtext("/".join(path)) or "").strip()
