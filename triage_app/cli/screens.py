"""`triage screens`: a picture of every state of the window, at each size, light and dark."""

import argparse
import os
from itertools import product
from pathlib import Path

from triage_app.cli.output import say

ITEMS, IMAGES = 2_000, 12


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, default=Path("screens"), help="where they are left")
    parser.add_argument(
        "--size", action="append", type=size_of, metavar="WxH[@PERCENT]", help="only this size"
    )


def run(args: argparse.Namespace) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from triage_app.app import make_desk
    from triage_app.cli.scratch import scratch_station
    from triage_app.demo.shift import shift_codes
    from triage_app.ui.screens import SIZES, THEMES, take_screens

    sizes = tuple(args.size or SIZES)
    for size, theme in product(sizes, THEMES):
        with scratch_station(ITEMS, IMAGES) as (settings, _):
            codes = shift_codes(settings.home)
            for path in take_screens(make_desk(settings), codes, args.out, size, theme):
                say(str(path))
    return 0


def size_of(text: str) -> tuple[int, int, int]:
    """1920x1080@150 -> (1920, 1080, 150). Raises ArgumentTypeError for anything else."""
    shape, _, scale = text.partition("@")
    width, _, height = shape.partition("x")
    if not (width.isdecimal() and height.isdecimal() and (scale or "100").isdecimal()):
        raise argparse.ArgumentTypeError(f"'{text}' is no size; write 1280x800 or 1280x800@150")
    return int(width), int(height), int(scale or 100)
