"""What an edition changed against the one before."""

from triage_app.model.listing import ListChange, ListEntry
from triage_app.risk.list_delta import list_delta
from triage_app.risk.scripts import script_of

ACME = ListEntry("x", "1", "Acme", aliases=("A",))
BETA = ListEntry("x", "2", "Beta")


def test_new_removed_and_changed_entries_are_told_apart() -> None:
    more = ListEntry("x", "1", "Acme Ltd", aliases=("A", "B"))
    new = ListEntry("x", "3", "Ceta")
    assert list_delta((ACME, BETA), (more, new)) == (
        ListChange("3", "Ceta", "new"),
        ListChange("2", "Beta", "removed"),
        ListChange("1", "Acme Ltd", "changed", ("name", "aliases")),
    )


def test_the_same_edition_changes_nothing() -> None:
    assert list_delta((ACME, BETA), (BETA, ACME)) == ()


def test_entries_of_one_number_are_taken_together() -> None:
    (change,) = list_delta((ACME,), (ACME, ListEntry("x", "1", "Acme Two")))
    assert change.fields == ("entries of this number",)


def test_a_script_is_named_by_most_letters() -> None:
    texts = ("Acme", "Ёлкин А", "محمد", "李伟", "김", "リ 李", "123", "José", "नरेन्द्र")
    assert [script_of(text) for text in texts] == [
        "Latin", "Cyrillic", "Arabic", "Han", "Hangul", "Japanese", "", "Latin", "Devanagari",
    ]  # fmt: skip
