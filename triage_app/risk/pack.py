"""Rule pack file -> RulePack, whole or not at all: an error is refused with file, line, reason."""

import re
from collections.abc import Mapping, Sequence
from string import Formatter

from triage_app.assets import asset
from triage_app.model.risk import Severity
from triage_app.risk.card_file import read_card
from triage_app.risk.law import OWED, not_confirmed
from triage_app.risk.lexicon_file import countries, identifier, lexicon_text, read_lexicon
from triage_app.risk.lexicons import Lexicon, Lexicons
from triage_app.risk.pack_texts import Texts, add_row_texts, add_texts, read_texts
from triage_app.risk.rules import (
    EVERYWHERE,
    LawRow,
    Rates,
    Rule,
    RulePack,
    Scope,
    When,
    source_digest,
)
from triage_app.risk.signals.registry import SIGNALS, Signal
from triage_app.risk.toml_table import Document, PackRefused, Table

SHIPPED = "us-2026.toml"
CHANNELS = ("all", "post", "express")
_THOUSAND = 1_000


def shipped_pack() -> RulePack:
    """The rule pack that comes with the program."""
    return load_pack(asset("rules", SHIPPED).read_text("utf-8"), SHIPPED)


def load_pack(text: str, name: str, lexicons: Mapping[str, str] | None = None) -> RulePack:
    """Read a pack. `name` is the file's, for messages; `lexicons` are texts of lexicon files by id,
    else the shipped ones. Raises PackRefused(file, line, reason), whose `every` holds all errors
    that could be found."""
    document = Document(text, name)
    try:
        pack = _read(document, text, name, lexicons)
    except PackRefused as error:
        document.refused.append(error)
    if document.refused:
        every = sorted(document.refused, key=lambda error: (error.file != name, error.line))
        every[0].every = tuple(every)
        raise every[0]
    return pack


def _read(document: Document, text: str, name: str, lexicons: Mapping[str, str] | None) -> RulePack:
    top = document.top
    wanted = top.words("lexicons", ())
    texts = {word: lexicon_text(word, top, lexicons) for word in wanted}
    read = {word: read_lexicon(word, texts[word]) for word in wanted}
    identity = (identifier(top), _version(top), top.text("jurisdiction"))
    spoken: Texts = {}
    rules = top.each("rule", lambda table: _rule(table, read, spoken))
    pack = RulePack(
        *identity,
        hold_at_micro=top.whole("hold_at", most=10 * _THOUSAND) * _THOUSAND,
        look_at_micro=top.whole("look_at", most=10 * _THOUSAND) * _THOUSAND,
        rates=_rates(top.table("rates", "rates")),
        jurisdictions=_jurisdictions(top.table("jurisdictions", "jurisdictions")),
        law=top.each("law", lambda table: _law(table, spoken)),
        rules=rules,
        lexicons=Lexicons(read.values()),
        grams=dict(top.each("grams", _grams)),
        digest=source_digest(text, texts),
        cards=tuple(read_card(table, _concepts(rules, read)) for table in top.tables("card")),
        texts=spoken,
    )
    top.done()
    if not document.refused:  # what was left out would be missed by the others
        _check_whole(pack, top, name)
    return pack


_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+-]{0,39}\Z")


def _version(top: Table) -> str:
    version = top.text("version")
    if not _VERSION.match(version):
        raise top.refuse("'version' must be letters, digits, dots; at most 40", "version")
    return version


def _check_whole(pack: RulePack, top: Table, name: str) -> None:
    """What only the whole can show: ids used twice, names of rows and rules that do not exist."""
    if not pack.rules:
        raise top.refuse("the pack has no rule")
    for items in (pack.rules, pack.law):
        seen: set[str] = set()
        for item in items:
            if item.id in seen:
                raise PackRefused(name, item.line, f"the id '{item.id}' is used twice")
            seen.add(item.id)
    rows, rules = {row.id for row in pack.law}, {rule.id for rule in pack.rules}
    for row in pack.law:
        for unknown in sorted({*row.supersedes} - rows):
            raise PackRefused(name, row.line, f"'{row.id}' supersedes '{unknown}', which is no row")
        for unknown in sorted(row.when.rules - rules):
            raise PackRefused(name, row.line, f"'{row.id}' waits for '{unknown}', which is no rule")
        if row.jurisdiction not in pack.jurisdictions:
            raise PackRefused(name, row.line, f"the jurisdiction '{row.jurisdiction}' is not known")


def _concepts(
    rules: Sequence[Rule], lexicons: Mapping[str, Lexicon]
) -> Mapping[str, frozenset[str]]:
    """The pack's rules, each with the concepts it may name."""
    of = {name: {concept.id for concept in one.concepts} for name, one in lexicons.items()}
    return {
        rule.id: frozenset().union(*(of[word] for word in rule.words("lexicon")))
        if "lexicon" in rule.settings
        else frozenset()
        for rule in rules
    }


def _rates(table: Table) -> Rates:
    day = table.day("as_of")
    if day is None:
        raise table.refuse("'as_of' is missing")
    source = table.text("source")
    inner = table.table("usd", "rates.usd")
    rates = {"USD": 1_000_000}
    for currency in inner.names:
        rates[currency] = _micro(inner, currency)
    table.done()
    return Rates(day, source, rates)


_DECIMAL = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,6}))?\Z")


def _micro(table: Table, currency: str) -> int:
    found = _DECIMAL.match(table.text(currency))
    if not found or len(currency) != 3 or not currency.isupper():
        raise table.refuse(
            f"'{currency}' must be a currency code with a price in USD as text (\"1.08\")", currency
        )
    return int(found[1]) * 1_000_000 + int((found[2] or "").ljust(6, "0"))


def _jurisdictions(table: Table) -> dict[str, frozenset[str]]:
    return {key: frozenset(table.words(key)) for key in table.names}


def _grams(table: Table) -> tuple[str, tuple[int, int]]:
    hs, least, most = table.text("hs"), table.whole("least"), table.whole("most")
    if len(hs) not in (2, 4, 6) or not hs.isdecimal():
        raise table.refuse("'hs' must be two, four or six digits", "hs")
    if least > most:
        raise table.refuse("'least' is more than 'most'", "least")
    table.done()
    return hs, (least, most)


def _scope(table: Table) -> Scope:
    scope = Scope(
        channel=table.choice("channel", CHANNELS, "all"),
        origins=frozenset(countries(table, "origins")),
        except_origins=frozenset(countries(table, "except_origins")),
        valid_from=table.day("from"),
        until=table.day("until"),
    )
    if scope.valid_from and scope.until and scope.valid_from > scope.until:
        raise table.refuse("'until' lies before 'from'", "until")
    return EVERYWHERE if scope == EVERYWHERE else scope


def _check_text(table: Table, key: str, text: str, says: frozenset[str]) -> None:
    """A template may use only what its signal or effect says."""
    try:
        parts = [part for part in Formatter().parse(text) if part[1] is not None]
    except ValueError as error:
        raise table.refuse(f"'{key}' is no template: {error}", key) from error
    for _, field, width, conversion in parts:
        if width or conversion:  # {word:>999999999} would fill the memory
            raise table.refuse(f"'{key}' may hold {{{field}}} only as it is", key)
    used = {str(field) for _, field, _, _ in parts}
    for field in sorted(used - says):
        known = ", ".join(sorted(says)) or "nothing"
        raise table.refuse(f"'{key}' uses {{{field}}}; here it may use {known}", key)


def _rule(table: Table, lexicons: Mapping[str, Lexicon], texts: Texts) -> Rule:
    name = identifier(table)
    signal = table.choice("signal", SIGNALS)
    text = table.text("text")
    _check_text(table, "text", text, SIGNALS[signal].says)
    says = SIGNALS[signal].says
    add_texts(texts, text, read_texts(table, "texts", "rule.texts", says, _check_text))
    rule = Rule(
        id=name,
        family=table.text("family"),
        signal=signal,
        severity=Severity(table.choice("severity", [str(one) for one in Severity])),
        points_micro=table.whole("points", most=_THOUSAND) * _THOUSAND,
        text=text,
        citation=table.text("citation"),
        scope=_scope(table),
        on=table.flag("on", default=True),
        settings=_settings(table, SIGNALS[signal], lexicons),
        line=table.line,
    )
    table.done()
    return rule


def _settings(
    table: Table, signal: Signal, lexicons: Mapping[str, Lexicon]
) -> dict[str, int | tuple[str, ...]]:
    settings: dict[str, int | tuple[str, ...]] = {}
    for key, kind in signal.needs.items():
        settings[key] = table.whole(key) if kind is int else _listed(table, key, signal, lexicons)
    return settings


def _listed(
    table: Table, key: str, signal: Signal, lexicons: Mapping[str, Lexicon]
) -> tuple[str, ...]:
    if key == "lexicon":
        word = table.text(key)
        if word not in lexicons:
            raise table.refuse(f"the lexicon '{word}' is not among the pack's 'lexicons'", key)
        return (word,)
    words = table.words(key)
    for word in words:
        if key in signal.only and word not in signal.only[key]:
            known = ", ".join(sorted(signal.only[key]))
            raise table.refuse(f"'{key}' holds '{word}', not one of {known}", key)
    return words


def _law(table: Table, texts: Texts) -> LawRow:
    name = identifier(table)
    effect = table.choice("effect", OWED)
    row = LawRow(
        id=name,
        jurisdiction=table.text("jurisdiction"),
        effect=effect,
        text=table.text("text"),
        citation=table.text("citation"),
        scope=_scope(table),
        when=_when(table.table("when", "law.when")),
        owed=table.text("owed", ""),
        amounts={key: table.whole(key) for key in sorted(OWED[effect].amounts)},
        supersedes=table.words("supersedes", ()),
        unconfirmed=table.words("unconfirmed", ()),
        line=table.line,
    )
    _check_text(table, "text", row.text, frozenset())
    _check_text(table, "owed", row.owed, OWED[effect].says)
    for fact in row.unconfirmed:  # said within the row's sentence
        _check_text(table, "unconfirmed", fact, frozenset())
    said = read_texts(table, "texts", "law.texts", frozenset(), _check_text)
    owed = read_texts(table, "owed_texts", "law.owed_texts", OWED[effect].says, _check_text)
    add_texts(texts, row.owed, owed)
    add_row_texts(texts, (row.text, row.owed), said, owed, not_confirmed(row))
    table.done()
    return row


def _when(table: Table) -> When:
    when = When(
        natures=frozenset(table.words("natures", ())),
        value_over_usd=table.whole("value_over_usd") if table.has("value_over_usd") else None,
        value_up_to_usd=table.whole("value_up_to_usd") if table.has("value_up_to_usd") else None,
        rules=frozenset(table.words("rules", ())),
    )
    table.done()
    return when


__all__ = ["PackRefused", "RulePack", "load_pack", "shipped_pack"]
