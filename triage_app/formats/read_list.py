"""List file -> entries of one form. One module a format; this one says which format a file is."""

from collections.abc import Callable, Mapping
from pathlib import Path

from triage_app.formats import csl, eu_list, ofac_advanced, ofac_sdn, plain_list, uflpa, un_list
from triage_app.formats.list_file import ListFile, decoded, unreadable
from triage_app.model.sentence import Sentence, tr

Reader = Callable[[Path, str], ListFile]

READERS: Mapping[str, Reader] = {
    "ofac-sdn csv": ofac_sdn.read_csv,
    "ofac-sdn xml": ofac_sdn.read_xml,
    "ofac-sdn advanced xml": ofac_advanced.read_xml,
    "un xml": un_list.read_xml,
    "eu xml": eu_list.read_xml,
    "eu csv": eu_list.read_csv,
    "csl json": csl.read_json,
    "uflpa json": uflpa.read_json,
    "csv": plain_list.read_csv,
}


def read_list(path: Path, name: str) -> ListFile:
    """Read a list of any known format as the list `name`. Raises FileUnreadable."""
    return READERS[format_of(path)](path, name)


_SNIFFED = 4_096
NOT_A_LIST: Sentence = tr("formats", "it is none of OFAC, UN, EU, CSL, UFLPA or a CSV with names")


def format_of(path: Path) -> str:
    """The format of a list file, by its beginning."""
    try:
        with path.open("rb") as file:
            head = decoded(file.read(_SNIFFED)).lstrip()
    except OSError as error:
        raise unreadable(path, error.strerror or error) from error
    if head.startswith("<"):
        return _xml_format(path, head)
    if head.startswith("{"):
        return "csl json"
    if head.startswith("["):
        return "uflpa json"
    if _is_ofac_row(head):
        return "ofac-sdn csv"
    first = head.split("\n", 1)[0].lower()
    if "entity_logicalid" in first or "entity_logical_id" in first:
        return "eu csv"
    if "name" in first or "entity" in first:
        return "csv"
    raise unreadable(path, NOT_A_LIST)


def _xml_format(path: Path, head: str) -> str:
    if "CONSOLIDATED_LIST" in head:
        return "un xml"
    if any(mark in head for mark in ("<Sanctions ", "<ReferenceValueSets", "<DistinctPart")):
        return "ofac-sdn advanced xml"
    if "fpi/fsd/export" in head or "<sanctionEntity" in head:
        return "eu xml"
    if "sdnList" in head or "sdnEntry" in head:
        return "ofac-sdn xml"
    raise unreadable(path, NOT_A_LIST)


def _is_ofac_row(head: str) -> bool:
    """No header, a number first, and the sign for an empty cell."""
    first = head.split("\n", 1)[0]
    return first.split(",", 1)[0].strip('" ').isdecimal() and "-0-" in head
