"""The house rules a linter does not know: sizes, names, places, what may stand in a file."""

import argparse
import os
import re
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from triage_app import __version__
from triage_app.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]
LONGEST_MODULE = 400
LONGEST_TEST_MODULE = 600
MADE_HERE = {"dist", "build", "demo-home", "demo-home.part", "demo-shift", "__pycache__"}


def project_files() -> Iterator[Path]:
    """Every file of the project: what is neither hidden (but .ci) nor made by running it."""
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            f for f in folders if f not in MADE_HERE and (f == ".ci" or not f.startswith("."))
        ]
        yield from (Path(folder, name) for name in names if not name.endswith(".pyc"))


def texts() -> Iterator[tuple[Path, str]]:
    for path in project_files():
        try:
            yield path, path.read_text("utf-8")
        except UnicodeDecodeError:
            continue


def places_of(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands in the project's text, as "file:line"; this file may name it."""
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in texts()
        if path != Path(__file__).resolve()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_module_outgrows_its_step() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {len(path.read_text('utf-8').splitlines())} lines"
        for folder, longest in (("triage_app", LONGEST_MODULE), ("tests", LONGEST_TEST_MODULE))
        for path in (ROOT / folder).rglob("*.py")
        if len(path.read_text("utf-8").splitlines()) > longest
    ]

    assert long == []


def test_every_module_of_the_program_says_which_step_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "triage_app").rglob("*.py")
        if not path.read_text("utf-8").lstrip().startswith(('"""', 'r"""'))
    ]

    assert silent == []


def test_no_module_is_named_after_nothing() -> None:
    nothing = {"util", "utils", "helper", "helpers", "common", "misc", "base", "manager"}
    named = [
        str(path.relative_to(ROOT))
        for folder in ("triage_app", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if nothing & set(path.stem.split("_"))
    ]

    assert named == []


def test_no_module_keeps_state_of_its_own() -> None:
    assert places_of(re.compile(r"^\s+global [a-z_]+$")) == []


def test_the_project_holds_no_path_of_a_machine_and_no_address_of_a_registry() -> None:
    machine = re.escape(str(ROOT.parent)) + r"/|/root/|/home/[a-z]+/|C:\\Users\\"
    registry = (
        r"index-url|find-links [^\\]|pypi\.org|files\.pythonhosted|://[a-z.]*(registry|/simple/)"
    )

    assert places_of(re.compile(f"{machine}|{registry}")) == []


def test_the_inspector_s_word_is_mail_item() -> None:
    """Parcel and package are one shape of a mail item; the program speaks of the noun."""
    classes = re.compile(r"^\s*class \w*(Parcel|Package|Alert|User|Queue)")

    assert [place for place in places_of(classes) if place.startswith("triage_app/")] == []


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_listed_can_be_configured(command: str) -> None:
    family = import_module(f"triage_app.cli.{COMMANDS[command].module}")
    parser = argparse.ArgumentParser(f"triage {command}")

    family.configure(command, parser)

    assert callable(family.run)
    assert parser.format_help()


def test_every_family_of_commands_is_listed() -> None:
    modules = {path.stem for path in (ROOT / "triage_app" / "cli").glob("*.py")}
    plumbing = {
        name
        for name in modules
        if not hasattr(import_module(f"triage_app.cli.{name}"), "configure")
    }

    assert modules - plumbing == {family.module for family in COMMANDS.values()}


def test_the_readme_names_only_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    named = set(re.findall(r"(?:triage|\./run) (?:--home \S+ )?([a-z][a-z-]+)", readme))

    assert named
    assert named <= set(COMMANDS)


def test_the_readme_s_glossary_has_the_field_s_words() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    words = ["Scan", "Identity", "Mail item", "Announcement", "Hold", "Flag", "Assessment"]
    words += ["Verdict", "Outcome", "Act", "Outbox", "Hub", "Station", "Inspector"]

    assert [w for w in words if f"\n| {w} | " not in readme] == []


def test_the_changelog_has_this_version() -> None:
    changelog = (ROOT / "packaging" / "CHANGELOG.md").read_text("utf-8")

    assert re.search(rf"^## \[{re.escape(__version__)}\]", changelog, re.MULTILINE)


@pytest.mark.parametrize("name", ["run", "test", ".ci/run", "packaging/pin"])
def test_a_command_of_the_checkout_can_be_run_and_is_plain_sh(name: str) -> None:
    path = ROOT / name

    assert os.access(path, os.X_OK)
    assert path.read_text("utf-8").startswith("#!/bin/sh\n")
    assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0


def test_the_continuous_check_is_every_check_and_nothing_else() -> None:
    assert (ROOT / ".ci" / "run").read_text("utf-8") == "#!/bin/sh\n./test --all\n"
