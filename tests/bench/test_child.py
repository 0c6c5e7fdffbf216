import json
import sys
from collections.abc import Callable

import pytest

from triage_app.bench import child


def test_a_child_s_words_time_and_memory_are_its_own() -> None:
    ballast = b"x" * 200_000_000  # a child's peak is its own, not ours
    ran = child.measured(child.python("-c", "held = b'x' * 60_000_000; print('done')"))

    assert ran.output == "done\n"
    assert ran.seconds > 0
    if sys.platform != "win32":
        assert 60 < ran.peak_mb < len(ballast) / 1e6


def test_a_child_is_given_its_input() -> None:
    mirror = child.python("-X", "utf8", "-c", "print(input()[::-1])")

    assert child.run(mirror, stdin="ünder\n") == "rednü\n"
    assert child.measured(mirror, stdin="ünder\n").output == "rednü\n"


@pytest.mark.parametrize("run", [child.run, child.measured])
def test_a_child_that_fails_is_a_fault_with_its_last_words(run: Callable[..., object]) -> None:
    with pytest.raises(child.ChildFailed) as caught:
        run(child.python("-c", "raise SystemExit('the disk is full')"))

    assert "ended with 1" in str(caught.value.what)
    assert "the disk is full" in str(caught.value.next_step)


def test_a_child_finds_this_very_program_wherever_it_runs() -> None:
    probe = "import json, os, triage_app; os.chdir('/'); print(json.dumps(triage_app.__file__))"

    found = json.loads(child.run(child.python("-c", probe)))

    assert found == str(child.CHECKOUT / "triage_app" / "__init__.py")
