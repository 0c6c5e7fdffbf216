"""A rule pack as values: rules, law rows, rates and lexicons of one dated version."""

import hashlib
from collections.abc import Mapping
from dataclasses import field
from datetime import date

from triage_app.model.money import minor_digits
from triage_app.model.noun import noun
from triage_app.model.risk import Card, Severity
from triage_app.risk.lexicons import Lexicons

MICRO = 1_000_000
ALL_CHANNELS = "all"


@noun(frozen=True, slots=True)
class Scope:
    """Which items a rule or law row speaks of. Dates are inclusive; None: open. Empty `origins`:
    all. `channel` is "all", "post" or "express"."""

    channel: str = ALL_CHANNELS
    origins: frozenset[str] = frozenset()
    except_origins: frozenset[str] = frozenset()
    valid_from: date | None = None
    until: date | None = None

    def covers_day(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.until is None or day <= self.until
        )

    def covers_channel(self, channel: str) -> bool:
        return self.channel in (ALL_CHANNELS, channel)

    def covers_origins(self, origins: frozenset[str]) -> bool:
        """Whether goods of any of these countries (post's and goods' origin) are meant."""
        if self.except_origins and origins & self.except_origins:
            return False
        return not self.origins or bool(origins & self.origins)


EVERYWHERE = Scope()
"""The scope of most rules: any item, any day."""


@noun(frozen=True, slots=True)
class Rule:
    """One indicator: which signal looks, what it adds (`points_micro`) and what is then said.
    `settings` are the signal's thresholds and words."""

    id: str
    family: str
    signal: str
    severity: Severity
    points_micro: int
    text: str
    citation: str
    scope: Scope = EVERYWHERE
    on: bool = True
    settings: Mapping[str, object] = field(default_factory=dict)
    line: int = 0

    @property
    def thresholds(self) -> Mapping[str, int]:
        """The whole numbers among the settings."""
        return {name: value for name, value in self.settings.items() if isinstance(value, int)}

    def whole(self, name: str) -> int:
        """A whole-number threshold; the pack's reader has made sure that it is there."""
        value = self.settings[name]
        if not isinstance(value, int):
            raise TypeError(f"{self.id}.{name} is no whole number")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """A list of words; the pack's reader has made sure that it is there."""
        value = self.settings[name]
        if not isinstance(value, tuple):
            raise TypeError(f"{self.id}.{name} is no list of words")
        return value


@noun(frozen=True, slots=True)
class When:
    """A law row's predicate beside its scope; empty: always. Values are whole USD."""

    natures: frozenset[str] = frozenset()
    value_over_usd: int | None = None
    value_up_to_usd: int | None = None
    rules: frozenset[str] = frozenset()


@noun(frozen=True, slots=True)
class LawRow:
    """One dated row of law. `amounts` belong to the effect (see law.OWED); `owed` is the sentence
    filled with them; `unconfirmed` names the facts that could not be confirmed."""

    id: str
    jurisdiction: str
    effect: str
    text: str
    citation: str
    scope: Scope = EVERYWHERE
    when: When = When()
    owed: str = ""
    amounts: Mapping[str, object] = field(default_factory=dict)
    supersedes: tuple[str, ...] = ()
    unconfirmed: tuple[str, ...] = ()
    line: int = 0


@noun(frozen=True, slots=True)
class Rates:
    """Dated exchange rates: millionths of a USD for one unit of a currency."""

    as_of: date
    source: str
    micro_usd: Mapping[str, int]

    def to_usd_minor(self, value_minor: int | None, currency: str) -> int | None:
        """US cents for minor units of `currency`; None when value or rate are unknown."""
        if value_minor is None or currency not in self.micro_usd:
            return None
        unit: int = 10 ** minor_digits(currency) * MICRO
        return value_minor * self.micro_usd[currency] * 100 // unit


@noun(frozen=True, slots=True)
class RulePack:
    """One version of the rules. `jurisdictions` maps a jurisdiction to its country codes, `grams`
    an HS prefix to the least and most grams one piece weighs; `digest` is the
    SHA-256 of the pack's text and its lexicons; `cards` say how to handle what is suspected;
    `texts` are its sentences in other languages: by language, the translation of each English
    text."""

    id: str
    version: str
    jurisdiction: str
    hold_at_micro: int
    look_at_micro: int
    rates: Rates
    jurisdictions: Mapping[str, frozenset[str]]
    law: tuple[LawRow, ...]
    rules: tuple[Rule, ...]
    lexicons: Lexicons
    grams: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    digest: str = ""
    cards: tuple[Card, ...] = ()
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How flags and acts name the pack."""
        return f"{self.id} {self.version}"

    def jurisdiction_of(self, country: str) -> str:
        """The jurisdiction goods bound for `country` fall under; the pack's own where unsaid."""
        for jurisdiction, countries in self.jurisdictions.items():
            if country in countries:
                return jurisdiction
        return self.jurisdiction


def source_digest(text: str, lexicons: Mapping[str, str]) -> str:
    """SHA-256 of a pack's text and its lexicons' texts by id: equal texts, equal packs."""
    digest = hashlib.sha256(text.encode())
    for word in sorted(lexicons):
        digest.update(lexicons[word].encode())
    return digest.hexdigest()
