"""Builds ITMATT, CUSITM and PREDES messages after resources/formats/edifact_maps.toml.

No sample of the UPU's messages is public: these are made up, and prove that a file of the shape the
maps describe is read, not that a post's file has that shape.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from triage_app.formats.edifact_bytes import Advice
from triage_app.model.item import Announcement, ArrivalBasis, Line, Party
from triage_app.model.money import minor_digits

Element = str | Sequence[str]
Part = tuple[Element, ...]


class Writer:
    """Messages as text, released and parted as the advice says, each with its counts."""

    def __init__(self, advice: Advice | None = None, end: str = "") -> None:
        self.advice = advice or Advice()
        self._end = end

    def segment(self, *elements: Element) -> str:
        sign = self.advice
        parts = [[e] if isinstance(e, str) else e for e in elements]
        texts = [sign.component.join(map(self._released, part)) for part in parts]
        return sign.element.join(texts) + sign.terminator + self._end

    def _released(self, text: str) -> str:
        sign = self.advice
        for special in (sign.release, sign.component, sign.element, sign.terminator):
            if special:
                text = text.replace(special, sign.release + special)
        return text

    def una(self) -> str:
        sign = self.advice
        return f"UNA{sign.component}{sign.element}.{sign.release or ' '} {sign.terminator}"

    def message(self, kind: str, reference: str, parts: Iterable[Part]) -> str:
        """UNH, the parts, UNT with their count and the reference."""
        body = [self.segment("UNH", reference, (kind, "1")), *(self.segment(*p) for p in parts)]
        return "".join(body) + self.segment("UNT", str(len(body) + 1), reference)

    def interchange(self, *messages: str, reference: str = "I1", charset: str = "UNOY") -> str:
        """UNB, the messages, UNZ with their count and the reference."""
        head = ("UNB", (charset, "3"), "CNBJSA", "USJFKA", ("260301", "0900"), reference)
        ends = self.segment("UNZ", str(len(messages)), reference)
        return self.una() + self.segment(*head) + "".join(messages) + ends


def announcement_parts(*items: Announcement, function: str = "9") -> list[Part]:
    """What an ITMATT or CUSITM says of items. Announced at the first's time."""
    parts: list[Part] = [("BGM", "", "D1", function)]
    if items and items[0].announced_at:
        at = items[0].announced_at
        parts.append(("DTM", ("137", f"{at:%Y%m%d%H%M%S}", "204")))
    for place, item in enumerate(items, 1):
        parts += _item(item, place)
    return parts


def dispatch_parts(
    bags: Iterable[tuple[str, Iterable[str]]], flight: str = "CA981", arrives: str = "20260302"
) -> list[Part]:
    """What a PREDES says: each bag and the numbers of its items."""
    parts: list[Part] = [("BGM", "", "USJFKACNBJSAAUN60123", "9"), ("TDT", "20", flight, "4")]
    if arrives:
        parts.append(("DTM", ("132", arrives, "102")))
    for bag, numbers in bags:
        parts.append(("EQD", "BG", bag))
        parts += [("CNI", str(at), number) for at, number in enumerate(numbers, 1)]
    return parts


def _item(a: Announcement, place: int) -> list[Part]:
    parts: list[Part] = [("CNI", str(place), a.number)]
    if a.posted_on:
        parts.append(("DTM", ("200", a.posted_on.replace("-", ""), "102")))
    if a.arrived_on:
        code = "178" if a.arrived_basis is ArrivalBasis.EVENT else "132"
        parts.append(("DTM", (code, f"{a.arrived_on:%Y%m%d}", "102")))
    parts += [
        ("TDT", "20", a.flight),
        ("TSR", a.mail_class, a.service),
        ("GIS", a.nature),
        ("LOC", "35", a.origin),
        ("LOC", "28", a.destination),
        ("CUX", ("2", a.currency)),
    ]
    if a.gross_weight_g is not None:
        parts.append(("MEA", "AAE", "G", ("GRM", str(a.gross_weight_g))))
    if a.value_minor is not None:
        parts.append(("MOA", ("43", money(a.value_minor, a.currency), a.currency)))
    kinds = {"house": "HWB", "master": "MWB"}
    parts += [("RFF", (kinds[kind], number)) for kind, number in a.aliases]
    parts += [("DOC", "916", number) for number in a.documents]
    for who, party in (("CZ", a.sender), ("CN", a.recipient)):
        parts += _party(who, party)
    for line in a.lines:
        parts += _line(line)
    return parts


def _party(who: str, p: Party) -> list[Part]:
    parts: list[Part] = [
        ("NAD", who, "", "", p.name, p.address_lines or "", p.city, p.state, p.post_code, p.country)
    ]
    if p.phone:
        parts.append(("COM", (p.phone, "TE")))
    if p.email:
        parts.append(("COM", (p.email, "EM")))
    if p.tax_id:
        parts.append(("RFF", ("VA", p.tax_id)))
    return parts


def _line(line: Line) -> list[Part]:
    quantity = "" if line.quantity is None else str(line.quantity)
    parts: list[Part] = [
        ("GID", str(line.index), (quantity, "PCE")),
        ("FTX", "AAA", "", "", line.description),
        ("CST", str(line.index), line.hs),
        ("LOC", "27", line.origin),
    ]
    if line.net_weight_g is not None:
        parts.append(("MEA", "AAE", "N", ("GRM", str(line.net_weight_g))))
    if line.value_minor is not None:
        parts.append(("MOA", ("203", money(line.value_minor, line.currency), line.currency)))
    return parts


def money(minor: int, currency: str) -> str:
    """An amount in whole units of its currency, with a comma."""
    digits = minor_digits(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f}".replace(".", ",")
