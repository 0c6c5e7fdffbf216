"""Every GS1 vector of the shared data is answered right, or stands in a list with its reason."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from triage_app.flow.identify import identify
from triage_app.flow.identify.code import GS, clean
from triage_app.flow.identify.gs1 import Elements, parse_bracketed, parse_elements
from triage_app.flow.identify.gs1_content import CONTENTS, characters
from triage_app.flow.identify.gs1_link import parse_link
from triage_app.flow.identify.gs1_table import LINK_KEYS, applications
from triage_app.model.identity import Identity

SETS = {"cset82": "x", "cset39": "y"}

LISTED_CONTENTS = {
    ("gcppos1", "1234567"): "needs the register of company prefixes, which is not on a station",
}

SHORT_GTIN = "a GTIN without its leading zeros is read; the same vectors allow it elsewhere"
LISTED_LINKS = {
    "https://a/gtin/12312312312333": "listed both as right and as wrong: names for keys are an"
    " option of the reference, on here because labels of edition 1.0 are still about",
    "https://a/01/2112345678900": SHORT_GTIN,
    "https://a/01/416000336108": SHORT_GTIN,
    "https://a/01/02345673": SHORT_GTIN,
}


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(
        (shared_data / "gs1" / "vectors.json").read_text("utf-8")
    )
    assert len(found["ai"]) > 100
    assert len(found["lint"]) > 500
    return found


def of_kind(vectors: dict[str, list[dict[str, Any]]], kind: str) -> list[dict[str, Any]]:
    chosen = [v for v in vectors["ai"] if v["kind"] == kind]
    assert chosen
    return chosen


def as_expected(found: Elements | None) -> str | None:
    """The vectors' own notation: "^" for each FNC1; None for what is not right."""
    return None if found is None or found.problem else found.text(start="^", separator="^")


def test_contents_are_checked_as_the_reference_does(
    vectors: dict[str, list[dict[str, Any]]],
) -> None:
    wrong = set()
    for vector in vectors["lint"]:
        name, value = vector["linter"], vector["value"]
        if name in SETS:
            problem = characters(value, SETS[name])
        else:
            problem = CONTENTS["gcp" if name.startswith("gcp") else name](value)
        if bool(problem) == vector["ok"]:
            wrong.add((name, value))
    assert wrong == LISTED_CONTENTS.keys()


def test_bracketed_text_becomes_the_element_string(
    vectors: dict[str, list[dict[str, Any]]],
) -> None:
    for vector in of_kind(vectors, "bracketed_ai_to_data"):
        expected = vector["expect"] if vector["ok"] else None
        assert as_expected(parse_bracketed(vector["input"])) == expected, vector


def test_element_strings_are_taken_or_refused(vectors: dict[str, list[dict[str, Any]]]) -> None:
    for vector in of_kind(vectors, "unbracketed_data_valid"):
        data = vector["input"].replace("^", GS)
        right = data.startswith(GS) and not parse_elements(data[1:]).problem
        assert right == vector["ok"], vector


def test_digital_links_become_element_strings(vectors: dict[str, list[dict[str, Any]]]) -> None:
    listed = set()
    for vector in of_kind(vectors, "digital_link_uri"):
        expected = vector["expect"] if vector["ok"] else None
        if as_expected(parse_link(vector["input"])) != expected:
            listed.add(vector["input"])
    assert listed == LISTED_LINKS.keys()


def test_scan_data_are_read_by_their_aim_identifier(
    vectors: dict[str, list[dict[str, Any]]],
) -> None:
    for vector in of_kind(vectors, "scan_data"):
        identity = identify(vector["input"])
        elements = identity.elements if isinstance(identity, Identity) and identity.valid else ()
        said = Elements(elements).text(start="^", separator="^") if elements else ""
        expected = vector["expect"]
        if vector["ok"] and expected.startswith("^"):
            assert said == expected, vector
        elif vector["ok"] and "/01/" in expected:
            assert said == as_expected(parse_link(expected)), vector
        elif vector["ok"] and vector["symbology"].startswith("EAN"):
            gtin = "^01" + re.split(r"\|\^", expected)[0].zfill(14)
            assert said == gtin + expected.partition("|^")[2], vector
        elif vector["ok"]:
            # Plain text: nothing is named, and the payload is what the reference says, less the
            # backslash with which it marks a literal caret.
            plain = re.sub(r"^\\(\\*\^)", r"\1", expected).replace("^", GS)
            assert not isinstance(identity, Identity), vector
            assert clean(vector["input"]).payload == plain, vector
        else:
            assert not isinstance(identity, Identity) or not identity.valid, vector


def test_the_table_has_the_formats_of_the_syntax_dictionary(shared_data: Path) -> None:
    table = applications()
    seen = set()
    for ai, flags, spec, title in dictionary(shared_data):
        seen.add(ai)
        mine = table[ai]
        formats = [
            ("[" if c.optional else "")
            + c.kind.upper()
            + (".." if c.least < c.most or spec[i].count("..") else "")
            + str(c.most)
            for i, c in enumerate(mine.components)
        ]
        assert formats == [part.split(",")[0].rstrip("]") for part in spec], ai
        assert mine.fixed == ("*" in flags), ai
        assert mine.attribute == ("?" in flags), ai
        assert not title or mine.title == title, ai
    assert seen == table.keys()


def test_the_keys_of_links_are_those_of_the_syntax_dictionary(shared_data: Path) -> None:
    text = (shared_data / "gs1" / "gs1-syntax-dictionary.txt").read_text("utf-8")
    keys = {}
    for ai, alternatives in re.findall(r"^(\d+) .*?dlpkey(?:=(\S+))?", text, re.MULTILINE):
        keys[ai] = tuple(tuple(a.split(",")) if a else () for a in alternatives.split("|"))
    assert keys == LINK_KEYS


def dictionary(shared_data: Path) -> list[tuple[str, str, list[str], str]]:
    """(AI, flags, components, title) of each AI in the reference's dictionary."""
    found = []
    text = (shared_data / "gs1" / "gs1-syntax-dictionary.txt").read_text("utf-8")
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        body, _, title = line.partition("#")
        which, *words = body.split()
        flags = words.pop(0) if re.fullmatch(r"[*?]+", words[0]) else ""
        spec = [w for w in words if re.match(r"\[?[NXYZ](\.\.)?\d+", w)]
        first, _, last = which.partition("-")
        found += [
            (str(n).zfill(len(first)), flags, spec, title.strip() if "CERT" not in title else "")
            for n in range(int(first), int(last or first) + 1)
        ]
    return found
