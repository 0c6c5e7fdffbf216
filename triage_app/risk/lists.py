"""Name -> entries of the screening lists it is like, through an index of parts of names.

A name is looked for among those that share the beginning, the end or the sound of one of its words;
rare parts are asked first. Plain string likeness (rapidfuzz, in C) picks the few that are
compared in full.
"""

import re
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

from triage_app.model.listing import ListEntry, ListMatch, Tier
from triage_app.risk.comparing import compare, read_digits, told_apart
from triage_app.risk.folding import is_han
from triage_app.risk.likeness import sound
from triage_app.risk.names import name_key, name_tokens
from triage_app.risk.readings import bones, is_foreign, latin_words

MATCH_AT = 0.8
"""Least likeness that is reported; a rule may ask for more."""

WEAK_MATCH_AT = 0.95
"""The same of a name the list itself calls weak: it must be that name, not one like it."""

MOST_CANDIDATES = 500
FEW_CANDIDATES = 400
"""Up to here the slower look for names that only say less (they are shorter) is worth its time."""
MOST_COMPARED = 6
LEAST_ALIKE = 62
"""Least plain likeness (per cent, words sorted) of a candidate that is compared in full."""

CACHED = 65_536
LONGEST = 200


class ScreeningLists:
    """Entries of any number of lists, searched as one. The index is built by the first search (or
    `prepare`), 100,000 names in a second or two."""

    def __init__(
        self, entries: Iterable[ListEntry] = (), versions: Mapping[str, str] | None = None
    ) -> None:
        """`versions` says for each list which edition this is (it goes into assessments), of one
        without entries too; without them a list is known by how many entries it has."""
        self.entries = tuple(entries)
        counts = Counter(entry.list_name for entry in self.entries)
        self.versions: Mapping[str, str] = {
            **{name: f"{count} entries" for name, count in counts.items()},
            **(versions or {}),
        }
        self._match = lru_cache(maxsize=CACHED)(self._search)

    def __len__(self) -> int:
        return len(self.entries)

    def prepare(self) -> None:
        """Build the index now, in a lane, so that no scan waits for it."""
        _ = self._index

    def match(self, name: str, schema: str = "", *, weak: bool = False) -> tuple[ListMatch, ...]:
        """Entries like the name, nearest first; one match an entry. Empty for an empty name.
        `schema` leaves out entries known to be of another kind (a ship is no person); with `weak`
        also the names that the lists themselves call weak."""
        if not self.entries or not name.strip():
            return ()
        found = self._match(name[:LONGEST], schema)
        return found if weak else tuple(m for m in found if m.tier is not Tier.WEAK_ALIAS)

    @cached_property
    def _index(self) -> "_NameIndex":
        return _NameIndex(
            (name, place, tier)
            for place, entry in enumerate(self.entries)
            for name, tier in _tiers(entry)
        )

    def _search(self, name: str, schema: str) -> tuple[ListMatch, ...]:
        best: dict[int, tuple[float, str, Tier]] = {}
        key = "" if is_foreign(name) else name_key(name)
        for listed, listed_key, place, tier in self._index.nearest(name):
            kind = self.entries[place].kind
            if not _may_be(schema, kind):
                continue
            if told_apart(key, listed_key) and not is_foreign(listed):
                continue
            score = compare(name, listed, schema or kind)
            least = WEAK_MATCH_AT if tier is Tier.WEAK_ALIAS else MATCH_AT
            if score >= least and score > best.get(place, (0.0,))[0]:
                best[place] = (score, listed, tier)
        found = sorted(best.items(), key=lambda pair: (-pair[1][0], pair[0]))
        return tuple(
            ListMatch(self.entries[place], listed, round(score * 1_000_000), tier)
            for place, (score, listed, tier) in found
        )


def _tiers(entry: ListEntry) -> Iterator[tuple[str, Tier]]:
    yield entry.name, Tier.NAME
    for name in entry.aliases:
        yield name, Tier.ALIAS
    for name in entry.weak_aliases:
        yield name, Tier.WEAK_ALIAS


def _may_be(schema: str, kind: str) -> bool:
    """Whether a party asked for as `schema` may be an entry of `kind`; "" may be any."""
    if not schema or not kind:
        return True
    one, other = (_GROUPS.get(word.lower(), word.lower()) for word in (schema, kind))
    return one == other or "legalentity" in (one, other)


_GROUPS = {"company": "organization", "publicbody": "organization"}

_Named = tuple[str, int, Tier]
_ANY_LATIN = re.compile("[A-Za-z]")


class _NameIndex:
    """Names by the parts of their words, and by their bones for names of another script."""

    def __init__(self, names: Iterable[_Named]) -> None:
        self._names: list[_Named] = []
        self._keys: list[str] = []
        self._bones: dict[int, str] = {}
        """Of names in another script, which every Latin name is compared with; of others as they
        are asked for."""
        self._by_part: dict[str, array[int]] = {}
        seen: set[tuple[str, int]] = set()
        for name, place, tier in names:
            key = name_key(name[:LONGEST])
            if not key or (key, place) in seen:
                continue
            seen.add((key, place))
            if _needs_bones(name):
                self._bones[len(self._names)] = _bones_key(name)
            tokens = name_tokens(name[:LONGEST])
            for part in _parts(tokens) | _together(tokens) | _bone_parts(name[:LONGEST], "v", "^"):
                self._by_part.setdefault(part, array("I")).append(len(self._names))
            self._names.append((name, place, tier))
            self._keys.append(key)

    def nearest(self, name: str) -> list[tuple[str, str, int, Tier]]:
        """The listed names worth comparing in full: as listed, its key, its entry's place."""
        if any(map(str.isdecimal, name)):
            name = " ".join(read_digits(name_tokens(name)))
        order = [*self._alike(name), *self._run_together(name), *self._of_another_script(name)]
        return [
            (listed, self._keys[at], place, tier)
            for at in dict.fromkeys(order)
            for listed, place, tier in (self._names[at],)
        ]

    def _alike(self, name: str) -> list[int]:
        from rapidfuzz import fuzz, process

        key = name_key(name)
        places = self._candidates(_parts(name_tokens(name)))
        if not places:
            return []
        chosen = list(map(self._keys.__getitem__, places))
        found = process.extract(
            key, chosen, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=MOST_COMPARED
        )
        order = [places[at] for _, _, at in found]
        if len(chosen) <= FEW_CANDIDATES:
            least, most = len(key) * 0.7, len(key) * 1.4
            sizes = enumerate(map(len, chosen))
            longer = [at for at, size in sizes if size <= least or size >= most]
            found = process.extract(
                key, [chosen[at] for at in longer], scorer=fuzz.token_set_ratio,
                score_cutoff=95, limit=MOST_COMPARED,
            )  # fmt: skip
            order += [places[longer[at]] for _, _, at in found]
        return order

    def _run_together(self, name: str) -> Sequence[int]:
        """Names that, written without a space, begin and end as this one word does."""
        tokens = name_tokens(name)
        if len(tokens) != 1:
            return ()
        return self._by_part.get(_ends(tokens[0]), ())[:MOST_COMPARED]

    def _of_another_script(self, name: str) -> list[int]:
        """A Latin name among those in other scripts, one in another script among the Latin ones."""
        foreign = _needs_bones(name)
        if not self._bones and not foreign:
            return []
        places = self._candidates(_bone_parts(name, "^", "v"))
        if not places:
            return []
        from rapidfuzz import fuzz, process

        known = self._bones
        chosen = [self._bones_of(place) if foreign else known[place] for place in places]
        found = process.extract(
            _bones_key(name), chosen, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE,
            limit=MOST_COMPARED,
        )  # fmt: skip
        return [places[at] for _, _, at in found]

    def _bones_of(self, place: int) -> str:
        if place not in self._bones:
            self._bones[place] = _bones_key(self._names[place][0])
        return self._bones[place]

    def _candidates(self, parts: Iterable[str]) -> list[int]:
        """Places of names that share a part, those of the rarest parts first."""
        postings = sorted(
            (posting for part in parts if (posting := self._by_part.get(part))), key=len
        )
        places: dict[int, None] = {}
        for posting in postings:
            if places and len(places) + len(posting) > MOST_CANDIDATES:
                break
            places.update(dict.fromkeys(posting))
        return list(places)


def _together(tokens: Sequence[str]) -> set[str]:
    """How the name begins and ends without its spaces, the family name last or first."""
    if len(tokens) < 2:
        return set()
    turned = (*tokens[-1:], *tokens[:-1])
    return {_ends("".join(tokens)), _ends("".join(turned))}


def _ends(word: str) -> str:
    return f"+{word[:4]}{word[-3:]}"


def _needs_bones(name: str) -> bool:
    """Whether nothing of the name is written in Latin letters: those that are find it as it is."""
    return is_foreign(name) and not _ANY_LATIN.search(name)


def _bones_key(name: str) -> str:
    tokens = name_tokens(name)
    words = latin_words(tokens)
    if len(words) > len(tokens):  # most spellings write the given name as one
        words = [words[0], "".join(words[1:])]
    return " ".join(sorted(filter(None, (bones(_bared(word)) for word in words))))


def _bared(word: str) -> str:
    """The word without the Arabic article, which is a word of its own elsewhere."""
    return word[2:] if word.startswith("al") and len(word) > 4 else word


def _bone_parts(name: str, latin: str, other: str) -> set[str]:
    """The bones of the name's words and of neighbouring syllables, marked by whether the name is in
    Latin letters. One consonant alone tells nothing."""
    words = latin_words(name_tokens(name))
    mark = other if _needs_bones(name) else latin
    joined = (a + b for a, b in pairwise(words) if len(a) < 6 and len(b) < 6)
    found = (bones(_bared(word)) for word in (*words, *joined))
    return {f"{mark}{word}" for word in found if len(word) > 1}


def _parts(tokens: Iterable[str]) -> set[str]:
    """What two spellings of a word mostly share: its first four letters, its last three, its sound;
    of Han its pairs of characters; of short words the whole."""
    parts: set[str] = set()
    for token in tokens:
        if is_han(token):
            parts.update(token[i : i + 2] for i in range(max(1, len(token) - 1)))
        elif len(token) <= 3:
            parts.add(f"={token}")
        else:
            parts |= {f"<{token[:4]}", f">{token[-3:]}", f"~{sound(token)}"}
    return parts
