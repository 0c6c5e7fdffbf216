"""Acts in order -> decided items: each once, by why it was first looked at and what stands now.

An act tells its own story: which rules fired under which pack, whether the random slice picked it,
under whose secret and share. So a pack, secret or share that changed since changes nothing here.
Items somebody wants let through under watch are left out whole, and not counted either: a number
that is missing would tell.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from triage_app.model.act import ActKind, ActLine
from triage_app.model.item import ImageRole
from triage_app.model.measure import Decided
from triage_app.model.outcome import OutcomeCode, Result
from triage_app.model.risk import Verdict

REUSED_AFTER: Final = timedelta(days=365)
"""UPU S10: a number may name another item after twelve months."""
EXAMINED: Final = "examined"
"""The field of an outcome that says how the item was examined."""
LOOKED_INSIDE: Final = frozenset({"X-ray", "canine", "opened"})
"""What counts as examined; a look at the outside refutes no rule about what is inside."""
REASONS_INSIDE: Final = frozenset({"xray", "canine"})
"""Reasons an inspector gives for a look that are an examination themselves."""

Key = tuple[str, str, str]
Body = Mapping[str, Any]


class DecidedItems:
    """Takes the acts of a record in order of seq; `items` are then what was decided. `local` gives
    the facility's wall time. `undone` outcomes count as if never written, `unread` are outcomes
    whose act does not say what was shown (by another program)."""

    def __init__(
        self, outcomes: Sequence[OutcomeCode], local: Callable[[datetime], datetime]
    ) -> None:
        self._codes = {code.code: code for code in outcomes}
        self._local = local
        self._items: list[Decided] = []
        self._hidden: set[int] = set()
        self._by_act: dict[str, int] = {}
        self._by_key: dict[Key, tuple[int, datetime]] = {}
        self._imaged: set[tuple[str, str]] = set()
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        self.undone = 0
        self.unread = 0

    @property
    def items(self) -> list[Decided]:
        return [one for at, one in enumerate(self._items) if at not in self._hidden]

    def take(self, act: ActLine) -> int | None:
        """Take the next act; the place of a new item, None where it began none."""
        if act.undone_by:
            self.undone += act.kind is ActKind.OUTCOME and not self._controlled(act)
            return None
        if act.kind is ActKind.ATTACHMENT:
            self._note_image(act)
            return None
        return self._outcome(act) if act.kind is ActKind.OUTCOME else None

    def take_all(self, acts: Iterable[ActLine]) -> "DecidedItems":
        for act in acts:
            self.take(act)
        return self

    def item_at(self, place: int) -> Decided | None:
        """The item that began there, as it stands by now; None where it is not to be told of."""
        return None if place in self._hidden else self._items[place]

    def _note_image(self, act: ActLine) -> None:
        attached = act.body.get("attachment")
        if isinstance(attached, Mapping) and attached.get("role") == ImageRole.XRAY.value:
            self._imaged.add((act.item_scheme, act.item_number))

    def _outcome(self, act: ActLine) -> int | None:
        begun = self._begun(act)
        result, examined = self._said(act)
        new = None
        if begun is None:
            made = self._first(act, result, examined)
            if made is None:
                self.unread += not self._controlled(act)
                return None
            begun = new = len(self._items)
            self._items.append(made)
        else:
            first = self._items[begun]
            self._items[begun] = replace(
                first, result=result, examined=examined or (first.examined and not _denied(act))
            )
        if self._controlled(act):
            self._hidden.add(begun)
        self._by_act[act.id] = begun
        self._by_key[_key(act)] = begun, act.recorded_at
        return new

    def _begun(self, act: ActLine) -> int | None:
        """The item this outcome is a later one of: by the acts it says it follows, else by number
        and posting day within a year."""
        follows = act.body.get("follows")
        for earlier in follows if isinstance(follows, list) else ():
            if earlier in self._by_act:
                return self._by_act[earlier]
        known = self._by_key.get(_key(act))
        if known is None or act.recorded_at - known[1] >= REUSED_AFTER:
            return None
        return known[0]

    def _said(self, act: ActLine) -> tuple[Result, bool]:
        code = self._codes.get(act.outcome)
        result = code.result if code else Result.OPEN
        imaged = (act.item_scheme, act.item_number) in self._imaged
        return result, result is Result.FOUND or _looked(act, imaged=imaged)

    def _controlled(self, act: ActLine) -> bool:
        code = self._codes.get(act.outcome)
        holds = _part(act.body, "shown").get("holds") or ()
        return bool(code and code.cleared_only) or any(
            isinstance(hold, Mapping) and hold.get("cleared_only") for hold in holds
        )

    def _first(self, act: ActLine, result: Result, examined: bool) -> Decided | None:
        told = _part(_part(act.body, "shown"), "assessment")
        try:
            fired = frozenset(str(flag["rule"]) for flag in told["flags"])
            quiet = frozenset(map(str, told["not_flagged"]))
            share = told.get("sampling_share_micro")
            return Decided(
                number=act.item_number,
                day=self._local(act.recorded_at).date(),
                pack=str(told["pack"]),
                rules=self._shared(fired),
                asked=self._shared(fired | quiet),
                flagged=told["verdict"] != Verdict.CLEAR.value,
                score_micro=int(told["score_micro"]),
                random=told.get("selected_at_random") is True,
                secret_id=str(told.get("sampling_secret_id", "")),
                share_micro=share if isinstance(share, int) else None,
                result=result,
                examined=examined,
            )
        except (KeyError, TypeError, ValueError):
            return None

    def _shared(self, rules: frozenset[str]) -> frozenset[str]:
        """Thousands of items have the same few sets of rules; each is kept once."""
        return self._sets.setdefault(rules, rules)


def _key(act: ActLine) -> Key:
    return act.item_scheme, act.item_number, act.posted_on


def _looked(act: ActLine, *, imaged: bool) -> bool:
    said = _how(act)
    if said:
        return said in LOOKED_INSIDE
    why = _part(act.body, "why_selected")
    return imaged or (bool(why.get("given")) and why.get("reason") in REASONS_INSIDE)


def _denied(act: ActLine) -> bool:
    """Whether the inspector says that this was no examination."""
    return _how(act) == "not examined"


def _how(act: ActLine) -> str:
    """How the item was examined by the inspector's own word; "" where nothing was said."""
    said = str(_part(_part(act.body, "outcome"), "fields").get(EXAMINED) or "")
    return "" if said == "not said" else said


def _part(body: Body, name: str) -> Body:
    part = body.get(name)
    return part if isinstance(part, Mapping) else {}
