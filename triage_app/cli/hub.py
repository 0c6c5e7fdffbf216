"""`triage hub`: serve and tend a hub. The one module that knows the hub, inside its functions."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from triage_app.cli.arguments import count
from triage_app.cli.output import say, say_json, warn
from triage_app.model.errors import FileUnreadable, PartMissing
from triage_app.model.intake import Reject
from triage_app.model.item import Announcement
from triage_app.model.sentence import tr

if TYPE_CHECKING:
    from triage_app.hub.opening import HubPlace
    from triage_app.hub.parts import HubParts

NEEDED = ("litestar", "uvicorn", "sqlalchemy", "aiosqlite", "obstore")
ADDRESS = "127.0.0.1:8470"


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    serve = what.add_parser("serve", help="take acts, hand out announcements, until stopped")
    serve.add_argument("--listen", default=ADDRESS, help=f"HOST:PORT (default {ADDRESS}; 0: free)")
    code = what.add_parser("enroll-code", help="a code with which one station may enrol")
    code.add_argument("--facility", default="", help="for its stations alone (default: any)")
    code.add_argument("--station", default="", help="this station alone, again if need be")
    code.add_argument("--hours", type=count, default=24, help="how long it works (24)")
    ended = what.add_parser("revoke", help="end a station's trust; its acts go into quarantine")
    ended.add_argument("station")
    ended.add_argument("--facility", default="", help="of this facility alone")
    take = what.add_parser("import", help="a manifest becomes segments for a facility's stations")
    take.add_argument("--facility", default="", help="whose stations (default: this home's)")
    take.add_argument("--feed", default="manifest")
    take.add_argument("--encoding", metavar="NAME", default="", help="what its text is in")
    take.add_argument("file", type=Path)
    export = what.add_parser("export", help="every act taken, a JSON line each")
    carried = what.add_parser("bundle", help="what a medium brings from a station, and the answer")
    carried.add_argument("way", choices=("import", "export"))
    carried.add_argument("file", type=Path)
    carried.add_argument("--answer", type=Path, help="import: write the station's answer here")
    carried.add_argument("--station", default="", help="export: for this station")
    carried.add_argument("--facility", default="", help="export: of this facility")
    signed = what.add_parser("sign-pack", help="lay the hub's signature beside a rule pack")
    signed.add_argument("file", metavar="FILE", help="every station enrolled here takes it then")
    signed.add_argument("--by", default="", help="who does it (else the hub's id)")
    export.add_argument(
        "--controlled", action="store_true", help="controlled deliveries too, for cleared eyes"
    )
    for one in (serve, code, ended, take, export, carried, signed):
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

    place = HubPlace(
        home_from(str(args.home)) / "hub",
        _address(args.db, "TRIAGE_HUB_DB"),
        _address(args.blobs, "TRIAGE_HUB_BLOBS"),
        args.demonstration,
    )
    if args.what == "serve":
        return _serve(place, args)
    steps: dict[str, Callable[[HubParts, argparse.Namespace], Awaitable[int]]] = {
        "enroll-code": _enroll_code,
        "revoke": _revoke,
        "import": _import,
        "export": _export,
        "bundle": _bundle,
        "sign-pack": _sign_pack,
    }
    return asyncio.run(_with_parts(place, steps[args.what], args))


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


def _address(given: str, variable: str) -> str:
    """A store's address may hold a secret: @FILE reads it, the environment gives it."""
    import os

    if not given.startswith("@"):
        return given or os.environ.get(variable, "")
    try:
        return Path(given[1:]).read_text("utf-8").strip()
    except OSError as error:
        raise FileUnreadable(
            tr("hub", "{path} cannot be read: {error}.", path=given[1:], error=error),
            tr("hub", "It holds the address of the hub's store on one line."),
        ) from error


async def _with_parts(
    place: "HubPlace",
    step: "Callable[[HubParts, argparse.Namespace], Awaitable[int]]",
    args: argparse.Namespace,
) -> int:
    from triage_app.hub.opening import opened_hub

    async with opened_hub(place) as parts:
        return await step(parts, args)


async def _enroll_code(parts: "HubParts", args: argparse.Namespace) -> int:
    from triage_app.hub.stations import make_code

    async with parts.database.writing() as connection:
        code = await make_code(connection, args.facility, args.station, parts.now(), args.hours)
    if args.json:
        say_json({"code": code, "facility": args.facility, "hours": args.hours})
    else:
        say(code)
    return 0


async def _revoke(parts: "HubParts", args: argparse.Namespace) -> int:
    from triage_app.hub.tending import revoke_station

    count = await revoke_station(parts, args.station, args.facility)
    if args.json:
        say_json({"station": args.station, "revoked": count})
    elif count:
        say(f"{args.station} is revoked; what it still sends goes into quarantine")
    else:
        warn(f"triage hub: no station is called {args.station}")
    return 0 if count else 1


async def _import(parts: "HubParts", args: argparse.Namespace) -> int:
    from triage_app.flow.intake import name_number
    from triage_app.hub.manifest import manifest_lines
    from triage_app.settings import load_settings

    rejects: list[Reject] = []

    def refuse(reject: Reject) -> None:
        rejects.append(reject)
        warn(f"line {reject.line}: {reject.column} {reject.reason}")

    facility = args.facility or load_settings(args.home).station.facility
    lines = manifest_lines(
        args.file, args.feed, name_number, _complete, refuse, encoding=args.encoding
    )
    made = await parts.segments.publish(facility, lines, parts.now())
    said = {
        "facility": facility,
        "segments": made.segments,
        "items": made.items,
        "unchanged": made.unchanged,
        "rejected": len(rejects),
    }
    if args.json:
        say_json(said)
    else:
        say(", ".join(f"{name} {count}" for name, count in said.items()))
    return 1 if rejects else 0


def _complete(announcement: Announcement) -> Announcement:
    """Scheme and id as the station's own import gives them, where the file has none."""
    from triage_app.flow.intake import name_number
    from triage_app.store.packed import announcement_id

    if not announcement.scheme:
        scheme, number, carrier, others = name_number(announcement.number)
        announcement = replace(
            announcement,
            scheme=scheme,
            number=number,
            carrier=announcement.carrier or carrier,
            aliases=(*announcement.aliases, *others),
        )
    if announcement.id:
        return announcement
    return replace(announcement, id=announcement_id(announcement))


async def _export(parts: "HubParts", args: argparse.Namespace) -> int:
    from triage_app.hub.export import exported_acts

    async for act in exported_acts(parts, controlled=args.controlled):
        say_json(act)
    return 0


async def _bundle(parts: "HubParts", args: argparse.Namespace) -> int:
    if args.way == "import":
        return await _take_bundle(parts, args)
    from triage_app.hub.bundles import answer_bundle
    from triage_app.hub.stations import station_named, stations_named

    async with parts.database.reading() as connection:
        found = [
            place
            for place in await stations_named(connection, args.station)
            if args.facility in ("", place[0])
        ]
        station = await station_named(connection, *found[0]) if len(found) == 1 else None
    if station is None:
        warn(f"triage hub: {len(found)} stations fit; say which with --station and --facility")
        return 2
    segments = await answer_bundle(parts, station, {}, args.file)
    said = {"file": str(args.file), "station": station.name, "segments": segments}
    if args.json:
        say_json(said)
    else:
        say(f"{args.file}: for {station.name}, {segments} segments")
    return 0


async def _take_bundle(parts: "HubParts", args: argparse.Namespace) -> int:
    from triage_app.hub.bundles import answer_bundle, take_bundle

    taken = await take_bundle(parts, args.file)
    if args.answer is not None:
        await answer_bundle(parts, taken.station, taken.after, args.answer)
    verdicts = taken.verdicts
    said = {
        "file": str(args.file),
        "station": taken.station.name,
        "acts": verdicts.total(),
        "accepted": verdicts["accepted"],
        "duplicate": verdicts["duplicate"],
        "conflict": verdicts["conflict"],
        "refused": verdicts["refused"],
        "blobs": taken.blobs,
    }
    if args.json:
        say_json(said)
    else:
        say(", ".join(f"{name} {count}" for name, count in said.items()))
    return 1 if verdicts["refused"] or verdicts["conflict"] else 0


async def _sign_pack(parts: "HubParts", args: argparse.Namespace) -> int:
    from triage_app.cli.pack_files import pack_source, signature_path
    from triage_app.cli.pack_signing import refused_pack
    from triage_app.flow.rule_packs import signed_by
    from triage_app.risk.pack import PackRefused
    from triage_app.store.durable_file import write_durably

    me = parts.me
    try:
        signed = signed_by(
            pack_source(args.file),
            me.public_key,
            lambda data: me.sign(data).signature,
            parts.now().isoformat(),
            args.by or me.id,
        )
    except PackRefused as refused:
        return refused_pack(refused)
    path = signature_path(Path(args.file))
    write_durably(path, signed.signature)
    if args.json:
        say_json({"file": str(path), "hub": me.id})
    else:
        say(f"{path} written; stations enrolled with {me.id} take the pack")
    return 0
