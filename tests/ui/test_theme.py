import pytest
from PySide6.QtGui import QColor

from triage_app.ui.theme import (
    BAND_TEXT,
    STATE_COLOURS,
    State,
    Tokens,
    band_ground,
    contrast,
    dark,
    light,
    stylesheet,
    tone,
)

THEMES = [light(), dark()]


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)


@pytest.mark.parametrize("state", list(State))
def test_the_band_reads_seven_to_one_in_every_state(state: State) -> None:
    assert contrast(band_ground(state), BAND_TEXT) >= 7


@pytest.mark.parametrize("tokens", THEMES, ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["card", "surface"])
@pytest.mark.parametrize("ink", ["text", "muted"])
def test_text_reads_at_least_four_and_a_half_to_one(tokens: Tokens, ground: str, ink: str) -> None:
    grounds = QColor(getattr(tokens, ground))
    assert contrast(QColor(getattr(tokens, ink)), grounds) >= 4.5


@pytest.mark.parametrize("tokens", THEMES, ids=["light", "dark"])
@pytest.mark.parametrize("state", list(STATE_COLOURS))
def test_marks_stand_out_from_their_card(tokens: Tokens, state: State) -> None:
    assert contrast(tone(state, tokens), QColor(tokens.card)) >= 3


def test_sizes_grow_with_the_scale() -> None:
    assert light(200).px(20) == 40
    assert "font-size: 30px" in stylesheet(light(200))
