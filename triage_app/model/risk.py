"""The station's judgement of an item, with everything needed to argue with it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum

from triage_app.model.noun import noun
from triage_app.model.sentence import NOTHING, Sentence


class Verdict(StrEnum):
    """The station's word. An item on no manifest is at least LOOK, shown as NOT_ANNOUNCED."""

    CLEAR = "clear"
    LOOK = "look"
    HOLD = "hold"


class Severity(StrEnum):
    NOTE = "note"
    LOOK = "look"
    HOLD = "hold"


@noun(frozen=True, slots=True)
class Card:
    """How to handle what is suspected: `steps` as published in `source`, `ours` are our own words.
    `brought_by` are "rule" or "rule concept" whose flag brings it to the bench."""

    id: str
    title: str
    steps: tuple[str, ...]
    source: str
    ours: tuple[str, ...] = ()
    brought_by: tuple[str, ...] = ()


@noun(frozen=True, slots=True)
class Flag:
    """One rule that fired. `points_micro` are what it adds to the score (millionths).
    `evidence` holds str, int, bool, None, lists and mappings only (it goes into acts).
    `thresholds` are the rule's own numbers, `would_change` says what would make it fall silent,
    `cards` names the handling cards it brings."""

    rule: str
    family: str
    severity: Severity
    points_micro: int
    text: Sentence
    evidence: Mapping[str, object]
    citation: str
    pack: str
    thresholds: Mapping[str, int] = field(default_factory=dict)
    would_change: Sentence | None = None
    cards: tuple[str, ...] = ()


@noun(frozen=True, slots=True)
class Without:
    """What the verdict and the score would be, had these rules not fired."""

    rules: tuple[str, ...]
    verdict: Verdict
    score_micro: int


@noun(frozen=True, slots=True)
class NotFlagged:
    """One rule that did not fire, and why not."""

    rule: str
    why: Sentence


@noun(frozen=True, slots=True)
class LawNote:
    """A law row that applies on the arrival date: an aid, with its citation. `effect` is what kind
    of consequence it has; `owed` the part of its text that says what is owed on this item."""

    id: str
    text: Sentence
    citation: str
    effect: str = ""
    owed: Sentence = NOTHING


@noun(frozen=True, slots=True)
class Assessment:
    """`score_micro` is 0..1_000_000. `as_of` is the arrival date the law was read on. From
    `hold_at_micro` and `look_at_micro` on the sum alone holds an item or asks for a look.
    `sampling_share_micro` is the random slice's share then (millionths). `pack_digest` is the
    SHA-256 of the pack's texts; `valued` says by which rates the value became USD."""

    verdict: Verdict
    score_micro: int
    flags: tuple[Flag, ...]
    not_flagged: tuple[NotFlagged, ...]
    law: tuple[LawNote, ...]
    as_of: date
    pack: str
    lists: Mapping[str, str] = field(default_factory=dict)
    selected_at_random: bool = False
    sampling_secret_id: str = ""
    sampling_share_micro: int | None = None
    pack_digest: str = ""
    valued: Sentence = NOTHING
    hold_at_micro: int = 0
    look_at_micro: int = 0
    without: tuple[Without, ...] = ()
    cards: tuple[Card, ...] = ()
