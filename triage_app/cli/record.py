"""`triage record`, `undo`, `log`, `verify`: acts without the window."""

import argparse
from collections.abc import Iterable
from typing import TYPE_CHECKING

from triage_app.cli.output import say, say_json, warn
from triage_app.flow.veil import is_veiled
from triage_app.model.act import Act, ActLine
from triage_app.model.outcome import Refusal
from triage_app.model.visible import visible

if TYPE_CHECKING:
    from triage_app.app import Parts


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    if command == "record":
        parser.add_argument("code", help="any number on the item")
        parser.add_argument("outcome", help="an outcome code, such as REL or DET")
        parser.add_argument("--field", action="append", default=[], metavar="NAME=VALUE")
        parser.add_argument("--why-selected", default="", help="hold, sweep, officer, tip ...")
    elif command == "undo":
        parser.add_argument("act", help="the act's id")
        parser.add_argument("--why", required=True)
    elif command == "log":
        parser.add_argument("code", nargs="?", help="only acts on this item")
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    from triage_app.cli.opening import opened

    if args.command == "verify":
        return _verify(args)
    if args.command == "log" and not args.code:
        return _log_all(args)
    steps = {"record": _record, "undo": _undo, "log": _log}
    with opened(args) as parts:
        return steps[args.command](args, parts)


def _record(args: argparse.Namespace, parts: "Parts") -> int:
    from triage_app.cli.looking import examine_named
    from triage_app.cli.opening import acting

    pairs = [field.partition("=") for field in args.field]
    if any(not equals for _, equals, _ in pairs):
        warn("triage record: --field takes NAME=VALUE")
        return 2
    fields = {name: value for name, _, value in pairs}
    examination = examine_named(parts, args.code)
    if examination is None:
        return 2
    written = parts.station.record(
        examination, args.outcome, fields, acting(args, parts), args.why_selected
    )
    standing = examination.item.standing_outcome
    if standing is not None and isinstance(written, Act):
        warn(f"triage: an outcome stood already: {standing.outcome}, {standing.id}; both stand now")
    step = _step(args.outcome, written.field) if isinstance(written, Refusal) else ""
    return _say_written(written, as_json=args.json, step=step)


def _step(code: str, field: str) -> str:
    """What to type instead, where the outcome table knows it."""
    from triage_app.app import outcome_table

    outcomes = {outcome.code: outcome for outcome in outcome_table()}
    if code not in outcomes:
        return f" It is one of {', '.join(outcomes)}."
    if field in {each.name for each in outcomes[code].fields}:
        return f" Give it as --field {field}=VALUE."
    return ""


def _undo(args: argparse.Namespace, parts: "Parts") -> int:
    from triage_app.cli.opening import acting

    written = parts.station.undo(args.act, args.why, acting(args, parts))
    return _say_written(written, as_json=args.json)


def _log(args: argparse.Namespace, parts: "Parts") -> int:
    from triage_app.cli.looking import examine

    key = examine(parts, args.code).item.key
    acts = parts.station.clearance.acts(parts.record.record.acts_on(key.scheme, key.number))
    return _say_acts(acts, "no act on this item", as_json=args.json)


def _log_all(args: argparse.Namespace) -> int:
    """Needs the record alone, as `verify` does: what of it is for cleared roles, the acts say."""
    from triage_app.cli.opening import record_clearance

    with record_clearance(args) as (record, clearance):
        acts = clearance.acts(record.every_act())
        return _say_acts(acts, "nothing is recorded here yet", as_json=args.json)


def _say_acts(acts: Iterable[ActLine], none: str, *, as_json: bool) -> int:
    empty = True
    for act in acts:
        _say_act(act, as_json=as_json)
        empty = False
    if empty and not as_json:
        say(none)
    return 0


def _verify(args: argparse.Namespace) -> int:
    """Needs the record alone: a damaged cache does not stand in its way."""
    from triage_app.cli.record_here import record_here

    with record_here(args.home) as (_, _, record):
        report = record.record.verify()
    chain = "whole" if report.whole else "broken"
    if args.json:
        said = {"acts": report.acts, "chain": chain, "first_bad_seq": report.first_bad_seq}
        say_json({**said, "reason": report.reason, "anchored_seq": report.anchored_seq})
    else:
        where = "" if report.whole else f" at act {report.first_bad_seq}: {report.reason}"
        anchored = f"; the hub has signed for acts up to {report.anchored_seq}"
        say(f"{report.acts} acts, the chain is {chain}{where}{anchored}")
    return 0 if report.whole else 1


def _say_written(written: Act | Refusal, *, as_json: bool, step: str = "") -> int:
    if isinstance(written, Refusal):
        if as_json:
            say_json({"act": None, "refused": str(written.reason), "field": written.field})
        else:
            warn(f"triage: not written: {written.reason}{step}")
        return 1
    if as_json:
        say_json({"act": written.id, "seq": written.seq, "hash": written.hash})
    else:
        say(f"act {written.seq} written: {written.id}")
    return 0


def _say_act(act: ActLine, *, as_json: bool) -> None:
    if as_json:
        say_json(
            {
                "act": act.id,
                "seq": act.seq,
                "kind": act.kind.value,
                "at": act.recorded_at.isoformat(),
                "inspector": act.inspector,
                "code": act.item_number,
                "outcome": act.outcome,
                "hold": act.title if is_veiled(act) else "",
                "undone_by": act.undone_by,
                "delivery": act.delivery.value,
                "refusal": act.refusal,
                "waits": act.waits,
            }
        )
        return
    undone = " (undone)" if act.undone_by else ""
    what = act.title if is_veiled(act) else act.outcome or act.kind.value
    line = (
        f"{act.seq:>5} {act.recorded_at:%Y-%m-%d %H:%M} {act.item_number:<24} {what:<8}"
        f" {act.inspector} {act.delivery.value}{undone} {act.refusal or act.waits}"
    )
    say(visible(line.rstrip()))
