"""`triage xray`: what a picture holds, sample by sample, and what it looks like."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json, warn

if TYPE_CHECKING:
    from triage_app.imaging.look import Look
    from triage_app.imaging.picture import Picture, Unreadable
    from triage_app.imaging.render import Renderer

PALETTE_NAMES = (
    *("grey", "organic", "inorganic", "metal", "cividis"),
    *("dual", "dual-classic", "organic-only", "metal-only"),
)
DUAL_NAMES = PALETTE_NAMES[5:]
WINDOW_NAMES = ("auto", "full", "dense", "light")
KEYS = (
    *("width", "height", "bits", "samples", "photometric", "frames", "format"),
    *("sha256_u16", "sha256_shown", "spacing_mm"),
)


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="*", metavar="FILE", help="pictures")
    parser.add_argument("--json", action="store_true", help="one JSON object a picture")
    parser.add_argument("--out", metavar="PNG", help="write the picture as it is looked at")
    parser.add_argument("--low", metavar="FILE", help="the same scene at the lower energy")
    parser.add_argument(
        "--window",
        nargs="+",
        metavar=("C|NAME", "W"),
        help=f"center and width in sample values, or {', '.join(WINDOW_NAMES)}",
    )
    parser.add_argument("--invert", action="store_true", help="dark for bright")
    parser.add_argument("--edges", action="store_true", help="edges enhanced")
    parser.add_argument("--palette", choices=PALETTE_NAMES, help="the dual ones need --low")
    parser.add_argument(
        "--tally",
        action="store_true",
        help="count what is shown and refused of files and folders, with worst time and memory",
    )
    parser.set_defaults(usage_error=parser.error)


def run(args: argparse.Namespace) -> int:
    """0 when every file was read, 1 when one was not."""
    window = _window_of(args)
    _check(args)
    if args.tally:
        from triage_app.cli.xray_tally import tally

        return tally(args.file, as_json=args.json)
    from triage_app.cli.picture_files import decoded
    from triage_app.imaging.picture import Picture

    whole, picture = True, None
    for file in decoded(args.file):
        _show(file.name, file.answer, as_json=args.json)
        picture = file.answer if isinstance(file.answer, Picture) else None
        whole = whole and picture is not None
    low = None
    for file in decoded([args.low] if args.low else []):
        low = file.answer if isinstance(file.answer, Picture) else None
        if low is None:
            warn(f"triage: {file.name}: {getattr(file.answer, 'reason', '')}")
            whole = False
    if args.out and whole and picture is not None:
        return _render(args, window, picture, low)
    return 0 if whole else 1


def _check(args: argparse.Namespace) -> None:
    if not args.file:
        args.usage_error("no FILE given")
    if args.out and len(args.file) > 1:
        args.usage_error("--out renders one FILE")
    if args.palette in DUAL_NAMES and not args.low:
        args.usage_error(f"--palette {args.palette} needs the second energy: --low FILE")


def _window_of(args: argparse.Namespace) -> str | tuple[float, float]:
    """The window asked for; files that stood behind it are files again."""
    words: list[str] = args.window or ["auto"]
    if words[0] in WINDOW_NAMES:
        args.file += words[1:]
        return words[0]
    try:
        center, width = float(words[0]), float(words[1])
    except (ValueError, IndexError):
        args.usage_error("--window takes a center and a width, or " + ", ".join(WINDOW_NAMES))
    if not (abs(center) < 1e300 and 0 < width < 1e300):
        args.usage_error("--window needs a width above 0")
    args.file += words[2:]
    return center, width


def _show(name: str, answer: "Picture | Unreadable", *, as_json: bool) -> None:
    facts = _facts(answer)
    if as_json:
        say_json({"file": name, **facts})
    elif facts["error"]:
        say(f"{name}: {facts['error']}")
    else:
        size = f"{facts['width']} x {facts['height']}"
        depth = f"{facts['bits']} bit {facts['photometric']}"
        frames = f", {facts['frames']} frames" if facts["frames"] > 1 else ""
        say(f"{name}: {facts['format']} {size}, {depth}{frames}, {facts['sha256_u16']}")


def _facts(answer: "Picture | Unreadable") -> dict[str, Any]:
    from triage_app.imaging.picture import Unreadable

    if isinstance(answer, Unreadable):
        return {**dict.fromkeys(KEYS), "error": str(answer.reason), "detail": answer.detail}
    return {
        "width": answer.width,
        "height": answer.height,
        "bits": answer.bits,
        "samples": answer.channels,
        "photometric": answer.photometric,
        "frames": answer.frames,
        "format": answer.format,
        "sha256_u16": answer.sha256_u16(),
        "sha256_shown": answer.sha256_shown(),
        "spacing_mm": list(answer.spacing_mm) if answer.spacing_mm else None,
        "error": None,
    }


def _render(
    args: argparse.Namespace,
    window: str | tuple[float, float],
    picture: "Picture",
    low: "Picture | None",
) -> int:
    from PIL import Image

    from triage_app.imaging.render import Renderer
    from triage_app.model.errors import DiskFault
    from triage_app.model.sentence import tr

    renderer = Renderer(picture, low)
    if args.palette in DUAL_NAMES and not renderer.dual:
        warn("triage: the two pictures are not one scene: their sizes or kinds differ")
        return 1
    pixels = renderer.render_whole(_look(args, window, renderer))
    try:
        Image.fromarray(pixels).save(Path(args.out), "PNG")
    except OSError as error:
        raise DiskFault(
            tr("cli", "{path} could not be written: {error}.", path=args.out, error=error),
            tr("cli", "Name another place and try again."),
        ) from error
    return 0


def _look(
    args: argparse.Namespace, window: str | tuple[float, float], renderer: "Renderer"
) -> "Look":
    from triage_app.imaging.look import Window

    look = replace(renderer.first_look(), invert=args.invert, edges=args.edges)
    shown = renderer.preset(window) if isinstance(window, str) else Window(*window)
    palette = args.palette or ("grey" if not renderer.dual else look.palette)
    only = palette.removesuffix("-only") if palette.endswith("-only") else ""
    return replace(look, window=shown, palette="dual" if only else palette, only=only)
