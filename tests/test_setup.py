"""What ./run and ./test set up, tried on a checkout that is not there, with nothing fetched."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Everything that would reach outside, replaced by a line in $here/calls.
PRELUDE = """
set -eu
. {setup}
make_venv() {{ echo made >>"$here/calls"; mkdir -p "$venv/bin"; ln -sf {python} "$python"; }}
install_pins() {{ echo "pins ${{1##*/}}" >>"$here/calls"; }}
apt_install() {{ echo "apt $*" >>"$here/calls"; }}
missing_of() {{ cat "$here/missing"; }}
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX sh")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "packaging").mkdir()
    (tmp_path / "missing").write_text("", "utf-8")
    for name in ("requirements", "requirements-dev"):
        (tmp_path / "packaging" / f"{name}.txt").write_text("part==1\n", "utf-8")
    return tmp_path


def run(checkout: Path, script: str) -> subprocess.CompletedProcess[str]:
    prelude = PRELUDE.format(
        setup=shlex.quote(str(ROOT / "packaging" / "setup.sh")), python=shlex.quote(sys.executable)
    )
    return subprocess.run(
        ["sh", "-c", f"here={shlex.quote(str(checkout))}\n{prelude}\n{script}"],
        capture_output=True,
        text=True,
        check=False,
    )


def calls(checkout: Path) -> list[str]:
    path = checkout / "calls"
    return path.read_text("utf-8").splitlines() if path.exists() else []


def test_the_first_start_makes_the_environment_and_says_how_long(checkout: Path) -> None:
    ran = run(checkout, "set_up_python requirements")

    assert ran.returncode == 0, ran.stderr
    assert calls(checkout) == ["made", "pins requirements.txt"]
    assert "first start" in ran.stderr
    assert "minute" in ran.stderr


def test_a_second_start_does_nothing_and_says_nothing(checkout: Path) -> None:
    run(checkout, "set_up_python requirements")
    again = run(checkout, "set_up_python requirements")

    assert (again.stderr, len(calls(checkout))) == ("", 2)


def test_parts_are_installed_again_only_when_the_pins_changed(checkout: Path) -> None:
    run(checkout, "set_up_python requirements")
    (checkout / "packaging" / "requirements.txt").write_text("part==2\n", "utf-8")
    run(checkout, "set_up_python requirements")

    assert calls(checkout) == ["made", "pins requirements.txt", "pins requirements.txt"]


def test_after_the_tests_parts_the_program_s_are_there_too(checkout: Path) -> None:
    run(checkout, "set_up_python requirements-dev")
    run(checkout, "set_up_python requirements")

    assert calls(checkout) == ["made", "pins requirements-dev.txt"]


def test_an_install_that_fails_is_said_and_tried_again(checkout: Path) -> None:
    failing = "install_pins() { echo 'no network' >&2; return 1; }\nset_up_python requirements"
    ran = run(checkout, failing)
    again = run(checkout, "set_up_python requirements")

    assert ran.returncode == 3
    assert "no network" in ran.stderr
    assert "Check the network" in ran.stderr
    assert again.returncode == 0
    assert calls(checkout)[-1] == "pins requirements.txt"


def test_root_installs_what_is_missing_and_asks_no_more(checkout: Path) -> None:
    (checkout / "missing").write_text("xvfb xauth\n", "utf-8")
    script = """
    as_root() { true; }
    apt_install() { echo "apt $*" >>"$here/calls"; : >"$here/missing"; }
    set_up_python requirements
    set_up_system "$test_parts"
    missing_of() { echo asked >>"$here/calls"; }
    set_up_system "$test_parts"
    set_up_system "$window_parts"
    """
    ran = run(checkout, script)

    assert ran.returncode == 0, ran.stderr
    assert calls(checkout)[2:] == ["apt xvfb xauth"]


def test_who_is_not_root_is_told_the_names_and_goes_on(checkout: Path) -> None:
    (checkout / "missing").write_text("libegl1 libzbar0\n", "utf-8")
    script = """
    as_root() { false; }
    set_up_python requirements
    set_up_system "$window_parts"
    echo went on
    """
    ran = run(checkout, script)

    assert ran.stdout == "went on\n"
    assert "apt-get install libegl1 libzbar0" in ran.stderr
    assert not any(call.startswith("apt") for call in calls(checkout))


def test_what_stays_missing_is_looked_for_again_next_time(checkout: Path) -> None:
    (checkout / "missing").write_text("libegl1\n", "utf-8")
    script = 'as_root() { false; }\nset_up_python requirements\nset_up_system "$window_parts"'
    run(checkout, script)
    again = run(checkout, script)

    assert "libegl1" in again.stderr


def test_no_name_of_the_set_up_is_set_by_who_sources_it() -> None:
    """sh has one space of names: a name set by both would change what is tested or run."""
    taken = names_set(ROOT / "packaging" / "setup.sh")

    assert {"venv", "python"} <= taken
    for script in ("run", "test"):
        assert names_set(ROOT / script) & taken == set()


def names_set(script: Path) -> set[str]:
    text = script.read_text("utf-8")
    return set(re.findall(r"(?:^|[ ;(!])([A-Za-z_]+)=", text, re.MULTILINE)) | set(
        re.findall(r"\bfor ([a-z_]+) in", text)
    )


def test_every_package_named_can_be_looked_for() -> None:
    setup = (ROOT / "packaging" / "setup.sh").read_text("utf-8")
    named = re.search(r'window_parts="([^"]+)"', setup)
    assert named
    packages = [*named[1].split(), "xvfb", "xauth"]
    looker = [sys.executable, str(ROOT / "packaging" / "missing_parts.py")]

    missing = subprocess.run([*looker, *packages], capture_output=True, text=True, check=True)

    assert set(missing.stdout.split()) <= set(packages)
