from triage_app.model.sentence import NOTHING, tr


def test_a_sentence_says_its_values() -> None:
    assert str(tr("store", "{name} is held.", name="record.db")) == "record.db is held."


def test_a_sentence_keeps_text_and_values_apart_for_the_window() -> None:
    sentence = tr("store", "{n} waiting", n=3)

    assert (sentence.context, sentence.text, dict(sentence.values)) == (
        "store",
        "{n} waiting",
        {"n": 3},
    )


def test_braces_in_a_plain_sentence_are_not_fields() -> None:
    assert str(tr("x", "{}")) == "{}"


def test_nothing_to_say_is_false() -> None:
    assert not NOTHING
    assert tr("x", "something")
