"""A message's segments -> what each of its items is said to be, by the message's map; nothing is
read into values yet."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from triage_app.formats.edifact_envelope import refused
from triage_app.formats.edifact_maps import ALL, MessageMap, Place, Rule
from triage_app.formats.edifact_segments import Segment
from triage_app.formats.table_rows import SHOWN
from triage_app.model.intake import Reject

EXTRA: Final = "extra"
_LISTS: Final = ("address_lines", "documents")


class Said(NamedTuple):
    """One thing a segment says: `field` of a scope (`nth` of its kind in the item), the text, what
    it is read by (a unit, a date format, a currency), and where it stands."""

    scope: str
    nth: int
    field: str
    text: str
    by: str
    place: Place
    segment: Segment

    def refused(self, why: str) -> Reject:
        """The reject of what cannot be read."""
        element, component = self.place
        return refused(self.segment, f"{element}.{component or 1}", why)


class RawItem(NamedTuple):
    """One item of a message: all that is said of it, of its bag and of its message. What stands
    before the segment it begins with is said of others too."""

    kind: str
    begins: Segment
    said: list[Said]

    def refused(self, why: str) -> Reject:
        """The reject of the whole item, as far as it can be shown."""
        number = self.begins.number
        own = [one.segment.raw for one in self.said if one.segment.number >= number]
        raw = "'".join(dict.fromkeys((self.begins.raw, *own)))[:SHOWN]
        return Reject(self.begins.line, f"segment {number} {self.begins.tag}", why, raw)

    @property
    def number(self) -> str:
        """Its number as it stands; "" where it has none."""
        return next((one.text for one in self.said if one.field == "number"), "")


class RawBag(NamedTuple):
    """What is said of a bag and of its message, how many items it holds among it."""

    kind: str
    begins: Segment
    said: list[Said]


class MessageItems:
    """Reads one message. `open_item` is the item that may go on."""

    def __init__(self, form: MessageMap, begins: Segment) -> None:
        self._form = form
        self._begins = begins
        self._scopes = ["message"]
        self._around: dict[str, list[Said]] = {"message": [], "bag": []}
        self._count: dict[str, int] = {}
        self._found = 0
        self._half = False
        self.open_item: RawItem | None = None

    def take(self, segment: Segment) -> Iterator[RawItem | RawBag | Reject]:
        """The item or the bag that is whole now, if one is."""
        if self._half:
            return
        if segment.tag == "BGM" and segment.at(*self._form.function) not in self._form.whole:
            self._half = True
            function = segment.at(*self._form.function)
            place = ".".join(map(str, self._form.function))
            why = f"message function '{function[:9]}': only whole announcements are read"
            yield refused(segment, place, why)
            return
        rule, depth = self._rule(segment)
        if rule is None:
            self._keep(segment)
            return
        if depth < len(self._scopes):
            yield from self._leave(depth)
        if rule.opens:
            self._enter(rule.opens, segment)
        self._say(segment, rule)

    def end(self) -> Iterator[RawItem | RawBag | Reject]:
        """The end of the message makes its last item and bag whole."""
        yield from self._leave(1)
        if not self._found and not self._half:
            yield refused(self._begins, "", f"no item in the message; is it {self._form.kind}?")

    def _rule(self, segment: Segment) -> tuple[Rule | None, int]:
        """The first rule that fits, innermost scope first, and how many scopes are open there."""
        for depth in range(len(self._scopes), 0, -1):
            for rule in self._form.rules.get((self._scopes[depth - 1], segment.tag), ()):
                if rule.fits(segment):
                    return rule, depth
        return None, 0

    def _leave(self, depth: int) -> Iterator[RawItem | RawBag]:
        left = self._scopes[depth:]
        del self._scopes[depth:]
        if "item" in left and self.open_item is not None:
            item, self.open_item = self.open_item, None
            yield item
        if "bag" in left:
            bag, self._around["bag"] = self._around["bag"], []
            told = [one for one in bag if one.field == "items"]
            if told:
                self._found += 1
                said = [*self._around["message"], *bag]
                yield RawBag(self._form.kind, told[0].segment, said)

    def _enter(self, scope: str, segment: Segment) -> None:
        if scope == "item":
            self._found += 1
            self._count = {}
            around = [*self._around["message"], *self._around["bag"]]
            self.open_item = RawItem(self._form.kind, segment, around)
        self._count[scope] = self._count.get(scope, 0) + 1
        self._scopes.append(scope)

    def _say(self, segment: Segment, rule: Rule) -> None:
        by = segment.at(*rule.by) if rule.by else ""
        half = bool(by)
        for field, places in rule.take:
            if len(places) == 1 and places[0][1] != ALL:
                text = segment.at(*places[0]).strip()
                texts = [text] if text else []
            else:
                texts = [text for place in places for text in _texts(segment, place)]
            if not texts:
                continue
            half = False
            if field in _LISTS:
                for text in texts:
                    self._add(segment, field, text, by, places[0])
            else:
                self._add(segment, field, " ".join(texts), by, places[0])
        if half or rule.leaves(segment):  # half: a unit of nothing
            self._keep(segment)

    def _keep(self, segment: Segment) -> None:
        """Keep a segment word for word."""
        self._add(segment, EXTRA, segment.raw, f"{self._form.kind} {segment.tag}", (1, 1))

    def _add(self, segment: Segment, field: str, text: str, by: str, place: Place) -> None:
        scope = self._scopes[-1]
        said = Said(scope, self._count.get(scope, 0), field, text, by, place, segment)
        if self.open_item is not None:
            self.open_item.said.append(said)
        else:
            self._around[scope].append(said)


def _texts(segment: Segment, at: Place) -> list[str]:
    """What stands in a place, trimmed, without what is empty."""
    element, component = at
    if component != ALL:
        text = segment.at(element, component).strip()
        return [text] if text else []
    if element > len(segment.elements):
        return []
    return [text for part in segment.elements[element - 1] if (text := part.strip())]
