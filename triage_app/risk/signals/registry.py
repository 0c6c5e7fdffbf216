"""All signals by name: what each may say, and which settings its rules must give."""

from collections.abc import Callable, Mapping
from dataclasses import field

from triage_app.model.noun import noun
from triage_app.risk.case import Answer, Case
from triage_app.risk.rules import Rule
from triage_app.risk.signals import (
    announcing,
    goods,
    history,
    identifier,
    listing,
    parties,
    size,
    splitting,
    tariff,
    value,
    weight,
    wording,
)

WHOLE = int
WORDS = list


@noun(frozen=True, slots=True)
class Signal:
    """`says` are the values a rule's text may use. `needs` are the settings a rule gives: whole
    numbers or lists of words. `only` are the words a list may hold. `unannounced`: it looks at
    items on no manifest too."""

    look: Callable[[Case, Rule], Answer]
    says: frozenset[str] = frozenset()
    needs: Mapping[str, type] = field(default_factory=dict)
    only: Mapping[str, frozenset[str]] = field(default_factory=dict)
    unannounced: bool = False


def _says(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PEERS = _says("figure per median low high peers hs origin")
_PEER_NEEDS = {
    "few_peers": WHOLE,
    "few_percent": WHOLE,
    "fewest_peers": WHOLE,
    "fence_tenths": WHOLE,
    "share_percent": WHOLE,
}
_LEXICON: Mapping[str, type] = {"lexicon": WORDS}
_WORD = _says("word concept description")

SIGNALS: Mapping[str, Signal] = {
    "not-announced": Signal(announcing.not_announced, unannounced=True),
    "missing-data": Signal(
        announcing.missing_data,
        _says("missing count"),
        {"fields": WORDS},
        {"fields": announcing.KNOWN_FIELDS},
    ),
    "late-data": Signal(
        announcing.late_data, _says("announced arrived days"), {"grace_hours": WHOLE}
    ),
    "edited-data": Signal(
        announcing.edited_data,
        _says("changed"),
        {"fields": WORDS},
        {"fields": announcing.COMPARED_FIELDS},
    ),
    "referral-open": Signal(
        announcing.referral_open, _says("referral"), {"codes": WORDS, "clears": WORDS}
    ),
    "hidden-text": Signal(announcing.hidden_text, _says("hidden longest"), {"longest": WHOLE}),
    "vague-text": Signal(
        wording.vague_text,
        _says("description count"),
        {"fewest_words": WHOLE, "nonsense_tenths": WHOLE, **_LEXICON},
    ),
    "hs-mismatch": Signal(wording.hs_mismatch, _says("word hs chapters"), _LEXICON),
    "value-below-peers": Signal(value.value_below_peers, _PEERS, _PEER_NEEDS),
    "value-above-peers": Signal(value.value_above_peers, _PEERS, _PEER_NEEDS),
    "brand-price": Signal(
        value.brand_price, _says("brand unit price"), {"share_percent": WHOLE, **_LEXICON}
    ),
    "split-lot": Signal(
        splitting.split_lot, _says("count total limit numbers"), {"alike_percent": WHOLE}
    ),
    "weights-disagree": Signal(
        weight.weights_disagree,
        _says("net gross gap"),
        {"slack_g": WHOLE, "packing_percent": WHOLE, "packing_g": WHOLE},
    ),
    "measured-weight": Signal(
        weight.measured_weight, _says("measured gross gap"), {"percent": WHOLE, "grams": WHOLE}
    ),
    "weight-implausible": Signal(
        weight.weight_implausible, _says("piece least most hs"), {"factor": WHOLE}
    ),
    "check-digit": Signal(identifier.check_digit, _says("number reason"), unannounced=True),
    "country-of-number": Signal(identifier.country_of_number, _says("country origin")),
    "number-reused": Signal(identifier.number_reused, _says("count when"), {"months": WHOLE}),
    "po-box": Signal(parties.po_box, _says("box")),
    "address-incomplete": Signal(parties.address_incomplete, _says("lacking")),
    "address-impossible": Signal(
        parties.address_impossible, _says("why"), {"country": WORDS, "zip_states": WORDS}
    ),
    "names-at-address": Signal(parties.names_at_address, _says("count"), {"most": WHOLE}),
    "senders-at-address": Signal(parties.senders_at_address, _says("count"), {"most": WHOLE}),
    "phone-shared": Signal(parties.phone_shared, _says("count"), {"fewest": WHOLE}),
    "frequent-recipient": Signal(
        parties.frequent_recipient, _says("today month"), {"today": WHOLE, "month": WHOLE}
    ),
    "earlier-violations": Signal(parties.earlier_violations, _says("who seized recorded")),
    "lexicon-words": Signal(goods.lexicon_words, _WORD, _LEXICON),
    "hazmat-without-un": Signal(
        goods.hazmat_without_un, _WORD | _says("needed declared"), _LEXICON
    ),
    "sector-and-origin": Signal(goods.sector_and_origin, _says("sector word origin"), _LEXICON),
    "sender-region": Signal(
        goods.sender_s_region, _says("place"), {"post_codes": WORDS, **_LEXICON}
    ),
    "hs-unknown": Signal(tariff.hs_unknown, _says("hs count")),
    "size-implausible": Signal(
        size.size_implausible,
        _says("size gross density"),
        {"least_g_per_l": WHOLE, "most_g_per_l": WHOLE, "longest_cm": WHOLE},
    ),
    "poor-data-history": Signal(
        history.poor_data_history,
        _says("kind who share items"),
        {"fields": WORDS, "fewest": WHOLE, "share_percent": WHOLE},
        {"fields": announcing.KNOWN_FIELDS},
    ),
    "list-name": Signal(
        listing.list_name,
        _says("who name matched entry list programme percent"),
        {"alike_percent": WHOLE, "lists": WORDS},
    ),
    "open-hold": Signal(listing.open_hold, _says("who why"), unannounced=True),
}
