"""What outcomes say of rules: the nouns of a measurement, every figure with what it rests on."""

from datetime import date

from triage_app.model.noun import noun
from triage_app.model.outcome import Result


@noun(frozen=True, slots=True)
class Share:
    """`part` of `of` items, with its 95 % interval (both ends 0 to 1; 0 to 1 where `of` is 0)."""

    part: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float | None:
        """0 to 1; None where there is nothing to take a share of."""
        return self.part / self.of if self.of else None


@noun(frozen=True, slots=True)
class Lift:
    """How many times more often something is found than in the random slice, with its 95 %
    interval."""

    value: float
    low: float
    high: float


@noun(frozen=True, slots=True)
class Drift:
    """How far a distribution moved from one period to the next: the population stability index;
    `chance` is what it would exceed in one of twenty periods though nothing moved. `word` is
    "stable", "moving" or "moved"."""

    index: float
    chance: float
    word: str


@noun(frozen=True, slots=True)
class Decided:
    """One item that was decided: why it was looked at, by the act that said so first, and what was
    found, by the outcome that stands.

    `rules` fired (notes among them), `asked` are all that were applied. `share_micro` is the random
    slice's share then; None: the act is older than its being written down. `examined` only where
    something says so: a release alone does not.
    """

    number: str
    day: date
    pack: str
    rules: frozenset[str]
    asked: frozenset[str]
    flagged: bool
    score_micro: int
    random: bool
    secret_id: str
    share_micro: int | None
    result: Result
    examined: bool

    @property
    def settled(self) -> bool:
        """Whether it may count for or against a rule."""
        return self.examined and self.result is not Result.OPEN

    @property
    def found(self) -> bool:
        return self.examined and self.result is Result.FOUND


@noun(frozen=True, slots=True)
class Rested:
    """A set of items and what is known of them. `examined` of `items` were, `settled` of those are
    decided one way or the other, `found` of those held something; `precision` is found of
    settled."""

    items: int
    examined: int
    settled: int
    found: int
    precision: Share
    lift: Lift | None = None


@noun(frozen=True, slots=True)
class RuleMeasure:
    """One rule of one version of a pack. `judged` items it was applied to, `hits` of them it fired
    on (`rate`); `per_day` are hits a day on which anything was decided. `drift` None: too few items
    in one of the two periods."""

    pack: str
    rule: str
    judged: int
    rate: Share
    hits: Rested
    per_day: float
    drift: Drift | None = None


@noun(frozen=True, slots=True)
class Draw:
    """One setting of the random slice as acts tell it: whose secret, which share (None: the acts do
    not say), how many items were decided under it and how many of them it picked."""

    secret_id: str
    share_micro: int | None
    items: int
    picked: int


@noun(frozen=True, slots=True)
class DayLoad:
    """What was decided on a day."""

    day: date
    items: int
    flagged: int
    random: int
    found: int


@noun(frozen=True, slots=True)
class Measurement:
    """A period (both days included) and the one of the same length before it, for drift. `flagged`
    are items with any flag that asks for a look; `random` is the random slice, the yardstick of
    every lift. `rules` by pack and rule."""

    first: date
    last: date
    items: int
    flagged: Rested
    random: Rested
    rules: tuple[RuleMeasure, ...] = ()
    draws: tuple[Draw, ...] = ()
    days: tuple[DayLoad, ...] = ()
    score_drift: Drift | None = None
    before_items: int = 0
    undone: int = 0
    unread: int = 0


@noun(frozen=True, slots=True)
class Compared:
    """What two packs make of one set of items."""

    both: Rested
    only_new: Rested
    only_old: Rested
    neither: Rested


@noun(frozen=True, slots=True)
class RuleCompared:
    """One rule, under the old and the new pack; None: the pack has no such rule."""

    rule: str
    old: Rested | None
    new: Rested | None


@noun(frozen=True, slots=True)
class Backtest:
    """Two packs over what was decided. `known` is all of it: finds among them are mostly those the
    rules of then looked at; `random` is the random slice alone, the only fair witness of what both
    miss. `missed_low`..`missed_high`: finds in `items` neither pack flags, by the random slice;
    None: not enough. `same` of `comparable` items got the very flags again that their act holds,
    under the pack of then; `other_lists` were judged by other editions of the lists. `shares` are
    those the random slice was drawn with: of several, the larger one speaks for its own time more
    than for others."""

    new: str
    old: str
    items: int
    days: int
    known: Compared
    random: Compared
    rules: tuple[RuleCompared, ...] = ()
    missed_low: float | None = None
    missed_high: float | None = None
    shares: tuple[int | None, ...] = ()
    same: int = 0
    comparable: int = 0
    other_lists: int = 0
    unread: int = 0
    stopped: bool = False
    seconds: float = 0.0
