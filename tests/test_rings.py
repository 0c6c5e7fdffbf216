"""The arrows again, as tests, for whoever runs only pytest; and what the first paint may cost."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from triage_app.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[1]

# What each costs to import is measured: from 14 ms to a quarter of a second. None of it may stand
# between the key that starts the window and its first paint.
HEAVY = (
    "numpy",
    "PIL",
    "pydicom",
    "tifffile",
    "imagecodecs",
    "zxingcpp",
    "pyzbar",
    "serial",
    "httpx",
    "keyring",
    "cryptography",
    "argon2",
    "sqlite_utils",
    "rapidfuzz",
    "faker",
    "asyncio",
    "concurrent.futures",
    "importlib.metadata",
    "urllib.request",
    "litestar",
    "sqlalchemy",
)
SQL = ("sqlite3", "sqlcipher3", "sqlite_utils", "sqlalchemy")
HTTP = ("httpx", "http", "litestar", "uvicorn")
QT = ("PySide6", "shiboken6")


@cache
def loaded_by(module: str) -> frozenset[str]:
    """Every module a fresh interpreter holds after importing this one."""
    probe = f"import {module}, sys, json; print(json.dumps(list(sys.modules)))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COVERAGE_PROCESS_START": ""}
    answer = subprocess.run(
        [sys.executable, "-P", "-c", probe],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return frozenset(json.loads(answer.stdout))


def found(module: str, unwanted: tuple[str, ...]) -> list[str]:
    """Which of the unwanted packages importing this module loads."""
    return [name for name in unwanted if name in loaded_by(module)]


@pytest.mark.parametrize(
    "module",
    [
        "triage_app.cli",
        "triage_app.flow.station",
        "triage_app.flow.identify",
        "triage_app.flow.intake",
        "triage_app.store.cache",
        "triage_app.store.record",
        "triage_app.uplink",
        "triage_app.risk.judge",
        "triage_app.imaging",
        "triage_app.hub",
        "triage_app.devices.device_set",
        "triage_app.app",
        "triage_app.ui.starting",  # before Qt: after it every import is slower
        "triage_app.cli.window",
    ],
)
def test_a_room_beneath_the_window_loads_without_qt(module: str) -> None:
    assert found(module, QT) == []


@pytest.mark.parametrize(
    "module",
    [
        "triage_app.cli",
        "triage_app.flow.station",
        "triage_app.ui.main_window",
        "triage_app.imaging",
    ],
)
def test_a_room_outside_the_stores_loads_without_sql(module: str) -> None:
    assert found(module, SQL) == []


@pytest.mark.parametrize(
    "module",
    [
        "triage_app.cli",
        "triage_app.flow.sync",
        "triage_app.store.record",
        "triage_app.ui.main_window",
    ],
)
def test_a_room_away_from_the_road_loads_without_http(module: str) -> None:
    assert found(module, HTTP) == []


@pytest.mark.parametrize(
    "module",
    [
        "triage_app.cli",
        "triage_app.cli.window",
        "triage_app.flow.station",
        "triage_app.flow.identify",
        "triage_app.ui.main_window",
        "triage_app.ui.scan_filter",
        "triage_app.ui.application",
        "triage_app.devices.device_set",
        "triage_app.app",
        "triage_app.store.cache",
        "triage_app.store.record",
    ],
)
def test_nothing_heavy_stands_before_the_first_paint(module: str) -> None:
    assert found(module, HEAVY) == []


@pytest.mark.parametrize("command", ["identify", "log", "show", "hub", "bench", "sheet"])
def test_a_command_loads_no_toolkit_before_it_needs_one(command: str) -> None:
    assert found(f"triage_app.cli.{COMMANDS[command].module}", QT) == []


def test_the_hub_is_imported_only_inside_its_command() -> None:
    assert found("triage_app.cli.hub", ("triage_app.hub", "litestar", "sqlalchemy")) == []


def test_the_bench_s_children_load_nothing_of_ours_before_they_start_the_clock() -> None:
    own = {name for name in loaded_by("triage_app.bench") if name.startswith("triage_app.")}

    assert own == {"triage_app.bench"}
