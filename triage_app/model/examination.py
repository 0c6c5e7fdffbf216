"""One look at one item: the scan, what was found, how it was judged. An outcome act embeds it."""

from datetime import datetime

from triage_app.model.item import MailItem
from triage_app.model.noun import noun
from triage_app.model.risk import Assessment
from triage_app.model.scan import Scan


@noun(frozen=True, slots=True)
class Examination:
    """What the screen shows. `started_at` is when the scan reached the station, aware UTC."""

    scan: Scan
    item: MailItem
    assessment: Assessment
    started_at: datetime
