"""What is typed into a rule's field -> why it cannot stand there; needs no stores."""

from datetime import date

from triage_app.model.ruling import DATES, FULL_SCORE, PACK_ROW, POINTS, SWITCH, RuleRow
from triage_app.model.sentence import NOTHING, Sentence, tr
from triage_app.risk.toml_table import LARGEST


def why_not(row: RuleRow, field: str, text: str, other_date: str = "") -> Sentence:
    """Why this cannot stand in the field; NOTHING where it can. `other_date` is what stands in the
    other date's field."""
    text = text.strip()
    if field == SWITCH:
        return NOTHING
    if field in DATES:
        return _why_no_date(field, text, other_date.strip())
    most = FULL_SCORE if field in (POINTS, "hold_at", "look_at") else LARGEST
    if not (text.isascii() and text.isdecimal() and len(text) < 12 and int(text) <= most):
        return tr("rules", "Write a whole number from 0 to {most}.", most=f"{most:,}")
    if row.id != PACK_ROW and field.endswith("alike_percent") and int(text) > 100:
        return tr("rules", "Nothing is more than 100 % alike: the rule would never fire.")
    return NOTHING


def _why_no_date(field: str, text: str, other: str) -> Sentence:
    if not text:
        return NOTHING
    try:
        day = date.fromisoformat(text)
        limit = date.fromisoformat(other) if other else None
    except ValueError:
        return tr("rules", "Write a day as 2026-03-31, or nothing.")
    early, late = (day, limit) if field == "from" else (limit, day)
    if early and late and early > late:
        return tr("rules", "It would end before it begins.")
    return NOTHING
