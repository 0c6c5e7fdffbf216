"""Families `drugs`, `hazmat`, `agriculture`, `weapons`, `documents`, `forced-labour`: words that
name what must not come, or not like this."""

import re
from datetime import date

from triage_app.risk.case import Answer, Case, Fired, Words, because
from triage_app.risk.lexicons import Hit
from triage_app.risk.rules import Rule

NO_WORD = because("no word of this lexicon stands in the descriptions")
UN_GIVEN = because("the dangerous goods are declared with a UN number")
OTHER_ORIGIN = because("goods of such a sector, from another origin")


def lexicon_words(case: Case, rule: Rule) -> Answer:
    """A word of the rule's `lexicon` stands in a line's description, whatever its language,
    spelling, spacing or digits for letters."""
    found = _found(case, rule)
    if not found:
        return NO_WORD
    words, hit = found[0]
    return Fired(
        {
            "words": [one.word for _, one in found[:10]],
            "concepts": sorted({one.concept.id for _, one in found}),
            "lines": sorted({one.line.index for one, _ in found}),
        },
        {
            "word": hit.word,
            "concept": hit.concept.id.replace("-", " "),
            "description": words.line.description[:80],
        },
    )


_UN_NUMBER = re.compile(r"(?<![A-Z0-9])(?:UN|ID)[ \-:#]{0,3}\d{4}(?!\d)", re.IGNORECASE)


def hazmat_without_un(case: Case, rule: Rule) -> Answer:
    """A word for dangerous goods (`lexicon`), and no UN number in descriptions, documents or
    columns of the manifest (49 CFR 172.200: shipping papers name it)."""
    answer = lexicon_words(case, rule)
    if not isinstance(answer, Fired):
        return answer
    announced = case.announced
    texts = [words.line.description for words in case.lines]
    texts += announced.documents[:50]
    texts += [value for _, value in announced.extra[:50]]
    if any(_UN_NUMBER.search(text[:20_000]) for text in texts):
        return UN_GIVEN
    return answer


def sector_and_origin(case: Case, rule: Rule) -> Answer:
    """Goods of a high-risk sector (`lexicon`: words or HS chapters, each with its origins and the
    date it was named) of such an origin."""
    lexicon = rule.words("lexicon")[0]
    named = False
    for words in case.lines:
        origin = words.line.origin or case.announced.origin
        for hit in words.hits.get(lexicon, ()):
            concept = hit.concept
            named = True
            if _in_time(concept.valid_from, case.as_of) and origin in concept.origins:
                return Fired(
                    {
                        "line": words.line.index,
                        "sector": concept.id,
                        "word": hit.word,
                        "origin": origin,
                    },
                    {
                        "sector": concept.id.replace("-", " "),
                        "word": hit.word,
                        "origin": origin,
                    },
                )
    return OTHER_ORIGIN if named else NO_WORD


def _in_time(since: date | None, day: date) -> bool:
    return since is None or since <= day


def _found(case: Case, rule: Rule) -> list[tuple[Words, Hit]]:
    lexicon = rule.words("lexicon")[0]
    return [(words, hit) for words in case.lines for hit in words.hits.get(lexicon, ())]
