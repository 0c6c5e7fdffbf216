"""A home made for the command line, and one command run in it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from triage_app.app import make_home
from triage_app.cli import main
from triage_app.settings import load_settings

CODE = "RR473124829US"
Run = Callable[..., tuple[int, list[Any], str]]


def new_home(path: Path) -> str:
    """The recovery key of a home whose key lies in a file."""
    path.mkdir()
    (path / "settings.toml").write_text('[store]\nkey = "file"\n')
    return make_home(load_settings(path)).recovery_key


def runner(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; its exit code, its lines of JSON (or text) and what it said on stderr."""

    def run(*words: str) -> tuple[int, list[Any], str]:
        code = main(["--home", str(home), *words])
        out, err = capsys.readouterr()
        lines = out.splitlines()
        return code, [json.loads(line) for line in lines] if "--json" in words else lines, err

    return run
