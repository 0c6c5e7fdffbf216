"""`triage selftest`: every part once, in a scratch home; the exit code says whether all worked."""

import argparse
import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from triage_app.cli.output import say, warn

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.settings import Settings


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    """Takes no words of its own."""


def run(args: argparse.Namespace) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from triage_app.cli.scratch import scratch_station
    from triage_app.demo.stream import FEWEST_ITEMS

    failed = 0
    with scratch_station(FEWEST_ITEMS, 2) as (settings, parts):
        code = _first_code(parts)
        for name, step in (
            ("opens the stores", lambda: parts.cache.reader.age().items > 0),
            ("reads a code", lambda: _reads(parts, code)),
            ("shows an image", lambda: _shows(settings, parts)),
            ("records an act", lambda: _records(parts, code)),
            ("verifies the acts", lambda: parts.record.record.verify().whole),
        ):
            failed += not _tried(name, step)
    return 1 if failed else 0


def _tried(name: str, step: Callable[[], bool]) -> bool:
    try:
        works = step()
    except Exception as error:  # whatever it is, the self-test says so and goes on
        warn(f"{name}: {type(error).__name__}: {error}")
        works = False
    say(f"{'ok   ' if works else 'WRONG'} {name}")
    return works


def _first_code(parts: "Parts") -> str:
    return next(iter(parts.cache.announcements())).number


def _reads(parts: "Parts", code: str) -> bool:
    from triage_app.cli.looking import examine

    return examine(parts, code).item.announcement is not None


def _records(parts: "Parts", code: str) -> bool:
    from triage_app.cli.looking import examine
    from triage_app.model.act import Act

    fields = {"reason": "self-test"}
    return isinstance(parts.station.record(examine(parts, code), "RTS", fields, "selftest"), Act)


def _shows(settings: "Settings", parts: "Parts") -> bool:
    from triage_app.app import make_desk
    from triage_app.ui.stage import Stage

    pictured = next(one for one in parts.cache.announcements() if parts.cache.reader.images(one.id))
    stage = Stage(make_desk(settings), (1280, 800))
    try:
        stage.scan(pictured.number)
        stage.settle()
        return stage.window.page.pictures.xray.canvas.look is not None
    finally:
        stage.close()
