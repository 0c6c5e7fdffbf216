"""What another station of the facility decided on an item, as the hub tells it."""

from datetime import datetime

from triage_app.model.noun import noun


@noun(frozen=True, slots=True)
class ToldOutcome:
    """An outcome act of another station. `code` is of its outcome table; `undone_by` the id of the
    act that undid it, "" while it stands. Who decided is not told."""

    act_id: str
    station: str
    scheme: str
    number: str
    posted_on: str
    code: str
    decided_at: datetime
    undone_by: str = ""
