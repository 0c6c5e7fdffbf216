"""An item's X-ray -> earlier pictures worth seeing beside it. On the images lane."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from triage_app.flow.compared import Looks, compared, may_be_compared
from triage_app.flow.station import Station
from triage_app.model.item import ImageRef, MailItem
from triage_app.model.looks import Compared, PictureLook
from triage_app.ui.words import utc_now

if TYPE_CHECKING:  # numpy comes with it
    from triage_app.imaging.picture import Picture


class PictureComparing:
    """Belongs to the images lane; what it is shown it remembers."""

    def __init__(self, station: Station, open_looks: Callable[[], Looks]) -> None:
        self._station = station
        self._open_looks = open_looks
        self._looks: Looks | None = None

    def compare(self, item: MailItem, ref: ImageRef, picture: "Picture") -> tuple[Compared, ...]:
        """Of the same sender, and alike; nothing for a picture with nothing in it."""
        from triage_app.imaging.descriptor import describe

        numbers = describe(picture) if may_be_compared(item) else None
        if numbers is None:
            return ()
        if self._looks is None:
            self._looks = self._open_looks()
        announced = item.announcement
        sender = self._station.judging.party_key(announced.sender) if announced else ""
        look = PictureLook(ref, item.key.number, sender, utc_now(), numbers.tobytes())
        hidden = self._station.clearance.hidden()
        kept = [one for one in self._looks.all() if one.item not in hidden]
        found = compared(look, kept, _alikeness, self._outcome_of)
        self._looks.add(look)
        return found

    def _outcome_of(self, number: str) -> str:
        standing = self._station.look_up(number).standing_outcome
        return "" if standing is None else standing.title or standing.outcome


def _alikeness(
    look: PictureLook, others: Sequence[PictureLook]
) -> list[tuple[float, float, float]]:
    import numpy as np

    from triage_app.imaging.descriptor import LENGTH, likeness

    rows = [np.frombuffer(one.numbers, np.uint8) for one in others]
    whole = [row if row.size == LENGTH else np.zeros(LENGTH, np.uint8) for row in rows]
    found = likeness(np.frombuffer(look.numbers, np.uint8), np.stack(whole))
    return [(one.whole, one.shape, one.density) for one in found]
