"""Text from outside, made safe to show: what cannot be seen is written out, never obeyed."""

import re

LONGEST_SHOWN = 2_000

# C0 and C1 controls, DEL, soft hyphen, Arabic letter mark, zero-width marks, bidi embeddings,
# overrides and isolates (Unicode Annex 9), line and paragraph separators, tag characters, lone
# surrogates.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)


def visible(text: str, longest: int = LONGEST_SHOWN) -> str:
    """`text` with every control character as ⟨U+XXXX⟩, cut after `longest` characters with …"""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return _UNSEEN.sub(_written_out, cut)


def _written_out(match: re.Match[str]) -> str:
    character = match.group()
    return "⟨GS⟩" if character == "\x1d" else f"⟨U+{ord(character):04X}⟩"
