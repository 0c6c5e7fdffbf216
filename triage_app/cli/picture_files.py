"""Picture files given on the command line -> their bytes and what they decode to, one by one."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from triage_app.model.sentence import tr

if TYPE_CHECKING:
    from triage_app.imaging.picture import Picture, Unreadable


class PictureFile(NamedTuple):
    name: str
    data: bytes
    answer: "Picture | Unreadable"


def decoded(names: Iterable[str]) -> Iterator[PictureFile]:
    """Each file decoded in a process that may die. What cannot be read says why in its place."""
    from triage_app.imaging.picture import Unreadable
    from triage_app.imaging.worker import DecodePool

    wanted = tuple(names)
    if not wanted:
        return
    with DecodePool() as pool:
        for name in wanted:
            try:
                data = Path(name).read_bytes()
            except OSError as error:
                why = error.strerror or str(error)
                reason = tr("imaging", "The file cannot be read: {error}.", error=why)
                yield PictureFile(name, b"", Unreadable(reason))
            else:
                yield PictureFile(name, data, pool.decode(data))
