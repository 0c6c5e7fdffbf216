"""A command is read from a code of the sheet in use, and from nothing else."""

import string
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import NOON
from triage_app.assets import asset
from triage_app.flow import keymaps
from triage_app.flow.command_text import LETTERS, letters, number, parts
from triage_app.flow.commands import (
    LAST_VERSION,
    CommandReader,
    command_text,
    every_command,
    read_command,
)
from triage_app.flow.garbling import Case, Way, ways
from triage_app.flow.identify import identify
from triage_app.flow.identify.form import Form
from triage_app.flow.identify.schemes import FORMS
from triage_app.flow.outcomes import load_outcomes
from triage_app.imaging.tools import TOOLS, WINDOWS, ZOOMS
from triage_app.model.command import NOT_A_COMMAND, Command, CommandKind
from triage_app.model.identity import Identity
from triage_app.model.outcome import Refusal
from triage_app.model.scan import Scan, ScanSource
from triage_app.store.keys import StoreKeys
from triage_app.store.record import open_record

OUTCOMES = load_outcomes(asset("outcomes.toml").read_text("utf-8"))
KNOWN = every_command(OUTCOMES)
KEY = bytes(range(32))

commands = st.sampled_from(KNOWN)
versions = st.integers(1, LAST_VERSION)
keys = st.binary(min_size=32, max_size=32)


@dataclass
class Sheet:
    version: int = 3
    key: bytes = KEY

    def sheet_version(self) -> int:
        return self.version

    def sheet_key(self) -> bytes:
        return self.key


def refusal(answer: object) -> str:
    assert isinstance(answer, Refusal)
    return str(answer.reason)


@given(commands, keys, versions)
def test_every_printed_code_asks_for_its_command(
    command: Command, key: bytes, version: int
) -> None:
    text = command_text(command, key, version)

    assert read_command(text, key, version, KNOWN) == command
    assert read_command(f"]C0{text.lower()}\r", key, version, KNOWN) == command


@given(commands, keys, keys, versions)
def test_a_code_made_with_another_key_is_refused(
    command: Command, ours: bytes, theirs: bytes, version: int
) -> None:
    if ours == theirs:
        return
    text = command_text(command, theirs, version)

    assert "not printed for this station" in refusal(read_command(text, ours, version, KNOWN))


@given(commands, versions, st.data())
def test_one_letter_changed_is_no_other_command(
    command: Command, version: int, data: st.DataObject
) -> None:
    text = command_text(command, KEY, version)
    at = data.draw(st.integers(3, len(text) - 1))
    other = data.draw(st.sampled_from(sorted(set(LETTERS) - {text[at]})))

    assert isinstance(
        read_command(text[:at] + other + text[at + 1 :], KEY, version, KNOWN), Refusal
    )


def test_an_old_sheet_is_named_with_the_next_step() -> None:
    text = command_text(KNOWN[0], KEY, 2)

    said = refusal(read_command(text, KEY, 3, KNOWN))

    assert "sheet 2" in said
    assert "triage sheet commands" in said


def test_a_command_no_longer_in_the_table_is_unknown() -> None:
    text = command_text(Command(CommandKind.OUTCOME, "Gone", "GONE"), KEY, 3)

    assert "not known here" in refusal(read_command(text, KEY, 3, KNOWN))


@pytest.mark.parametrize("text", ["%TRGBCD", "%trg", "TRGBCLNPBCDFGHJKL", "TRGBCLNPBCDFGHJKLNB"])
def test_what_begins_like_a_command_is_refused_as_a_part_of_one(text: str) -> None:
    assert "not a whole one" in refusal(read_command(text, KEY, 3, KNOWN))


@pytest.mark.parametrize("text", ["%TRG", "%trg473124829us", "TRGBCLNPBCDFGHJKL"])
def test_no_item_is_ever_read_from_a_reserved_text(text: str) -> None:
    answer = identify(text)

    assert isinstance(answer, Identity)
    assert (answer.scheme, answer.valid, answer.candidates) == ("command", False, ())


@given(st.text(max_size=60))
def test_other_texts_are_not_commands(text: str) -> None:
    if "TRG" not in text.upper():
        assert read_command(text, KEY, 3, KNOWN) is NOT_A_COMMAND


@given(st.sampled_from(FORMS), st.data())
def test_no_command_is_read_from_a_carriers_number(form: Form, data: st.DataObject) -> None:
    number_text = "".join(data.draw(st.sampled_from(sorted(cell))) for cell in form.cells)

    assert parts(number_text) is None


@given(commands, keys, versions)
def test_no_carrier_claims_a_command(command: Command, key: bytes, version: int) -> None:
    text = command_text(command, key, version)
    answer = identify(text)

    assert isinstance(answer, Identity)
    assert (answer.scheme, answer.valid, answer.candidates) == ("command", True, ())
    assert not any(form.fits(text) for form in FORMS)


def test_command_codes_are_the_same_keys_on_every_layout() -> None:
    text = "TRG" + LETTERS
    latin = [way for way in ways() if way.station not in ("ru", "gr")]

    assert {way.typed(text).upper() for way in latin} == {text}
    assert not set(LETTERS) & set(string.digits)


@pytest.mark.parametrize("station", keymaps.LAYOUTS)
def test_a_command_is_read_through_a_wrong_layout_with_caps_lock(station: str) -> None:
    text = command_text(KNOWN[1], KEY, 3)

    assert read_command(Way("us", station, Case.CAPS).typed(text), KEY, 3, KNOWN) == KNOWN[1]


@pytest.mark.parametrize("source", list(ScanSource))
def test_commands_are_taken_from_scanners_only(source: ScanSource) -> None:
    reader = CommandReader(Sheet(), KNOWN)
    answer = reader.read(Scan(command_text(KNOWN[0], KEY, 3), NOON, source))

    if source in (ScanSource.WEDGE, ScanSource.SERIAL):
        assert answer == KNOWN[0]
    else:
        assert "from a scanner only" in refusal(answer)


def test_a_station_without_a_sheet_says_how_to_print_one() -> None:
    reader = CommandReader(Sheet(version=0), KNOWN)

    said = refusal(reader.read(Scan(command_text(KNOWN[0], KEY, 1), NOON)))

    assert "triage sheet commands" in said


def test_an_items_scan_is_no_command() -> None:
    assert CommandReader(Sheet(), KNOWN).read(Scan("RR473124829US", NOON)) is NOT_A_COMMAND


def test_every_outcome_of_the_table_and_every_picture_tool_named_has_a_code() -> None:
    codes = CommandReader(Sheet(), KNOWN).codes()
    tools = {command.name for command in KNOWN if command.kind is CommandKind.PICTURE}

    assert len({text for _, text in codes}) == len(KNOWN)
    assert {c.name for c in KNOWN if c.kind is CommandKind.OUTCOME} == {o.code for o in OUTCOMES}
    assert tools <= {*TOOLS, *WINDOWS, *ZOOMS}
    assert {command.kind for command in KNOWN} == set(CommandKind)


@given(st.integers(0, 16**5 - 1))
def test_letters_and_numbers_are_one_another(value: int) -> None:
    assert number(letters(value, 5)) == value


def test_a_number_too_big_for_its_letters_is_no_code() -> None:
    with pytest.raises(ValueError, match="256"):
        letters(256, 2)


def test_the_sheets_key_is_made_once_kept_and_renewed(tmp_path: Path) -> None:
    stores = StoreKeys(*(bytes([n]) * 32 for n in range(4)))
    opened = open_record(tmp_path, stores, station="b1")
    before = opened.sheets.sheet_version()
    first = opened.sheets.sheet_key()
    opened.close()

    again = open_record(tmp_path, stores, station="b1")
    kept = again.sheets.sheet_key(), again.sheets.sheet_version()
    again.sheets.renew_sheet()
    renewed = again.sheets.sheet_key(), again.sheets.sheet_version()
    again.close()

    assert before == 0
    assert kept == (first, 1)
    assert renewed[1] == 2
    assert renewed[0] != first
