"""`triage attach`: pictures kept as evidence of an item, each by an act of its own."""

import argparse
import hashlib

from triage_app.cli.output import say, say_json, warn
from triage_app.model.item import ImageRole


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="any number on the item")
    parser.add_argument("file", nargs="+", metavar="FILE", help="pictures")
    parser.add_argument(
        "--role",
        choices=[role.value for role in ImageRole],
        help="what they show; else told from each picture's kind",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a picture")


def run(args: argparse.Namespace) -> int:
    """0 when every picture was attached, 1 when one was refused. The originals are kept as they
    are, byte for byte."""
    from triage_app.cli.looking import examine_named
    from triage_app.cli.opening import acting, opened
    from triage_app.cli.picture_files import decoded
    from triage_app.imaging.decode import media_type_of
    from triage_app.imaging.picture import Unreadable

    attached = 0
    with opened(args) as parts:
        examination = examine_named(parts, args.code)
        if examination is None:
            return 2
        key = examination.item.key
        inspector = acting(args, parts)
        for file in decoded(args.file):
            if isinstance(file.answer, Unreadable):
                _show(args, file.name, "", None, str(file.answer.reason))
                continue
            xray = ImageRole.XRAY if file.answer.looks_like_xray else ImageRole.PHOTO
            role = ImageRole(args.role) if args.role else xray
            media_type = media_type_of(file.data)
            act = parts.station.attach(key, file.data, media_type, role, inspector)
            _show(args, file.name, hashlib.sha256(file.data).hexdigest(), act.id, None)
            attached += 1
    return 0 if attached == len(args.file) else 1


def _show(
    args: argparse.Namespace, name: str, sha256: str, act: str | None, error: str | None
) -> None:
    if args.json:
        say_json({"file": name, "sha256": sha256 or None, "act": act, "error": error})
    elif error:
        warn(f"triage: {name} was not attached: {error}")
    else:
        say(f"{name}: attached to {args.code} as {sha256[:12]}, act {act}")
