"""Texts are searched as they are meant, in linear time, each distinct one once."""

import re
import tomllib

from hypothesis import given
from hypothesis import strategies as st

from tests.risk.cases import pack
from triage_app.assets import asset
from triage_app.risk.lexicon_file import LANGUAGES
from triage_app.risk.lexicons import Concept, Lexicon, Lexicons, text_forms

CAS = re.compile(r"(\d{2,7})-(\d\d)-(\d)")


def small(*words: str, unless: tuple[str, ...] = ()) -> Lexicons:
    return Lexicons((Lexicon("l", "1", (Concept("c", words, unless=unless),)),))


def found(lexicons: Lexicons, text: str) -> bool:
    return bool(lexicons.hits(text).get("l"))


def test_latin_words_are_whole_words_and_han_stands_anywhere() -> None:
    assert found(small("press"), "pill-press!")
    assert not found(small("press"), "espresso pressed")
    assert found(small("压片"), "二手压片机出售")


def test_plurals_and_accents_and_case_are_the_same_word() -> None:
    for text in ("presses", "PRESS", "près press"):
        assert found(small("press"), text)


def test_digits_signs_and_doubles_stand_for_letters_in_long_words_only() -> None:
    assert found(small("fentanyl"), "f3nt@nyl")
    assert found(small("fentanyl"), "fenttanyll")
    assert found(small("pill"), "p1ll")
    assert not found(small("met"), "meet")
    assert not found(small("lose"), "1053 pcs")


def test_letters_of_another_alphabet_are_read_as_they_look() -> None:
    assert found(small("fentanyl"), "fеntаnyl")  # Cyrillic e and a
    assert found(small("pill press"), "рill рrеss")
    assert not found(small("pape"), "раре")  # all of one alphabet: rare
    assert found(small("rare"), "раре")


def test_an_excuse_is_read_as_the_word_is() -> None:
    excused = small("cargador", unless=("cargador de pistola",))
    assert not found(excused, "c4rg4d0r de pistola")
    assert found(excused, "c4rg4d0r usb")


def test_a_letter_beside_spaced_out_ones_may_be_a_word_of_its_own() -> None:
    assert found(small("cotton"), "c o t t o n T-shirts")
    assert found(small("cotton"), "a c o t t o n shirt")


def test_spaced_out_letters_are_joined() -> None:
    assert found(small("fentanyl"), "buy f e n t a n y l now")
    assert not found(small("ab"), "a b")


def test_a_word_beside_it_may_excuse() -> None:
    assert found(small("seeds", unless=("seed beads",)), "seeds")
    assert not found(small("bead", unless=("seed",)), "seed bead")


def test_a_concept_is_named_once_with_the_lexicons_word() -> None:
    hits = small("fentanyl", "fentanil").hits("fentanil and fentanyl")["l"]
    assert len(hits) == 1
    assert hits[0].word in ("fentanyl", "fentanil")


def test_every_concept_but_brands_has_words_in_six_languages() -> None:
    for name in pack().lexicons.by_id:
        table = tomllib.loads(asset("rules", "lexicons", f"{name}.toml").read_text("utf-8"))
        missing = [
            f"{name} {concept['id']} {language}"
            for concept in table["concept"]
            for language in LANGUAGES
            if not concept.get(language)
        ]
        assert name == "brands" or missing == []


def test_each_cas_number_has_its_check_digit() -> None:
    """Digits from the right, weighted 1, 2, 3 ..., modulo ten (Chemical Abstracts Service)."""
    words = [word for name in ("drugs", "precursors") for word in pack().lexicons.by_id[name].words]
    numbers = [found for word in words if (found := CAS.fullmatch(word.removeprefix("cas ")))]
    assert len(numbers) > 30
    for number in numbers:
        digits = reversed(number[1] + number[2])
        weighted = sum(place * int(digit) for place, digit in enumerate(digits, 1))
        assert weighted % 10 == int(number[3]), number[0]


def test_nothing_is_found_by_nobody() -> None:
    assert Lexicons().hits("fentanyl") == {}


@given(st.text(max_size=400))
def test_any_text_has_forms_between_spaces_and_is_searched(text: str) -> None:
    for form in text_forms(text):
        assert form.startswith(" ")
        assert form.endswith(" ")
    pack().lexicons.hits(text)


def test_only_so_much_of_a_huge_text_is_read() -> None:
    hidden = small("fentanyl")
    assert found(hidden, "x" * 100 + " fentanyl " + "y" * 1_000_000)
    assert not found(hidden, "x " * 500_000 + "fentanyl")
    assert sum(map(len, text_forms("a1 " * 400_000))) < 500_000


def test_of_several_words_of_a_concept_the_lexicon_s_first_is_told() -> None:
    words = ("lithium", "scooter battery", "18650", "power bank")

    hits = small(*words).hits("power bank 18650, lithium scooter battery")

    assert [hit.word for hit in hits["l"]] == ["lithium"]
