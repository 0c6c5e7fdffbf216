"""The United Nations Security Council's consolidated list (XML)."""

from pathlib import Path
from xml.etree.ElementTree import Element

from triage_app.formats.list_file import ListFile, Row, clean, cleaned, gathered
from triage_app.formats.safe_xml import inner_text, records
from triage_app.model.listing import ListEntry

_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_KINDS = {"INDIVIDUAL": "Person", "ENTITY": "Organization"}


def read_xml(path: Path, name: str) -> ListFile:
    """Individuals and entities; aliases the UN itself calls "Low" are kept apart as weak. Raises
    FileUnreadable."""
    rows = (
        Row(line, _entry(element, name), inner_text(element, "REFERENCE_NUMBER"))
        for line, element in records(path, frozenset(_KINDS))
    )
    return gathered("un xml", rows)


def _entry(element: Element, name: str) -> ListEntry:
    tag = element.tag
    strong, weak = [inner_text(element, "NAME_ORIGINAL_SCRIPT")], list[str]()
    for alias in element.iterfind(f"{tag}_ALIAS"):
        low = inner_text(alias, "QUALITY").lower() == "low"
        (weak if low else strong).append(inner_text(alias, "ALIAS_NAME"))
    return ListEntry(
        list_name=name,
        uid=inner_text(element, "REFERENCE_NUMBER") or inner_text(element, "DATAID"),
        name=clean(" ".join(inner_text(element, part) for part in _NAMES)),
        kind=_KINDS[tag],
        aliases=cleaned(strong),
        weak_aliases=cleaned(weak),
        programme=clean(inner_text(element, "UN_LIST_TYPE")),
        countries=cleaned(
            [one.text for one in element.iterfind("NATIONALITY/VALUE")]
            + [one.text for one in element.iterfind(f"{tag}_ADDRESS/COUNTRY")]
        ),
        note=clean(inner_text(element, "COMMENTS1")),
        citation=_citation(element),
    )


def _citation(element: Element) -> str:
    """The reference and since when, as the Security Council's notices name it."""
    listed_on = inner_text(element, "LISTED_ON")
    reference = clean(inner_text(element, "REFERENCE_NUMBER"))
    return f"{reference}, listed {clean(listed_on)}" if reference and listed_on else reference
