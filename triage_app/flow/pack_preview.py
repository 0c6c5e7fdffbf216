"""Items + two packs -> what the second would change: the workload, before anybody works it."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

from triage_app.flow.assess import assess
from triage_app.model.item import MailItem
from triage_app.model.risk import Assessment, Verdict
from triage_app.model.ruling import Flagged, Workload
from triage_app.risk.lists import ScreeningLists
from triage_app.risk.rules import RulePack
from triage_app.risk.sampling import RandomSlice

EXAMPLES = 20
Told = Callable[[int, int], None]
"""How many are judged, of how many there are to judge."""


class Preview:
    """`lists` and `sample` are the station's; `today` stands for the arrival nobody knows."""

    def __init__(
        self,
        before: RulePack,
        after: RulePack,
        lists: ScreeningLists,
        sample: RandomSlice,
        today: date,
    ) -> None:
        self._packs = (before, after)
        self._lists = lists
        self._sample = sample
        self._today = today

    def over(
        self, items: Iterable[MailItem], total: int, told: Told, stopped: Callable[[], bool]
    ) -> Workload:
        """Judge each by both. May be stopped between two items: what was counted is told."""
        tally = _Tally()
        ended = False
        for item in items:
            if ended := stopped():
                break
            one, other = (
                assess(item, pack, self._lists, self._sample, self._today) for pack in self._packs
            )
            tally.take(item, one, other)
            told(tally.judged, total)
        return tally.workload(total, stopped=ended)


class _Tally:
    def __init__(self) -> None:
        self.judged = 0
        self._verdicts = (Counter[str](), Counter[str]())
        self._rules = (Counter[str](), Counter[str]())
        self._changed: dict[bool, list[Flagged]] = {True: [], False: []}
        self._counts: Counter[bool] = Counter()

    def take(self, item: MailItem, one: Assessment, other: Assessment) -> None:
        self.judged += 1
        for at, assessment in enumerate((one, other)):
            self._verdicts[at][assessment.verdict.value] += 1
            self._rules[at].update({flag.rule for flag in assessment.flags})
        was, now = (assessment.verdict is not Verdict.CLEAR for assessment in (one, other))
        if was == now:
            return
        self._counts[now] += 1
        if len(self._changed[now]) < EXAMPLES:
            self._changed[now].append(_flagged(item, one, other))

    def workload(self, total: int, *, stopped: bool) -> Workload:
        rules = sorted(self._rules[0].keys() | self._rules[1].keys())
        return Workload(
            self.judged,
            total,
            {v.value: (self._verdicts[0][v.value], self._verdicts[1][v.value]) for v in Verdict},
            {rule: (self._rules[0][rule], self._rules[1][rule]) for rule in rules},
            tuple(self._changed[True]),
            tuple(self._changed[False]),
            self._counts[True],
            self._counts[False],
            stopped,
        )


def _flagged(item: MailItem, one: Assessment, other: Assessment) -> Flagged:
    """Of a controlled delivery no more is told than that it is held."""
    announced = item.announcement
    secret = any(hold.cleared_only for hold in item.holds)
    lines = announced.lines if announced and not secret else ()
    was, now = ({flag.rule for flag in told.flags} for told in (one, other))
    return Flagged(
        item.key.number,
        lines[0].description if lines else "",
        one.verdict.value,
        other.verdict.value,
        tuple(sorted(was ^ now)),
    )
