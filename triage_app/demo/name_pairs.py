"""Made-up pairs of names with their verdict: what slips, clerks and alphabets do to a name, and
what makes another party of it. Made apart from any published set of pairs; same seed, same pairs.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from triage_app.risk.folding import fold, words

LOCALES = ("en_US", "de_DE", "es_MX", "fr_FR", "pl_PL", "tr_TR", "it_IT", "cs_CZ", "ro_RO", "id_ID")
CYRILLIC = "ru_RU"
DRAWS = 400

_ROMAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        words("a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya"),
        strict=True,
    )
)
_FRENCH = {**_ROMAN, "х": "h", "ч": "tch", "ш": "ch", "у": "ou", "ж": "j", "й": "i", "ю": "iou"}
_FORMS = (
    ("Ltd", "Limited"), ("LLC", "Limited Liability Company"), ("GmbH", "G.m.b.H."),
    ("Inc.", "Incorporated"), ("S.A.", "Sociedad Anonima"), ("Co., Ltd.", "Company Limited"),
)  # fmt: skip
_TRADES = (
    "Textile", "Logistics", "Chemical", "Marine", "Optics", "Foods", "Ceramics", "Tools", "Plastics"
)  # fmt: skip
_SAID = ("Mr", "Dr.", "Gen.", "President", "Prof.", "Capt.")
_LOOK_ALIKE = str.maketrans("oiaes", "01435")


class NamePair(NamedTuple):
    """Two names, whether they are one party's, and what was done to the one."""

    name1: str
    name2: str
    schema: str
    is_match: bool
    change: str


def name_pairs(count: int, seed: int = 1) -> Iterator[NamePair]:
    """`count` pairs, as many of one party as of two, three persons for each company."""
    rng = Random(f"{seed}:pairs")
    pools = _Pools(rng, seed)
    makers = (*_PERSONS, *_PERSONS, *_PERSONS, *_COMPANIES)
    alike = [make for make in makers if make(pools).is_match]
    other = [make for make in makers if make not in alike]
    for number in range(count):
        yield rng.choice(other if number % 2 else alike)(pools)


def made_up_names(count: int, seed: int = 1) -> list[str]:
    """`count` distinct names of persons, in ten languages and two alphabets."""
    rng = Random(f"{seed}:names")
    pools = _Pools(rng, seed)
    names: dict[str, None] = {}
    while len(names) < count:
        locale = rng.choice((*LOCALES, CYRILLIC))
        given, family = pools.any_of(locale)
        middle = f" {rng.choice(given)}" if rng.random() < 0.6 else ""
        both = f" {rng.choice(family)}" if rng.random() < 0.3 else ""
        names[f"{rng.choice(given)}{middle} {rng.choice(family)}{both}"] = None
    return list(names)


def written_again(name: str, rng: Random) -> str:
    """The name as another hand writes it: turned round, shortened, run together, torn, with a
    slip."""
    *rest, last = name.split()
    if len(last) < 4:
        return f"{last} {' '.join(rest)}"
    ways: tuple[Callable[[], str], ...] = (
        lambda: f"{last.upper()}, {' '.join(rest)}",
        lambda: f"{rest[0]} {last}",
        lambda: f"{' '.join(rest)} {_slipped(rng, last)}",
        lambda: f"{' '.join(rest)} {_torn(rng, last)}",
        lambda: f"{rest[0]}{' '.join(rest[1:])}{last}",
        lambda: f"{rng.choice(_SAID)} {name}",
        lambda: name.translate(_LOOK_ALIKE),
    )
    return rng.choice(ways)()


class _Pools:
    """Given and family names of each locale, and chance."""

    def __init__(self, rng: Random, seed: int) -> None:
        from faker import Faker

        self.rng = rng
        self._names: dict[str, tuple[list[str], list[str]]] = {}
        for locale in (*LOCALES, CYRILLIC):
            fake = Faker(locale)
            fake.seed_instance(f"{seed}:{locale}")
            given = dict.fromkeys(fake.first_name_male() for _ in range(DRAWS))
            family = dict.fromkeys(fake.last_name_male() for _ in range(DRAWS))
            self._names[locale] = (list(given), [name for name in family if len(name) > 3])

    def drawn(self, locale: str = "") -> tuple[list[str], list[str]]:
        """Given names that differ from each other, and so family names."""
        given, family = self._names[locale or self.rng.choice(LOCALES)]
        return self._apart(given, 3), self._apart(family, 2)

    def any_of(self, locale: str) -> tuple[list[str], list[str]]:
        """All given and family names of the locale."""
        return self._names[locale]

    def _apart(self, names: Sequence[str], count: int) -> list[str]:
        """Names no two of which are spellings of one: their first letters differ."""
        found: dict[str, str] = {}
        while len(found) < count:
            name = self.rng.choice(names)
            found.setdefault(fold(name)[:1], name)
        return list(found.values())


def _person(
    change: str, alter: Callable[[Random, list[str], list[str]], tuple[str, str]]
) -> "_Make":
    def make(pools: _Pools) -> NamePair:
        given, family = pools.drawn()
        one, other = alter(pools.rng, given, family)
        return NamePair(one, other, "Person", not change.startswith("another"), change)

    return make


_Make = Callable[[_Pools], NamePair]


def _slipped(rng: Random, word: str) -> str:
    """The word with a letter left out, doubled, or two swapped; never its first."""
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def _torn(rng: Random, word: str) -> str:
    at = rng.randrange(2, len(word) - 1) if len(word) > 3 else 1
    return f"{word[:at]} {word[at:]}"


_PERSONS: tuple[_Make, ...] = (
    _person("order", lambda _, g, f: (f"{g[0]} {f[0]}", f"{f[0].upper()}, {g[0]}")),
    _person("middle left out", lambda _, g, f: (f"{g[0]} {g[1]} {f[0]}", f"{g[0]} {f[0]}")),
    _person("initial", lambda _, g, f: (f"{g[0]} {g[1]} {f[0]}", f"{g[0]} {g[1][0]}. {f[0]}")),
    _person("slip", lambda r, g, f: (f"{g[0]} {f[0]}", f"{g[0]} {_slipped(r, f[0])}")),
    _person("run together", lambda _, g, f: (f"{g[0]} {f[0]}", f"{g[0]}{f[0]}")),
    _person("torn", lambda r, g, f: (f"{g[0]} {f[0]}", f"{g[0]} {_torn(r, f[0])}")),
    _person("title", lambda r, g, f: (f"{g[0]} {f[0]}", f"{r.choice(_SAID)} {g[0]} {f[0]}")),
    _person("two families", lambda _, g, f: (f"{g[0]} {f[0]} {f[1]}", f"{g[0]} {f[0]}")),
    _person("digits", lambda _, g, f: (f"{g[0]} {f[0]}", f"{g[0]} {f[0].translate(_LOOK_ALIKE)}")),
    _person("another given name", lambda _, g, f: (f"{g[0]} {f[0]}", f"{g[1]} {f[0]}")),
    _person("another family", lambda _, g, f: (f"{g[0]} {f[0]}", f"{g[0]} {f[1]}")),
    _person("another middle", lambda _, g, f: (f"{g[0]} {g[1]} {f[0]}", f"{g[0]} {g[2]} {f[0]}")),
    _person("another initial", lambda _, g, f: (f"{g[0]} {f[0]}", f"{g[1][0]}. {f[0]}")),
    lambda pools: _romanised(pools, _ROMAN),
    lambda pools: _romanised(pools, _FRENCH),
)


def _romanised(pools: _Pools, letters: dict[str, str]) -> NamePair:
    given, family = pools.drawn(CYRILLIC)
    name = f"{given[0]} {family[0]}"
    latin = "".join(letters.get(letter, letter) for letter in name.lower()).replace("_", "")
    return NamePair(name, latin.title(), "Person", True, "alphabet")


def _company(change: str, alter: Callable[[Random, list[str]], tuple[str, str]]) -> _Make:
    def make(pools: _Pools) -> NamePair:
        _, family = pools.drawn()
        one, other = alter(pools.rng, [*family, *pools.rng.sample(_TRADES, 2)])
        return NamePair(one, other, "Company", not change.startswith("another"), change)

    return make


def _with_form(rng: Random, name: str) -> tuple[str, str]:
    short, long = rng.choice(_FORMS)
    return f"{name} {short}", f"{name} {long}"


_COMPANIES: tuple[_Make, ...] = (
    _company("form written out", lambda r, w: _with_form(r, f"{w[0]} {w[2]}")),
    _company(
        "form left out", lambda r, w: (f"{w[0]} {w[2]}", f"{w[0]} {w[2]} {r.choice(_FORMS)[0]}")
    ),
    _company("slip", lambda r, w: (f"{w[0]} {w[2]} Ltd", f"{_slipped(r, w[0])} {w[2]} Ltd")),
    _company("and", lambda _, w: (f"{w[0]} & {w[1]} {w[2]} Ltd", f"{w[0]} and {w[1]} {w[2]} Ltd")),
    _company("another trade", lambda _, w: (f"{w[0]} {w[2]} Ltd", f"{w[0]} {w[3]} Ltd")),
    _company("another firm", lambda _, w: (f"{w[0]} {w[2]} Ltd", f"{w[1]} {w[2]} Ltd")),
    _company("another form", lambda _, w: (f"{w[0]} {w[2]} AG", f"{w[0]} {w[2]} GmbH")),
    _company("another number", lambda _, w: (f"{w[0]} Fund II LP", f"{w[0]} Fund III LP")),
)
