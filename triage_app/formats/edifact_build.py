"""What is said of an item -> its announcement, and what of it cannot be read."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Final, TypeVar

from triage_app.formats.country_cells import country
from triage_app.formats.courier_cells import CellWrong
from triage_app.formats.courier_items import Namer
from triage_app.formats.courier_parts import ALIASES, numbered
from triage_app.formats.edifact_items import EXTRA, RawBag, RawItem, Said
from triage_app.formats.edifact_maps import Maps, Place
from triage_app.formats.edifact_values import day, grams, instant, minor, whole
from triage_app.model.intake import Reject, ToldBag
from triage_app.model.item import Announcement, ArrivalBasis, Channel, Line, Party, Referral
from triage_app.model.joining import MESSAGE

REMEMBERED: Final = 10_000
"""Places that were refused once; many more are of messages long past."""
T = TypeVar("T")


class ItemBuilder:
    """Items of one file. What cannot be read and is said of several items is refused once."""

    def __init__(self, maps: Maps, feed: str, name: Namer) -> None:
        self._maps = maps
        self._feed = feed
        self._name = name
        self._refused: set[tuple[int, Place]] = set()

    def build(self, item: RawItem) -> tuple[Announcement | None, list[Reject]]:
        """The announcement, None where it has no number; a segment that cannot be read leaves the
        rest."""
        rejects: list[Reject] = []
        said = _Sayings(item, rejects, self._once)
        number = said.text("number")
        if not number:
            return None, [item.refused("the item's number is missing")]
        scheme, number, carrier, others = self._name(number)
        currency = self._currency(said, "total_value", "item", 1)
        arrived, flown = said.read("arrived_on", day), said.read("flight_on", day)
        form = self._maps.messages[item.kind]
        aliases = [(kind, alias) for kind in ALIASES for alias in said.texts(kind)]
        announcement = Announcement(
            id="",
            feed=self._feed,
            scheme=scheme,
            number=number,
            posted_on=posted.isoformat() if (posted := said.read("posted_on", day)) else "",
            announced_at=said.read("announced_at", instant),
            channel=Channel(form.channel),
            carrier=said.text("carrier") or carrier,
            service=said.text("service"),
            origin=country(said.text("origin")),
            destination=country(said.text("destination")),
            mail_class=said.text("mail_class"),
            nature=said.text("nature"),
            gross_weight_g=said.read("gross_weight", self._grams),
            value_minor=said.read("total_value", lambda text, _: minor(text, currency)),
            currency=currency,
            arrived_on=arrived or flown,
            arrived_basis=_basis(arrived, flown),
            bag=said.text("bag"),
            flight=said.text("flight"),
            sender=_party(said, "sender"),
            recipient=_party(said, "recipient"),
            lines=numbered(self._lines(said, rejects)),
            aliases=tuple(dict.fromkeys(pair for pair in [*aliases, *others] if pair[1] != number)),
            documents=tuple(said.texts("documents")),
            url=said.text("url"),
            extra=((MESSAGE, item.kind), *said.extra()),
            referrals=_referrals(said),
        )
        return announcement, rejects

    def bag(self, raw: RawBag) -> tuple[ToldBag | None, list[Reject]]:
        """How many items a bag is said to hold, None where that cannot be read."""
        rejects: list[Reject] = []
        said = _Sayings(RawItem(*raw), rejects, self._once)
        number, items = said.text("bag") or said.text("receptacle"), said.read("items", _whole)
        arrived, flown = said.read("arrived_on", day), said.read("flight_on", day)
        if items is None or not number:
            return None, rejects
        return ToldBag(number, said.text("flight"), arrived or flown, items), rejects

    def _once(self, said: Said, begins: int) -> bool:
        """Whether a reject is still to be said: what stands before an item may be of others too."""
        if said.segment.number >= begins:
            return True
        place = said.segment.number, said.place
        if place in self._refused:
            return False
        if len(self._refused) >= REMEMBERED:
            self._refused.clear()
        self._refused.add(place)
        return True

    def _grams(self, text: str, unit: str) -> int:
        return grams(text, unit, self._maps.units)

    def _currency(self, said: "_Sayings", field: str, scope: str, nth: int) -> str:
        own = said.by(field, scope, nth) or said.text("default_currency", scope, nth)
        return (own or said.text("default_currency")).strip().upper()

    def _lines(self, said: "_Sayings", rejects: list[Reject]) -> list[Line]:
        lines: list[Line] = []
        for nth in range(1, said.count("line") + 1):
            line = self._line(said, nth)
            same = next((one for one in lines if one.index and one.index == line.index), line)
            if same != line:
                index = said.first("index", "line", nth)
                why = f"line {line.index} is there already and says otherwise"
                rejects += [index.refused(why)] if index else []
            elif same is line:
                lines.append(line)
        return lines

    def _line(self, said: "_Sayings", nth: int) -> Line:
        currency = self._currency(said, "value", "line", nth)
        at = "line", nth
        return Line(
            index=said.read("index", _whole, *at) or 0,
            description=said.text("description", *at),
            quantity=said.read("quantity", _whole, *at),
            net_weight_g=said.read("net_weight", self._grams, *at),
            value_minor=said.read("value", lambda text, _: minor(text, currency), *at),
            currency=currency,
            hs=said.text("hs", *at).replace(".", "").replace(" ", ""),
            origin=country(said.text("origin", *at)),
        )


class _Sayings:
    """All that is said of one item. Of two texts for one field the first counts, the other is kept
    beside."""

    def __init__(
        self, item: RawItem, rejects: list[Reject], once: Callable[[Said, int], bool]
    ) -> None:
        self._item = item
        self._rejects = rejects
        self._once = once
        self._found: dict[tuple[str, int, str], list[Said]] = {}
        for one in item.said:
            scope = one.scope if one.scope in ("line", "sender", "recipient") else "item"
            nth = 1 if scope == "item" or one.field == EXTRA else one.nth
            self._found.setdefault((scope, nth, one.field), []).append(one)

    def first(self, field: str, scope: str = "item", nth: int = 1) -> Said | None:
        found = self._found.get((scope, nth, field))
        return found[0] if found else None

    def text(self, field: str, scope: str = "item", nth: int = 1) -> str:
        found = self.first(field, scope, nth)
        return found.text if found else ""

    def texts(self, field: str, scope: str = "item") -> list[str]:
        return [one.text for one in self._found.get((scope, 1, field), ())]

    def by(self, field: str, scope: str = "item", nth: int = 1) -> str:
        found = self.first(field, scope, nth)
        return found.by if found else ""

    def count(self, scope: str) -> int:
        return max((nth for of, nth, _ in self._found if of == scope), default=0)

    def read(
        self, field: str, read: Callable[[str, str], T], scope: str = "item", nth: int = 1
    ) -> T | None:
        """The value of a field; None, and a reject, where it cannot be read."""
        found = self.first(field, scope, nth)
        if found is None:
            return None
        try:
            return read(found.text, found.by)
        except CellWrong as wrong:
            if self._once(found, self._item.begins.number):
                self._rejects.append(found.refused(str(wrong)))
            return None

    def extra(self) -> Sequence[tuple[str, str]]:
        """What no field is for, and what says otherwise than what counts, in file order, once."""
        kept: list[tuple[int, str, str]] = []
        for (scope, nth, field), found in self._found.items():
            if field == EXTRA:
                kept += [(one.segment.number, one.by, one.text) for one in found]
            elif len(found) > 1 or (nth > 1 and scope != "line"):
                for one in found if _is_another(scope, nth) else _otherwise(found):
                    name = f"{self._item.kind} {one.segment.tag}"
                    kept.append((one.segment.number, name, one.segment.raw))
        kept.sort(key=itemgetter(0))
        return tuple(dict.fromkeys((name, text) for _, name, text in kept))


_SEVERAL: Final = frozenset({"address_lines", "documents", "referral", "referral_answer", *ALIASES})


def _is_another(scope: str, nth: int) -> bool:
    """Whether it is a second sender or recipient, who is kept beside the first."""
    return scope in ("sender", "recipient") and nth > 1


def _otherwise(found: list[Said]) -> list[Said]:
    if found[0].field in _SEVERAL:
        return []
    return [one for one in found[1:] if (one.text, one.by) != (found[0].text, found[0].by)]


def _party(said: _Sayings, who: str) -> Party:
    return Party(
        said.text("name", who),
        tuple(said.texts("address_lines", who)),
        said.text("city", who),
        said.text("state", who),
        said.text("post_code", who),
        country(said.text("country", who)),
        said.text("phone", who),
        said.text("email", who),
        said.text("tax_id", who),
    )


def _referrals(said: _Sayings) -> tuple[Referral, ...]:
    """What was asked of the item, what was answered; the same message may say both."""
    by, words = said.text("referral_by"), said.text("referral_text")
    at = said.read("referral_at", instant)
    answered_by = said.text("referral_answered_by") or by
    answered_at = said.read("referral_answered_at", instant) or at
    asked = [Referral(code, by, at, words) for code in said.texts("referral")]
    answers = [
        Referral(answer=answer, answered_by=answered_by, answered_at=answered_at)
        for answer in said.texts("referral_answer")
    ]
    return (*asked, *answers)


def _whole(text: str, _: str) -> int:
    return whole(text)


def _basis(arrived: object, flown: object) -> ArrivalBasis:
    if arrived is not None:
        return ArrivalBasis.EVENT
    return ArrivalBasis.FLIGHT if flown is not None else ArrivalBasis.TODAY
