"""Text -> Identity | Unidentified: all readings, ranked; nothing is guessed.

A reading is valid when everything that can be checked holds. Valid readings come before those
that only fit in shape, and among equals the one that says most (see `Form.bits`) comes first.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType

from triage_app.flow.identify import dhl, gs1_read, waybill
from triage_app.flow.identify.code import LONGEST, Code, clean, is_address
from triage_app.flow.identify.desk import read_desk
from triage_app.flow.identify.lookalike import repaired
from triage_app.flow.identify.plates import read_plate, read_structured
from triage_app.flow.identify.reading import Reading, read_forms, read_mended
from triage_app.flow.identify.schemes import (
    FORMS_BY_LENGTH,
    LONGEST_FORM,
    READERS,
    SIGN_READERS,
    forms_for,
)
from triage_app.model.identity import Identity, Unidentified
from triage_app.model.sentence import NOTHING, Sentence, tr

AS_SCANNED = "]C0"
"""AIM identifier of plain Code 128 (ISO/IEC 15424)."""
_MOST_CANDIDATES = 8
_MOST_NUMBER = 128
_ALL_ALIKE = 8
_STATIONS = frozenset({"badge", "command"})
"""What is the station's own is nothing else: no sender's number may begin as its codes do."""
_PLAIN_READERS = (*READERS, read_plate)
_READERS = (*_PLAIN_READERS, *SIGN_READERS, read_structured)
_BEGINNINGS: Mapping[Callable[[Code], Iterable[Reading]], str] = MappingProxyType(
    {
        read_desk: "T",
        gs1_read.read_gs1: "0[0-2]",
        dhl.read_ecommerce: "|".join(sorted(dhl.PREFIXES)),
        waybill.read_waybill: "M?AWB|HA?WB",
        read_plate: "[1-6]J",
    }
)
"""How a text of `_BOOKED`'s shape begins that the reader may read."""
_ASKED = re.compile("|".join(_BEGINNINGS[read] for read in _PLAIN_READERS))
_BOOKED = re.compile("[A-Z]{0,4}[0-9]{1,20}[A-Z]{0,2}")
"""Too short for the station's self-test, which scanners garble (`selftest_code`), to be in it."""
_RARE = -4.0
"""Prior of forms too rare for a code to be mended into one of them."""
_BEYOND_DOUBT = 12.0
"""Bits from which on a typed code is not also tried with its look-alikes put right."""


def identify(text: str, *, why: bool = True) -> Identity | Unidentified:
    """What the text names, best reading first, the others as its candidates.

    Takes a leading AIM identifier, any spelling of the GS separator, spaces, hyphens, lower case
    and, in typed codes, look-alikes. Linear in the text's length; never raises. Saying what an
    unknown text comes near to is most of the work on it: without `why` its reason is NOTHING, for
    whoever reads millions of numbers and shows none.
    """
    if len(text) > LONGEST:
        return _unidentified(clean(text[:LONGEST]), text, why=why)
    code = clean(text)
    readings = _ranked(code)
    if not readings:
        return _unidentified(code, text, why=why)
    best, *rest = readings
    others = tuple(
        reading.identity(text, code.symbology)
        for reading in rest
        if reading.valid or not best.valid
    )
    return best.identity(text, code.symbology, others[:_MOST_CANDIDATES])


def best_reading(code: Code) -> Reading | None:
    """The reading `identify` puts first, for who names many numbers and shows none."""
    readings = _ranked(code)
    return readings[0] if readings else None


def is_booked(number: str) -> bool:
    """Whether a number is letters and one run of digits, as nearly every manifest has them."""
    return _BOOKED.fullmatch(number) is not None


def best_booked(number: str) -> Reading | None:
    """`best_reading` of an `is_booked` number as a scanner would send it, by asking only what can
    read it: a fifth of the time."""
    if _ASKED.match(number):
        return best_reading(clean(AS_SCANNED + number))
    forms = forms_for(number)
    if not forms or _sample(number):
        return None
    return min(read_forms(forms, number), key=_rank, default=None)


def _ranked(code: Code) -> list[Reading]:
    readings = list(_readings(code))
    own = [reading for reading in readings if reading.scheme in _STATIONS]
    if own:
        return own
    if not code.scanned:
        if not readings and "." in code.compact:
            readings = list(_readings_of(code, code.compact.replace(".", "")))
        if not any(reading.valid and reading.bits >= _BEYOND_DOUBT for reading in readings):
            readings += _repaired(code)
    if len(readings) < 2:
        return readings
    best: dict[tuple[str, str, str], Reading] = {}
    for reading in sorted(readings, key=_rank):
        best.setdefault((reading.scheme, reading.number, reading.carrier), reading)
    return list(best.values())


def _rank(reading: Reading) -> tuple[bool, float]:
    return not reading.valid, -reading.bits


def _readings(code: Code) -> Iterator[Reading]:
    for read in _PLAIN_READERS if code.payload.isalnum() else _READERS:
        yield from read(code)
    yield from _readings_of(code, code.compact)


def _readings_of(code: Code, compact: str) -> Iterator[Reading]:
    """By the forms of fixed shape."""
    if not 0 < len(compact) <= LONGEST_FORM or not code.right_length or _sample(compact):
        return
    for reading in read_forms(forms_for(compact), compact):
        if not code.ean or reading.scheme == "gs1":
            yield reading


def _repaired(code: Code) -> Iterator[Reading]:
    for form in FORMS_BY_LENGTH.get(len(code.compact), ()):
        mended = repaired(form, code.compact) if form.prior > _RARE else ""
        if mended and not _sample(mended):
            yield read_mended(form, code.compact, mended)


def _sample(compact: str) -> bool:
    """All one character: what is printed where no number is, and every mod 10 likes it."""
    return len(compact) >= _ALL_ALIKE and compact.count(compact[0]) == len(compact)


def _unidentified(code: Code, text: str, *, why: bool) -> Unidentified:
    reason = _why(code, text) if why else NOTHING
    return Unidentified(text, recordable(text, code), reason, code.symbology)


def recordable(text: str, code: Code) -> str:
    """The text cleaned of spaces and unprintable characters; a long one is cut and told apart by
    its digest."""
    kept = code.payload
    if not kept.isalnum():
        kept = "".join(filter(str.isprintable, kept.replace(" ", "")))
    if len(kept) <= _MOST_NUMBER and len(text) <= LONGEST:
        return kept
    from hashlib import sha256  # rare, and not free to import

    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kept[:_MOST_NUMBER]}~{digest[:16]}"


def _why(code: Code, text: str) -> Sentence:
    if len(text) > LONGEST:
        return tr("identify", "longer than any code: {count} characters", count=len(text))
    if not code.compact:
        return tr("identify", "nothing was read")
    if is_address(code.payload):
        from triage_app.flow.identify.gs1_link import why_no_link

        return why_no_link(code.payload)
    if _sample(code.compact):
        return tr("identify", "one character over and over, as on a sample label")
    nearest = NOTHING
    if len(code.compact) <= LONGEST_FORM + 1:
        from triage_app.flow.identify.expected import expected

        nearest = expected(code.compact)
    return nearest or tr("identify", "no scheme has numbers of this shape")
