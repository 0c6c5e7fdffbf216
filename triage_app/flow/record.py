"""What an inspector decides -> an act in the record, or the reason why none was written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from triage_app.flow.form import read_form
from triage_app.flow.lookup import concerns
from triage_app.flow.marking import refused_mark
from triage_app.flow.outcomes import starting_texts
from triage_app.flow.people_ports import RecordingClearance
from triage_app.flow.ports import Clock, Record
from triage_app.flow.shown import shown
from triage_app.flow.veil import SET_ASIDE
from triage_app.model.act import Act, ActDraft, ActKind, ActLine
from triage_app.model.examination import Examination
from triage_app.model.item import Hold, ImageRole, ItemKey, Party, standing_outcomes
from triage_app.model.mark import Mark, mark_body
from triage_app.model.outcome import OutcomeCode, Refusal
from triage_app.model.risk import Severity
from triage_app.model.sentence import tr
from triage_app.risk.names import person_key

REASONS = ("hold", "sweep", "xray", "canine", "officer", "random", "tip", "flags")
UNDOABLE = frozenset(
    {
        ActKind.OUTCOME,
        ActKind.ATTACHMENT,
        ActKind.WEIGHING,
        ActKind.MARK,
        ActKind.NOTE,
        ActKind.HOLD,
    }
)
HEAVIEST_G = 1_000_000
"""More is a slip of the finger: a parcel service takes 70 kg, an air cargo pallet a tonne."""


class Recorder:
    """Writes outcomes, undos and attachments. Every act it gives back is durable.

    `holds_now` gives the open holds on a number at the moment of writing; None: those the
    examination saw. `clearance` says what an inspector may record; None: whoever records may.
    """

    def __init__(
        self,
        *,
        record: Record,
        outcomes: Sequence[OutcomeCode],
        clock: Clock,
        new_id: Callable[[], str],
        app_version: str,
        party_key: Callable[[Party], str] = person_key,
        holds_now: Callable[[str], Sequence[Hold]] | None = None,
        clearance: RecordingClearance | None = None,
        hub_clock_offset_ms: Callable[[], int] = lambda: 0,
    ) -> None:
        self._record = record
        self._outcomes = {code.code: code for code in outcomes}
        self._clock = clock
        self._new_id = new_id
        self._app_version = app_version
        self._party_key = party_key
        self._holds_now = holds_now
        self._clearance = clearance
        self._hub_clock_offset_ms = hub_clock_offset_ms

    def outcome(
        self,
        examination: Examination,
        code: str,
        fields: Mapping[str, str],
        inspector: str,
        why_selected: str = "",
    ) -> Act | Refusal:
        """Record an outcome with all that was shown, or say which field or hold forbids it.

        A further outcome on an item (a query, later a release) names those it follows; one that
        the examination did not show refuses it, so that nothing is written twice unnoticed.
        """
        outcome = self._outcomes.get(code)
        if outcome is None:
            return Refusal(tr("record", "There is no outcome {code}.", code=code))
        key = examination.item.key
        acts = self._record.acts_on(key.scheme, key.number)
        refusal = _nameless(key) or self._forbidden(outcome, examination, inspector)
        refusal = refusal or self._unseen(acts, examination) or _unknown_reason(why_selected)
        entries = refusal or read_form(outcome, fields, _attached(acts))
        if isinstance(entries, Refusal):
            return entries
        body = {
            "outcome": {
                "code": outcome.code,
                "title": outcome.title,
                "seized": outcome.seizes,
                "fields": entries,
                **({"cleared_only": True} if outcome.cleared_only else {}),
            },
            "why_selected": _why_selected(examination, why_selected),
            "follows": [act.id for act in standing_outcomes(examination.item.acts)],
            "shown": shown(examination, self._party_key),
        }
        return self._append(ActKind.OUTCOME, key, inspector, body, examination.assessment.pack)

    def undo(self, act_id: str, why: str, inspector: str) -> Act | Refusal:
        """Undo an act by another one; the first stays as it was written."""
        undone = self._record.act(act_id)
        if undone is None:
            return Refusal(tr("record", "There is no act {id}.", id=act_id))
        refusal = self._not_for(inspector, [undone.item_number]) or _not_undoable(undone, why)
        if refusal is not None:
            return refusal
        key = ItemKey(undone.item_scheme, undone.item_number, undone.posted_on, undone.announcement)
        body = {"undoes": undone.id, "undone_seq": undone.seq, "why": why.strip()}
        return self._append(ActKind.UNDO, key, inspector, body)

    def attach(
        self,
        key: ItemKey,
        sha256: str,
        size: int,
        media_type: str,
        role: ImageRole,
        inspector: str,
    ) -> Act:
        """Note that a blob, kept in evidence beforehand, belongs to an item."""
        attachment = {
            "sha256": sha256,
            "size": size,
            "media_type": media_type,
            "role": str(role),
        }
        return self._append(ActKind.ATTACHMENT, key, inspector, {"attachment": attachment})

    def weigh(self, key: ItemKey, weight_g: int, inspector: str, scale: str = "") -> Act | Refusal:
        """Note what an item weighs; `scale` names the one that said it, "" where it was typed."""
        if not 0 < weight_g <= HEAVIEST_G:
            return Refusal(
                tr(
                    "record",
                    "{kg} kg is no weight of an item: from 1 g to {most} kg.",
                    kg=f"{weight_g / 1000:,.3f}",
                    most=f"{HEAVIEST_G // 1000:,}",
                ),
                "weight",
            )
        weighing = {"weight_g": weight_g, "scale": scale}
        refusal = _nameless(key) or self._not_for(inspector, [key.number])
        return refusal or self._append(ActKind.WEIGHING, key, inspector, {"weighing": weighing})

    def mark(self, key: ItemKey, picture: str, mark: Mark, inspector: str) -> Act | Refusal:
        """Note a mark beside the hash of a picture of an item, or say why it is none."""
        refusal = _nameless(key) or self._not_for(inspector, [key.number]) or refused_mark(mark)
        if refusal is not None:
            return refusal
        return self._append(ActKind.MARK, key, inspector, mark_body(picture, mark))

    def recovery_key_renewed(self, inspector: str) -> Act:
        """Note that the home has another recovery key from now on; nothing of it is in the act."""
        return self._append(
            ActKind.KEYS, ItemKey("", ""), inspector, {"keys": {"renewed": "recovery"}}
        )

    def keys_changed(self, told: Mapping[str, object], inspector: str) -> Act:
        """Note which key's rule packs are taken here from now on, or no more."""
        return self._append(ActKind.KEYS, ItemKey("", ""), inspector, {"keys": dict(told)})

    def rules_changed(self, told: Mapping[str, object], inspector: str, pack: str) -> Act:
        """Note which rule pack judges from now on, why, and what it changes."""
        body = {"rules": dict(told)}
        return self._append(ActKind.RULES, ItemKey("", ""), inspector, body, pack)

    def say_of_inspector(self, inspector: str, body: Mapping[str, object]) -> Act:
        """Note who somebody is and what they may do, by `inspector`; no secret is in `body`."""
        return self._append(ActKind.INSPECTOR, ItemKey("", ""), inspector, body)

    def defaults(self, examination: Examination, code: str) -> dict[str, str]:
        """What the outcome's fields start with; {} for a code that is not in the table."""
        outcome = self._outcomes.get(code)
        if outcome is None:
            return {}
        return starting_texts(outcome, examination.item, self._clock.today())

    def _append(
        self,
        kind: ActKind,
        key: ItemKey,
        inspector: str,
        body: Mapping[str, object],
        rule_pack: str = "",
    ) -> Act:
        return self._record.append(
            ActDraft(
                id=self._new_id(),
                kind=kind,
                recorded_at=self._clock.now(),
                inspector=inspector,
                body=body,
                item_scheme=key.scheme,
                item_number=key.number,
                posted_on=key.posted_on,
                announcement=key.announcement,
                boot_id=self._clock.boot_id(),
                monotonic_ns=self._clock.monotonic_ns(),
                hub_clock_offset_ms=self._hub_clock_offset_ms(),
                rule_pack=rule_pack,
                app_version=self._app_version,
            )
        )

    def _forbidden(
        self, outcome: OutcomeCode, examination: Examination, inspector: str
    ) -> Refusal | None:
        item = examination.item
        numbers = [number for _, number in item.numbers] or [item.key.number]
        refusal = self._not_for(inspector, numbers)
        if refusal is None and self._clearance is not None:
            refusal = self._clearance.may_record(inspector, outcome.roles)
        if refusal is not None or not outcome.releases:
            return refusal
        if self._holds_now is None:
            return _held(item.holds) if item.holds else None
        holds = [hold for number in numbers for hold in self._holds_now(number)]
        return _held(holds) if holds else None

    def _not_for(self, inspector: str, numbers: Iterable[str]) -> Refusal | None:
        """Why this inspector writes nothing about an item of these numbers."""
        if self._clearance is None:
            return None
        return self._clearance.may_write_of(inspector, numbers)

    def _unseen(self, acts: Sequence[ActLine], examination: Examination) -> Refusal | None:
        """An outcome written since the item was looked up: by a second Enter, or elsewhere."""
        since = _since(acts, examination)
        if since is None:
            return None
        known = self._outcomes.get(since.outcome)
        if known is not None and known.cleared_only:
            return Refusal(SET_ASIDE)
        return Refusal(
            tr(
                "record",
                "Recorded meanwhile: {title}, by {inspector}. Scan the item again to add to it.",
                title=since.title or since.outcome,
                inspector=since.inspector,
            )
        )


def last_undoable(newest_first: Iterable[ActLine], inspector: str) -> ActLine | None:
    """The act that "undo the last one" means to this inspector; None where the last one was an
    undo or is undone: pressing twice reaches no further back."""
    undoing = UNDOABLE | {ActKind.UNDO}
    own = (act for act in newest_first if act.inspector == inspector and act.kind in undoing)
    last = next(own, None)
    return None if last is None or last.kind is ActKind.UNDO or last.undone_by else last


def _attached(acts: Sequence[ActLine]) -> list[str]:
    bodies: list[Any] = [
        act.body["attachment"]
        for act in acts
        if act.kind is ActKind.ATTACHMENT and not act.undone_by
    ]
    return [str(body["sha256"]) for body in bodies]


def _nameless(key: ItemKey) -> Refusal | None:
    """A code that was nothing but blanks or controls names no item; an act has to name one."""
    if key.number:
        return None
    return Refusal(
        tr(
            "record",
            "The code names no item. Scan the label again, or type a number that is on it.",
        )
    )


def _since(acts: Sequence[ActLine], examination: Examination) -> ActLine | None:
    """The last outcome on the item that the examination did not show."""
    seen = {act.id for act in examination.item.acts}
    since = [
        act
        for act in standing_outcomes(acts)
        if act.id not in seen
        and concerns(act, examination.started_at, examination.item.key.posted_on)
    ]
    return since[-1] if since else None


def _held(holds: Sequence[Hold]) -> Refusal:
    """Who holds the item; of a controlled delivery nobody is named."""
    if any(hold.cleared_only for hold in holds):
        return Refusal(SET_ASIDE)
    whose = dict.fromkeys(f"{hold.placed_by} ({hold.why})" for hold in holds)
    return Refusal(tr("record", "Not released: held by {whose}.", whose=", ".join(whose)))


def _unknown_reason(why_selected: str) -> Refusal | None:
    if why_selected and why_selected not in REASONS:
        reasons = ", ".join(REASONS)
        return Refusal(
            tr("record", "Why selected is one of {reasons}.", reasons=reasons), "why_selected"
        )
    return None


def _why_selected(examination: Examination, given: str) -> dict[str, Any]:
    """The reason, and beside it everything that spoke for a look: a hit rate needs both."""
    assessment = examination.assessment
    rules = [flag.rule for flag in assessment.flags if flag.severity is not Severity.NOTE]
    if given:
        reason = given
    elif assessment.selected_at_random:
        reason = "random"
    elif examination.item.holds:
        reason = "hold"
    else:
        reason = "flags" if rules else "officer"
    return {
        "reason": reason,
        "given": bool(given),
        "random": assessment.selected_at_random,
        "holds": [hold.id for hold in examination.item.holds],
        "rules": rules,
    }


def _not_undoable(undone: ActLine, why: str) -> Refusal | None:
    if undone.undone_by:
        return Refusal(tr("record", "Act {seq} is undone already.", seq=undone.seq))
    if undone.kind not in UNDOABLE:
        return Refusal(
            tr("record", "An act of kind {kind} cannot be undone.", kind=str(undone.kind))
        )
    if not why.strip():
        return Refusal(tr("record", "Say why it is undone."), "why")
    return None
