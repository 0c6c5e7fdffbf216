"""Look-alikes in typed codes: O for 0, I for 1 and back, only where the scheme leaves no doubt.

S for 5 and B for 8 are likelier meant as they stand: they are turned only where a check digit, and
no other character than it, then says that the number is whole.
"""

from collections.abc import Mapping

from triage_app.flow.identify.form import Form

AS_DIGIT: Mapping[str, str] = {"O": "0", "Q": "0", "I": "1", "L": "1"}
AS_LETTER: Mapping[str, str] = {"0": "O", "1": "I"}
_CHECKED_DIGIT: Mapping[str, str] = {"S": "5", "B": "8"}
_CHECKED_LETTER: Mapping[str, str] = {"5": "S", "8": "B"}
_MOST = 4
_EITHER: Mapping[str, str] = {"O": "0", "I": "1"}


def repaired(form: Form, code: str) -> str:
    """The code with look-alikes turned into what the form demands at their places; "" if that does
    not make it fit, or if it takes more than four and no check digit says that they are right."""
    wrong = form.misfits(code)
    if not wrong and "O" not in code and "I" not in code:
        return ""
    characters = list(code)
    doubtful = len(wrong) > _MOST
    for at in wrong:
        other = AS_DIGIT.get(code[at]) or AS_LETTER.get(code[at], "")
        if not other:
            other = _CHECKED_DIGIT.get(code[at]) or _CHECKED_LETTER.get(code[at], "")
            doubtful = True
        if other not in form.cells[at]:
            return ""
        characters[at] = other
    mended = "".join(characters)
    if not form.checks:
        return "" if doubtful or not wrong else mended
    if form.problem(mended):
        return _all_digits(form, mended) or ("" if doubtful or not wrong else mended)
    return mended if wrong else ""


def _all_digits(form: Form, code: str) -> str:
    """Where both a letter and a digit may stand, O and I read as digits, if the check digit says
    that they are; else ""."""
    turned = [
        _EITHER[c] if c in _EITHER and _EITHER[c] in cell else c
        for c, cell in zip(code, form.cells, strict=True)
    ]
    mended = "".join(turned)
    return "" if mended == code or form.problem(mended) else mended
