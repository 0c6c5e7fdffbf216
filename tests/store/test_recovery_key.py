import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.model.errors import KeyMissing
from triage_app.store.recovery_key import ALPHABET, read, written

keys = st.binary(min_size=32, max_size=32)
KEY = bytes(range(32))


@given(keys)
def test_what_is_written_is_read_back(key: bytes) -> None:
    assert read(written(key)) == key


def test_it_is_thirteen_groups_of_five() -> None:
    assert re.fullmatch(rf"([{ALPHABET}]{{5}}-){{12}}[{ALPHABET}]{{5}}", written(KEY))


@given(keys)
def test_case_spaces_and_look_alikes_do_not_matter(key: bytes) -> None:
    typed = written(key).lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read(f"  {typed}\n") == key


@given(keys, st.integers(0, 64), st.integers(1, 31))
def test_one_wrong_character_names_its_group(key: bytes, place: int, shift: int) -> None:
    typed = list(written(key).replace("-", ""))
    typed[place] = ALPHABET[(ALPHABET.index(typed[place]) + shift) % 32]
    with pytest.raises(KeyMissing, match=f"Group {place // 5 + 1} "):
        read("".join(typed))


@given(keys, st.integers(0, 12), st.integers(0, 4), st.integers(0, 4))
def test_exchanged_characters_are_noticed(key: bytes, group: int, one: int, other: int) -> None:
    typed = list(written(key).replace("-", ""))
    i, j = group * 5 + one, group * 5 + other
    if typed[i] == typed[j]:
        return
    typed[i], typed[j] = typed[j], typed[i]
    with pytest.raises(KeyMissing, match=f"Group {group + 1} "):
        read("".join(typed))


@given(keys, st.integers(0, 12), st.integers(0, 12))
def test_exchanged_groups_are_noticed(key: bytes, one: int, other: int) -> None:
    groups = written(key).split("-")
    if one == other:
        return
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(KeyMissing, match="mistyped"):
        read("-".join(groups))


@pytest.mark.parametrize("typed", ["", "ABC", written(KEY) + "0", written(KEY)[:-1]])
def test_a_wrong_length_is_said(typed: str) -> None:
    with pytest.raises(KeyMissing, match="65 characters"):
        read(typed)


def test_a_character_outside_the_alphabet_is_noticed() -> None:
    with pytest.raises(KeyMissing, match="Group 1 "):
        read("é" + written(KEY)[1:])
