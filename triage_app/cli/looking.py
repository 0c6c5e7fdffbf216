"""Code typed at the command line -> Examination, as the bench would make it."""

from datetime import UTC, datetime

from triage_app.app import Parts
from triage_app.cli.output import warn
from triage_app.model.examination import Examination
from triage_app.model.item import Hold, MailItem
from triage_app.model.scan import Scan, ScanSource
from triage_app.model.visible import visible

SET_ASIDE = "HOLD, set aside, call supervisor"
"""All that is said of a controlled delivery to those who are not cleared."""


def examine(parts: Parts, code: str) -> Examination:
    """The examination of one code, "{GS}" standing for the separator."""
    text = code.replace("{GS}", "\x1d")
    return parts.station.examine(Scan(text, datetime.now(UTC), ScanSource.TYPED))


def examine_named(parts: Parts, code: str) -> Examination | None:
    """The examination of a code that something is to be written about; None, said on stderr, when
    it names nothing."""
    examination = examine(parts, code)
    if examination.item.key.number:
        return examination
    warn(f"triage: '{visible(code, 60)}' names no item; give a number that is on its label")
    return None


def said_holds(item: MailItem) -> list[dict[str, object]]:
    """The open holds as whoever was given `item` may read them."""
    if item.set_aside:
        return [{"why": SET_ASIDE}]
    return [_said(hold) for hold in item.holds]


def _said(hold: Hold) -> dict[str, object]:
    return {
        "id": hold.id,
        "placed_by": hold.placed_by,
        "why": hold.why,
        "placed_at": hold.placed_at.isoformat(),
        "until": hold.until.isoformat() if hold.until else None,
    }
