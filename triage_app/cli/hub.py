"""`triage hub`: serve and tend a hub. The one module that knows the hub, inside its functions."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from triage_app.cli.output import say, say_json
from triage_app.model.errors import PartMissing
from triage_app.model.sentence import tr

if TYPE_CHECKING:
    from triage_app.hub.opening import HubPlace
    from triage_app.hub.parts import HubParts
    from triage_app.protocol.segments import SegmentLine

NEEDED = ("litestar", "uvicorn", "sqlalchemy", "aiosqlite", "obstore")
ADDRESS = "127.0.0.1:8470"


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    serve = what.add_parser("serve", help="take acts, hand out announcements, until stopped")
    serve.add_argument("--listen", default=ADDRESS, help=f"HOST:PORT (default {ADDRESS}; 0: free)")
    code = what.add_parser("enroll-code", help="a code with which one station may enrol")
    code.add_argument("--facility", required=True)
    code.add_argument("--station", default="", help="this station alone, again if need be")
    code.add_argument("--hours", type=int, default=24)
    take = what.add_parser("import", help="a manifest becomes segments for a facility's stations")
    take.add_argument("--facility", required=True)
    take.add_argument("--feed", default="manifest")
    take.add_argument("file", type=Path)
    export = what.add_parser("export", help="every act taken, a JSON line each")
    for one in (serve, code, take, export):
        one.add_argument("--home", default=argparse.SUPPRESS, help="the hub's home")
        one.add_argument("--db", default="", help="database address (else SQLite in the home)")
        one.add_argument("--blobs", default="", help="blob store address (else a folder)")
        one.add_argument("--demonstration", action="store_true", help="for made-up stations only")
        one.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    if any(find_spec(part) is None for part in NEEDED):
        raise PartMissing(
            tr("hub", "The hub's parts are not installed here."),
            tr("hub", "Install them with: pip install 'triage-app[hub]'."),
        )
    from triage_app.cli.place import home_from
    from triage_app.hub.opening import HubPlace

    place = HubPlace(home_from(str(args.home)) / "hub", args.db, args.blobs, args.demonstration)
    if args.what == "serve":
        return _serve(place, args)
    steps: dict[str, Callable[[HubParts, argparse.Namespace], Awaitable[None]]] = {
        "enroll-code": _enroll_code,
        "import": _import,
        "export": _export,
    }
    asyncio.run(_with_parts(place, steps[args.what], args))
    return 0


def _serve(place: "HubPlace", args: argparse.Namespace) -> int:
    import sys

    from triage_app.hub.serve import serve_hub

    def ready(address: str) -> None:
        if args.json:
            say_json({"listening": address})
        else:
            say(f"the hub listens at {address}")
        sys.stdout.flush()

    asyncio.run(serve_hub(place, args.listen, ready))
    return 0


async def _with_parts(
    place: "HubPlace",
    step: "Callable[[HubParts, argparse.Namespace], Awaitable[None]]",
    args: argparse.Namespace,
) -> None:
    from triage_app.hub.opening import opened_hub

    async with opened_hub(place) as parts:
        await step(parts, args)


async def _enroll_code(parts: "HubParts", args: argparse.Namespace) -> None:
    from triage_app.hub.stations import make_code

    async with parts.database.writing() as connection:
        code = await make_code(connection, args.facility, args.station, parts.now(), args.hours)
    if args.json:
        say_json({"code": code, "facility": args.facility, "hours": args.hours})
    else:
        say(code)


async def _import(parts: "HubParts", args: argparse.Namespace) -> None:
    made = await parts.segments.publish(args.facility, _lines(args), parts.now())
    said = {"segments": made.segments, "items": made.items, "unchanged": made.unchanged}
    if args.json:
        say_json(said)
    else:
        say(", ".join(f"{count} {name}" for name, count in said.items()))


def _lines(args: argparse.Namespace) -> "Iterator[SegmentLine]":
    from triage_app.cli.output import warn
    from triage_app.flow.intake import named
    from triage_app.formats.courier_csv import read_courier_csv
    from triage_app.formats.text_lines import open_stream
    from triage_app.protocol.segments import SegmentLine
    from triage_app.store.packed import announcement_id

    with open_stream(args.file) as stream:
        for item in read_courier_csv(stream, args.feed):
            if item.reject is not None:
                warn(f"line {item.reject.line}: {item.reject.column} {item.reject.reason}")
            if item.announcement is not None:
                announced = named(item.announcement)
                yield SegmentLine(replace(announced, id=announcement_id(announced)))


async def _export(parts: "HubParts", args: argparse.Namespace) -> None:
    from triage_app.hub.export import exported_acts

    async for act in exported_acts(parts):
        say_json(act)
