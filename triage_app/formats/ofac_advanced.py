"""OFAC's SDN_ADVANCED.XML (the Advanced Sanctions List Standard, ASM XSD 1.0 of the UN's working
group): parties, names by parts and script, and what they are listed for, in three places joined by
numbers. ReferenceValueSets says what the numbers mean."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from triage_app.formats.list_file import ListFile, Row, clean, cleaned, gathered, kind_of
from triage_app.formats.safe_xml import inner_text, records
from triage_app.model.listing import ListEntry

_WANTED = frozenset({"ReferenceValueSets", "Location", "DistinctParty", "SanctionsEntry"})
_PARTS = (
    "first name", "middle name", "patronymic", "matronymic", "maiden name", "last name",
)  # fmt: skip
"""The order a name's parts are written in here; the file has the family name first."""


@dataclass(slots=True)
class _Joined:
    """What was read so far. A party waits for its sanctions entries, which stand at the end."""

    kinds: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    parties: dict[str, tuple[int, Element]] = field(default_factory=dict)
    programmes: dict[str, list[str]] = field(default_factory=dict)
    basis: dict[str, list[str]] = field(default_factory=dict)
    laws: dict[str, str] = field(default_factory=dict)


def read_xml(path: Path, name: str) -> ListFile:
    """Parties with all their names; aliases OFAC calls of low quality are kept apart as weak.
    Raises FileUnreadable."""
    joined = _Joined()
    for line, element in records(path, _WANTED):
        _take(joined, line, element)
    return gathered("ofac-sdn advanced xml", _rows(joined, name))


def _take(joined: _Joined, line: int, element: Element) -> None:
    if element.tag == "ReferenceValueSets":
        _learn(joined, element)
    elif element.tag == "Location":
        country = element.find("LocationCountry")
        if country is not None:
            joined.places[element.get("ID", "")] = country.get("CountryID", "")
    elif element.tag == "DistinctParty":
        joined.parties[element.get("FixedRef", "")] = line, element
    else:
        _note_sanctions(joined, element)


def _learn(joined: _Joined, sets: Element) -> None:
    types = {one.get("ID", ""): clean(one.text) for one in sets.iter("PartyType")}
    for one in sets.iter("PartySubType"):
        kind = kind_of(one.text) or kind_of(types.get(one.get("PartyTypeID", "")))
        joined.kinds[one.get("ID", "")] = kind
    joined.parts = {one.get("ID", ""): clean(one.text).lower() for one in sets.iter("NamePartType")}
    joined.countries = {
        one.get("ID", ""): clean(one.text) or clean(one.get("ISO2")) for one in sets.iter("Country")
    }
    joined.laws = {
        one.get("ID", ""): clean(one.get("LegalBasisShortRef") or one.text)
        for one in sets.iter("LegalBasis")
    }


def _note_sanctions(joined: _Joined, entry: Element) -> None:
    """A measure whose comment is the programme's name; the event that names the legal basis."""
    profile = entry.get("ProfileID", "")
    comments = (inner_text(measure, "Comment") for measure in entry.iter("SanctionsMeasure"))
    joined.programmes.setdefault(profile, []).extend(filter(None, comments))
    laws = (joined.laws.get(event.get("LegalBasisID", "")) for event in entry.iter("EntryEvent"))
    joined.basis.setdefault(profile, []).extend(law for law in laws if law and law != "Unknown")


def _rows(joined: _Joined, name: str) -> Iterator[Row]:
    for uid, (line, party) in joined.parties.items():
        profile = party.find("Profile")
        kind = "" if profile is None else joined.kinds.get(profile.get("PartySubTypeID", ""), "")
        profile_id = uid if profile is None else profile.get("ID", uid)
        primary, strong, weak = _names(party, joined.parts)
        entry = ListEntry(
            list_name=name,
            uid=clean(uid),
            name=primary,
            kind=kind,
            aliases=strong,
            weak_aliases=weak,
            programme=", ".join(cleaned(joined.programmes.get(profile_id, []))),
            countries=cleaned(list(_countries(party, joined))),
            note=clean(inner_text(party, "Comment")),
            citation=", ".join(cleaned(joined.basis.get(profile_id, []))),
        )
        yield Row(line, entry, uid)


def _names(
    party: Element, parts: Mapping[str, str]
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The primary name in its first script, the other names, those of low quality."""
    groups = {
        group.get("ID", ""): parts.get(group.get("NamePartTypeID", ""), "")
        for group in party.iter("NamePartGroup")
    }
    first, strong, weak = list[str](), list[str](), list[str]()
    for alias in party.iter("Alias"):
        names = [_written(name, groups) for name in alias.iter("DocumentedName")]
        if alias.get("LowQuality") == "true":
            weak += names
        elif alias.get("Primary") == "true":
            first += names
        else:
            strong += names
    ordered = cleaned(first + strong)
    return (ordered[0] if ordered else ""), ordered[1:], cleaned(weak)


def _written(name: Element, groups: Mapping[str, str]) -> str:
    values = [
        (groups.get(value.get("NamePartGroupID", ""), ""), clean(value.text))
        for value in name.iter("NamePartValue")
    ]
    in_order = sorted(values, key=lambda part: _PARTS.index(part[0]) if part[0] in _PARTS else -1)
    return " ".join(text for _, text in in_order)


def _countries(party: Element, joined: _Joined) -> Iterable[str]:
    for place in party.iter("VersionLocation"):
        yield joined.countries.get(joined.places.get(place.get("LocationID", ""), ""), "")
