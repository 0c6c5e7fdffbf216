"""Pictures and files given to the window: looked at on a lane, then brought, kept or refused.

What becomes of a picture goes by the item that was on the bench when it was given, whatever has
been scanned meanwhile.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from triage_app.flow.desk import OpenStation
from triage_app.flow.manifest_kind import may_be_manifest
from triage_app.flow.pictured import Brought, Evidence, NotTaken
from triage_app.model.act import Act
from triage_app.model.examination import Examination
from triage_app.model.item import ImageRole, ItemKey
from triage_app.model.noun import noun
from triage_app.model.scan import Scan, ScanSource, TakenPicture
from triage_app.model.sentence import tr as sentence
from triage_app.model.visible import visible
from triage_app.ui.desk_lanes import DeskLanes
from triage_app.ui.offered import Offered
from triage_app.ui.offering import Offering
from triage_app.ui.on_bench import OnBench
from triage_app.ui.picture_looking import Looked, PictureLooker
from triage_app.ui.pictures_panel import PicturesPanel
from triage_app.ui.words import say, tr, utc_now

HEAD_BYTES = 4_096
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".dcm", ".dcs"})
"""What an empty file would have been, by its name alone."""
LONGEST_NAME = 60


@noun(frozen=True, slots=True)
class Found:
    """All that was given at once, looked at; the refusals by the file's name."""

    manifests: tuple[str, ...]
    looked: tuple[Looked, ...]
    refused: tuple[tuple[str, NotTaken], ...]


class PictureTaking(QObject):
    """`scanned` carries the Scan of another item's label, `attached` comes once pictures are kept,
    `said` is for the inspector."""

    scanned = Signal(object)
    attached = Signal()
    said = Signal(str)

    def __init__(
        self,
        lanes: DeskLanes,
        who: Callable[[], str],
        bench: OnBench,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._who = who
        self._bench = bench

    def listen_to(self, offering: Offering, pictures: PicturesPanel) -> None:
        """Take what is pasted, and what is dropped anywhere or on a picture."""
        offering.offered.connect(self.take)
        offering.refused.connect(self.said)
        pictures.offered.connect(self.take)

    def take(self, offered: Offered) -> None:
        """Files or a picture, dropped or pasted."""
        shown, key = self._bench.examination, self._bench.key
        names = [Path(path).name for path in offered.paths]
        self.said.emit(_looking_at(names or [_pasted()]))
        self._lanes.labels.run(
            partial(_look_at, offered=offered, shown=key), partial(self._decide, shown)
        )

    def take_camera(self, picture: TakenPicture) -> None:
        """A camera's picture brings its item; it is never kept as evidence by itself."""
        self._lanes.labels.run(
            partial(_look_at_taken, picture=picture),
            partial(self._bring_taken, self._bench.examination, picture),
        )

    def _decide(self, shown: Examination | None, found: Found) -> None:
        refusals = " ".join(_refusal(name, refusal) for name, refusal in found.refused)
        if found.manifests:
            tell = partial(self._say, refusals)  # at its end too: what was said before is gone then
            self._lanes.importing.take(found.manifests, tell)
        kept = [one for one in found.looked if isinstance(one.fate, Evidence)]
        brought = {
            one.fate.number: one.fate for one in found.looked if isinstance(one.fate, Brought)
        }
        if len(brought) > 1:
            several = tr("PictureTaking", "The pictures show several items. Drop them one by one.")
            self._say(refusals, several)
        elif brought:
            left = len(kept) + len(found.refused)
            self._bring(next(iter(brought.values())), shown, left, refusals=refusals)
        elif kept:
            self._attach(kept, refusals)
        elif refusals and not found.manifests:
            self.said.emit(refusals)

    def _say(self, refusals: str, said: str) -> None:
        """Something, and beside it what was refused of all that was given at once."""
        self.said.emit(" ".join(part for part in (said, refusals) if part))

    def _bring_taken(
        self, shown: Examination | None, picture: TakenPicture, looked: Looked | NotTaken
    ) -> None:
        fate = looked.fate if isinstance(looked, Looked) else looked
        if isinstance(fate, NotTaken):
            self.said.emit(_refusal(picture.name, fate))
        elif isinstance(fate, Brought):
            self._bring(fate, shown, 0, picture.device)

    def _bring(
        self,
        fate: Brought,
        shown: Examination | None,
        left: int,
        device: str = "",
        refusals: str = "",
    ) -> None:
        """Another item's label; where something else was scanned meanwhile, that stays."""
        number = visible(fate.number, LONGEST_NAME)
        if _is_another(self._bench.examination, shown):
            self.said.emit(
                tr(
                    "PictureTaking",
                    "The picture shows {number}; what was scanned meanwhile stays. "
                    "Scan it to see it.",
                    number=number,
                )
            )
            return
        said = tr("PictureTaking", "The picture shows {number}: brought here.", number=number)
        if left:
            said += " " + tr("PictureTaking", "Nothing was attached; drop the others again.")
        self._say(refusals, said)
        self.scanned.emit(Scan(fate.text, utc_now(), ScanSource.PICTURE, device))

    def _attach(self, kept: list[Looked], refusals: str) -> None:
        inspector = self._who()

        def attach(house: OpenStation) -> list[Act]:
            return [
                house.station.attach(_key(one), one.data, one.media_type, one.role, inspector)
                for one in kept
            ]

        def attached(_: list[Act]) -> None:
            self._say(refusals, _attached(kept))
            self.attached.emit()

        self._lanes.store.run(attach, attached)


def _look_at(looker: PictureLooker, offered: Offered, shown: ItemKey | None) -> Found:
    """Each file by its content: manifests are only told from pictures here."""
    manifests: list[str] = []
    looked: list[Looked] = []
    refused: list[tuple[str, NotTaken]] = []
    for path in map(Path, offered.paths):
        answer = _look_at_file(looker, path, shown)
        if answer is None:
            manifests.append(str(path))
        else:
            _sort(path.name, answer, looked, refused)
    if not offered.paths:
        answer = looker.look(_pasted(), offered.picture(), shown)
        _sort(_pasted(), answer, looked, refused)
    return Found(tuple(manifests), tuple(looked), tuple(refused))


def _sort(
    name: str,
    answer: Looked | NotTaken,
    looked: list[Looked],
    refused: list[tuple[str, NotTaken]],
) -> None:
    if isinstance(answer, NotTaken):
        refused.append((name, answer))
    elif isinstance(answer.fate, NotTaken):
        refused.append((name, answer.fate))
    else:
        looked.append(answer)


def _look_at_file(
    looker: PictureLooker, path: Path, shown: ItemKey | None
) -> Looked | NotTaken | None:
    """None for what may be a manifest."""
    from triage_app.imaging.decode import media_type_of
    from triage_app.imaging.picture import MAX_FILE_BYTES

    try:
        if not path.is_file() and path.exists():
            return NotTaken(
                sentence(
                    "PictureTaking",
                    "It is no file but a folder, a pipe or a device. Drop the files themselves.",
                )
            )
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            named_picture = path.suffix.lower() in PICTURES and not head
            if not media_type_of(head) and may_be_manifest(head) and not named_picture:
                return None
            data = head + file.read(MAX_FILE_BYTES)  # more than that is refused by its size
    except OSError as error:
        why = error.strerror or str(error)
        return NotTaken(
            sentence(
                "PictureTaking",
                "It cannot be read: {error}. Check the file and drop it again.",
                error=why,
            )
        )
    return looker.look(path.name, data, shown)


def _look_at_taken(looker: PictureLooker, picture: TakenPicture) -> Looked | NotTaken:
    return looker.look(picture.name, picture.data, None)


def _is_another(now: Examination | None, then: Examination | None) -> bool:
    """Whether another scan has brought something since; the same one looked at again has not."""
    return now is not None and (then is None or now.scan is not then.scan)


def _key(one: Looked) -> ItemKey:
    assert isinstance(one.fate, Evidence)
    return one.fate.key


def _refusal(name: str, refusal: NotTaken) -> str:
    return f"{visible(name, LONGEST_NAME)}: {say(refusal.reason)}"


def _attached(kept: list[Looked]) -> str:
    """What was kept with which item, and numbers on it the station does not know."""
    item, roles = visible(_key(kept[0]).number, LONGEST_NAME), {one.role for one in kept}
    if len(kept) == 1 and roles == {ImageRole.XRAY}:
        said = tr("PictureTaking", "Attached to {item} as its X-ray.", item=item)
    elif len(kept) == 1:
        said = tr("PictureTaking", "Attached to {item} as a photograph.", item=item)
    else:
        said = tr("PictureTaking", "{n} pictures attached to {item}.", n=len(kept), item=item)
    also = {n for one in kept if isinstance(one.fate, Evidence) for n in one.fate.also}
    if also:
        said += " " + tr(
            "PictureTaking",
            "On it is {numbers} too, not announced: another item? Scan it.",
            numbers=", ".join(sorted(visible(number, LONGEST_NAME) for number in also)),
        )
    return said


def _looking_at(names: list[str]) -> str:
    if len(names) == 1:
        return tr("PictureTaking", "Looking at {name} …", name=visible(names[0], LONGEST_NAME))
    return tr("PictureTaking", "Looking at {n} files …", n=len(names))


def _pasted() -> str:
    return tr("PictureTaking", "the picture")
