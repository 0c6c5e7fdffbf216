import json
import sys

import pytest

from triage_app.bench import child


def test_a_child_s_words_time_and_memory_are_its_own() -> None:
    ran = child.run(child.python("-c", "held = bytes(60_000_000); print('done')"))

    assert ran.output == "done\n"
    assert ran.seconds > 0
    if sys.platform != "win32":
        assert 60 < ran.peak_mb < 300


def test_a_child_is_given_its_input() -> None:
    ran = child.run(child.python("-c", "print(input()[::-1])"), stdin="ünder\n")

    assert ran.output == "rednü\n"


def test_a_child_that_fails_is_a_fault_with_its_last_words() -> None:
    with pytest.raises(child.ChildFailed) as caught:
        child.run(child.python("-c", "raise SystemExit('the disk is full')"))

    assert "ended with 1" in str(caught.value.what)
    assert "the disk is full" in str(caught.value.next_step)


def test_a_child_finds_this_very_program_wherever_it_runs() -> None:
    probe = "import json, os, triage_app; os.chdir('/'); print(json.dumps(triage_app.__file__))"

    found = json.loads(child.run(child.python("-c", probe)).output)

    assert found == str(child.CHECKOUT / "triage_app" / "__init__.py")
