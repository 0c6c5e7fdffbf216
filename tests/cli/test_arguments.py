import pytest

from triage_app.cli import main
from triage_app.cli.arguments import count


def test_a_count_may_be_grouped() -> None:
    assert [count(text) for text in ("1", "1,000", "1_000")] == [1, 1_000, 1_000]


@pytest.mark.parametrize(
    "words",
    [
        ("shift", "--items", "-3"),
        ("shift", "--items", "0"),
        ("bench", "--items", "many"),
        ("hub", "enroll-code", "--hours", "-3"),
        ("screens", "--size", "big"),
    ],
)
def test_what_is_no_count_or_size_is_a_usage_error_before_anything_is_done(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)

    assert caught.value.code == 2
    assert f"'{words[-1]}' is no" in capsys.readouterr().err
