"""Web address -> GS1 elements, when it is a GS1 Digital Link; nothing is ever opened.

Source: GS1 Digital Link standard, URI syntax. Read kindly: names for keys (edition 1.0) and GTINs
without their leading zeros are taken, everything else as the standard has it.
"""

import re

from triage_app.flow.identify.gs1 import Elements, content_problem
from triage_app.flow.identify.gs1_table import LINK_KEYS, LINK_NAMES, applications
from triage_app.model.identity import Element
from triage_app.model.sentence import NOTHING, Sentence, tr

# Schemes are lower or upper case throughout; only characters RFC 3986 allows.
_ADDRESS = re.compile(
    r"(?:https?|HTTPS?)://(?P<host>[^/?#]+)(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?"
)
_ALLOWED = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_BASE_64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_COMPRESSED = re.compile(r"(?=.*[A-Z])(?=.*[a-z])[A-Za-z0-9_-]{10,}")
_GTIN_LENGTHS = (8, 12, 13)

Pair = tuple[str, str]


def parse_link(text: str) -> Elements | None:
    """The elements of a Digital Link; None when the address is none."""
    found = _ADDRESS.fullmatch(text)
    if not found or not _ALLOWED.fullmatch(text):
        return None
    path = _path_pairs(found["path"])
    if path is None:
        return None
    query = _query_pairs(found["query"] or "")
    elements = tuple(Element(ai, applications()[ai].title, v) for ai, v in (*path, *query) if ai)
    problem = _attributes_problem(path, query) or _content_problem(elements)
    return Elements(elements, problem)


def why_no_link(text: str) -> Sentence:
    """Why an address that is no Digital Link names nothing."""
    segment = text.partition("//")[2].partition("?")[0].partition("#")[0].rpartition("/")[2]
    if _COMPRESSED.fullmatch(segment) and _begins_with_a_key(segment):
        return tr(
            "identify",
            "a web address that may be a compressed GS1 Digital Link; it is not expanded: scan the"
            " label's other code or type the number printed beneath it",
        )
    return tr("identify", "a web address that names no item; it is not opened")


def _begins_with_a_key(segment: str) -> bool:
    """Compressed links are base64url of bits; the first eight are an AI's digits or a shorthand of
    the standard's optimisation table (a digit and a letter)."""
    first = (_BASE_64.index(segment[0]) << 2) | (_BASE_64.index(segment[1]) >> 4)
    key = f"{first:02X}"
    return key[0].isdigit() and (key[1].isalpha() or any(ai.startswith(key) for ai in LINK_KEYS))


def _path_pairs(path: str) -> list[Pair] | None:
    """The key and its qualifiers, which end the path: .../01/<gtin>/21/<serial>."""
    segments = path.split("/")
    qualifiers: list[Pair] = []
    for at in range(len(segments) - 2, 0, -2):
        ai = LINK_NAMES.get(segments[at], segments[at])
        value = _decoded(segments[at + 1])
        if ai in LINK_KEYS:
            names = [name for name, _ in qualifiers]
            return [(ai, _whole(ai, value)), *qualifiers] if _in_order(ai, names) else None
        if ai not in applications():
            return None
        qualifiers.insert(0, (ai, value))
    return None


def _in_order(key: str, names: list[str]) -> bool:
    return any(
        names == [name for name in alternative if name in names] for alternative in LINK_KEYS[key]
    )


def _query_pairs(query: str) -> list[Pair]:
    """Attributes: numeric names are AIs, others belong to whoever runs the site."""
    pairs = []
    for part in query.replace(";", "&").split("&"):
        name, equals, value = part.partition("=")
        if equals and name.isdecimal():
            known = name if name in applications() else ""
            pairs.append((known, _whole(known, _decoded(value))))
    return pairs


def _attributes_problem(path: list[Pair], query: list[Pair]) -> Sentence:
    seen = {ai for ai, _ in path}
    for ai, _ in query:
        if not ai:
            return tr("identify", "an attribute that begins no GS1 element")
        if ai in seen:
            return tr("identify", "({ai}) stands there twice", ai=ai)
        if not applications()[ai].attribute or _belongs_in_path(path, ai):
            return tr("identify", "({ai}) may not be an attribute", ai=ai)
        seen.add(ai)
    return NOTHING


def _belongs_in_path(path: list[Pair], ai: str) -> bool:
    names = {name for name, _ in path[1:]} | {ai}
    return any(names <= set(alternative) for alternative in LINK_KEYS[path[0][0]])


def _content_problem(elements: tuple[Element, ...]) -> Sentence:
    for element in elements:
        problem = content_problem(applications()[element.ai], element.value)
        if problem:
            return problem
    return NOTHING


def _whole(ai: str, value: str) -> str:
    short = ai in {"01", "02"} and len(value) in _GTIN_LENGTHS
    return value.zfill(14) if short else value


def _decoded(text: str) -> str:
    return _PERCENT.sub(lambda found: chr(int(found[1], 16)), text)
