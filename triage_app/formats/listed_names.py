"""A name cell with its other names in it -> the name and its aliases.

The Federal Register writes them so: "X Co., Ltd. (including two aliases: Y; and Z)", "X, a.k.a.,
the following two aliases: -Y; and -Z." (15 CFR part 744 supplement 4; the notices of the UFLPA
Entity List).
"""

import re

from triage_app.formats.list_file import cleaned

_SAID = (
    r"(?:also known as|formerly known as|a\.?k\.?a\.?|f\.?k\.?a\.?|d\.?b\.?a\.?|doing business as|"
    r"including (?:the following )?(?:\w+ )?(?:alias|aliases|known aliases))"
)
_INSIDE = re.compile(rf"[\s,;(]*\(?\b{_SAID}(?=[\s,:;.])", re.IGNORECASE)
_LEAD = re.compile(
    r"^[\s,.:;—–-]*(?:the following )?(?:\w+ alias(?:es)?)?[\s,.:;—–-]*", re.IGNORECASE
)
_BETWEEN = re.compile(rf";(?: and)?|, and (?=[A-Z])|[—–]|\b{_SAID}[\s,:]", re.IGNORECASE)
_LONGEST = 4_000


def split_names(cell: str) -> tuple[str, tuple[str, ...]]:
    """The name, and the aliases named with it; a cell without any is all name."""
    text = cell[:_LONGEST]
    found = _INSIDE.search(text)
    if not found or not text[: found.start()].strip():
        return cell, ()
    inside = _LEAD.sub("", text[found.end() :], count=1)
    parts = (part.strip(" ,.;:()—–-") for part in _BETWEEN.split(inside))
    return text[: found.start()].strip(" ,;("), cleaned([part for part in parts if part])
