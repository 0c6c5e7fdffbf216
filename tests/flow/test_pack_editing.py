"""A supervisor's edits: checked as typed, kept as a draft, put in use as the next version."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.record_cli import new_home
from triage_app.app import Parts, assemble
from triage_app.flow.rule_values import why_not
from triage_app.flow.rules_house import editing_of, packs_of
from triage_app.model.act import Act
from triage_app.model.outcome import Refusal
from triage_app.model.ruling import PACK_ROW, RuleEdit, RuleRow
from triage_app.settings import load_settings

EDIT = RuleEdit("vague-text", "points", "120")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    new_home(tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def parts(home: Path) -> Iterator[Parts]:
    with assemble(load_settings(home)) as opened:
        yield opened


def row(parts: Parts, id_: str) -> RuleRow:
    return next(one for one in editing_of(parts).rows() if one.id == id_)


def test_every_rule_is_a_row_behind_the_pack_s_own_thresholds(parts: Parts) -> None:
    rows = editing_of(parts).rows()
    assert [one.id for one in rows] == [PACK_ROW, *(rule.id for rule in parts.pack.rules)]
    assert set(rows[0].numbers) == {"hold_at", "look_at"}
    assert row(parts, "list-name").numbers["alike_percent"] > 0
    assert row(parts, "list-name").citation


def test_edits_become_the_next_version_signed_by_this_station_and_an_act(home: Path) -> None:
    with assemble(load_settings(home)) as parts:
        before, editing = parts.pack, editing_of(parts)
        editing.keep_draft([EDIT])
        act = editing.make_current([EDIT], "Li", " too many gifts ")
        assert isinstance(act, Act)
        assert packs_of(parts).before() == ()
        told = parts.record.record.latest(1)[0].body["rules"]
        assert isinstance(told, dict)
        assert (told["why"], told["signed_by"]) == (
            "too many gifts",
            parts.record.public_key().hex(),
        )
        assert "rule vague-text: points" in told["changes"][1]
    with assemble(load_settings(home)) as parts:
        assert (parts.pack.id, parts.pack.version != before.version) == (before.id, True)
        title = editing_of(parts).title()
        assert (title.by, title.why, title.used_at != "") == ("Li", "too many gifts", True)
        assert row(parts, "vague-text").points == 120
        assert editing_of(parts).draft() == ()


@pytest.mark.parametrize(
    ("edits", "why", "field"),
    [((EDIT,), " ", "why"), ((), "x", ""), ((RuleEdit("vague-text", "points", "x"),), "x", "")],
)
def test_what_says_nothing_or_cannot_be_is_refused(
    parts: Parts, edits: tuple[RuleEdit, ...], why: str, field: str
) -> None:
    refusal = editing_of(parts).make_current(edits, "Li", why)
    assert isinstance(refusal, Refusal)
    assert refusal.field == field
    assert packs_of(parts).current() is None


def test_a_draft_outlives_the_window_and_is_for_its_pack_alone(home: Path) -> None:
    with assemble(load_settings(home)) as parts:
        editing_of(parts).keep_draft([EDIT])
    with assemble(load_settings(home)) as parts:
        editing = editing_of(parts)
        assert editing.draft() == (EDIT,)
        assert editing.pack_with(editing.draft()).name != parts.pack.name
        editing.make_current([RuleEdit("vague-text", "on", "off")], "Li", "x")
        editing.keep_draft([EDIT])
    with assemble(load_settings(home)) as parts:
        assert editing_of(parts).draft() == ()
        parts.record.outbox.keep_note("rule_pack_draft", "{")
        assert editing_of(parts).draft() == ()


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("points", "0", ""),
        ("points", " 1000 ", ""),
        ("points", "1001", "from 0 to 1,000"),
        ("points", "-1", "whole number"),
        ("points", "", "whole number"),
        ("points", "٣", "whole number"),
        ("points", "3.5", "whole number"),
        ("points", "9" * 5_000, "whole number"),
        ("alike_percent", "101", "100 % alike"),
        ("alike_percent", "100", ""),
        ("from", "", ""),
        ("from", "2026-03-31", ""),
        ("from", "2026-02-30", "Write a day"),
        ("from", "31.3.2026", "Write a day"),
        ("on", "off", ""),
    ],
)
def test_what_is_typed_is_checked(field: str, text: str, why: str) -> None:
    said = str(why_not(RuleRow("a", "b", "look", True, 1, "", ""), field, text))
    assert (why in said) if why else said == ""


def test_dates_are_checked_against_each_other() -> None:
    one = RuleRow("a", "b", "look", True, 1, "", "")
    assert "before it begins" in str(why_not(one, "from", "2026-03-02", "2026-03-01"))
    assert "before it begins" in str(why_not(one, "until", "2026-03-01", "2026-03-02"))
    assert not why_not(one, "until", "2026-03-01", "2026-03-01")
