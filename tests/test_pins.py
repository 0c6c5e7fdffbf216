"""The pinned parts: complete, hashed, naming no registry, and the one version Qt may have."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = ("requirements", "requirements-dev")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(name: str) -> dict[str, list[str]]:
    """Requirement ("part==1.2 ; marker") -> its hashes."""
    text = (ROOT / "packaging" / f"{name}.txt").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith(("#", " ")):
            part = line.rstrip(" \\")
            found[part] = []
        elif line.strip().startswith("--hash"):
            found[part].append(line.strip(" \\"))
    return found


def names(requirements: list[str]) -> set[str]:
    heads = (re.split(r"[^A-Za-z0-9._-]", r, maxsplit=1)[0] for r in requirements)
    return {re.sub(r"[-_.]+", "-", head).lower() for head in heads}


@pytest.mark.parametrize("name", FILES)
def test_every_part_is_pinned_to_one_version_with_hashes(name: str) -> None:
    for part, hashes in pins(name).items():
        assert re.match(r"^[a-z0-9._-]+==[0-9][^ ]*( ; .+)?$", part)
        assert hashes
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", h) for h in hashes)


@pytest.mark.parametrize("name", FILES)
def test_the_pins_name_no_registry(name: str) -> None:
    text = (ROOT / "packaging" / f"{name}.txt").read_text("utf-8")

    assert re.findall(r"https?://|--index|--find-links|--extra-index|@ ?file", text) == []


def test_what_is_asked_for_is_pinned() -> None:
    project = PROJECT["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["hub"]

    assert names(asked) <= names(list(pins("requirements")))
    assert names(PROJECT["dependency-groups"]["dev"]) <= names(list(pins("requirements-dev")))


def test_the_tests_run_on_the_parts_the_program_ships_with() -> None:
    shipped, tested = pins("requirements"), pins("requirements-dev")

    assert {part: tested.get(part) for part in shipped} == shipped


def test_qt_is_the_version_that_does_not_abort_on_python_3_11() -> None:
    """6.12.0 takes a reference off None at each call that returns nothing, on 3.10 and 3.11."""
    oldest = PROJECT["project"]["requires-python"]

    assert oldest == ">=3.11", (
        "when 3.11 is dropped, this pin and the soak test may be thought over"
    )
    assert "PySide6-Essentials==6.11.3" in PROJECT["project"]["dependencies"]
    assert "pyside6-essentials==6.11.3" in pins("requirements")
    assert version("PySide6-Essentials") == "6.11.3"
