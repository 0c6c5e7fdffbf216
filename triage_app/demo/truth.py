"""What was planted where: one JSON object a line, beside the items; the score reads it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from triage_app.model.errors import FileUnreadable
from triage_app.model.sentence import tr

RULES = (
    "split-lot",
    "list-name",
    "names-at-address",
    "frequent-recipient",
    "phone-shared",
    "undervalued",
    "overvalued",
    "missing-data",
    "weight-mismatch",
    "number-reused",
    "referral-open",
    "do-not-load",
    "vague-text",
    "hs-mismatch",
    "hs-unknown",
    "drug-words",
    "pill-press",
    "precursor",
    "lithium-no-un",
    "hazmat-no-un",
    "firearm-parts",
    "false-documents",
    "restricted-agriculture",
    "counterfeit-price",
    "forced-labour",
    "xinjiang-sender",
    "edited-data",
    "late-data",
    "hidden-text",
    "number-country",
    "po-box",
    "address-incomplete",
    "address-impossible",
    "weight-implausible",
    "size-implausible",
)
UNPLANTED = {
    "open-hold": "holds are placed by others; the demonstration places some",
    "not-announced": "an item on no manifest; the demonstration's shift scans one",
    "check-digit": "a wrong number is scanned, not announced; the shift scans one",
    "incomplete-lines": "poor data are made everywhere, as they come",
    "poor-data-history": "a share of a whole post's items",
    "measured-weight": "the scale is at the bench",
    "senders-at-address": "counts as names-at-address does, from 26 on",
    "earlier-violations": "rests on what inspectors recorded",
}
"""Rules no case is planted for, and why; their tests make the cases."""
FUZZY = frozenset({"split-lot", "list-name", "undervalued", "overvalued", "vague-text"})
"""Rules that weigh likeness or spread; the others are exact."""
"""The rules cases are planted for. A case without one (`rule` empty) is seen in its X-ray only."""


@dataclass(frozen=True, slots=True)
class Case:
    """One planted item. `case` names the planted thing, shared by its items; `siblings` are the
    other numbers of it; `image` says which pictures it has and where to look in them. `also` are
    rules that rightly fire beside its own. A `decoy` is innocent, and made to look like a case."""

    case: str
    rule: str
    scheme: str
    number: str
    posted_on: str
    arrived_on: str
    planted: str
    siblings: tuple[str, ...] = ()
    detail: Mapping[str, object] = field(default_factory=dict)
    image: Mapping[str, object] | None = None
    also: tuple[str, ...] = ()
    decoy: bool = False


def as_line(case: Case) -> str:
    """The case as a JSON line, keys in the order of the fields."""
    return json.dumps(asdict(case), ensure_ascii=False) + "\n"


def read_truth(path: Path) -> Iterator[Case]:
    """The cases of a truth file. Raises FileUnreadable where there is none or it is damaged."""
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                lists = {name: tuple(row.get(name, ())) for name in ("siblings", "also")}
                yield Case(**{**row, **lists})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise FileUnreadable(
            tr("demo", "{path} is no truth of a demonstration: {error}.", path=path, error=error),
            tr("demo", "Fill an empty home with 'triage demo', then score it."),
        ) from error
