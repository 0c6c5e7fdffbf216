"""A text no scheme reads -> what it comes near to, and where it differs.

Near is: a form's length and all but two of its characters, one character too few or too many, or
a form's first letters and digits with too little behind them. Forms that any text of digits comes
near to are left out: there are some of every length.
"""

from collections.abc import Iterator
from math import log2

from triage_app.flow.identify.code import escaped
from triage_app.flow.identify.form import DIGITS, LETTERS, Form
from triage_app.flow.identify.schemes import FORMS_BY_LENGTH
from triage_app.model.sentence import NOTHING, Sentence, tr

Near = tuple[int, float, *tuple[object, ...]]
_MOST_MISFITS = 2
_ENOUGH = 14.0
"""Bits that what does fit must have at least."""
_PREFIX = 2
_MOST_SHORT = 12
_NAMES = {
    "s10": "S10",
    "s9": "S9",
    "s8": "S8",
    "sscc": "SSCC",
    "gs1": "GTIN",
    "awb": "IATA",
    "impb": "USPS IMpb",
}


def expected(code: str) -> Sentence:
    """What the nearest form would have, or NOTHING when none is near; upper case, no spaces."""
    misfits = max(_misfits(code), key=_nearness, default=None)
    if misfits:
        return _differs(code, misfits[2], misfits[3])
    form = max(_other_lengths(code), key=_nearness, default=(0, 0, None))[2]
    if form is None:
        return NOTHING
    short = form.length - len(code)
    what = tr("identify", "{count} too few", count=short)
    if short < 0:
        what = tr("identify", "{count} too many", count=-short)
    return tr(
        "identify",
        "{count} characters, {what}: {scheme} has {length}",
        count=len(code),
        what=what,
        scheme=name(form),
        length=form.length,
    )


def name(form: Form) -> str:
    """What people call the form's scheme."""
    return _NAMES.get(form.scheme) or form.carrier or form.scheme


def _nearness(found: Near) -> tuple[int, float]:
    return found[:2]


def _misfits(code: str) -> Iterator[tuple[int, float, Form, int]]:
    """(minus the number of wrong characters, bits of the right ones, form, first wrong place)."""
    for form in FORMS_BY_LENGTH.get(len(code), ()):
        wrong = form.misfits(code)
        if not 0 < len(wrong) <= _MOST_MISFITS:
            continue
        bits = form.prior + _bits(form) - 3 * sum(_cell_bits(form, at) for at in wrong)
        if bits >= _ENOUGH or _holds_otherwise(form, code, wrong):
            yield -len(wrong), bits, form, wrong[0]


def _holds_otherwise(form: Form, code: str, wrong: list[int]) -> bool:
    """Whether only fixed characters differ and the check digit holds all the same."""
    if not form.checks or any(len(form.cells[at]) > 1 for at in wrong):
        return False
    characters = list(code)
    for at in wrong:
        characters[at] = min(form.cells[at])
    return not form.problem("".join(characters))


def _other_lengths(code: str) -> Iterator[tuple[int, float, Form]]:
    """(minus the characters too few or too many, bits, form)."""
    for length, forms in FORMS_BY_LENGTH.items():
        off = abs(length - len(code))
        if off != 1 and not 1 < length - len(code) <= _MOST_SHORT:
            continue
        for form in forms:
            if _all_but_one(form, code) if off == 1 else _begins(form, code):
                yield -off, form.prior + _bits(form), form


def _begins(form: Form, code: str) -> bool:
    """Whether the text is the beginning of a form whose first characters are fixed."""
    fixed = all(len(cell) == 1 for cell in form.cells[:_PREFIX])
    return fixed and len(code) >= _PREFIX and _run(form.cells, code) == len(code)


def _all_but_one(form: Form, code: str) -> bool:
    """Whether leaving one character out of the longer makes the text fit a form that letters or
    fixed digits tell from any number of its length."""
    if all(len(cell) > 1 and not cell.isdisjoint(DIGITS) for cell in form.cells):
        return False
    ahead = _run(form.cells, code)
    behind = _run(form.cells[::-1], code[::-1])
    return ahead + behind >= min(form.length, len(code))


def _run(cells: tuple[frozenset[str], ...], code: str) -> int:
    fits = (character in cell for cell, character in zip(cells, code, strict=False))
    return next((at for at, right in enumerate(fits) if not right), min(len(cells), len(code)))


def _bits(form: Form) -> float:
    return sum(_cell_bits(form, at) for at in range(form.length))


def _cell_bits(form: Form, at: int) -> float:
    return log2(36 / len(form.cells[at]))


def _differs(code: str, form: Form, at: int) -> Sentence:
    return tr(
        "identify",
        "{count} characters as {scheme} has, but character {place} is {found} where {wanted}"
        " belongs",
        count=len(code),
        scheme=name(form),
        place=at + 1,
        found=escaped(code[at]),
        wanted=_wanted(form.cells[at]),
    )


def _wanted(cell: frozenset[str]) -> Sentence | str:
    if cell == DIGITS:
        return tr("identify", "a digit")
    if cell == LETTERS:
        return tr("identify", "a letter")
    if cell >= DIGITS | LETTERS:
        return tr("identify", "a digit or a letter")
    return "/".join(sorted(cell))
