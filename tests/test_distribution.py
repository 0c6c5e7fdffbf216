"""What is built from the checkout holds what the program needs to run without it."""

import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

from triage_app import __version__
from triage_app.assets import asset

ROOT = Path(__file__).resolve().parents[1]
STEM = f"triage_app-{__version__}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return folder


def shipped_modules() -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / "triage_app").rglob("*.py")
        if "_assets" not in path.parts
    }


def shipped_assets() -> set[str]:
    root = asset()
    return {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()}


def test_the_wheel_holds_every_module_and_every_resource(built: Path) -> None:
    with zipfile.ZipFile(built / f"{STEM}-py3-none-any.whl") as wheel:
        names = set(wheel.namelist())

    assert shipped_assets()
    assert shipped_modules() <= names
    assert {f"triage_app/_assets/{name}" for name in shipped_assets()} <= names


def test_the_wheel_holds_no_tests(built: Path) -> None:
    with zipfile.ZipFile(built / f"{STEM}-py3-none-any.whl") as wheel:
        tops = {name.split("/")[0] for name in wheel.namelist()}

    assert tops == {"triage_app", f"{STEM}.dist-info"}


def test_the_wheel_starts_the_command_line_and_offers_the_hub(built: Path) -> None:
    with zipfile.ZipFile(built / f"{STEM}-py3-none-any.whl") as wheel:
        entry = wheel.read(f"{STEM}.dist-info/entry_points.txt").decode()
        about = message_from_string(wheel.read(f"{STEM}.dist-info/METADATA").decode())

    assert "triage = triage_app.cli:main" in entry
    assert about["Version"] == __version__
    assert "hub" in (about.get_all("Provides-Extra") or [])


def test_a_program_unpacked_from_the_wheel_finds_its_resources(built: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(built / f"{STEM}-py3-none-any.whl") as wheel:
        wheel.extractall(tmp_path)
    probe = "from triage_app.assets import asset; print(asset('rules'))"

    answer = subprocess.run(
        [sys.executable, "-c", probe], cwd=tmp_path, env={}, check=True, capture_output=True
    )

    rules = Path(answer.stdout.decode().strip())
    assert rules.is_relative_to(tmp_path)
    assert list(rules.glob("*.toml"))


def test_the_source_archive_can_build_the_wheel_again(built: Path, tmp_path: Path) -> None:
    # Debian 12's Python is older than the filter; later ones warn without it.
    safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(built / f"{STEM}.tar.gz") as archive:
        archive.extractall(tmp_path, **safely)

    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "again")],
        cwd=tmp_path / STEM,
        check=True,
        capture_output=True,
    )

    with (
        zipfile.ZipFile(built / f"{STEM}-py3-none-any.whl") as first,
        zipfile.ZipFile(tmp_path / "again" / f"{STEM}-py3-none-any.whl") as second,
    ):
        assert sorted(first.namelist()) == sorted(second.namelist())
