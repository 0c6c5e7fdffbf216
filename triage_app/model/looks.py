"""What a picture looks like in a few numbers, and of which item it is."""

from datetime import datetime

from triage_app.model.item import ImageRef
from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class PictureLook:
    """`numbers` are imaging.descriptor's; `sender` is "" where nobody is named."""

    ref: ImageRef
    item: str
    sender: str
    seen_at: datetime
    numbers: bytes


@noun(frozen=True, slots=True)
class Compared:
    """An earlier picture worth a look beside this one. Of the same sender, or alike in `shape` and
    in `density` by so many parts of 100; `outcome` is what was decided of its item."""

    ref: ImageRef
    item: str
    seen_at: datetime
    same_sender: bool
    shape: int
    density: int
    outcome: str = ""
