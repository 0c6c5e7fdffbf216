"""Legal forms of companies: written out or short, and which kind each is."""

import re
from collections.abc import Sequence

from triage_app.risk.folding import fold, words

_FORMS = {
    form: kind
    for kind, forms in {
        "limited": "llc gmbh sarl srl ltd limited ltda lda ooo bv bvba doo zoo sro kft sl eurl pte "
        "pty pvt mbh ug spol",
        "stock": "ag sa plc inc incorporated corp corporation pjsc oao ao nv spa pao zao jsc ab as "
        "asa oyj tbk bhd asbl",
        "partners": "llp lp kg cv",
    }.items()
    for form in words(forms)
}
_SPELLED_FORMS = (
    (re.compile(r"\b(?:public )?limited liability (?:company|partnership)\b"), "llc"),
    (re.compile(r"\bpublic (?:ltd|limited) (?:co|company)\b"), "plc"),
    (re.compile(r"\b(?:open |public |closed )?joint stock (?:company|co)\b"), "jsc"),
    (re.compile(r"\bgesellschaft mit beschrankter haftung\b"), "gmbh"),
    (re.compile(r"\bsociete a responsabilite limitee\b"), "sarl"),
    (re.compile(r"\bsociete anonyme\b"), "sa"),
    (re.compile(r"\bobshchestvo s ogranichennoi otvetstvennostiu\b"), "ooo"),
)


_FIGURES = {
    word: str(number)
    for number, word in enumerate(words("one two three four five six seven eight nine ten"), 1)
}


def short_forms(folded: str) -> str:
    """Legal forms written out, as their abbreviations."""
    for pattern, form in _SPELLED_FORMS:
        folded = pattern.sub(form, folded)
    return folded


def form_kinds(tokens: Sequence[str]) -> frozenset[str]:
    """The kinds of legal form named."""
    return frozenset(_FORMS[token] for token in tokens if token in _FORMS)


def folded_words(name: str) -> list[str]:
    """The words of a name as they are compared; numbers in figures."""
    tokens = short_forms(" ".join(fold(name).split())).split()
    return [_FIGURES.get(token, token) for token in tokens]
