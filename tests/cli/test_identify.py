import io
import json
from types import SimpleNamespace

import pytest

from triage_app.cli import main

KEYS = {
    "text",
    "scheme",
    "code",
    "valid",
    "reason",
    "carrier",
    "country",
    "service",
    "symbology",
    "elements",
    "candidates",
}


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_whole_code_is_one_json_line_and_exit_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "--json", "rr 4731 2482 9 us"]) == 0
    (answer,) = lines(capsys)
    assert answer.keys() >= KEYS
    assert (answer["scheme"], answer["code"], answer["valid"]) == ("s10", "RR473124829US", True)
    assert (answer["carrier"], answer["country"]) == ("USPS", "US")


def test_one_code_that_is_not_right_makes_exit_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "--json", "RR473124829US", "RR473124828US", "hello"]) == 1
    right, wrong, unknown = lines(capsys)
    assert [right["valid"], wrong["valid"], unknown["valid"]] == [True, False, False]
    assert wrong["reason"] == "check digit is 8, by the number it should be 9"
    assert unknown["scheme"] == "unknown"
    assert unknown["reason"]
    assert unknown.keys() >= KEYS


@pytest.mark.parametrize("gs", ["\\x1d", "^", "{GS}", "\x1d"])
def test_the_separator_may_be_written_as_a_shell_can(
    capsys: pytest.CaptureFixture[str], gs: str
) -> None:
    assert main(["identify", "--json", f"]C1011231231231233310ABC{gs}21XYZ"]) == 0
    (answer,) = lines(capsys)
    assert answer["symbology"] == "GS1-128"
    assert answer["elements"] == [
        {"ai": "01", "title": "GTIN", "value": "12312312312333"},
        {"ai": "10", "title": "BATCH/LOT", "value": "ABC"},
        {"ai": "21", "title": "SERIAL", "value": "XYZ"},
    ]


def test_candidates_are_answers_of_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "--json", "287809468872"]) == 0
    (answer,) = lines(capsys)
    candidates = answer["candidates"]
    assert isinstance(candidates, list)
    assert "purolator" in {candidate["scheme"] for candidate in candidates}
    assert all(c.keys() >= KEYS - {"text", "candidates"} for c in candidates)


def test_codes_come_one_a_line_on_stdin(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.BytesIO(b"RR473124829US\r\n\n\xff\x00\n1Z879E930346834440")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=stdin))
    assert main(["identify", "--json"]) == 1
    assert [answer["scheme"] for answer in lines(capsys)] == ["s10", "unknown", "ups"]


def test_people_see_no_raw_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "\x1b[31mred\u202e\x00", "RR473124828US"]) == 1
    said = capsys.readouterr().out
    assert not {"\x1b", "\u202e", "\x00"} & set(said)
    assert "\\x1b[31mred" in said
    assert "not valid: check digit is 8" in said


def test_an_argument_that_is_not_utf8_is_answered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "--json", "\udcff1"]) == 1
    assert lines(capsys)[0]["scheme"] == "unknown"


def test_people_see_the_elements_and_the_other_readings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "(00)006141411234567890(403)1", "287809468872"]) == 0
    said = capsys.readouterr().out
    assert "(403) ROUTE: 1" in said
    assert "or purolator   287809468872" in said


def test_what_was_mended_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "--json", "RR473I24829US", "RR473124829US"]) == 0
    mended, right = lines(capsys)
    assert (mended["code"], mended["typed"]) == ("RR473124829US", "RR473I24829US")
    assert right["typed"] == ""
    assert main(["identify", "RR473I24829US"]) == 0
    assert "RR473I24829US was typed" in capsys.readouterr().out


HOSTILE = (
    "\x1b[31mred\u202e\x9b31m\x00\x7f",
    "[)>\x1e\x1b[\x1d\u202e\x9b\x1e\x04",
    "[)>\x1e01\x1d96\u202e\x1d\x9b\x1d1\x1d\x00\x1d\x1b[\x04",
    "]C1011231231231233310\u202e\x1b",
    "<b>&amp;</b>\\u202e\U000e0001",
)


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_terminal_is_given_nothing_to_obey(
    capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    main(["identify", *options, *HOSTILE])
    said = capsys.readouterr().out
    assert all(character.isprintable() for character in said.replace("\n", ""))
    if options:
        texts = [json.loads(line)["text"] for line in said.splitlines()]
        assert texts == list(HOSTILE)


@pytest.mark.parametrize(
    ("gs", "rs", "eot"),
    [("^", "{RS}", "{EOT}"), ("\\x1d", "\\x1e", "\\x04"), ("\u241d", "\u241e", "\u2404")],
)
def test_a_structured_message_may_be_written_as_a_shell_can(
    capsys: pytest.CaptureFixture[str], gs: str, rs: str, eot: str
) -> None:
    message = f"[)>{rs}01{gs}96841706672{gs}840{gs}001{gs}1Z12345675{gs}UPSN{gs}12345E{rs}{eot}"
    assert main(["identify", "--json", message]) == 0
    (answer,) = lines(capsys)
    assert (answer["scheme"], answer["code"]) == ("ups", "1Z12345E0112345675")
    assert {"ai": "", "title": "postal code", "value": "841706672"} in answer["elements"]  # type: ignore[operator]
