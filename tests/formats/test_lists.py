"""Official lists of every format become entries of one form; a damaged file says what is wrong."""

import json
from collections import Counter
from pathlib import Path

import pytest

from triage_app.formats.read_list import format_of, read_list
from triage_app.model.errors import FileUnreadable

SDN = (
    '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    '587,"CRUZ, Juan M. de la","individual","CUBA","Head",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"x"\r\n'
    '588,-0- ,"individual","CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    "\x1a"
)


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding)
    return path


def test_ofac_csv_takes_aliases_and_countries_from_beside_it(tmp_path: Path) -> None:
    path = written(tmp_path, "SDN.CSV", SDN)
    written(tmp_path, "ALT.CSV", '36,12,"aka","AERO-CARIBBEAN",-0- \n')
    written(tmp_path, "ADD.CSV", '36,25,-0- ,"Havana","Cuba",-0- \n')
    listed = read_list(path, "ofac-sdn")
    first, second = listed.entries
    assert (first.uid, first.kind, first.aliases, first.countries, first.programme) == (
        "36",
        "Organization",
        ("AERO-CARIBBEAN",),
        ("Cuba",),
        "CUBA",
    )
    assert (second.name, second.kind, second.note) == ("CRUZ, Juan M. de la", "Person", "x")
    assert [(reject.line, reject.column) for reject in listed.rejects] == [(3, "name")]


def test_the_alias_file_alone_is_refused_with_a_hint(tmp_path: Path) -> None:
    path = written(tmp_path, "alt.csv", '36,12,"aka","AERO-CARIBBEAN",-0- \n')
    with pytest.raises(FileUnreadable, match="give the SDN file"):
        read_list(path, "ofac-sdn")


OFAC_XML = """<?xml version="1.0"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd"><sdnEntry><uid>7</uid><firstName>Juan</firstName>
<lastName>CRUZ</lastName><sdnType>Individual</sdnType><programList><program>CUBA</program>
<program>SDNTK</program></programList><akaList><aka><category>strong</category>
<lastName>LA CRUZ</lastName></aka><aka><category>weak</category><lastName>J</lastName></aka>
</akaList><addressList><address><country>Cuba</country></address></addressList></sdnEntry></sdnList>"""


def test_ofac_xml_keeps_weak_aliases_apart(tmp_path: Path) -> None:
    (entry,) = read_list(written(tmp_path, "sdn.xml", OFAC_XML), "ofac-sdn").entries
    assert (entry.name, entry.kind, entry.programme) == ("Juan CRUZ", "Person", "CUBA, SDNTK")
    assert (entry.aliases, entry.weak_aliases, entry.countries) == (("LA CRUZ",), ("J",), ("Cuba",))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "boom">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused_not_read(tmp_path: Path, doctype: str) -> None:
    text = OFAC_XML.replace("<sdnList", doctype + "<sdnList", 1)
    with pytest.raises(FileUnreadable, match="document type or entities"):
        read_list(written(tmp_path, "sdn.xml", text), "ofac-sdn")


@pytest.mark.parametrize("text", [OFAC_XML[:-20], OFAC_XML.replace("<uid>", "<uid>" + "<a>" * 90)])
def test_damaged_or_bottomless_xml_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileUnreadable):
        read_list(written(tmp_path, "sdn.xml", text), "ofac-sdn")


def test_a_consolidated_json_names_its_source_list(tmp_path: Path) -> None:
    rows = [
        {
            "name": "Acme FZE",
            "type": "Entity",
            "programs": ["SDGT"],
            "alt_names": ["Acme"],
            "source": "SDN",
            "addresses": [{"country": "AE"}, None],
            "entity_number": 5,
        },
        {"name": None},
        "not an object",
    ]
    path = written(tmp_path, "csl.json", json.dumps({"results": rows}))
    listed = read_list(path, "csl")
    (entry,) = listed.entries
    assert (entry.programme, entry.uid, entry.countries) == ("SDN: SDGT", "5", ("AE",))
    assert [reject.line for reject in listed.rejects] == [2, 3]


@pytest.mark.parametrize("text", ['{"results": 3}', "{", "[" * 100_000])
def test_other_json_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileUnreadable):
        read_list(written(tmp_path, "csl.json", text), "csl")


def test_a_plain_csv_with_other_signs_and_headers(tmp_path: Path) -> None:
    text = "Entity Name;Type;AKA;Country\nBad Actor GmbH;Company;BA GmbH;DE\n;;;\n;person;x;\n"
    listed = read_list(written(tmp_path, "own.csv", text, "utf-16"), "own")
    (entry,) = listed.entries
    assert (entry.name, entry.kind, entry.aliases, entry.countries) == (
        "Bad Actor GmbH",
        "Organization",
        ("BA GmbH",),
        ("DE",),
    )
    assert [(reject.line, reject.reason) for reject in listed.rejects] == [(4, "no name")]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "<html>captive portal</html>", "hello"])
def test_what_is_no_list_says_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(FileUnreadable, match="cannot be read as a screening list"):
        read_list(written(tmp_path, "x.csv", text), "own")


def test_a_missing_file_is_a_fault_with_a_next_step(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="stay in use"):
        read_list(tmp_path / "nowhere.csv", "own")


@pytest.mark.parametrize(
    ("path", "form", "entries", "persons"),
    [
        ("ofac_old/sdn.csv", "ofac-sdn csv", 7379, 3845),
        ("UN_consolidated.xml", "un xml", 1003, 730),
        ("uflpa_partial.json", "uflpa json", 21, 0),
        ("ofac_old/csl.csv", "csv", 115, 20),
        ("ofac_old/dpl.txt", "csv", 546, 0),
    ],
)
def test_real_lists_are_read_whole(
    shared_data: Path, path: str, form: str, entries: int, persons: int
) -> None:
    file = shared_data / "screening" / path
    listed = read_list(file, "real")
    assert format_of(file) == listed.format == form
    assert (len(listed.entries), len(listed.rejects)) == (entries, 0)
    assert Counter(entry.kind for entry in listed.entries)["Person"] == persons
    assert all(entry.name and entry.uid and entry.list_name == "real" for entry in listed.entries)


def test_un_aliases_of_low_quality_are_kept_apart(shared_data: Path) -> None:
    listed = read_list(shared_data / "screening" / "UN_consolidated.xml", "un")
    bwambale = next(entry for entry in listed.entries if entry.uid == "CDi.002")
    assert "FRANK KAKORERE" in bwambale.aliases
    assert sum(len(entry.weak_aliases) for entry in listed.entries) > 400
