"""Bytes of a picture -> what it is and what becomes of it. On the lane for labels, never here."""

from collections.abc import Callable

from triage_app.flow.desk import OpenStation
from triage_app.flow.labelled import names_an_item
from triage_app.flow.pictured import Brought, Evidence, NotTaken, fate_of
from triage_app.flow.station import Station
from triage_app.flow.tray import Tray
from triage_app.model.item import ImageRole, ItemKey
from triage_app.model.noun import noun
from triage_app.model.sentence import Sentence, tr


@noun(frozen=True, slots=True)
class Looked:
    """A picture looked at; `data` as it came."""

    name: str
    data: bytes
    media_type: str
    role: ImageRole
    fate: Brought | Evidence | NotTaken


class PictureLooker:
    """Belongs to the labels lane: a station of its own and a process that decodes and may die."""

    def __init__(
        self,
        open_station: Callable[[], OpenStation],
        open_tray: Callable[[], Tray],
        tags: tuple[str, ...] = (),
    ) -> None:
        from triage_app.imaging.worker import DecodePool

        self._open = open_station()
        self._open_tray = open_tray
        self._tray: Tray | None = None
        self.pool = DecodePool()
        self.tags = tags

    @property
    def station(self) -> Station:
        return self._open.station

    @property
    def tray(self) -> Tray:
        """Where unpaired pictures wait, opened when it is first asked for."""
        if self._tray is None:
            self._tray = self._open_tray()
        return self._tray

    def look(self, name: str, data: bytes, shown: ItemKey | None) -> Looked | NotTaken:
        """Decode, read the labels, decide. `shown`: the item on the bench when it was given."""
        from triage_app.imaging.decode import media_type_of
        from triage_app.imaging.labels import read_labels
        from triage_app.imaging.picture import Unreadable

        picture = self.pool.decode(data)
        if isinstance(picture, Unreadable):
            return NotTaken(_refused(picture.reason))
        role = ImageRole.XRAY if picture.looks_like_xray else ImageRole.PHOTO
        read = read_labels(picture, lambda read: names_an_item(read.candidates))
        fate = fate_of(read.candidates, shown, self._open.station.look_up)
        return Looked(name, data, media_type_of(data), role, fate)

    def close(self) -> None:
        self.pool.close()
        self._open.close()


def _refused(reason: Sentence) -> Sentence:
    return tr(
        "PictureLooking",
        "{reason} Not attached: give a PNG, JPEG, WebP, BMP, TIFF or DICOM.",
        reason=str(reason),
    )
