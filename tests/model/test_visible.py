import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_app.model.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("candles", "candles"),
        ("蜡烛", "蜡烛"),
        ("a\x00b", "a⟨U+0000⟩b"),
        ("01\x1d10", "01⟨GS⟩10"),
        ("\u202egnp.exe", "⟨U+202E⟩gnp.exe"),
        ("zero\u200bwidth", "zero⟨U+200B⟩width"),
        ("x\u061cy\xad", "x⟨U+061C⟩y⟨U+00AD⟩"),
        ("<b>bold</b>", "<b>bold</b>"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_long_text_is_cut_and_says_so() -> None:
    assert visible("x" * 1_000_000, 100) == "x" * 99 + "…"


@given(st.text())
def test_nothing_shown_can_turn_the_line_round(text: str) -> None:
    assert not set(visible(text)) & set("\u061c\u202a\u202b\u202d\u202e\u2066\u2067\u2068\n\r\x00")
