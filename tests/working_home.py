"""A station with bags announced in it, to work through the work list as the command line does."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.builders import make_announcement
from triage_app.app import WorkParts, assemble, assemble_work, make_home
from triage_app.model.item import Hold
from triage_app.settings import Settings, load_settings

BAG = "JFK-0412"
CODES = ("RR473124829US", "1Z999AA10123456784", "LX000000008CN", "EA123456785CN")
"""What lies in the bag by the manifest."""
TODAY = datetime.now(UTC).date()


def new_station(home: Path) -> Settings:
    """The settings of an empty station whose key lies in a file."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text('[store]\nkey = "file"\n', "utf-8")
    settings = load_settings(home)
    make_home(settings)
    return settings


def announce(home: Path, *codes: str, **changes: Any) -> None:
    """Take announcements in, in the bag of a flight of today."""
    from triage_app.flow.intake import name_number

    told = {"bag": BAG, "flight": "CA981", "arrived_on": TODAY, **changes}
    made = []
    for code in codes:
        scheme, number, carrier, _ = name_number(code)
        made.append(
            make_announcement(
                id="", digest="", scheme=scheme, number=number, carrier=carrier, **told
            )
        )
    with assemble(load_settings(home)) as parts:
        parts.cache.writer.store(made, parts.clock.now())


def hold(home: Path, code: str, **changes: Any) -> None:
    """Let somebody want an item kept."""
    placed = datetime(2026, 3, 2, 9, tzinfo=UTC)
    told = {"id": f"h-{code}", "placed_by": "unit", "why": "count it", "placed_at": placed}
    with assemble(load_settings(home)) as parts:
        parts.cache.writer.place_hold(code, Hold(**{**told, **changes}))


@contextmanager
def working(home: Path) -> Iterator[WorkParts]:
    """Its work list, open."""
    with closing(assemble_work(load_settings(home))) as house:
        yield house
