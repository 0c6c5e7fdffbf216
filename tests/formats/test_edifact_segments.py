"""A UN/EDIFACT file of any making comes apart into its segments, each with its place; what cannot
be read is said and takes nothing along."""

import gzip
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.edifact_messages import Writer
from triage_app.formats.edifact_bytes import Advice
from triage_app.formats.edifact_segments import BadSegment, BreaksOff, Segment, Segments
from triage_app.formats.text_lines import open_stream

Found = Segment | BadSegment | BreaksOff


class Drip(io.RawIOBase):
    """A stream that gives few bytes at a time."""

    def __init__(self, data: bytes, size: int) -> None:
        super().__init__()
        self._inner = io.BytesIO(data)
        self._size = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(min(self._size, len(buffer)))
        buffer[: len(data)] = data
        return len(data)


def read(data: str | bytes, size: int = 1 << 20, **how: str) -> list[Found]:
    raw = data if isinstance(data, bytes) else data.encode()
    return list(Segments(Drip(raw, size), **how))  # type: ignore[arg-type]


def parts(found: Found) -> list[list[str]]:
    assert isinstance(found, Segment)
    return [[found.tag], *found.elements]


def test_a_segment_is_its_elements_and_their_components() -> None:
    (found,) = read("MOA+43:48.00:USD++:'")

    assert found == Segment(
        1, 1, "MOA", [["43", "48.00", "USD"], [""], ["", ""]], "MOA+43:48.00:USD++:"
    )
    assert isinstance(found, Segment)
    assert (found.at(1, 2), found.at(1, 4), found.at(9)) == ("48.00", "", "")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("A?'B", "A'B"),
        ("A??", "A?"),
        ("A???'B", "A?'B"),
        ("A?+B?:C", "A+B:C"),
        ("?A", "A"),
        ("A????", "A??"),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 1 << 20])
def test_what_is_released_is_text(raw: str, text: str, size: int) -> None:
    found = read(f"FTX+{raw}'FTX+next'", size)

    assert [parts(one) for one in found] == [[["FTX"], [text]], [["FTX"], ["next"]]]


@pytest.mark.parametrize("una", ["UNA:+.? '", "UNA:+,? '", "UNA|*.\\ ~", "UNA\x1f\x1d.  \x1c"])
def test_the_service_string_says_what_parts_what(una: str) -> None:
    component, element, terminator = una[3], una[4], una[8]
    body = f"UNB{element}UNOC{component}3{terminator}\r\nBGM{element}a+b{terminator}"
    plain = "a+b" if element != "+" else None
    found = read(f"{una}\r\n{body}")

    assert parts(found[0]) == [["UNB"], ["UNOC", "3"]]
    assert parts(found[1]) == ([["BGM"], [plain]] if plain else [["BGM"], ["a"], ["b"]])


def test_level_b_has_separators_that_cannot_be_printed() -> None:
    found = read("UNB\x1dUNOB\x1f1\x1cBGM\x1d?'+\x1c")

    assert [parts(one) for one in found] == [[["UNB"], ["UNOB", "1"]], [["BGM"], ["?'+"]]]


def test_each_interchange_has_its_own_service_string() -> None:
    found = read("UNA:+.? 'UNB+UNOA:1'UNZ+0'\n UNA|*.? ~UNB*UNOA|1~UNZ*0~\nUNB+UNOA:1'UNZ+0'")

    assert [parts(one)[1:] for one in found] == [[["UNOA", "1"]], [["0"]]] * 3


def test_segments_know_their_number_and_line() -> None:
    found = read("\n\nUNA:+.? '\r\nUNB+A'BGM+1'\r\n\r\n  FTX+two\nlines'\nEND+1'")

    assert [(one.number, one.line) for one in found] == [(1, 4), (2, 4), (3, 6), (4, 8)]


def test_nothing_between_terminators_is_no_segment() -> None:
    assert [one.number for one in read("'AAA+1'' \n'BBB'\n\n")] == [1, 2]


@pytest.mark.parametrize("text", ["12+3", "+A", "aaa+1", "A", ":+", "É+1", "AAAA+1"])
def test_what_begins_with_no_tag_is_no_segment(text: str) -> None:
    bad, good = read(f"{text}'BGM+1'")

    assert bad == BadSegment(1, 1, "no segment: it does not begin with a tag", text)
    assert parts(good) == [["BGM"], ["1"]]


@pytest.mark.parametrize(
    ("charset", "encoding", "text"),
    [
        ("UNOA", "ascii", "SOAP"),
        ("UNOC", "iso8859-1", "Müller"),
        ("UNOC", "utf-8", "MUNCIË"),
        ("UNOD", "iso8859-2", "Łódź"),
        ("UNOE", "iso8859-5", "Москва"),
        ("UNOF", "iso8859-7", "Αθήνα"),
        ("UNOI", "iso8859-6", "القاهرة"),
        ("UNOJ", "iso8859-8", "חיפה"),
        ("UNOK", "iso8859-9", "İzmir"),
        ("UNOW", "utf-8", "北京"),
        ("UNOY", "utf-8", "北京"),
        ("KECA", "euc_kr", "서울"),
        ("UNOG", "iso8859-3", "Ħamrun"),
        ("UNOH", "iso8859-4", "Šiauliai"),
        ("UNOL", "iso8859-15", "12 €"),
    ],
)
def test_text_is_read_in_the_alphabet_the_interchange_names(
    charset: str, encoding: str, text: str
) -> None:
    found = read(f"UNB+{charset}:3'FTX+{text}'".encode(encoding))

    assert parts(found[1]) == [["FTX"], [text]]


def test_bytes_that_are_no_text_are_said_and_the_next_segment_is_read() -> None:
    found = read(b"UNB+UNOW:4'FTX+\xff\xfe'FTX+\xc3\xa9'")

    assert isinstance(found[1], BadSegment)
    assert found[1].why == "bytes that are no utf-8, from byte 5 of the segment on"
    assert parts(found[2]) == [["FTX"], ["é"]]


def test_bytes_of_no_named_alphabet_are_in_the_page_told_or_nothing() -> None:
    data = "UNB+UNOA:3'FTX+Müller'".encode("cp1252")

    assert parts(read(data, page="cp1252")[1]) == [["FTX"], ["Müller"]]
    (_, bad) = read(data)
    assert isinstance(bad, BadSegment)
    assert bad.why == "bytes that are no utf-8, from byte 6 of the segment on"


def test_an_encoding_somebody_names_holds_against_the_interchange_s_own_word() -> None:
    data = "UNB+UNOC:3'FTX+Łódź'".encode("cp1250")

    assert parts(read(data, encoding="cp1250")[1]) == [["FTX"], ["Łódź"]]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_what_is_no_character_of_utf_16_is_refused_never_replaced(encoding: str) -> None:
    data = "UNA:+.? 'UNB+UNOY:4'FTX+xx'FTX+y'".encode(encoding)
    width = len("x".encode(encoding.removesuffix("-le") + "-le"))
    at = data.index("xx".encode(encoding.removesuffix("-le") + "-le"))
    broken = data[:at] + b"\x00\xd8\x00\x00"[:width] + data[at + width :]
    found = read(broken)

    assert isinstance(found[1], BadSegment)
    assert found[1].why.startswith("bytes that are no utf-")
    assert parts(found[2]) == [["FTX"], ["y"]]


def test_another_alphabet_by_escape_sequences_is_not_taken_for_text() -> None:
    found = read("UNB+UNOX:3'FTX+蜡'FTX+soap'".encode("iso2022_jp_2"))

    assert isinstance(found[1], BadSegment)
    assert found[1].why == "text in another alphabet by ISO 2022, which is not read"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("size", [1, 7, 1 << 20])
def test_utf_16_and_a_byte_order_mark_are_told_by_the_bytes(encoding: str, size: int) -> None:
    data = "UNA:+.? 'UNB+UNOY:4'FTX+é北'".encode(encoding)
    if encoding.startswith("utf-16"):
        size = max(size, 2)
    found = read(data, size)

    assert parts(found[1]) == [["FTX"], ["é北"]]


def test_an_element_given_several_times_is_not_guessed_at() -> None:
    found = read("UNA:+.?*'BGM+a*b'BGM+a?*b'")

    assert isinstance(found[0], BadSegment)
    assert found[0].why == "an element given several times, which is not read"
    assert parts(found[1]) == [["BGM"], ["a*b"]]


def test_nul_bytes_around_segments_stand_for_nothing() -> None:
    assert [parts(one) for one in read(b"\0BGM+first'\0\0BGM+second'\0")] == [
        [["BGM"], ["first"]],
        [["BGM"], ["second"]],
    ]


def test_a_segment_without_end_is_refused_without_being_held() -> None:
    class Endless(io.RawIOBase):
        """A good segment, 200 MB of one, and a good one."""

        def __init__(self) -> None:
            super().__init__()
            self._given = iter(self._pieces())

        def _pieces(self) -> Iterator[bytes]:
            yield b"BGM+1'\nFTX+"
            for _ in range(3200):
                yield b"x" * 65_530 + b"??\n?'?"
            yield b"''BGM+2'"

        def read(self, size: int = -1) -> bytes:
            return next(self._given, b"")

    tracemalloc.start()
    try:
        found = list(Segments(Endless()))  # type: ignore[arg-type]
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 8 << 20
    assert isinstance(found[1], BadSegment)
    assert (found[1].line, found[1].why) == (2, "a segment of more than 1,000,000 bytes")
    assert [(one.number, one.line) for one in found] == [(1, 1), (2, 2), (3, 3202)]


def test_a_file_that_ends_in_a_segment_too_long_says_so() -> None:
    assert isinstance(read(b"BGM+1'FTX+" + b"x" * 3_000_000)[-1], BreaksOff)


@pytest.mark.parametrize("rest", ["BGM+1", "BGM+1?'", "U", "'BGM+1??"])
def test_a_file_that_ends_within_a_segment_says_so(rest: str) -> None:
    *_, last = read(f"UNB+UNOA:1'{rest}")

    assert last == BreaksOff(2, 1, "the file breaks off within a segment", rest.lstrip("'"))


def test_a_packed_file_that_breaks_off_says_so(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(b"BGM+%d'" % (n * 7919) for n in range(90_000)))
    (tmp_path / "m").write_bytes(whole[: len(whole) // 2])
    with open_stream(tmp_path / "m") as stream:
        *found, last = Segments(stream)

    assert isinstance(last, BreaksOff)
    assert last.why.startswith("the file breaks off here: ")
    assert len(found) > 10_000


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
ELEMENTS = st.lists(st.lists(TEXTS, min_size=1, max_size=3), min_size=1, max_size=4)
ADVICE = st.sampled_from(
    [Advice(), Advice("|", "*", "\\", "", "~"), Advice(":", "+", "?", "", "\n")]
)


@given(st.lists(ELEMENTS, max_size=5), ADVICE, st.integers(1, 9))
def test_what_is_written_is_read(written: list[list[list[str]]], advice: Advice, size: int) -> None:
    writer = Writer(advice, end="\r\n" if advice.terminator != "\n" else "")
    text = writer.una() + "".join(writer.segment("FTX", *elements) for elements in written)

    assert [parts(one) for one in read(text, max(size, 4))] == [[["FTX"], *e] for e in written]


SAMPLES = ["UNB+UNOC:3+A+B'BGM+1?+2:x++y'\nFTX+?''", "UNA:+.? 'UNB+UNOC:3'ABC+1:::2+?:'"]


@given(st.binary(max_size=60), st.sampled_from(SAMPLES), st.integers(0, 40), st.integers(1, 9))
def test_any_bytes_are_read_or_said_and_reading_ends(
    noise: bytes, sample: str, at: int, size: int
) -> None:
    raw = sample.encode()
    found = read(raw[:at] + noise + raw[at:], size)

    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert not any(isinstance(one, BreaksOff) for one in found[:-1])


def cut_short(element: list[str]) -> list[str]:
    """Without empty components at the end, which pydifact drops."""
    while len(element) > 1 and not element[-1]:
        element = element[:-1]
    return element


FILES = [
    *("SGNV_bananas_CUSCAR", "invoice1", "order2", "invoice_with_colon_at_end", "patient1"),
    *("php_D95BCOARRI", "php_example", "php_example_release_character", "php_example_utf8"),
    "wikipedia_de",
]


@pytest.mark.parametrize("name", FILES)
def test_real_files_come_apart_as_pydifact_parts_them(shared_data: Path, name: str) -> None:
    theirs = pytest.importorskip("pydifact.parser", reason="the tests' second opinion")
    raw = (shared_data / "customs" / "edifact" / f"{name}.edi").read_bytes()
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    body = text[9:].lstrip() if text.startswith("UNA") else text
    tokens = theirs.TokenIterator(theirs.Tokenizer().get_tokens(body))
    told = list(theirs.Parser().convert_tokens_to_raw_segments(tokens))

    assert len(told) > 5
    assert [[cut_short(element) for element in parts(one)] for one in read(raw, page="cp1252")] == [
        [cut_short([element] if isinstance(element, str) else element) for element in one]
        for one in told
    ]


def test_a_real_file_that_was_cut_gives_all_before_the_cut(shared_data: Path) -> None:
    *found, last = read((shared_data / "customs" / "edifact" / "patient3.edi").read_bytes())

    assert isinstance(last, BreaksOff)
    assert len(found) == 52
    assert all(isinstance(one, Segment) for one in found)
