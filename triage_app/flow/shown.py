"""Examination -> what the inspector was shown, in whole numbers and text, to lie inside the act.

Years later, with cache and lists gone, the decision can still be looked at and judged again. Fields
that say nothing (their default) are left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date
from typing import Any

from triage_app.model.examination import Examination
from triage_app.model.identity import Identity
from triage_app.model.item import Context, MailItem, Party
from triage_app.model.risk import Assessment
from triage_app.model.sentence import Sentence

MOST_SIBLINGS = 50  # an act stays small when one address is announced a thousand times


def shown(examination: Examination, party_key: Callable[[Party], str]) -> dict[str, Any]:
    """The `shown` part of an outcome act."""
    item = examination.item
    announced = item.announcement
    return {
        "scan": plain(examination.scan),
        "started_at": examination.started_at.isoformat(),
        "identity": plain(_alone(item)),
        "announcement": plain(announced),
        "sender_key": party_key(announced.sender) if announced else "",
        "recipient_key": party_key(announced.recipient) if announced else "",
        "holds": plain(item.holds),
        "images": plain(item.images),
        "measured_weight_g": item.measured_weight_g,
        "context": _context(item.context),
        "earlier_acts": [act.id for act in item.acts],
        "assessment": _assessment(examination.assessment),
    }


def plain(value: Any) -> Any:
    """A noun as JSON of str, int, bool, None, lists and mappings.

    A float (in a rule's evidence) becomes its exact text: recording must not fail, nor round.
    """
    match value:
        case None | bool():
            return value
        case str() | int():
            return str(value) if isinstance(value, str) else int(value)
        case Sentence() | float():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(name): plain(inner) for name, inner in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(inner) for inner in value]
        case _ if is_dataclass(value):
            return {
                f.name: plain(inner)
                for f in fields(value)
                if _says(f, inner := getattr(value, f.name))
            }
    return str(value)


def _alone(item: MailItem) -> Any:
    """The reading that was used, without the others."""
    identity = item.identity
    return replace(identity, candidates=()) if isinstance(identity, Identity) else identity


def _context(context: Context) -> dict[str, Any]:
    kept: dict[str, Any] = plain(replace(context, siblings=context.siblings[:MOST_SIBLINGS]))
    if len(context.siblings) > MOST_SIBLINGS:
        kept["siblings_in_all"] = len(context.siblings)
    return kept


def _assessment(assessment: Assessment) -> dict[str, Any]:
    kept: dict[str, Any] = plain(replace(assessment, not_flagged=()))
    kept["not_flagged"] = [rule.rule for rule in assessment.not_flagged]
    return kept


def _says(field: Field[Any], value: Any) -> bool:
    if field.default is not MISSING:
        return bool(value != field.default)
    if field.default_factory is not MISSING:
        return bool(value != field.default_factory())
    return True
