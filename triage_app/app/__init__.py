"""The one room that knows every room of the station: it puts the parts together."""

from triage_app.app.desk import device_set, make_desk
from triage_app.app.modes import (
    SearchParts,
    WorkParts,
    assemble_search,
    assemble_work,
    work_of,
)
from triage_app.app.parts import Parts, assemble, home_exists, make_home, people_of
from triage_app.app.road import enroll_home, export_bundle, import_bundle, sync_home
from triage_app.app.shared import Notices, Shared, outcome_table

__all__ = [
    "Notices",
    "Parts",
    "SearchParts",
    "Shared",
    "WorkParts",
    "assemble",
    "assemble_search",
    "assemble_work",
    "device_set",
    "enroll_home",
    "export_bundle",
    "home_exists",
    "import_bundle",
    "make_desk",
    "make_home",
    "outcome_table",
    "people_of",
    "sync_home",
    "work_of",
]
