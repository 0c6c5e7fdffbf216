"""`triage show`: all that is known of one item."""

import argparse

from triage_app.cli.output import say, say_json


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", help="any number on the item")
    parser.add_argument("--json", action="store_true", help="JSON for programs")


def run(args: argparse.Namespace) -> int:
    import msgspec

    from triage_app.app import assemble
    from triage_app.cli.looking import examine, said_holds
    from triage_app.model.visible import visible
    from triage_app.settings import load_settings

    with assemble(load_settings(args.home)) as parts:
        item = examine(parts, args.code).item
    announced = item.announcement
    shown = {
        "code": item.key.number,
        "scheme": item.key.scheme,
        "found": announced is not None,
        "near": list(item.near),
        "announcement": msgspec.to_builtins(announced) if announced else None,
        "holds": said_holds(item),
        "images": msgspec.to_builtins(item.images),
        "acts": [
            {
                "seq": act.seq,
                "at": act.recorded_at.isoformat(),
                "kind": act.kind.value,
                "outcome": act.outcome,
                "inspector": act.inspector,
                "undone_by": act.undone_by,
            }
            for act in item.acts
        ],
        "sender": msgspec.to_builtins(item.context.sender),
        "recipient": msgspec.to_builtins(item.context.recipient),
    }
    if args.json:
        say_json(shown)
    else:
        for name, value in shown.items():
            if value not in (None, [], ""):
                say(f"{name:<13} {visible(str(value))}")
    return 0 if announced else 1
