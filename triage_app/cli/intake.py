"""`triage import`: manifest files into the cache, while the window may be open."""

import argparse
from pathlib import Path

from triage_app.cli.output import on_terminal, say, say_json, warn


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, help="manifest files, plain, gz or zst")
    parser.add_argument("--format", choices=("auto", "csv"), default="auto")
    parser.add_argument("--feed", default="manifest", help="where the announcements come from")
    parser.add_argument("--rejects", type=Path, help="rows that could not be read go in here")
    parser.add_argument("--json", action="store_true", help="one JSON object a file")


def run(args: argparse.Namespace) -> int:
    from triage_app.app import assemble
    from triage_app.flow.intake import import_file
    from triage_app.model.intake import IntakeReport
    from triage_app.settings import load_settings

    reports: list[IntakeReport] = []
    with assemble(load_settings(args.home)) as parts:
        for at, path in enumerate(args.files):
            report = import_file(
                path,
                parts.cache.writer,
                parts.clock.now(),
                feed=args.feed,
                rejects=_rejects(args.rejects, at),
                progress=_progress if on_terminal() and not args.json else _quiet,
            )
            reports.append(report)
            _say(report, as_json=args.json)
        if any(report.new or report.changed for report in reports):
            parts.cache.refresh_peers(parts.pack.rates.to_usd_minor)
    return 1 if any(report.rejected for report in reports) else 0


def _rejects(path: Path | None, at: int) -> Path | None:
    """The first file's rejects go where asked, the others' beside it."""
    if path is None or at == 0:
        return path
    return path.with_name(f"{path.stem}-{at + 1}{path.suffix}")


def _progress(rows: int) -> None:
    warn(f"{rows:,} rows read")


def _quiet(rows: int) -> None:
    """Programs read the report alone."""


def _say(report: object, *, as_json: bool) -> None:
    from triage_app.model.intake import IntakeReport

    assert isinstance(report, IntakeReport)
    seconds = report.seconds_ms / 1000
    if as_json:
        say_json(
            {
                "file": report.file,
                "format": report.format,
                "read": report.read,
                "new": report.new,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "rejected": report.rejected,
                "seconds": seconds,
                "rows_per_s": round(report.read / seconds) if seconds else 0,
            }
        )
        return
    say(
        f"{report.file}: {report.read:,} rows read in {seconds:.1f} s; items: {report.new:,} new, "
        f"{report.changed:,} changed, {report.unchanged:,} unchanged; "
        f"{report.rejected:,} rows rejected"
    )
