"""What rules say is shown in the reader's language where the pack has it."""

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from triage_app.model.sentence import tr
from triage_app.ui.rule_words import RuleWords, language_of
from triage_app.ui.words import say


def test_a_known_text_is_said_in_its_language_and_others_stay_english(qtbot: QtBot) -> None:
    owner = QObject()
    words = RuleWords(owner)
    named = tr("rules", "{word} is named", word="bad")
    assert say(named) == "bad is named"
    words.show_texts({"{word} is named": "se nombra {word}"})
    assert say(named) == "se nombra bad"
    assert say(tr("rules", "{word} is other", word="bad")) == "bad is other"
    assert say(tr("risk", "{word} is named", word="bad")) == "bad is named"
    assert str(named) == "bad is named"  # what acts and the command line keep
    words.show_texts({})
    assert say(named) == "bad is named"


@pytest.mark.parametrize(("setting", "language"), [("es", "es"), ("pt_BR", "pt"), ("DE", "de")])
def test_a_language_is_told_by_two_letters(setting: str, language: str) -> None:
    assert language_of(setting) == language
    assert len(language_of("auto")) <= 2
