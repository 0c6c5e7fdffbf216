"""The recovery key as people copy it: 32 bytes in thirteen groups, each with a check character.

Crockford's base 32 (no I, L, O, U). The check character of a group is a weighted sum in GF(32):
any one wrong character, any two exchanged ones and any exchanged groups are detected and the
group is named, before the key is tried.
"""

from triage_app.model.errors import KeyMissing
from triage_app.model.sentence import Sentence, tr

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP_DATA = 4
GROUPS = 13  # 13 x 4 x 5 bits = 260: 256 of the key and 4 zero bits
_SPARE_BITS = GROUPS * GROUP_DATA * 5 - 256
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\n": None})


def written(key: bytes) -> str:
    """32 bytes as thirteen groups of five, joined by hyphens."""
    number = int.from_bytes(key, "big") << _SPARE_BITS
    digits = [number >> 5 * place & 31 for place in reversed(range(GROUPS * GROUP_DATA))]
    return "-".join(_group(index, digits[index * 4 : index * 4 + 4]) for index in range(GROUPS))


def read(text: str) -> bytes:
    """The 32 bytes. Case, spaces, hyphens and O/0, I/1, L/1 do not matter.

    Raises KeyMissing saying which group is wrong.
    """
    typed = text.strip().upper().translate(_LOOK_ALIKES)
    size = GROUP_DATA + 1
    if len(typed) != GROUPS * size:
        raise _mistyped(
            tr(
                "keys",
                "A recovery key has {right} characters, this has {count}.",
                right=GROUPS * size,
                count=len(typed),
            )
        )
    number = 0
    for index in range(GROUPS):
        group = typed[index * size : (index + 1) * size]
        number = number << 5 * GROUP_DATA | _read_group(index, group)
    if number & ((1 << _SPARE_BITS) - 1):
        raise _wrong_group(GROUPS - 1)
    return (number >> _SPARE_BITS).to_bytes(32, "big")


def _group(index: int, digits: list[int]) -> str:
    return "".join(ALPHABET[digit] for digit in (*digits, _check(index, digits)))


def _read_group(index: int, group: str) -> int:
    digits = [ALPHABET.find(character) for character in group]
    if min(digits) < 0 or _check(index, digits[:GROUP_DATA]) != digits[GROUP_DATA]:
        raise _wrong_group(index)
    value = 0
    for digit in digits[:GROUP_DATA]:
        value = value << 5 | digit
    return value


def _check(index: int, digits: list[int]) -> int:
    """Horner's rule at x over GF(32): weights are distinct powers of x, so exchanges show."""
    total = index + 1
    for digit in digits:
        total = _times_x(total) ^ digit
    return _times_x(total)


def _times_x(value: int) -> int:
    """Multiply by x in GF(2)[x] / (x^5 + x^2 + 1), whose x is primitive (order 31)."""
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled


def _wrong_group(index: int) -> KeyMissing:
    return _mistyped(tr("keys", "Group {group} of the recovery key is mistyped.", group=index + 1))


def _mistyped(what: Sentence) -> KeyMissing:
    return KeyMissing(what, tr("keys", "Compare it with the printed key and type it again."))
