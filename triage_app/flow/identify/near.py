"""A number that is wrong or unknown -> the valid numbers one slip away, likeliest slip first.

Slips: a look-alike, two neighbours swapped, one character misread (digits that look or lie close
first). Only numbers that are valid by their form come out.
"""

from collections.abc import Iterator
from itertools import islice

from triage_app.flow.identify.code import clean
from triage_app.flow.identify.form import DIGITS, Form
from triage_app.flow.identify.lookalike import AS_DIGIT, AS_LETTER
from triage_app.flow.identify.reading import read_form
from triage_app.flow.identify.schemes import FORMS_BY_LENGTH
from triage_app.model.identity import Identity, Unidentified

MOST = 500
_CONFUSED = {"0": "869", "1": "74", "2": "73", "3": "859", "4": "91", "5": "638", "6": "580"}
_CONFUSED |= {"7": "12", "8": "3069", "9": "408", "B": "8", "S": "5", "Z": "2", "G": "6"}
_FEWEST_OF_ONE_KIND = 2


def near_numbers(text: str | Identity | Unidentified) -> Iterator[str]:
    """Normalised valid numbers one slip from the text, likeliest first, at most 500, none twice,
    never the text's own."""
    compact = clean(text if isinstance(text, str) else text.text).compact
    forms = [f for f in FORMS_BY_LENGTH.get(len(compact), ()) if len(f.misfits(compact)) <= 2]
    forms.sort(key=lambda form: (len(form.misfits(compact)), -form.bits))
    return islice(_distinct(forms, compact), MOST)


def _distinct(forms: list[Form], compact: str) -> Iterator[str]:
    seen = {compact}
    for slips in (_look_alikes, _swaps, _misreadings):
        for form in forms:
            for other in slips(form, compact):
                if other in seen or not form.fits(other):
                    continue
                seen.add(other)
                reading = read_form(form, other)
                if reading.valid:
                    yield reading.number


def _look_alikes(form: Form, code: str) -> Iterator[str]:
    for at, character in enumerate(code):
        other = AS_DIGIT.get(character) or AS_LETTER.get(character)
        if other and other in form.cells[at]:
            yield _with(code, at, other)


def _swaps(_form: Form, code: str) -> Iterator[str]:
    for at in range(len(code) - 1):
        if code[at] != code[at + 1]:
            yield code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def _misreadings(form: Form, code: str) -> Iterator[str]:
    """Close characters at every place first, then all others."""
    places = [(at, cell) for at, cell in enumerate(form.cells) if len(cell) >= _FEWEST_OF_ONE_KIND]
    for at, cell in places:
        for other in _CONFUSED.get(code[at], ""):
            if other in cell:
                yield _with(code, at, other)
    for at, cell in places:
        # A digit is misread as a digit: letters in place of one are left to the look-alikes.
        for other in sorted(cell & DIGITS if code[at] in DIGITS and cell & DIGITS else cell):
            yield _with(code, at, other)


def _with(code: str, at: int, other: str) -> str:
    return code[:at] + other + code[at + 1 :]
