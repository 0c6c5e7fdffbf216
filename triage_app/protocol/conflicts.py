"""Conflicts: two stations decided on one item. Both outcomes stay; a person decides."""

from msgspec import Struct

from triage_app.protocol.envelope import HubAnswer


class ConflictEntry(Struct, frozen=True):
    """Seen from one of the two stations. `number` counts up within the facility."""

    number: int
    scheme: str
    item_number: str
    act_id: str
    other_act_id: str
    other_station: str


class ConflictsAnswer(HubAnswer, kw_only=True):
    """The asking station's conflicts in order of number."""

    conflicts: list[ConflictEntry]
