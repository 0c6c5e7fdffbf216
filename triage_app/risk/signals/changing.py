"""What would make a signal fall silent, said with its values and its rule's thresholds.

Not advice to a sender: it tells whoever has to argue with a flag what to look for.
"""

from collections.abc import Mapping

from triage_app.model.sentence import Sentence, tr
from triage_app.risk.case import Fired
from triage_app.risk.rules import Rule

CHANGES: Mapping[str, str] = {
    "not-announced": "an announcement of this number",
    "missing-data": "an announcement with: {missing}",
    "late-data": "an announcement made before {arrived} was over",
    "edited-data": "an announcement that says what the first one said of: {changed}",
    "referral-open": "an answer to {referral} that clears it",
    "hidden-text": "texts without hidden characters, of {limit} characters at most",
    "vague-text": 'words that name the goods, in place of "{description}"',
    "hs-mismatch": "an HS code of chapter {chapters}, or another description",
    "hs-unknown": "an HS code of the nomenclature in place of {hs}",
    "value-below-peers": "a value of {bound} USD {per} or more",
    "value-above-peers": "a value of {bound} USD {per} or less",
    "brand-price": "{bound} USD a piece or more, or goods that are not {brand}",
    "split-lot": "{limit} USD together or less, or proof that they are different people",
    "weights-disagree": "a gross weight of {least} to {most} g",
    "measured-weight": "{least} to {most} g on the scale",
    "weight-implausible": "a piece of {least} to {most} g, or another HS code",
    "size-implausible": "{least} to {most} g a litre, no side over {longest} cm",
    "check-digit": "a number that is right: read the label again",
    "country-of-number": "{country} as the announced origin",
    "number-reused": "no other use of the number within {rest} months",
    "po-box": "a street address",
    "address-incomplete": "an address with: {lacking}",
    "address-impossible": "a post code and a state that belong together",
    "names-at-address": "{limit} names or fewer",
    "senders-at-address": "{limit} senders or fewer",
    "phone-shared": "fewer than {limit} other names",
    "frequent-recipient": "{limit} items a day or fewer, {limit_month} in 30 days",
    "earlier-violations": "these seizures undone in the record",
    "lexicon-words": 'goods that are no "{word}", and words that say so',
    "hazmat-without-un": "{needed} declared, or goods without it",
    "sector-and-origin": "another origin than {origin}, or proof that no part is of Xinjiang",
    "sender-region": "a sender elsewhere, or proof that no part is of Xinjiang",
    "poor-data-history": "a share under {limit} % in the newest announcements",
    "list-name": "{limit} % likeness or less: another date of birth, address or number",
    "open-hold": "the hold lifted by {who}",
}
"""By signal. A template may use what the signal says, and what its values give beside."""


def would_change(rule: Rule, fired: Fired) -> Sentence | None:
    """What would change one flag; nothing is said of a flag that must not tell what it rests on."""
    if fired.text is not None:
        return None
    return tr("rules", CHANGES[rule.signal], **fired.values)
