"""A supervisor changes the pack in use: rows, edits checked as typed, a draft, the next version.

One class for the mode. What has to read the stores is asked of it on a lane; checking what is
typed needs none of them.
"""

from collections.abc import Callable, Sequence

import msgspec

from triage_app.flow.rule_packs import Notes, PackSource, RulePacks
from triage_app.model.act import Act
from triage_app.model.outcome import Refusal
from triage_app.model.ruling import FULL_SCORE, PACK_ROW, PackTitle, RuleEdit, RuleRow
from triage_app.model.sentence import tr
from triage_app.risk.pack import PackRefused, RulePack, load_pack
from triage_app.risk.pack_edit import edited, next_version

DRAFT = "rule_pack_draft"
"""The record's note of edits that are not in use yet."""


class PackEditing:
    """Belongs to the thread that opened its stores. `shipped` is the shipped pack's source; `may`
    tells why whoever sits here may not change rules."""

    def __init__(
        self,
        packs: RulePacks,
        notes: Notes,
        shipped: PackSource,
        pack: RulePack,
        may: Callable[[], Refusal | None],
    ) -> None:
        self._may = may
        self._packs = packs
        self._notes = notes
        self._shipped = shipped
        self._pack = pack

    def title(self) -> PackTitle:
        now = self._packs.current()
        version = next_version(self._pack.version)
        if now is None:
            return PackTitle(self._pack.name, version)
        return PackTitle(self._pack.name, version, now.used_at, now.by, now.why)

    def rows(self) -> tuple[RuleRow, ...]:
        """The pack's own thresholds, then its rules in the order of their families."""
        return rows_of(self._pack)

    def draft(self) -> tuple[RuleEdit, ...]:
        """Edits that were not put in use yet; those of another pack fit no more."""
        try:
            name, edits = msgspec.json.decode(
                self._notes.note(DRAFT), type=tuple[str, tuple[RuleEdit, ...]]
            )
        except msgspec.MsgspecError:
            return ()
        return edits if name == self._pack.name else ()

    def keep_draft(self, edits: Sequence[RuleEdit]) -> None:
        """Keep edits, so that neither a closed window nor a cut loses them."""
        kept = msgspec.json.encode((self._pack.name, tuple(edits))).decode() if edits else ""
        self._notes.keep_note(DRAFT, kept)

    def source_with(self, edits: Sequence[RuleEdit]) -> PackSource:
        """The next version, not signed yet. Raises PackRefused."""
        source = self._packs.source_now() or self._shipped
        version = next_version(self._pack.version)
        text = edited(self._pack, source.text, source.name, source.lexicons, edits, version)
        return PackSource(source.name, text, source.lexicons)

    def pack_with(self, edits: Sequence[RuleEdit]) -> RulePack:
        """The next version, read. Raises PackRefused."""
        source = self.source_with(edits)
        return load_pack(source.text, source.name, source.lexicons)

    def make_current(self, edits: Sequence[RuleEdit], by: str, why: str) -> Act | Refusal:
        """Sign the next version by this station and judge by it from now on."""
        if refusal := self._may() or _says_nothing(edits, why):
            return refusal
        try:
            signed = self._packs.sign_own(self.source_with(edits), by)
            act = self._packs.use(signed, by, why.strip())
        except PackRefused as refused:
            return Refusal(refused.what)
        self.keep_draft(())
        return act


def _says_nothing(edits: Sequence[RuleEdit], why: str) -> Refusal | None:
    if not edits:
        return Refusal(tr("rules", "Nothing was changed."))
    if not why.strip():
        return Refusal(tr("rules", "Say why the rules change: it stands in the act."), "why")
    return None


def rows_of(pack: RulePack) -> tuple[RuleRow, ...]:
    """A pack as rows."""
    own = RuleRow(
        PACK_ROW,
        "",
        "",
        True,
        0,
        "",
        "",
        {"hold_at": pack.hold_at_micro // FULL_SCORE, "look_at": pack.look_at_micro // FULL_SCORE},
    )
    rules = [
        RuleRow(
            rule.id,
            rule.family,
            str(rule.severity),
            rule.on,
            rule.points_micro // FULL_SCORE,
            rule.text,
            rule.citation,
            {name: value for name, value in rule.settings.items() if isinstance(value, int)},
            {
                name: ", ".join(map(str, value))
                for name, value in rule.settings.items()
                if isinstance(value, tuple)
            },
            rule.scope.valid_from,
            rule.scope.until,
        )
        for rule in pack.rules
    ]
    return (own, *rules)
