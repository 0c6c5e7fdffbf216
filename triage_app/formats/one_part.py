"""A manifest read from its beginning to its end -> one that is taken in part by part, in one."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, Protocol

from triage_app.formats.courier_csv import AT_A_GLANCE, ReadItem, ReadPlain
from triage_app.model.plain import plain_item


class Manifest(Protocol):
    """A file that was opened. `rows` is how many it has, `encoding` what it is in; items come
    once, in any order, and memory stays the same for any length of file."""

    @property
    def rows(self) -> int: ...

    @property
    def encoding(self) -> str: ...

    def items(self) -> Iterator[ReadItem]: ...


class PartedManifest(Manifest, Protocol):
    """One whose `parts` can be read one without the other, by another process too."""

    @property
    def parts(self) -> int: ...

    def plain(
        self, parts: Iterable[int], at_once: int = AT_A_GLANCE
    ) -> Iterator[tuple[int, Iterator[ReadPlain]]]:
        """Of those parts, in rising order, each with its items, `at_once` at the most; a part's
        items are taken before the next part."""
        ...


class OnePart:
    """Fits PartedManifest."""

    parts: Final = 1

    def __init__(self, file: Manifest) -> None:
        self._file = file

    @property
    def rows(self) -> int:
        return self._file.rows

    @property
    def encoding(self) -> str:
        return self._file.encoding

    def items(self) -> Iterator[ReadItem]:
        """Each item once, as the file has them."""
        return self._file.items()

    def plain(
        self, parts: Iterable[int], at_once: int = AT_A_GLANCE
    ) -> Iterator[tuple[int, Iterator[ReadPlain]]]:
        """The file, where its only part is asked for."""
        for part in parts:
            yield part, _plain(self._file.items(), at_once)


def _plain(items: Iterator[ReadItem], at_once: int) -> Iterator[ReadPlain]:
    while some := list(islice(items, at_once)):
        yield ReadPlain(
            [plain_item(read.announcement) for read in some if read.announcement],
            tuple(reject for read in some for reject in read.rejects),
            sum(read.rows for read in some),
            tuple(read.bag for read in some if read.bag),
        )
