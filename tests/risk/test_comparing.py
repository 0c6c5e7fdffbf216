"""Names in other scripts, with honours, torn, shortened; and what a comparison rests on."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.risk import legal_forms
from triage_app.risk.comparing import compare, compared
from triage_app.risk.folding import fold
from triage_app.risk.likeness import MATCH_AT, How, bone_likeness, hard_sound
from triage_app.risk.readings import bones, latin_words, read
from triage_app.risk.spoken import japanese, korean, spoken


@pytest.mark.parametrize(
    ("one", "other", "schema"),
    [
        ("李伟", "Li Wei", "Person"),
        ("王小明", "Wang Xiao Ming", "Person"),
        ("欧阳修文", "Ouyang Xiuwen", "Person"),
        ("김정호", "Kim Jong Ho", "Person"),
        ("やまだ はなこ", "Yamada Hanako", "Person"),
        ("Նարեկ Սարգսյան", "Narek Sargsyan", "Person"),
        ("გიორგი ბერიძე", "Giorgi Beridze", "Person"),
        ("राजेन्द्र शर्मा", "Rajendra Sharma", "Person"),
        ("محمود الصباغ", "Mahmoud al-Sabbagh", "Person"),
        ("דוד כהן", "David Cohen", "Person"),
        ("Col. Ernst Vogelmann", "Ernst Vogelmann", "Person"),
        ("Bob Castellan", "Robert Castellan", "Person"),
        ("Jo Yong Won", "Cho Yong Won", "Person"),
        ("Elkabbani Nasser", "Kabbani Nasser", "Person"),
        ("Abdussalaam Reza", "Abdul Salam Reza", "Person"),
        ("Ale ksandr Mirosh nichenko", "Aleksandr Miroshnichenko", "Person"),
        ("Volodymyr Kostenko", "Vladimir Kostenko", "Person"),
        ("Harbor Freight Logistics Union (HFLU)", "Harbor Freight Logistics Union", "Company"),
        ("HFLU", "Harbor Freight Logistics Union", "Organization"),
        ("Besta Sociedad Anonima", "Besta S.A.", "Company"),
        ("Delta Mfg GmbH", "Delta Manufacturing GmbH", "Company"),
        ("MV Ocean Lark", "Ocean Lark", "Vessel"),
    ],
)
def test_one_party_written_two_ways(one: str, other: str, schema: str) -> None:
    assert compare(one, other, schema) >= MATCH_AT
    assert compare(other, one, schema) >= MATCH_AT


@pytest.mark.parametrize(
    ("one", "other", "schema"),
    [
        ("李伟", "Li Na", "Person"),
        ("محمود الصباغ", "Karim al-Sabbagh", "Person"),
        ("Kim Yong Chol", "Kim Song Chol", "Person"),
        ("General Vogelmann", "General Castellan", "Person"),
        ("Fifteenth Tide GmbH", "Fourteenth Tide GmbH", "Company"),
        ("Halo Shipping", "Nero Shipping", "Company"),
        ("XQZ", "Harbor Freight Logistics Union", "Organization"),
        ("MV", "MV Ocean Lark", "Vessel"),
    ],
)
def test_two_parties(one: str, other: str, schema: str) -> None:
    assert compare(one, other, schema) < MATCH_AT


def test_a_comparison_says_which_words_it_rests_on() -> None:
    found = compared("Bob J. Kastelan", "Robert Castelan Ruiz", "Person")
    assert {(pair.one, pair.other): pair.how for pair in found.pairs} == {
        ("bob", "robert"): How.SHORT,
        ("kastelan", "castelan"): How.SOUND,
    }
    assert (found.one, found.other) == (("j",), ("ruiz",))
    assert compared("Besta AG", "Besta GmbH").other_form
    assert compared("HFLU", "Harbor Freight Logistics Union", "Company").why == "acronym"
    assert compared("Ida Ron Mellinger", "Ida Rom Mellinger").why == "written together"


def test_letters_are_spoken_as_unicode_names_them() -> None:
    assert spoken("नमस्ते abc") == "namaste abc"
    assert spoken("เชียงใหม่")[:1] == "c"
    assert korean("서울 a") == "seoul a"
    assert japanese("さくら") == "sakura"
    assert fold("संजय") == "sanjaya"
    assert spoken("\u0970\u0e46") == ""


def test_a_name_in_one_piece_is_read_as_surname_and_given_name() -> None:
    assert latin_words(("王小明",)) == ["wang", "xiao", "ming"]
    assert latin_words(("司马光",)) == ["sima", "guang"]
    assert latin_words(("北京路北京路",)) == [read("北京路北京路")]
    assert read("龘") == "龘"


def test_bones_are_what_scripts_without_vowels_keep() -> None:
    assert bones("mohammed") == bones("mhmd") == "mt"
    assert bone_likeness("ali", "ola")[1] is How.CONSONANTS
    assert bone_likeness("aa", "ee")[0] == 0
    assert hard_sound("gaddafi") == hard_sound("kadhafi")


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["Person", "Company", "Vessel"]))
def test_any_two_texts_in_any_script_are_compared(one: str, other: str, schema: str) -> None:
    assert 0.0 <= compare(one, other, schema) <= 1.0
    assert compare(one, one, schema) in (0.0, 1.0)


@pytest.mark.parametrize(("form", "pattern"), legal_forms._WRITTEN_OUT)
def test_each_legal_form_written_out_is_found(form: str, pattern: str) -> None:
    without_groups = re.sub(r"\(\?:([^()|]*)[^()]*\)\??", r"\1", pattern)
    for way in without_groups.replace("?", "").split("|"):
        assert form in legal_forms.short_forms(f"acme {way}").split()
