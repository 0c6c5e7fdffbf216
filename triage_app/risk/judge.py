"""MailItem + pack + lists + random slice -> Assessment: flags one can argue with, and their sum."""

from collections.abc import Iterable
from datetime import date

from triage_app.model.item import MailItem
from triage_app.model.risk import Assessment, Flag, NotFlagged, Severity
from triage_app.model.sentence import Sentence, tr
from triage_app.risk.cards import cards_for, cards_of
from triage_app.risk.case import Case, Fired, NotFired, open_case
from triage_app.risk.law import law_notes, valued
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.reckoning import WEIGHT, Limits, score_of, verdict_of, withouts
from triage_app.risk.rules import EVERYWHERE, Rule, RulePack
from triage_app.risk.sampling import RandomSlice
from triage_app.risk.signals.changing import would_change
from triage_app.risk.signals.registry import SIGNALS

RANDOM_RULE = "random"
SWITCHED_OFF = tr("risk", "switched off in the rule pack")
NOTHING_ANNOUNCED = tr("risk", "nothing is announced to judge by")
OTHER_CHANNEL = tr("risk", "not a rule of this channel")
OTHER_ORIGIN = tr("risk", "not a rule for this origin")


def judge(
    item: MailItem, pack: RulePack, lists: ScreeningLists, sample: RandomSlice, as_of: date
) -> Assessment:
    """All rules on one item, on the law of its arrival date. Pure; any text or figure is judged as
    it is (texts to 20,000 characters, 200 lines), none makes it fail."""
    case = open_case(item, pack, lists, as_of)
    flags: list[Flag] = []
    quiet: list[NotFlagged] = []
    for rule in pack.rules:
        _apply(rule, case, flags, quiet)
    picked = sample.picks(item.key)
    if picked:
        flags.append(_random_flag(pack))
    flags.sort(key=lambda flag: (-WEIGHT[flag.severity], -flag.points_micro))
    limits = limits_of(item, pack)
    return Assessment(
        verdict=verdict_of(flags, limits),
        score_micro=score_of(flags),
        flags=tuple(flags),
        not_flagged=tuple(quiet),
        law=law_notes(case.law, case.goods, pack, {flag.rule for flag in flags}),
        as_of=as_of,
        pack=pack.name,
        lists=lists.versions,
        selected_at_random=picked,
        sampling_secret_id=sample.secret_id,
        sampling_share_micro=sample.share_micro,
        pack_digest=pack.digest,
        valued=valued(case.announced, pack.rates),
        hold_at_micro=pack.hold_at_micro,
        look_at_micro=pack.look_at_micro,
        without=withouts(flags, limits) if flags else (),
        cards=cards_of(flags, pack) if flags else (),
    )


def limits_of(item: MailItem, pack: RulePack) -> Limits:
    """From which sums on an item is held or looked at."""
    return Limits(pack.hold_at_micro, pack.look_at_micro, item.announcement is not None)


def _apply(rule: Rule, case: Case, flags: list[Flag], quiet: list[NotFlagged]) -> None:
    """Ask one rule; its answer becomes flags, or a reason why not."""
    signal = SIGNALS[rule.signal]
    spoken_of = rule.on and rule.scope is EVERYWHERE and case.item.announcement is not None
    if not spoken_of and (why := _outside(rule, case)):  # seldom asked: it costs as much as a rule
        quiet.append(NotFlagged(rule.id, why))
        return
    answer = signal.look(case, rule)
    if isinstance(answer, NotFired):
        quiet.append(NotFlagged(rule.id, answer.why))
        return
    fired: Iterable[Fired] = answer if isinstance(answer, tuple) else (answer,)
    flags.extend(_flag(rule, one, case.pack) for one in fired)


def _outside(rule: Rule, case: Case) -> Sentence | None:
    """Why a rule does not speak of this item at all."""
    if not rule.on:
        return SWITCHED_OFF
    if case.item.announcement is None and not SIGNALS[rule.signal].unannounced:
        return NOTHING_ANNOUNCED
    scope = rule.scope
    if scope is EVERYWHERE:
        return None
    if not scope.covers_day(case.as_of):
        return tr("risk", "not in force on {day}", day=case.as_of)
    if not scope.covers_channel(case.goods.channel):
        return OTHER_CHANNEL
    return None if scope.covers_origins(case.goods.origins) else OTHER_ORIGIN


def _flag(rule: Rule, fired: Fired, pack: RulePack) -> Flag:
    return Flag(
        rule=rule.id,
        family=rule.family,
        severity=rule.severity,
        points_micro=rule.points_micro,
        text=fired.text or tr("rules", rule.text, **fired.values),
        evidence=fired.evidence,
        citation=rule.citation,
        pack=pack.name,
        thresholds=rule.thresholds,
        would_change=would_change(rule, fired),
        cards=cards_for(rule.id, fired.evidence, pack),
    )


def _random_flag(pack: RulePack) -> Flag:
    return Flag(
        rule=RANDOM_RULE,
        family="random",
        severity=Severity.NOTE,
        points_micro=0,
        text=tr("rules", "Selected at random: examine it as if nothing were known."),
        evidence={},
        citation="",
        pack=pack.name,
    )
