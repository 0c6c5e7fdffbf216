"""Pictures of the watched folder -> with their item, or into the tray. On the lane for labels."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from triage_app.flow.labelled import names_an_item
from triage_app.flow.pairing import Paired, named_in, pair
from triage_app.flow.pictured import NotTaken
from triage_app.model.act import Act
from triage_app.model.identity import Identity
from triage_app.model.item import ImageRole
from triage_app.model.noun import noun
from triage_app.model.scan import TakenPicture
from triage_app.model.sentence import tr
from triage_app.model.tray import Waiting
from triage_app.ui.picture_looking import PictureLooker

if TYPE_CHECKING:  # numpy comes with it
    from triage_app.imaging.picture import Picture, Unreadable

THUMB_W, THUMB_H = 120, 90


@noun(frozen=True, slots=True)
class WithItem:
    """A picture found its item by its label, its header or its name; `act` is "" where it was
    with it already."""

    number: str
    by: str
    act: str


@noun(frozen=True, slots=True)
class Thumb:
    """0xffRRGGBB of 32 bit, row by row."""

    width: int
    height: int
    pixels: bytes


def take_picture(
    looker: PictureLooker, taken: TakenPicture, inspector: str
) -> WithItem | Waiting | NotTaken:
    """Attach it to the item it names, else let it wait; NotTaken is no picture."""
    from triage_app.imaging.decode import media_type_of
    from triage_app.imaging.labels import read_labels
    from triage_app.imaging.picture import Unreadable

    picture = looker.pool.decode(taken.data)
    if isinstance(picture, Unreadable):
        return NotTaken(picture.reason)
    station = looker.station
    read = read_labels(picture, lambda read: names_an_item(read.candidates))
    told = named_in(picture.names, looker.tags)
    paired = pair(Path(taken.name).stem, read.candidates, station.look_up, told)
    role = ImageRole.XRAY if picture.looks_like_xray else ImageRole.PHOTO
    name, media_type = sha256(taken.data).hexdigest(), media_type_of(taken.data)
    if isinstance(paired, Paired):
        key, act = paired.item.key, ""
        if name not in {image.sha256 for image in paired.item.images}:
            act = station.attach(key, taken.data, media_type, role, inspector).id
        return WithItem(key.number, paired.by, act)
    waiting = Waiting(
        name, taken.name, taken.taken_at, media_type, role, len(taken.data), str(paired.reason)
    )
    looker.tray.add(taken.data, waiting)
    return waiting


def all_waiting(looker: PictureLooker) -> tuple[Waiting, ...]:
    return looker.tray.waiting()


def thumb_of(looker: PictureLooker, waiting: Waiting) -> Thumb | None:
    """A small copy; None for one that cannot be shown any more."""
    from triage_app.imaging.picture import Picture
    from triage_app.imaging.thumbnail import thumbnail

    picture = preview_of(looker, waiting)
    if not isinstance(picture, Picture):
        return None
    pixels = thumbnail(picture, THUMB_W, THUMB_H)
    return Thumb(pixels.shape[1], pixels.shape[0], pixels.tobytes())


def preview_of(looker: PictureLooker, waiting: Waiting) -> "Picture | Unreadable":
    from triage_app.imaging.picture import Unreadable
    from triage_app.model.errors import Fault

    try:
        data = looker.tray.data(waiting)
    except Fault as fault:
        return Unreadable(fault.what)
    return looker.pool.decode(data)


def attach_waiting(
    looker: PictureLooker, waiting: Waiting, code: str, inspector: str
) -> Act | NotTaken:
    """A person says which item it is; it waits no longer once the act is durable."""
    item = looker.station.look_up(code)
    known = isinstance(item.identity, Identity) and item.identity.valid
    if item.announcement is None and not known:
        return NotTaken(
            tr("TrayLooking", "{code} names no item. Scan or type its number.", code=code)
        )
    data = looker.tray.data(waiting)
    act = looker.station.attach(item.key, data, waiting.media_type, waiting.role, inspector)
    looker.tray.take(waiting)
    return act


def leave_out(looker: PictureLooker, waiting: Waiting) -> None:
    """It is of no item; the file in the watched folder stays where it is."""
    looker.tray.take(waiting)
