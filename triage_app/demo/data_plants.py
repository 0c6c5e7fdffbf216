"""Planted data: late, hidden, of another country, at no address; and what only seems so."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from triage_app.demo.catalogue import Catalogue
from triage_app.demo.disguise import ZERO_WIDTH
from triage_app.demo.maker import Maker, Wanted
from triage_app.demo.planting import Make, Plant, Planted, decoy_of, one, truth_of
from triage_app.model.item import Announcement, Channel

Change = Callable[[Maker, Announcement], Announcement]


def _changed(
    rule: str,
    what: str,
    change: Change,
    *,
    channel: Channel | None = None,
    also: Sequence[str] = (),
) -> Make:
    """A clean item with one thing changed."""

    def make(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
        item = change(maker, maker.clean(Wanted(arrived_on=arrived, channel=channel)))
        return [Planted(item, truth_of(item, rule, nth, what, also=also))]

    return make


def _harmless(rule: str, what: str, change: Change) -> Make:
    def make(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
        return [decoy_of(change(maker, maker.clean(Wanted(arrived_on=arrived))), rule, nth, what)]

    return make


def _arrival(item: Announcement) -> datetime:
    return datetime.combine(item.arrived_on or date.min, time(), UTC)


def _late(maker: Maker, item: Announcement) -> Announcement:
    after = timedelta(hours=maker.rng.randint(40, 200))
    return replace(item, announced_at=_arrival(item) + after)


def _in_the_last_hour(maker: Maker, item: Announcement) -> Announcement:
    return replace(item, announced_at=_arrival(item) + timedelta(hours=maker.rng.randint(2, 30)))


def _edited(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    """Announced once, then otherwise: worth less, weighing more, or something else."""
    item = maker.clean(Wanted(arrived_on=arrived))
    line = item.lines[0]
    value, net = line.value_minor or 0, line.net_weight_g or 0
    otherwise, what = (
        (replace(line, value_minor=value * 5), "value"),
        (replace(line, net_weight_g=max(1, net // 2)), "weight"),
        (replace(line, description="ceramic figurine"), "description"),
    )[nth % 3]
    before = replace(item, lines=(otherwise, *item.lines[1:]))
    if what == "value":
        before = replace(before, value_minor=(item.value_minor or 0) + value * 4)
    case = truth_of(item, "edited-data", nth, f"{what} changed after it was announced")
    return [Planted(item, case, before=before)]


def _touched_up(maker: Maker, _table: Catalogue, nth: int, arrived: date) -> Sequence[Planted]:
    """Announced again with what was left out, which changes nothing of what matters."""
    item = maker.clean(Wanted(arrived_on=arrived))
    before = replace(item, service="" if item.service else "priority", flight="")
    decoy = decoy_of(item, "edited-data", nth, "announced again, with its flight")
    return [replace(decoy, before=before)]


MARKS = ("\u202e", ZERO_WIDTH, "\u2066", "\ufeff", "\u200f")


def _hidden(maker: Maker, item: Announcement) -> Announcement:
    """Marks nobody sees, in a description or a name."""
    mark = maker.rng.choice(MARKS)
    if maker.rng.random() < 0.5:
        name = item.recipient.name
        at = len(name) // 2
        return replace(item, recipient=replace(item.recipient, name=name[:at] + mark + name[at:]))
    line = item.lines[0]
    words = line.description.replace(" ", f" {mark}", 1)
    words = words if mark in words else f"{words[:1]}{mark}{words[1:]}"
    return replace(item, lines=(replace(line, description=words), *item.lines[1:]))


def _right_to_left(_maker: Maker, item: Announcement) -> Announcement:
    """A name in a script that runs the other way needs no marks."""
    return replace(item, recipient=replace(item.recipient, name="ליאורה בן דוד", email=""))


def _number_of_another(maker: Maker, item: Announcement) -> Announcement:
    others = [code for code in ("CN", "DE", "VN", "KR") if code != item.origin]
    return replace(item, number=maker.numbers.s10(maker.rng.choice(others)))


BOXES = ("PO Box {n}", "P.O. BOX {n}", "Post Office Box {n}", "p o box {n}")


def _box(maker: Maker, item: Announcement) -> Announcement:
    line = maker.rng.choice(BOXES).format(n=maker.rng.randint(11, 9_900))
    return replace(item, recipient=replace(item.recipient, address_lines=(line,)))


def _box_elder(maker: Maker, item: Announcement) -> Announcement:
    """A street that only begins like a box."""
    street = maker.rng.choice(("Box Elder Street", "Boxwood Lane", "Old Post Road"))
    line = f"{maker.rng.randint(2, 900)} {street}"
    return replace(item, recipient=replace(item.recipient, address_lines=(line,)))


def _incomplete(maker: Maker, item: Announcement) -> Announcement:
    to = item.recipient
    word = to.address_lines[0].split(" ", 1)[-1]
    lacking = (
        replace(to, city=""),
        replace(to, post_code=""),
        replace(to, address_lines=(word,)),
    )
    return replace(item, recipient=maker.rng.choice(lacking))


FAR_STATES = {"0": "CA", "1": "TX", "2": "WA", "3": "CO", "4": "OR", "5": "FL", "6": "NY",
              "7": "ME", "8": "GA", "9": "VT"}  # fmt: skip


def _impossible(maker: Maker, item: Announcement) -> Announcement:
    """A post code of another coast, or none at all."""
    to = item.recipient
    if maker.rng.random() < 0.4:
        return replace(item, recipient=replace(to, post_code=maker.rng.choice(("123", "99X01"))))
    return replace(item, recipient=replace(to, state=FAR_STATES[to.post_code[0]]))


def _weight_implausible(
    maker: Maker, table: Catalogue, nth: int, arrived: date
) -> Sequence[Planted]:
    """A dress of five grams, a jacket of nine kilograms."""
    kind = ("dress", "jacket", "shoes")[nth % 3]
    item = maker.clean(Wanted(arrived_on=arrived, kind=kind))
    line = item.lines[0]
    piece = maker.rng.choice((3, 5, 8)) if nth % 2 else maker.rng.randint(7_000, 9_500)
    net = piece * (line.quantity or 1)
    lines = (replace(line, net_weight_g=net, hs=maker.goods.by_id[kind].hs),)
    item = replace(item, lines=lines, gross_weight_g=net + 40 + net // 14)
    text = f"{kind} of {piece} g a piece"
    also = ("undervalued", "overvalued")
    return [Planted(item, truth_of(item, "weight-implausible", nth, text, also=also))]


def _impossible_size(maker: Maker, item: Announcement) -> Announcement:
    """Denser than lead, or lighter than foam."""
    gross = item.gross_weight_g or 1
    litres = gross / (30_000 if maker.rng.random() < 0.5 else 1)
    side = round((litres * 1000) ** (1 / 3), 1) or 0.1
    return replace(item, extra=(("Dimensions", f"{side} x {side} x {side} cm"),))


def _usual_size(maker: Maker, item: Announcement) -> Announcement:
    """Two hundred to five hundred grams a litre."""
    side = round(((item.gross_weight_g or 1) / maker.rng.uniform(0.2, 0.5)) ** (1 / 3) + 0.5, 1)
    return replace(item, extra=(("Dimensions", f"{side}x{side}x{side} cm"),))


DATA_PLANTS = (
    Plant("edited-data", 0.0015, _edited, one, _touched_up, one),
    Plant("late-data", 0.0015, _changed("late-data", "announced after it had arrived", _late), one,
          _harmless("late-data", "announced as it arrived", _in_the_last_hour), one),
    Plant("hidden-text", 0.001, _changed("hidden-text", "marks nobody sees", _hidden), one,
          _harmless("hidden-text", "a name written from right to left", _right_to_left), one),
    Plant("number-country", 0.001,
          _changed("number-country", "number of another post", _number_of_another,
                   channel=Channel.POST)),
    Plant("po-box", 0.001, _changed("po-box", "to a post office box", _box), one,
          _harmless("po-box", "a street that begins like a box", _box_elder), one),
    Plant("address-incomplete", 0.001,
          _changed("address-incomplete", "an address in part", _incomplete)),
    Plant("address-impossible", 0.001,
          _changed("address-impossible", "no such post code there", _impossible)),
    Plant("weight-implausible", 0.001, _weight_implausible),
    Plant("size-implausible", 0.001,
          _changed("size-implausible", "no thing is so dense or so light", _impossible_size), one,
          _harmless("size-implausible", "a carton of its size", _usual_size), one),
)  # fmt: skip
