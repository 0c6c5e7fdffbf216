"""`triage marks`: what inspectors marked on an item's pictures, and copies to hand on."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json, warn
from triage_app.model.visible import visible

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.model.item import MailItem
    from triage_app.model.mark import MadeMark


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="any number on the item")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="of each marked picture a PNG with the marks, their JSON and a DICOS report",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a mark")


def run(args: argparse.Namespace) -> int:
    """0 when every marked picture was written, 1 when one could not be read."""
    from triage_app.cli.looking import examine_named
    from triage_app.cli.opening import opened
    from triage_app.model.mark import standing_marks

    with opened(args) as parts:
        examination = examine_named(parts, args.code)
        if examination is None:
            return 2
        item = examination.item
        made = standing_marks(item.acts)
        for one in made:
            _say(one, as_json=args.json)
        if not made and not args.json:
            say("Nothing is marked on its pictures.")
        if args.out is None:
            return 0
        args.out.mkdir(parents=True, exist_ok=True)
        whole = [_write(parts, item, picture, made, args.out) for picture in _pictures(made)]
    return 0 if all(whole) else 1


def _pictures(made: "Sequence[MadeMark]") -> Iterator[str]:
    yield from dict.fromkeys(one.picture for one in made)


def _write(
    parts: "Parts", item: "MailItem", picture: str, every: "Sequence[MadeMark]", out: Path
) -> bool:
    """PNG, JSON and DICOS of one picture; False, said, where the picture cannot be read."""
    import json

    from triage_app.imaging.threat_report import threat_report

    made = [one for one in every if one.picture == picture]
    facts = {"item": item.key.number, "picture": picture, "marks": [_facts(one) for one in made]}
    name = picture[:16]
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    (out / f"{name}.json").write_text(text + "\n", "utf-8")
    at = max(one.made_at for one in made)
    (out / f"{name}.tdr.dcs").write_bytes(threat_report(picture, made, at, item.key.number))
    png = _png(parts, item, picture, made)
    if isinstance(png, str):
        warn(f"triage: picture {picture[:12]} is not drawn: {png}")
        return False
    (out / f"{name}.png").write_bytes(png)
    return True


def _png(parts: "Parts", item: "MailItem", picture: str, made: "Sequence[MadeMark]") -> bytes | str:
    from triage_app.imaging.marked import marked_png
    from triage_app.imaging.picture import Unreadable
    from triage_app.imaging.worker import DecodePool
    from triage_app.model.errors import Fault

    ref = next((image for image in item.images if image.sha256 == picture), None)
    if ref is None:
        return "it is not attached any more"
    try:
        data = parts.station.picture(ref)
    except Fault as fault:
        return f"{fault.what} {fault.next_step}"
    with DecodePool() as pool:
        answer = pool.decode(data)
    if isinstance(answer, Unreadable):
        return str(answer.reason)
    return marked_png(answer, [one.mark for one in made])


def _facts(one: "MadeMark") -> dict[str, Any]:
    return {
        "shape": str(one.mark.shape),
        "points": [list(point) for point in one.mark.points],
        "text": one.mark.text,
        "page": one.mark.page,
        "inspector": one.inspector,
        "at": one.made_at.isoformat(),
        "act": one.act,
    }


def _say(one: "MadeMark", *, as_json: bool) -> None:
    if as_json:
        say_json({"picture": one.picture, **_facts(one)})
        return
    left, top, right, bottom = one.mark.box
    where = f"{left},{top}" + (f" to {right},{bottom}" if (left, top) != (right, bottom) else "")
    said = f"{one.made_at:%Y-%m-%d %H:%M} {one.inspector}: {one.mark.shape} at {where}"
    say(visible(f"{said} on {one.picture[:12]}  {one.mark.text}".rstrip(), 400))
