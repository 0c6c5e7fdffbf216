"""`triage`: the window, on the home; a home that is not there yet is made first."""

import argparse
from contextlib import ExitStack

from triage_app.cli.output import warn


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    """The window takes no words of its own."""


def run(args: argparse.Namespace) -> int:
    from triage_app.ui.starting import has_display, load_qt, rest_collector

    if not has_display():
        warn(
            "triage: there is no display here, so no window was opened. "
            "Run 'triage shift --out DIR' for a shift played offscreen, or 'triage --help'."
        )
        return 3
    rest_collector()
    from triage_app.app import home_exists, make_desk, make_home
    from triage_app.logs import start_log
    from triage_app.model.errors import DiskFault
    from triage_app.settings import load_settings
    from triage_app.store.home_lock import HomeLock

    settings = load_settings(args.home)
    args.home.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        try:
            held.enter_context(HomeLock(args.home, "window"))
        except DiskFault:  # a disk that takes nothing is shown as it stands, by any window
            if not home_exists(settings):
                raise
        start_log(args.home)
        recovery_key = "" if home_exists(settings) else make_home(settings).recovery_key
        load_qt()
        from triage_app.ui.application import run_window

        return run_window(make_desk(settings, devices=True), recovery_key)
