"""The bytes scanners send, cut anywhere, and what becomes of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.devices.framing import Framer
from triage_app.devices.reading import Trouble

CODE = "RR473124829US"
MESSAGE = "[)>\x1e01\x1d0207302\x1d840\x1d001\x1d1Z12345675\x1dUPSN\x1e\x04"
TEXTS = st.text(st.characters(codec="ascii", min_codepoint=0x20, max_codepoint=0x7E), min_size=1)


def fed(framer: Framer, *reads: bytes) -> list[str | Trouble]:
    return [taken for data in reads for taken in framer.feed(data)]


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n", b"\x03", b"\r\x03", b"\x03\r\n"])
def test_auto_takes_whatever_end_scanners_send(end: bytes) -> None:
    framer = Framer()

    assert fed(framer, CODE.encode() + end, CODE.encode() + end) == [CODE, CODE]
    assert list(framer.pause()) == []


@given(TEXTS, st.lists(st.integers(1, 40)))
def test_where_the_reads_are_cut_makes_no_difference(text: str, cuts: list[int]) -> None:
    line = f"]C1{text}\r\n]C0{text}x\r\n".encode()
    reads, at = [], 0
    for length in cuts:
        reads.append(line[at : at + length])
        at += length

    assert fed(Framer(), *reads, line[at:]) == [f"]C1{text}", f"]C0{text}x"]


def test_a_code_between_stx_and_etx_keeps_its_line_ends() -> None:
    framer = Framer()

    assert fed(framer, b"\x02one\r\ntwo\x03", b"\r\n\x02three\x03") == ["one\r\ntwo", "three"]


def test_separators_and_the_end_of_a_message_belong_to_the_code() -> None:
    assert fed(Framer(), MESSAGE.encode() + b"\r") == [MESSAGE]


def test_a_suffix_of_ones_own_ends_a_code_and_nothing_else_does() -> None:
    framer = Framer("##")

    assert fed(framer, b"a\rb", b"c#d#", b"#", b"e##") == ["a\rbc#d", "e"]


def test_a_scanner_that_sends_nothing_after_a_code_is_read_by_its_pauses() -> None:
    for framer in (Framer(), Framer("")):
        assert fed(framer, b"RR47", b"3124829US") == []
        assert list(framer.pause()) == [CODE]
        assert list(framer.pause()) == []


def test_half_a_code_is_no_code_once_the_scanner_s_end_is_known() -> None:
    framer = Framer()
    fed(framer, b"1Z\r", b"RR473")

    assert list(framer.pause()) == [Trouble.CUT_OFF]
    assert fed(framer, b"124829US\r") == ["124829US"]


@pytest.mark.parametrize("suffix", ["\r", "\t", "END"])
def test_a_pause_ends_nothing_where_a_suffix_is_set(suffix: str) -> None:
    framer = Framer(suffix)
    fed(framer, b"RR473")

    assert list(framer.pause()) == [Trouble.CUT_OFF]


def test_an_open_stx_is_cut_off_by_a_pause() -> None:
    framer = Framer()
    fed(framer, b"\x02RR473")

    assert list(framer.pause()) == [Trouble.CUT_OFF]
    assert fed(framer, b"one\r") == ["one"]


def test_line_ends_alone_are_no_code_and_no_trouble() -> None:
    for suffix in ("auto", "", "\r"):
        framer = Framer(suffix)
        assert fed(framer, b"\r\n\r\n\n") == []
        assert list(framer.pause()) == []


@pytest.mark.parametrize("suffix", ["auto", "", "\r", "##"])
def test_a_million_bytes_without_an_end_are_told_of_once_and_not_kept(suffix: str) -> None:
    framer = Framer(suffix)

    assert fed(framer, b"A" * 1_000_000) == [Trouble.TOO_LONG]
    assert len(framer._held) <= 4
    assert list(framer.pause()) == []
    assert fed(framer, CODE.encode()) == []


def test_the_code_after_one_that_is_too_long_is_taken() -> None:
    framer = Framer(longest=20)

    taken = fed(framer, b"A" * 30 + b"\r\n", CODE.encode() + b"\r\n")

    assert taken == [Trouble.TOO_LONG, CODE]


def test_the_longest_code_is_taken() -> None:
    assert fed(Framer(longest=20), b"A" * 19 + b"\r") == ["A" * 19]


def test_text_is_utf_8_else_latin_1() -> None:
    assert fed(Framer(), "Größe 蜡烛\r".encode()) == ["Größe 蜡烛"]
    assert fed(Framer(), "MÜLLER Öl 12\r".encode("latin-1")) == ["MÜLLER Öl 12"]
    assert fed(Framer(), "Übergröße\r".encode("latin-1")) == ["Übergröße"]


@pytest.mark.parametrize(
    "data",
    [
        b"\x00\x80\xf8\x00\x98\xe6\x80",  # 9600 read at 38400
        b"\xfe\xfe\x00\xfc\x1e\xe0\xff",
        b"\x06\x66\x78\x80\x9e\x98\xe6\x18",
        b"\x00\x00\x00",
    ],
)
def test_bytes_no_code_holds_are_a_wrong_speed(data: bytes) -> None:
    framer = Framer()
    fed(framer, data)

    assert list(framer.pause()) == [Trouble.GARBLED]
    assert fed(framer, CODE.encode() + b"\r") == [CODE]


def test_a_parity_bit_is_told_from_a_wrong_speed() -> None:
    def with_parity(byte: int, odd: int) -> int:
        return byte | 0x80 if byte.bit_count() % 2 != odd else byte

    for odd in (0, 1):
        framer = Framer()
        line = bytes(with_parity(byte, odd) for byte in CODE.encode() + b"\r")
        assert [*framer.feed(line), *framer.pause()] == [Trouble.PARITY]


@given(st.lists(st.binary(max_size=60)), st.sampled_from(["auto", "", "\r", "##"]))
def test_no_bytes_break_a_lane(reads: list[bytes], suffix: str) -> None:
    framer = Framer(suffix, longest=50)
    for data in reads:
        assert all(isinstance(taken, str) and taken for taken in framer.feed(data))
        list(framer.pause())

    assert len(framer._held) == 0
