"""The record's acts + two packs -> a backtest: every decided item judged again by both."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, NamedTuple

from triage_app.flow.decided import DecidedItems
from triage_app.flow.replay import past_of
from triage_app.model.act import ActLine
from triage_app.model.measure import Backtest, Decided
from triage_app.model.outcome import OutcomeCode
from triage_app.risk.backtest import Judged, Pair, Replayed, compare
from triage_app.risk.judge import RANDOM_RULE
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.rules import RulePack

ASKED_EVERY: Final = 100
"""Acts between two looks at whether somebody wants it to stop."""


class Packs(NamedTuple):
    """The old and the new one, and the lists both screen names by: those in use now."""

    old: RulePack
    new: RulePack
    lists: ScreeningLists


class Telling(NamedTuple):
    """How far it is, and whether to stop. `stop` is asked often: it answers at once."""

    told: Callable[[int], None] = lambda _done: None
    stop: Callable[[], bool] = lambda: False


class _Replay(NamedTuple):
    """Both judgements of one item, and the lists it was judged by then."""

    old: Judged
    new: Judged
    lists_same: bool


def backtest(
    acts: Iterable[ActLine],
    packs: Packs,
    outcomes: Sequence[OutcomeCode],
    local: Callable[[datetime], datetime],
    telling: Telling = Telling(),  # noqa: B008  # frozen
) -> Backtest:
    """All decided items under both packs. Stopped early, it is what was read so far and says so.
    Judging knows nothing but what each act embeds; lists are the exception, and are counted."""
    begun = time.perf_counter()
    pair = Pair(*packs)
    decided, replays, stopped = DecidedItems(outcomes, local), dict[int, _Replay](), False
    for count, act in enumerate(acts, 1):
        place = decided.take(act)
        if place is not None and (past := past_of(act)) is not None:
            both = pair.judge(past.item, past.as_of)
            replays[place] = _Replay(*both, past.lists == dict(packs.lists.versions))
        if count % ASKED_EVERY == 0:
            telling.told(count)
            if stopped := telling.stop():
                break
    pairs = [
        (one, replay)
        for place, replay in replays.items()
        if (one := decided.item_at(place)) is not None
    ]
    made = compare((Replayed(one, r.old, r.new) for one, r in pairs), packs.old, packs.new)
    same, comparable = _repeated(pairs, packs)
    return replace(
        made,
        same=same,
        comparable=comparable,
        other_lists=sum(not replay.lists_same for _, replay in pairs),
        unread=decided.unread + len(decided.items) - len(pairs),
        stopped=stopped,
        seconds=time.perf_counter() - begun,
    )


def _repeated(pairs: Sequence[tuple[Decided, _Replay]], packs: Packs) -> tuple[int, int]:
    """Of the items one of the packs judged then, by the same lists: how many get the very same
    flags again. All should: a rule that reads what no act embeds would show here."""
    same = comparable = 0
    for one, replay in pairs:
        now = {packs.new.name: replay.new, packs.old.name: replay.old}.get(one.pack)
        if now is not None and replay.lists_same:
            comparable += 1
            same += now.rules == one.rules - {RANDOM_RULE}
    return same, comparable
