"""Made-up files of the official shapes that no sample is at hand of: OFAC's advanced XML, the EU's
XML and CSV, the Federal Register's way of naming aliases."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.formats.listed_names import split_names
from triage_app.formats.read_list import format_of, read_list
from triage_app.model.errors import FileUnreadable

ADVANCED = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="http://www.un.org/sanctions/1.0">
<ReferenceValueSets>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType>
<PartyType ID="4">Transport</PartyType></PartyTypeValues>
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
<PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType>
<NamePartType ID="1521">First Name</NamePartType></NamePartTypeValues>
<CountryValues><Country ID="11059" ISO2="CU">Cuba</Country></CountryValues>
<LegalBasisValues><LegalBasis ID="1" LegalBasisShortRef="Unknown"/>
<LegalBasis ID="18" LegalBasisShortRef="Executive Order 13224 (Terrorism)"/></LegalBasisValues>
</ReferenceValueSets>
<Locations><Location ID="25"><LocationCountry CountryID="11059" CountryRelevanceID="1"/></Location>
<Location ID="26"/></Locations>
<DistinctParties>
<DistinctParty FixedRef="2674"><Comment>a note</Comment>
<Profile ID="2674" PartySubTypeID="4"><Identity ID="6746" Primary="true">
<Alias FixedRef="2674" AliasTypeID="1400" Primary="false" LowQuality="false"><DocumentedName ID="2">
<DocumentedNamePart><NamePartValue NamePartGroupID="3">OTHER</NamePartValue></DocumentedNamePart>
</DocumentedName></Alias>
<Alias FixedRef="2674" AliasTypeID="1403" Primary="true" LowQuality="false">
<DocumentedName ID="1" DocNameStatusID="1">
<DocumentedNamePart>
<NamePartValue NamePartGroupID="1" ScriptID="215">DOE</NamePartValue></DocumentedNamePart>
<DocumentedNamePart>
<NamePartValue NamePartGroupID="2" ScriptID="215">Jan</NamePartValue></DocumentedNamePart>
</DocumentedName>
<DocumentedName ID="3" DocNameStatusID="2"><DocumentedNamePart>

<NamePartValue NamePartGroupID="3" ScriptID="160">يان دو</NamePartValue></DocumentedNamePart>
</DocumentedName>
</Alias>
<Alias FixedRef="2674" AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="4">
<DocumentedNamePart><NamePartValue NamePartGroupID="3">THE BOSS</NamePartValue></DocumentedNamePart>
</DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1520"/>
</MasterNamePartGroup>
<MasterNamePartGroup><NamePartGroup ID="2" NamePartTypeID="1521"/>
</MasterNamePartGroup>
</NamePartGroups>
</Identity>
<Feature ID="5" FeatureTypeID="25"><FeatureVersion ID="6"><VersionLocation LocationID="25"/>
<VersionLocation LocationID="26"/></FeatureVersion></Feature></Profile></DistinctParty>
<DistinctParty FixedRef="7"><Profile ID="7" PartySubTypeID="1"><Identity ID="8" Primary="true">
<Alias Primary="true" LowQuality="false"><DocumentedName ID="9"><DocumentedNamePart>
<NamePartValue NamePartGroupID="4">BLUE STAR</NamePartValue></DocumentedNamePart></DocumentedName>
</Alias></Identity></Profile></DistinctParty>
<DistinctParty FixedRef="8"/>
</DistinctParties>
<SanctionsEntries>
<SanctionsEntry ID="2674" ProfileID="2674" ListID="1550">
<EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="18"/><EntryEvent ID="2" LegalBasisID="1"/>
<SanctionsMeasure ID="1" SanctionsTypeID="1705"/>
<SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>SDGT</Comment></SanctionsMeasure>
</SanctionsEntry>
</SanctionsEntries></Sanctions>"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_advanced_ofac_joins_parties_names_and_programmes(tmp_path: Path) -> None:
    path = written(tmp_path, "sdn_advanced.xml", ADVANCED)
    listed = read_list(path, "ofac-sdn")
    person, ship = listed.entries
    assert format_of(path) == listed.format == "ofac-sdn advanced xml"
    assert (person.uid, person.name, person.kind) == ("2674", "Jan DOE", "Person")
    assert (person.aliases, person.weak_aliases) == (("يان دو", "OTHER"), ("THE BOSS",))
    assert (person.programme, person.countries, person.note) == ("SDGT", ("Cuba",), "a note")
    assert person.citation == "Executive Order 13224 (Terrorism)"
    assert (ship.name, ship.kind, ship.programme) == ("BLUE STAR", "Vessel", "")
    assert [(reject.reason, reject.raw) for reject in listed.rejects] == [("no name", "8")]


EU_XML = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-06-05T15:51:25+02:00">
<sanctionEntity euReferenceNumber="EU.9.1" logicalId="13"><remark>a remark</remark>
<regulation programme="IRQ" numberTitle="1210/2003 (OJ L169)"/>
<subjectType code="person" classificationCode="P"/>
<nameAlias firstName="Jan" lastName="Doe" wholeName="" strong="true"/>
<nameAlias wholeName="Yan Do" strong="true"/><nameAlias wholeName="The Boss" strong="false"/>
<citizenship countryDescription="IRAQ"/><address countryDescription="JORDAN"/></sanctionEntity>
<sanctionEntity logicalId="14"><subjectType code="E"/>
<nameAlias wholeName="Weak Only" strong="false"/></sanctionEntity>
<sanctionEntity logicalId="15" euReferenceNumber="EU.9.3"/></export>"""


def test_the_eu_list_keeps_weak_names_apart(tmp_path: Path) -> None:
    listed = read_list(written(tmp_path, "eu.xml", EU_XML), "eu")
    person, firm = listed.entries
    assert listed.format == "eu xml"
    assert (person.uid, person.name, person.kind) == ("13", "Jan Doe", "Person")
    assert (person.aliases, person.weak_aliases) == (("Yan Do",), ("The Boss",))
    assert (person.programme, person.countries) == ("IRQ", ("IRAQ", "JORDAN"))
    assert person.citation == "1210/2003 (OJ L169)"
    assert (firm.name, firm.kind, firm.weak_aliases) == ("Weak Only", "Organization", ())
    assert [reject.raw for reject in listed.rejects] == ["EU.9.3"]


@pytest.mark.parametrize("doctype", ['<!DOCTYPE x [<!ENTITY a "b">]>', '<!DOCTYPE x SYSTEM "y">'])
@pytest.mark.parametrize("text", [ADVANCED, EU_XML])
def test_hostile_xml_is_refused_in_every_shape(tmp_path: Path, text: str, doctype: str) -> None:
    head, rest = text.split("\n", 1)
    with pytest.raises(FileUnreadable, match="document type or entities"):
        read_list(written(tmp_path, "x.xml", f"{head}{doctype}{rest}"), "x")


EU_CSV = (
    "fileGenerationDate;Entity_LogicalId;Entity_Remark;Entity_SubjectType;"
    "Entity_Regulation_NumberTitle;Entity_Regulation_Programme;NameAlias_WholeName;"
    "Address_CountryDescription;Citizenship_CountryDescription\n"
    "05/08/2026;13;note;P;1210/2003 (OJ L169);IRQ;Jan Doe;;\n"
    "05/08/2026;14;;E;36/2012;SYR;Acme Bank;SYRIA;\n"
    "05/08/2026;13;note;P;1210/2003 (OJ L169);IRQ;Yan Do;;IRAQ\n"
    ";;;;;;;;\n"
    "05/08/2026;;;E;;;No Number;;\n"
    "05/08/2026;15;;E;;;;;\n"
)


def test_rows_of_the_eu_csv_are_gathered_by_number(tmp_path: Path) -> None:
    listed = read_list(written(tmp_path, "eu.csv", "\ufeff" + EU_CSV), "eu")
    person, firm = listed.entries
    assert listed.format == "eu csv"
    assert (person.name, person.aliases, person.kind) == ("Jan Doe", ("Yan Do",), "Person")
    assert (person.citation, person.countries) == ("1210/2003 (OJ L169)", ("IRAQ",))
    assert (firm.uid, firm.name, firm.countries) == ("14", "Acme Bank", ("SYRIA",))
    assert [reject.line for reject in listed.rejects] == [6, 7]


def test_the_older_columns_of_the_eu_csv_are_known(tmp_path: Path) -> None:
    text = "Entity_logical_id;Subject_type;Naal_wholename;Entity_logical_id\n7;P;Jan Doe;\n"
    (entry,) = read_list(written(tmp_path, "eu.csv", text), "eu").entries
    assert (entry.uid, entry.name, entry.kind) == ("7", "Jan Doe", "Person")


def test_an_eu_csv_without_names_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "eu.csv", "Entity_LogicalId;x\n1;2\n")
    with pytest.raises(FileUnreadable, match="not those of the EU"):
        read_list(path, "eu")


@pytest.mark.parametrize(
    ("cell", "name", "aliases"),
    [
        ("Acme Co., Ltd.", "Acme Co., Ltd.", ()),
        (
            "Acme Co., Ltd. (including two aliases: Acme Cotton; and Aike Mian)",
            "Acme Co., Ltd.",
            ("Acme Cotton", "Aike Mian"),
        ),
        (
            "Acme Textile, a.k.a., the following two aliases: —Acme; and —Aike.",
            "Acme Textile",
            ("Acme", "Aike"),
        ),
        ("Acme Ltd. (also known as Aike Ltd.)", "Acme Ltd.", ("Aike Ltd",)),
        ("Acme Ltd., formerly known as Old Acme", "Acme Ltd.", ("Old Acme",)),
        ("Including aliases: nothing", "Including aliases: nothing", ()),
        ("Aka Foods", "Aka Foods", ()),
    ],
)
def test_aliases_are_read_out_of_a_name(cell: str, name: str, aliases: tuple[str, ...]) -> None:
    assert split_names(cell) == (name, aliases)


@given(st.text(max_size=400))
def test_any_cell_is_split(cell: str) -> None:
    name, aliases = split_names(cell)
    assert isinstance(name, str)
    assert all(aliases)


def test_a_table_of_the_uflpa_page_and_of_bis_are_plain_csv(tmp_path: Path) -> None:
    page = "Name of Entity,Effective Date\nAcme (including one alias: Aike),June 21 2022\n"
    (entry,) = read_list(written(tmp_path, "uflpa.csv", page), "uflpa").entries
    assert (entry.name, entry.aliases) == ("Acme", ("Aike",))
    bis = (
        "Source List,Entity Number,Name,Country,Federal Register Notice,Alternate Names\n"
        "Entity List,,Acme,CN,80 FR 8524,Aike; Aiko\n"
    )
    (entry,) = read_list(written(tmp_path, "bis.csv", bis), "bis").entries
    assert (entry.aliases, entry.citation) == (("Aike", "Aiko"), "80 FR 8524")
    assert entry.programme == "Entity List"


def test_an_entry_without_a_number_keeps_its_own_in_the_next_edition(tmp_path: Path) -> None:
    first = read_list(written(tmp_path, "a.csv", "name\nAcme\nBeta\n"), "own").entries
    second = read_list(written(tmp_path, "a.csv", "name\nNew\nBeta\nAcme\n"), "own").entries
    assert {entry.uid for entry in first} < {entry.uid for entry in second}
