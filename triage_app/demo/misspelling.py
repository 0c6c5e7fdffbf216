"""A name or street written another way, as by people who would not be found (or cannot type)."""

from collections.abc import Callable
from random import Random

SHORT_STREETS = {
    "Street": "St.",
    "Avenue": "Ave",
    "Road": "Rd.",
    "Lane": "Ln",
    "Drive": "Dr.",
    "Court": "Ct",
    "Place": "Pl.",
}
SOUNDS = (("ph", "f"), ("ch", "tch"), ("k", "c"), ("z", "s"), ("y", "i"), ("v", "w"), ("ck", "k"))


def swapped(name: str, rng: Random) -> str:
    """Two neighbouring letters inside the longest word changed places."""
    word = max(name.split(), key=len)
    places = [i for i in range(1, len(word) - 2) if word[i] != word[i + 1]]
    if not places:
        return doubled(name, rng)
    at = rng.choice(places)
    return name.replace(word, word[:at] + word[at + 1] + word[at] + word[at + 2 :], 1)


def dropped(name: str, rng: Random) -> str:
    """A letter inside the longest word left out."""
    word = max(name.split(), key=len)
    if len(word) < 4:
        return doubled(name, rng)
    at = rng.randrange(1, len(word) - 1)
    return name.replace(word, word[:at] + word[at + 1 :], 1)


def doubled(name: str, rng: Random) -> str:
    """A letter of the longest word written twice."""
    word = max(name.split(), key=len)
    at = rng.randrange(len(word))
    return name.replace(word, word[: at + 1] + word[at:], 1)


def as_it_sounds(name: str, rng: Random) -> str:
    """A sound spelled with other letters, where the name has one."""
    options = [(old, new) for old, new in SOUNDS if old in name]
    if not options:
        return swapped(name, rng)
    old, new = rng.choice(options)
    return name.replace(old, new, 1)


def turned(name: str, _rng: Random) -> str:
    """The last word first, with a comma."""
    words = name.split()
    return f"{words[-1]}, {' '.join(words[:-1])}" if len(words) > 1 else name.upper()


def shouted(name: str, _rng: Random) -> str:
    """In capitals."""
    return name.upper()


WAYS: tuple[Callable[[str, Random], str], ...] = (
    turned,
    swapped,
    shouted,
    dropped,
    as_it_sounds,
    doubled,
)
"""The odd ones fit firms too."""


def misspelled(name: str, nth: int, rng: Random) -> str:
    """The name spelled differently in the `nth` way; never as given."""
    other = WAYS[nth % len(WAYS)](name, rng)
    return other if other != name else doubled(name, rng)


def street_otherwise(line: str, nth: int) -> str:
    """The same address line, abbreviated or in capitals in turns."""
    if nth % 3 == 1:
        for long, short in SHORT_STREETS.items():
            if line.endswith(long):
                return line.removesuffix(long) + short
    return line.upper() if nth % 3 == 2 else line
