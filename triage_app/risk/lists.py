"""Name -> entries of the screening lists it is like, through an index of parts of names.

A name is looked for among those that share the beginning, the end or the sound of one of its words;
rare parts are asked first. Plain string likeness (rapidfuzz, in C) picks the few that are
compared in full.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from triage_app.model.listing import ListEntry, ListMatch
from triage_app.risk.comparing import compare
from triage_app.risk.folding import is_han
from triage_app.risk.likeness import sound
from triage_app.risk.names import name_key, name_tokens

MATCH_AT = 0.8
"""Least likeness that is reported; a rule may ask for more."""

MOST_CANDIDATES = 1_500
FEW_CANDIDATES = 400
"""Up to here the slower look for names that only say less is worth its time."""
MOST_COMPARED = 12
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
        """`versions` says for each list which edition this is (it goes into assessments); without
        them a list is known by how many entries it has."""
        self.entries = tuple(entries)
        counts = Counter(entry.list_name for entry in self.entries)
        self.versions: Mapping[str, str] = {
            name: (versions or {}).get(name, f"{count} entries") for name, count in counts.items()
        }
        self._match = lru_cache(maxsize=CACHED)(self._search)

    def __len__(self) -> int:
        return len(self.entries)

    def prepare(self) -> None:
        """Build the index now, in a lane, so that no scan waits for it."""
        _ = self._index

    def match(self, name: str, schema: str = "") -> tuple[ListMatch, ...]:
        """Entries like the name, nearest first; one match an entry. Empty for an empty name."""
        if not self.entries or not name.strip():
            return ()
        return self._match(name[:LONGEST], schema)

    @cached_property
    def _index(self) -> "_NameIndex":
        return _NameIndex(
            (name, place)
            for place, entry in enumerate(self.entries)
            for name in (entry.name, *entry.aliases)
        )

    def _search(self, name: str, schema: str) -> tuple[ListMatch, ...]:
        best: dict[int, tuple[float, str]] = {}
        for listed, place in self._index.nearest(name):
            entry = self.entries[place]
            score = compare(name, listed, schema or entry.kind)
            if score >= MATCH_AT and score > best.get(place, (0.0, ""))[0]:
                best[place] = (score, listed)
        found = sorted(best.items(), key=lambda pair: (-pair[1][0], pair[0]))
        return tuple(
            ListMatch(self.entries[place], listed, round(score * 1_000_000))
            for place, (score, listed) in found
        )


class _NameIndex:
    """Names by the parts of their words."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self._names: list[tuple[str, int]] = []
        self._keys: list[str] = []
        self._by_part: dict[str, array[int]] = {}
        seen: set[tuple[str, int]] = set()
        for name, place in names:
            key = name_key(name[:LONGEST])
            if not key or (key, place) in seen:
                continue
            seen.add((key, place))
            for part in _parts(name_tokens(name[:LONGEST])):
                self._by_part.setdefault(part, array("I")).append(len(self._names))
            self._names.append((name, place))
            self._keys.append(key)

    def nearest(self, name: str) -> list[tuple[str, int]]:
        """The listed names worth comparing in full, with their entry's place."""
        from rapidfuzz import fuzz, process

        key = name_key(name)
        places = self._candidates(_parts(name_tokens(name)))
        if not places:
            return []
        chosen = list(map(self._keys.__getitem__, places))
        found = process.extract(
            key, chosen, scorer=fuzz.ratio, score_cutoff=LEAST_ALIKE, limit=MOST_COMPARED
        )
        order = [place for _, _, place in found]
        if len(chosen) <= FEW_CANDIDATES:
            found = process.extract(
                key, chosen, scorer=fuzz.token_set_ratio, score_cutoff=95, limit=MOST_COMPARED
            )
            order += [place for _, _, place in found]
        return [self._names[places[place]] for place in dict.fromkeys(order)]

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
