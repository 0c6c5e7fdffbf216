import argparse
import errno
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from triage_app import __version__
from triage_app.cli import COMMANDS, Family, main
from triage_app.cli.place import home_from
from triage_app.model.errors import DiskFault
from triage_app.model.sentence import tr

Run = Callable[[argparse.Namespace], int]


@pytest.fixture
def family(monkeypatch: pytest.MonkeyPatch) -> Callable[[Run], None]:
    """A command 'probe' that does what it is given."""

    def install(run: Run) -> None:
        module = ModuleType("triage_app.cli.probe")
        vars(module).update(configure=_configure, run=run)
        monkeypatch.setitem(sys.modules, "triage_app.cli.probe", module)
        for name in ("probe", "window"):
            monkeypatch.setitem(COMMANDS, name, Family("probe", "a probe"))

    return install


def _configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="*")
    parser.add_argument("--loud", action="store_true")


def test_the_version_is_printed_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"triage {__version__}\n"


@pytest.mark.parametrize("word", ["-h", "--help", "help"])
def test_help_lists_every_command(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([word]) == 0

    listed = {line.split()[0] for line in capsys.readouterr().out.splitlines()[2:]}
    assert listed == set(COMMANDS)


def test_an_unknown_command_is_a_usage_error_that_says_where_to_look(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["identfy"]) == 2

    words = capsys.readouterr()
    assert "identfy" in words.err
    assert "triage --help" in words.err
    assert words.out == ""


def test_an_argument_a_command_does_not_know_is_a_usage_error(
    family: Callable[[Run], None], capsys: pytest.CaptureFixture[str]
) -> None:
    family(lambda args: 0)

    with pytest.raises(SystemExit) as caught:
        main(["probe", "--quiet"])

    assert caught.value.code == 2
    assert "--quiet" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [["--home", "h", "probe"], ["--home=h", "probe"], ["probe", "--home", "h"], ["--home", "h"]],
)
def test_the_home_may_stand_before_or_after_the_command(
    words: list[str], family: Callable[[Run], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    monkeypatch.chdir(tmp_path)
    family(lambda args: seen.append(args.home) or 0)

    assert main(words) == 0
    assert seen == [tmp_path / "h"]


def test_without_a_command_it_is_the_window(family: Callable[[Run], None]) -> None:
    seen: list[str] = []
    family(lambda args: seen.append(args.command) or 0)

    assert main([]) == 0
    assert main(["--loud"]) == 0
    assert seen == ["window", "window"]


def test_a_command_s_answer_is_the_exit_code(family: Callable[[Run], None]) -> None:
    family(lambda args: 1)

    assert main(["probe"]) == 1


def test_a_fault_is_a_sentence_a_next_step_and_exit_3(
    family: Callable[[Run], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def run(args: argparse.Namespace) -> int:
        raise DiskFault(tr("t", "The disk is full."), tr("t", "Free some space."))

    family(run)

    assert main(["probe"]) == 3
    assert capsys.readouterr().err == "triage: The disk is full. Free some space.\n"


def test_a_disk_that_refuses_a_file_is_a_sentence_a_next_step_and_exit_3(
    family: Callable[[Run], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    family(lambda args: (tmp_path / "file" / "folder").mkdir() or 0)

    assert main(["probe"]) == 3
    said = capsys.readouterr().err
    assert f"{tmp_path / 'file' / 'folder'}: Not a directory." in said
    assert "name another place" in said


def test_a_full_disk_is_said_as_well_though_the_system_names_no_file(
    family: Callable[[Run], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def run(args: argparse.Namespace) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    family(run)

    assert main(["probe"]) == 3
    assert "disk: No space left on device. Free space" in capsys.readouterr().err


def test_a_system_s_error_about_no_file_is_no_disk_fault(family: Callable[[Run], None]) -> None:
    def run(args: argparse.Namespace) -> int:
        raise OSError(errno.EBADF, "Bad file descriptor")

    family(run)

    with pytest.raises(OSError, match="Bad file descriptor"):
        main(["probe"])


def test_a_reader_that_leaves_early_is_no_error(family: Callable[[Run], None]) -> None:
    def run(args: argparse.Namespace) -> int:
        raise BrokenPipeError

    family(run)

    assert main(["probe"]) == 0


def test_a_bug_is_not_dressed_as_a_fault(family: Callable[[Run], None]) -> None:
    def run(args: argparse.Namespace) -> int:
        raise ZeroDivisionError

    family(run)

    with pytest.raises(ZeroDivisionError):
        main(["probe"])


def test_a_given_home_comes_before_the_environment_s(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRIAGE_HOME", str(tmp_path / "environment"))

    assert home_from(str(tmp_path / "given")) == tmp_path / "given"
    assert home_from(None) == tmp_path / "environment"


def test_without_a_home_the_platform_s_data_folder_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TRIAGE_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    assert home_from(None) == tmp_path / "triage"
