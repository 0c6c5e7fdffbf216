"""Legal forms of companies: written out or short, and which kind each is."""

import re
from collections.abc import Sequence

from triage_app.risk.folding import fold, words

_FORMS = {
    form: kind
    for kind, forms in {
        "limited": "llc gmbh sarl srl ltd limited ltda lda ooo bv bvba doo zoo sro kft sl eurl pte "
        "pty pvt mbh ug spol ood eood tov uab sasu wll fze fzco",
        "stock": "ag sa plc inc incorporated corp corporation pjsc oao ao nv spa pao zao jsc ab as "
        "asa oyj tbk bhd ojsc cjsc kk psc prjsc nyrt zrt saa sab",
        "partners": "llp lp kg cv kgaa ohg snc",
        "people": "ano asbl",
    }.items()
    for form in words(forms)
}
_WRITTEN_OUT = (
    ("llc", "(?:public )?limited liability (?:company|co|partnership)"),
    ("plc", "public (?:ltd|limited) (?:co|company)"),
    ("jsc", "(?:open |public |closed |private )?joint stock (?:company|co|society)"),
    ("ltd", "(?:private )?(?:limited|ltd) (?:company|co)|private (?:limited|ltd)"),
    ("gmbh", "(?:gesellschaft|ges) (?:mit beschrankter haftung|m b h)"),
    ("ag", "aktiengesellschaft"),
    ("kg", "kommanditgesellschaft"),
    ("asbl", "eingetragener verein|association sans but lucratif"),
    ("sarl", "societe a responsabilite limitee"),
    ("sa", "societe anonyme|sociedad? anonima|sociedade anonima|societate pe actiuni"),
    ("srl", "sociedad de responsabilidad limitada|societa a responsabilita limitata"),
    ("srl", "societatea? cu raspundere limitata"),
    ("spa", "societa per azioni"),
    ("ltda", "sociedade limitada|limitada"),
    ("bv", "besloten vennootschap"),
    ("nv", "naamloze vennootschap"),
    ("ooo", "obshch?estvo s ogranichennoi otvetstvennostiu"),
    ("oao", "otkrytoe aktsionernoe obshch?estvo"),
    ("zao", "zakrytoe aktsionernoe obshch?estvo"),
    ("pao", "publichnoe aktsionernoe obshch?estvo"),
    ("ao", "aktsionernoe obshch?estvo"),
    ("ano", "avtonomnaia nekommercheskaia organizatsiia"),
    ("tov", "tovarystvo z obmezhenoiu vidpovidalnistiu"),
    ("zoo", "spolka z ograniczona odpowiedzialnoscia|sp z o o"),
    ("sa", "spolka akcyjna"),
    ("sro", "spolecnost s rucenim omezenym|s r o"),
    ("as", "akciova spolecnost|anonim sirketi|aksjeselskap"),
    ("ltd", "limited sirketi|ltd sti"),
    ("kft", "korlatolt felelossegu tarsasag"),
    ("doo", "drustvo s ogranicenom odgovornoscu|d o o"),
    ("uab", "uzdaroji akcine bendrove"),
    ("llc", "sabiedriba ar ierobezotu atbildibu"),
    ("bhd", "sendirian berhad|sdn bhd"),
    ("ltd", "perseroan terbatas"),
    ("kk", "kabushiki kaisha"),
    ("inc", "incorporated"),
    ("corp", "corporation"),
)
_SPELLED_FORMS = re.compile(
    "|".join(rf"(?P<f{at}>\b(?:{pattern})\b)" for at, (_, pattern) in enumerate(_WRITTEN_OUT))
)
_FIRST_WORDS = frozenset(
    words(
        """public limited open closed private joint ltd gesellschaft ges aktiengesellschaft
        kommanditgesellschaft eingetragener association societe socieda sociedad sociedade societa
        societate societatea limitada besloten naamloze obshchestvo obschestvo otkrytoe zakrytoe
        publichnoe aktsionernoe avtonomnaia tovarystvo spolka spolecnost sp s d akciova anonim
        aksjeselskap korlatolt drustvo uzdaroji sabiedriba sendirian sdn perseroan kabushiki
        incorporated corporation"""
    )
)
"""With which of them each way of writing one out begins."""

_FIGURES = {
    word: str(number)
    for listed in (
        """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
        sixteen seventeen eighteen nineteen twenty""",
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""",
        """1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th 16th 17th 18th 19th
        20th""",
    )
    for number, word in enumerate(words(listed), 1)
}


def short_forms(folded: str) -> str:
    """Legal forms written out, as their abbreviations."""
    if _FIRST_WORDS.isdisjoint(folded.split()):  # nearly all names
        return folded
    return _SPELLED_FORMS.sub(_short, folded)


def _short(found: "re.Match[str]") -> str:
    return _WRITTEN_OUT[int((found.lastgroup or "f0")[1:])][0]


def form_kinds(tokens: Sequence[str]) -> frozenset[str]:
    """The kinds of legal form named."""
    return frozenset(_FORMS[token] for token in tokens if token in _FORMS)


def folded_words(name: str) -> list[str]:
    """The words of a name as they are compared; numbers in figures."""
    tokens = short_forms(" ".join(fold(name).split())).split()
    return [_FIGURES.get(token, token) for token in tokens]
