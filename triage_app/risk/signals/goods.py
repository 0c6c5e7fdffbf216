"""Families `drugs`, `hazmat`, `agriculture`, `weapons`, `documents`, `forced-labour`: words that
name what must not come, or not like this."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from triage_app.model.item import Party
from triage_app.model.sentence import tr
from triage_app.risk.case import Answer, Case, Fired, Words, because
from triage_app.risk.lexicons import Concept, Hit
from triage_app.risk.rules import Rule

NO_WORD = because("no word of this lexicon stands in the descriptions")
UN_GIVEN = because("the dangerous goods are declared with a UN number")
OTHER_ORIGIN = because("goods of such a sector, from another origin")
NO_SENDER = because("no sender's address is announced")
OTHER_REGION = because("the sender's address names no place of that region")


def lexicon_words(case: Case, rule: Rule) -> Answer:
    """A word of the rule's `lexicon` stands in a line's description, whatever its language,
    spelling, spacing or digits for letters."""
    found = _found(case, rule)
    return _said(found) if found else NO_WORD


def _said(found: Sequence[tuple[Words, Hit]]) -> Fired:
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


_UN_NUMBER = re.compile(r"(?<![A-Z0-9])(?:UN|ID)[ \-:#]{0,3}(\d{4})(?!\d)", re.IGNORECASE)


def hazmat_without_un(case: Case, rule: Rule) -> Answer:
    """A word for dangerous goods (`lexicon`), and in descriptions, documents or columns of the
    manifest no UN number that such goods have (49 CFR 172.200: shipping papers name it)."""
    found = _found(case, rule)
    if not found:
        return NO_WORD
    announced = case.announced
    texts = [words.line.description for words in case.lines]
    texts += announced.documents[:50]
    texts += [value for _, value in announced.extra[:50]]
    declared = {number for text in texts for number in _UN_NUMBER.findall(text[:20_000])}
    left = [(words, hit) for words, hit in found if not _is_declared(hit.concept, declared)]
    if not left:
        return UN_GIVEN
    needed = [f"UN {number}" for number in left[0][1].concept.un]
    said = _said(left)
    return Fired(
        {**said.evidence, "needed": needed, "declared": sorted(declared)[:10]},
        {
            **said.values,
            "needed": ", ".join(needed[:MOST_NUMBERS]) or tr("rules", "a UN number"),
            "declared": ", ".join(f"UN {one}" for one in sorted(declared)[:MOST_NUMBERS])
            or tr("rules", "none"),
        },
    )


MOST_NUMBERS = 4
"""UN numbers said in a line."""


def _is_declared(concept: Concept, declared: set[str]) -> bool:
    return bool(declared) and (not concept.un or not declared.isdisjoint(concept.un))


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


def sender_s_region(case: Case, rule: Rule) -> Answer:
    """The sender's address names a place of the rule's `lexicon`, or has a post code like one of
    its `post_codes` ("CN 83xxxx": the country, then how codes there begin and their length)."""
    sender = case.announced.sender
    if place := _place_of(sender, case.announced.origin, rule.words("post_codes")):
        return _from_there(sender, place)
    text = _without_streets(_address(sender))
    if not text:
        return NO_SENDER
    hits = case.pack.lexicons.hits(text).get(rule.words("lexicon")[0], ())
    here = [hit for hit in hits if not hit.concept.origins or _country(case) in hit.concept.origins]
    return _from_there(sender, here[0].word) if here else OTHER_REGION


_STREET = re.compile(
    r"[^\s\d,，省市区县州盟旗]{1,8}(?:大道|路|街|巷|弄)"
    r"|\b[a-z]{2,20}(?: (?:north|south|east|west|middle|central))? "
    r"(?:road|rd|street|st|avenue|ave|lane|ln)\b",
    re.IGNORECASE,
)
"""A street: in Shanghai one is named after Urumqi."""


@lru_cache(maxsize=16_384)
def _without_streets(text: str) -> str:
    """Senders are few and send much."""
    return _STREET.sub(" ", text)


def _place_of(sender: Party, origin: str, post_codes: Sequence[str]) -> str:
    """The beginning of the sender's post code that is named, or nothing."""
    code, country = sender.post_code.strip()[:12], sender.country or origin
    for entry in post_codes:
        its_country, like = entry.split()
        if country == its_country and len(code) == len(like) and code.startswith(like.strip("x")):
            return code
    return ""


def _country(case: Case) -> str:
    return case.announced.sender.country or case.announced.origin


def _from_there(sender: Party, place: str) -> Fired:
    return Fired({"place": place, "address": _address(sender)[:200]}, {"place": place})


def _address(party: Party) -> str:
    parts = (party.name, *party.address_lines[:5], party.city, party.state)
    return ", ".join(part[:120] for part in parts if part)


def _found(case: Case, rule: Rule) -> list[tuple[Words, Hit]]:
    lexicon = rule.words("lexicon")[0]
    return [(words, hit) for words in case.lines for hit in words.hits.get(lexicon, ())]
