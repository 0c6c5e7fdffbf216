"""Every scheme the station reads, registered here and nowhere else.

A new carrier is one module with `FORMS` (numbers of fixed shape) or a `read_...` function (codes
with a grammar of their own), one line below, and its test. Structured messages and licence plates
hold numbers of these schemes and are read above them, in `plates.py`.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from triage_app.flow.identify import (
    amazon,
    canada_post,
    china,
    dhl,
    europe,
    fedex,
    gs1_read,
    lasership,
    ontrac,
    receptacle,
    regional,
    s10,
    ups,
    usps,
    waybill,
)
from triage_app.flow.identify.code import Code
from triage_app.flow.identify.desk import read_desk
from triage_app.flow.identify.form import BOTH, Form
from triage_app.flow.identify.reading import Reading

FORMS: tuple[Form, ...] = (
    *s10.FORMS,
    *usps.FORMS,
    *ups.FORMS,
    *fedex.FORMS,
    *dhl.FORMS,
    *amazon.FORMS,
    *gs1_read.FORMS,
    *ontrac.FORMS,
    *lasership.FORMS,
    *canada_post.FORMS,
    *china.FORMS,
    *europe.FORMS,
    *regional.FORMS,
    *receptacle.FORMS,
    *waybill.FORMS,
)

READERS: tuple[Callable[[Code], Iterable[Reading]], ...] = (
    read_desk,
    gs1_read.read_gs1,
    dhl.read_ecommerce,
    waybill.read_waybill,
)

SIGN_READERS: tuple[Callable[[Code], Iterable[Reading]], ...] = (europe.read_europe,)
"""As READERS, of codes that hold a sign or a blank: one of letters and digits is not shown them."""


def _by_length() -> Mapping[int, tuple[Form, ...]]:
    found: dict[int, tuple[Form, ...]] = {}
    for form in FORMS:
        found[form.length] = (*found.get(form.length, ()), form)
    return MappingProxyType(found)


FORMS_BY_LENGTH = _by_length()
_BEGINNING = 3
"""Characters: they leave nearly no form of those a number does not fit."""
LONGEST_FORM = max(FORMS_BY_LENGTH)


def forms_for(code: str) -> tuple[Form, ...]:
    """The forms of the code's length that allow its first characters."""
    return _forms_starting(len(code), code[:_BEGINNING]) if code[:1] in BOTH else ()


@lru_cache(maxsize=8_192)
def _forms_starting(length: int, beginning: str) -> tuple[Form, ...]:
    return tuple(
        form
        for form in FORMS_BY_LENGTH.get(length, ())
        if all(map(frozenset.__contains__, form.cells, beginning))
    )
