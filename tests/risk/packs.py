"""A small rule pack of our own, as text, to change one thing of."""

from triage_app.risk.pack import load_pack
from triage_app.risk.rules import RulePack

HEAD = """id = "own"
version = "1"
jurisdiction = "US"
hold_at = 900
look_at = 300
lexicons = ["tiny"]
[jurisdictions]
US = ["US"]
[rates]
as_of = 2026-06-30
source = "test"
[rates.usd]
EUR = "1.1"
"""
RULE = """
[[rule]]
id = "words"
family = "drugs"
signal = "lexicon-words"
severity = "look"
points = 300
lexicon = "tiny"
text = "{word} is named"
citation = "21 CFR 1308"
"""
PRICE = """
[[rule]]
id = "price"
family = "value"
signal = "brand-price"
severity = "hold"
points = 700
share_percent = 20
lexicon = "tiny"
text = "{brand} at {unit}"
citation = "19 CFR 133"
"""
LAW = """
[[law]]
id = "limit"
jurisdiction = "US"
effect = "exempt-up-to"
limit_usd = 800
until = 2025-08-28
text = "Up to 800."
owed = "{value}: {stands}"
citation = "19 CFR 10.151"
"""
TINY = """id = "tiny"
version = "1"
[[concept]]
id = "bad"
en = ["bad stuff", "worse stuff"]
figure = 100
"""
WHOLE = HEAD + RULE + PRICE + LAW


def own_pack(*changed: tuple[str, str], tiny: str = TINY, more: str = "") -> RulePack:
    """The pack with each (old, new) put in its text, and `more` at its end."""
    return load_pack(changed_text(*changed) + more, "own.toml", {"tiny": tiny})


def changed_text(*changed: tuple[str, str]) -> str:
    text = WHOLE
    for old, new in changed:
        assert old in text
        text = text.replace(old, new, 1)
    return text
