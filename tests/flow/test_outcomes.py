from dataclasses import replace
from datetime import date

import pytest

from tests.builders import make_announcement, make_item, make_line, make_party
from triage_app.assets import asset
from triage_app.flow.outcomes import load_outcomes, starting_texts
from triage_app.model.errors import SettingsWrong
from triage_app.model.item import Announcement
from triage_app.model.outcome import FieldKind, OutcomeCode, Result

TODAY = date(2026, 3, 2)
FIRST = '[[outcome]]\ncode = "A"\ntitle = "Anything"\n'


@pytest.fixture(scope="module")
def shipped() -> dict[str, OutcomeCode]:
    return {c.code: c for c in load_outcomes(asset("outcomes.toml").read_text("utf-8"))}


def test_every_outcome_of_the_trade_is_in_the_table(shipped: dict[str, OutcomeCode]) -> None:
    held = "HLD-DOC DET DET-PGA LAB SZ CD ABN RTS REF-AED EXC DST"
    assert " ".join(sorted(shipped)) == " ".join(
        sorted(f"REL REL-DUT REL-AMD NTF DMG EMP {held}".split())
    )


def test_the_nine_keys_are_where_the_screen_shows_them(shipped: dict[str, OutcomeCode]) -> None:
    keys = {c.function_key: (c.code, c.label) for c in shipped.values() if c.function_key}
    assert keys == {
        1: ("REL", "Release"),
        2: ("REL-DUT", "Dutiable"),
        3: ("HLD-DOC", "Query"),
        4: ("DET", "Detain"),
        5: ("DET-PGA", "Agency"),
        6: ("LAB", "Lab"),
        7: ("SZ", "Seize"),
        8: ("RTS", "Return"),
        9: ("NTF", "Not found"),
    }


def test_releases_are_what_a_hold_forbids(shipped: dict[str, OutcomeCode]) -> None:
    assert {c.code for c in shipped.values() if c.releases} == {"REL", "REL-DUT", "REL-AMD"}


def test_a_controlled_delivery_is_for_cleared_roles(shipped: dict[str, OutcomeCode]) -> None:
    cleared = [c for c in shipped.values() if c.cleared_only]
    assert [(c.code, c.roles) for c in cleared] == [("CD", ("cleared",))]


def test_one_outcome_says_that_an_item_is_not_there(shipped: dict[str, OutcomeCode]) -> None:
    assert [code.code for code in shipped.values() if code.absent] == ["NTF"]


def test_a_query_a_detention_and_a_controlled_delivery_are_due(
    shipped: dict[str, OutcomeCode],
) -> None:
    due = {code.code: code.due for code in shipped.values() if code.due}
    assert due == {"HLD-DOC": "due", "DET": "expected_days", "CD": "until"}


def test_seals_and_samples_take_a_scan(shipped: dict[str, OutcomeCode]) -> None:
    taking = {f.name for f in shipped["LAB"].fields + shipped["SZ"].fields if f.takes_scan}
    assert taking == {"sample", "seal", "storage"}


def test_defaults_come_from_the_announcement(shipped: dict[str, OutcomeCode]) -> None:
    announced = make_item(
        make_announcement(
            currency="JPY",
            value_minor=4800,
            lines=(make_line(description="candles"), make_line(index=2, description="wax", hs="")),
            recipient=make_party(phone="", email="jane@example.org"),
        )
    )
    seized = starting_texts(shipped["SZ"], announced, TODAY)
    assert (seized["commodity"], seized["value"], seized["currency"], seized["gross_weight"]) == (
        "candles; wax",
        "4800",
        "JPY",
        "950 g",
    )
    assert starting_texts(shipped["REL-AMD"], announced, TODAY)["hs"] == "340600"
    assert starting_texts(shipped["HLD-DOC"], announced, TODAY)["contact"] == "jane@example.org"
    assert starting_texts(shipped["REF-AED"], announced, TODAY)["origin"] == "CN"


def test_money_defaults_have_the_currencys_digits(shipped: dict[str, OutcomeCode]) -> None:
    assert starting_texts(shipped["SZ"], make_item(), TODAY)["value"] == "48.00"


@pytest.mark.parametrize(
    "announced",
    [None, make_announcement(value_minor=None, gross_weight_g=None, currency="", lines=())],
)
def test_what_is_not_announced_starts_empty(
    shipped: dict[str, OutcomeCode], announced: Announcement | None
) -> None:
    texts = starting_texts(shipped["SZ"], replace(make_item(), announcement=announced), TODAY)
    assert set(texts.values()) == {""}


def test_a_default_may_be_a_text_or_today() -> None:
    (code,) = load_outcomes(
        FIRST + 'fields = [{name="a", title="A", default="USD"},'
        ' {name="b", title="B", kind="date", default="today"}]'
    )
    assert starting_texts(code, make_item(), TODAY) == {"a": "USD", "b": "2026-03-02"}


def test_what_was_weighed_comes_before_what_was_announced(
    shipped: dict[str, OutcomeCode],
) -> None:
    weighed = make_item(make_announcement(gross_weight_g=950), measured_weight_g=1_310)

    assert starting_texts(shipped["SZ"], weighed, TODAY)["gross_weight"] == "1310 g"


def test_a_field_is_required_text_unless_the_table_says_else() -> None:
    (code,) = load_outcomes(FIRST + 'fields = [{name="a", title="A"}]')
    assert (code.fields[0].kind, code.fields[0].required) == (FieldKind.TEXT, True)
    assert (code.function_key, code.releases, code.seizes) == (0, False, False)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[outcome]", "cannot be read"),
        ("", "cannot be read"),
        ('[[outcome]]\ntitle = "no code"', "cannot be read"),
        (FIRST + FIRST, "A twice"),
        (FIRST + 'key = 1\n[[outcome]]\ncode = "B"\ntitle = "B"\nkey = 1', "F1 twice"),
        (FIRST + "key = 10", "1 to 9"),
        (FIRST + 'label = "far too long a label"', "too long"),
        (FIRST + "colour = 1", "unknown word colour"),
        (FIRST + 'fields = [{name="a", title="A", size=1}]', "unknown word size"),
        (FIRST + 'fields = [{name="a", title="A", kind="hue"}]', "hue"),
        (FIRST + 'fields = [{name="a", title="A"}, {name="a", title="A"}]', "A.a twice"),
        (FIRST + 'fields = [{name="a", title="A", kind="choice"}]', "choices"),
        (FIRST + 'fields = [{name="a", title="A", choices=["x"]}]', "choices"),
        (FIRST + 'fields = [{name="a", title="A", kind="money"}]', "without a currency"),
        (FIRST + 'fields = [{name="a", title="A", default="announced.x"}]', "unknown default"),
        (FIRST + 'due = "a"\nfields = [{name="a", title="A"}]', "due names no field"),
    ],
)
def test_a_wrong_table_is_refused_with_the_place(text: str, why: str) -> None:
    with pytest.raises(SettingsWrong, match=why):
        load_outcomes(text)


def test_every_outcome_says_what_it_counts_as_when_rules_are_measured(
    shipped: dict[str, OutcomeCode],
) -> None:
    by_result: dict[Result, set[str]] = {}
    for code in shipped.values():
        by_result.setdefault(code.result, set()).add(code.code)
    assert by_result[Result.FOUND] == {"SZ", "EXC", "DST", "REF-AED", "REL-AMD"}
    assert by_result[Result.NOTHING] == {"REL", "REL-DUT"}
    assert "CD" in by_result[Result.OPEN]


def test_a_release_asks_for_nothing_but_lets_say_how_the_item_was_examined(
    shipped: dict[str, OutcomeCode],
) -> None:
    (field,) = shipped["REL"].fields
    assert (field.name, field.required, field.default) == ("examined", False, "not said")


@pytest.mark.parametrize(
    ("more", "result"),
    [
        ("seizes = true", "found"),
        ("releases = true", "nothing"),
        ("", "open"),
        ('releases = true\nresult = "found"', "found"),
    ],
)
def test_a_row_that_does_not_say_its_result_has_the_usual_one(more: str, result: str) -> None:
    (code,) = load_outcomes(f"{FIRST}{more}\n")
    assert code.result == result


def test_a_result_nobody_knows_is_refused() -> None:
    with pytest.raises(SettingsWrong):
        load_outcomes(f'{FIRST}result = "perhaps"\n')
