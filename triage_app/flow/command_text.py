"""The shape of the station's own codes: commands of a printed sheet and the scanner's self-test.

`TRG`, two letters of sheet version, three that name the command, ten of check: eighteen letters of
the sixteen that are the same key on QWERTY, AZERTY and QWERTZ, are changed by no Caps Lock that
upper case does not undo, and look like no digit. A `%`, digits and signs would be none of that:
`%` is `5` on a French keyboard. So `%TRG` is kept free of items all the same, but is never printed.
"""

import re

LETTERS = "BCDFGHJKLNPRSTVX"
"""Sixteen letters, four bits each: no A Q W Z M Y (they move between layouts), no I O (digits to
the eye), no E U (so that no word is spelt)."""
PREFIX = "TRG"
RESERVED = ("%TRG", "TRGTEST")
_BEGINNINGS = "%Tt"
VERSION_LETTERS, TAG_LETTERS, CHECK_LETTERS = 2, 3, 10

_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_COMMAND = re.compile(
    rf"{PREFIX}(?P<version>[{LETTERS}]{{{VERSION_LETTERS}}})"
    rf"(?P<tag>[{LETTERS}]{{{TAG_LETTERS}}})(?P<check>[{LETTERS}]{{{CHECK_LETTERS}}})"
)
_ALIKE = re.compile(rf"{PREFIX}[{LETTERS}]{{10,}}")
_UPPER = {ord(c): ord(c.upper()) for c in "abcdefghijklmnopqrstuvwxyz"}


def bare(text: str) -> str:
    """The text without what scanners put around a code: AIM identifier, blanks, terminators."""
    trimmed = text.strip(" \t\r\n\0")
    return trimmed[3:] if trimmed[:1] == "]" and _AIM.match(trimmed) else trimmed


def parts(text: str) -> tuple[int, str, str] | None:
    """(sheet version, tag, check) of a text that has a command's shape, else None."""
    found = _COMMAND.fullmatch(bare(text).translate(_UPPER))
    return (number(found["version"]), found["tag"], found["check"]) if found else None


def is_kept_apart(text: str) -> bool:
    """Whether no item may be read from the text: it begins as the station's own codes do."""
    upper = bare(text)
    if upper[:1] not in _BEGINNINGS:  # nearly all texts
        return False
    upper = upper.translate(_UPPER)
    return upper.startswith(RESERVED) or _ALIKE.fullmatch(upper) is not None


def letters(value: int, count: int) -> str:
    """`value` in `count` letters, most significant first; ValueError when it does not fit."""
    if not 0 <= value < 16**count:
        raise ValueError(value)
    return "".join(LETTERS[value >> 4 * place & 15] for place in reversed(range(count)))


def number(text: str) -> int:
    """The number `letters` wrote."""
    value = 0
    for letter in text:
        value = 16 * value + LETTERS.index(letter)
    return value
