"""Pictures that wait for their item."""

from datetime import datetime

from triage_app.model.item import ImageRole
from triage_app.model.noun import noun
from triage_app.model.sentence import Sentence


@noun(frozen=True, slots=True)
class Waiting:
    """A picture nobody could pair. `sha256` is its content's; `why` says what was missing."""

    sha256: str
    name: str
    came_at: datetime
    media_type: str
    role: ImageRole
    size: int
    why: str = ""


@noun(frozen=True, slots=True)
class OnBenchSince:
    """An item and since when it lay on the bench."""

    number: str
    since: datetime


@noun(frozen=True, slots=True)
class Suggestion:
    """The item that was on the bench when a picture came; a person confirms it. `why` says how
    far apart they were."""

    number: str
    why: Sentence
