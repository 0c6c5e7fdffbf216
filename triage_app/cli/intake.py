"""`triage import`: manifest files into the cache, while the window may be open."""

import argparse
import contextlib
import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from triage_app.cli.output import fault, on_terminal, say, say_json, warn
from triage_app.model.errors import FileUnreadable
from triage_app.model.visible import visible

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.cli.progress import Shown
    from triage_app.cli.stopping import Stopping
    from triage_app.flow.chunks import Readers
    from triage_app.model.intake import IntakeReport

GENTLER: Final = 10
"""How far an import steps back behind the window of its home."""
_KEPT: Final = "What was stored stays, whole batches of it; import the file again to finish it."
FORMATS = ("auto", "csv", "edifact", "jsonl")
"""As `formats.manifest` has them; it is not loaded to say them."""


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, help="manifest files, plain, gz or zst")
    parser.add_argument("--format", choices=FORMATS, default="auto")
    parser.add_argument(
        "--encoding",
        metavar="NAME",
        default="",
        help="what the text is in, e.g. gb18030 or cp1251, where it is not told by itself",
    )
    parser.add_argument("--feed", default="manifest", help="where the announcements come from")
    parser.add_argument(
        "--rejects", type=Path, help="where refused rows go (else FILE.rejects.csv)"
    )
    parser.add_argument(
        "--edifact-maps", type=Path, metavar="FILE", help="what your posts' messages mean (TOML)"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a file")
    parser.add_argument(
        "--progress",
        action="store_true",
        help="with --json: lines of how far it is; it stops when standard input ends",
    )


def run(args: argparse.Namespace) -> int:
    from triage_app.cli.stopping import Stopping

    if args.encoding and not _is_known(args.encoding):
        return 2
    with Stopping(_told_to_stop) as stopping:
        if args.progress:
            stopping.listen(0)
        try:
            return _take_all_in(args, stopping)
        except KeyboardInterrupt:
            warn(f"triage: stopped at once. {_KEPT}")
            return 1


def _is_known(encoding: str) -> bool:
    from triage_app.formats.encoding_told import EncodingUnknown, named_encoding

    try:
        named_encoding(encoding)
    except EncodingUnknown as error:
        warn(f"triage: {error}; utf-8, utf-16, cp1251, gb18030, cp932, cp949, cp950 are some.")
        return False
    return True


def _take_all_in(args: argparse.Namespace, stopping: "Stopping") -> int:
    from triage_app.cli.opening import opened
    from triage_app.risk.signals.history import lacking
    from triage_app.store.cache_history import keep_data_history

    reports: list[IntakeReport] = []
    code = 0
    gently = _steps_back(args.home)
    with _readers(args.files[0], gently=gently) as readers, opened(args) as parts:
        for at, path in enumerate(args.files):
            if stopping.asked():
                warn(f"triage: {visible(str(path))} was not begun.")
                code = code or 1
                continue
            rejects = _rejects(args.rejects, at) or _beside(path)
            try:
                with readers if at == 0 else _readers(path, gently=gently) as its:
                    report = _take_in(args, parts, path, rejects, stopping, its, gently=gently)
            except FileUnreadable as error:  # the other files are taken in all the same
                code = fault(error)
                continue
            reports.append(report)
            if rejects and not report.rejected and not args.rejects:
                rejects.unlink(missing_ok=True)  # what an earlier import left there is settled
                rejects = None
            _say(report, rejects, as_json=args.json)
        if any(report.new or report.changed for report in reports):
            parts.cache.refresh_peers(parts.pack.rates.to_usd_minor)
            keep_data_history(parts.cache.connection, lacking(parts.pack))
    return code or int(any(report.rejected or report.stopped for report in reports))


def _readers(path: Path, *, gently: bool) -> "Readers":
    """Whoever reads a file beside this process, started at once; perhaps nobody."""
    from triage_app.flow.chunks import Readers, readers_for

    return Readers(readers_for(_size(path), gently=gently))


def _take_in(
    args: argparse.Namespace,
    parts: "Parts",
    path: Path,
    rejects: Path | None,
    stopping: "Stopping",
    readers: "Readers",
    *,
    gently: bool,
) -> "IntakeReport":
    from triage_app.flow.intake import BATCH, GENTLE_BATCH, take_in

    shown = _shown(args, path)
    with _undisturbed(shown):
        return take_in(
            path,
            parts.cache.writer,
            parts.clock,
            format=args.format,
            feed=args.feed,
            rejects=rejects,
            maps=args.edifact_maps,
            encoding=args.encoding,
            progress=shown.show,
            batch=GENTLE_BATCH if gently else BATCH,
            cancelled=stopping.asked,
            readers=readers,
        )


def _shown(args: argparse.Namespace, path: Path) -> "Shown":
    from triage_app.cli.progress import Bar, ProgressLines, Untold

    if args.json:
        return ProgressLines(path) if args.progress else Untold()
    return Bar("rows") if on_terminal() else Untold()


def _told_to_stop() -> None:
    warn("\ntriage: stopping when this batch is stored; again to stop at once.")


@contextlib.contextmanager
def _undisturbed(shown: "Shown") -> Iterator[None]:
    """With the collector looking seldom: announcements hold no circles, and looking for some costs
    an eighth of the time. Nothing of how far it is stays on the screen."""
    from triage_app.flow.chunks import SELDOM

    usual = gc.get_threshold()
    gc.set_threshold(SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        shown.clear()


def _steps_back(home: Path) -> bool:
    """Whether somebody works at the home's window; if so this process and its children wait for
    the processor behind it."""
    from triage_app.store.home_lock import is_held

    worked_at = is_held(home, "window")
    if worked_at and hasattr(os, "nice"):
        os.nice(GENTLER)
    return worked_at


def _size(path: Path) -> int:
    """Bytes of a file; 0 where there is none, which whoever opens it will say."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _rejects(path: Path | None, at: int) -> Path | None:
    """The first file's rejects go where asked, the others' beside it."""
    if path is None or at == 0:
        return path
    return path.with_name(f"{path.stem}-{at + 1}{path.suffix}")


def _beside(path: Path) -> Path | None:
    """Where a file's refused rows go unasked: beside it, where they lie as openly as it does."""
    if path.is_file() and os.access(path.parent, os.W_OK):
        return path.with_name(f"{path.name}.rejects.csv")
    return None


def _say(report: "IntakeReport", rejects: Path | None, *, as_json: bool) -> None:
    seconds = report.seconds_ms / 1000
    if as_json:
        say_json(
            {
                "file": report.file,
                "format": report.format,
                "encoding": report.encoding,
                "read": report.read,
                "new": report.new,
                "changed": report.changed,
                "unchanged": report.unchanged,
                "rejected": report.rejected,
                "rejects": str(rejects) if rejects else None,
                "first_reject": _first(report),
                "rows": report.rows,
                "stopped": report.stopped,
                "seconds": seconds,
                "rows_per_s": round(report.read / seconds) if seconds else 0,
            }
        )
        return
    say(
        f"{visible(report.file)}: {report.read:,} rows read in {seconds:.1f} s; items: "
        f"{report.new:,} new, {report.changed:,} changed, {report.unchanged:,} unchanged; "
        f"{report.rejected:,} rows rejected{_where(report, rejects)}{_read_as(report)}"
    )
    if report.stopped:
        say(f"Stopped after {report.read:,} of {report.rows:,} rows. {_KEPT}")


def _read_as(report: "IntakeReport") -> str:
    """The encoding, where it is another than most files have."""
    return "" if report.encoding == "utf-8" else f"; its text was read as {report.encoding}"


def _where(report: "IntakeReport", rejects: Path | None) -> str:
    """The first of them, and where to read why of all, or how to be told."""
    first = _first(report)
    if first is None:
        return ""
    said = f" (line {first['line']}: {visible(first['reason'], 200)})"
    if rejects is None:
        return f"{said}; run it again with --rejects FILE to see which and why"
    return f"{said}, each with its reason in {visible(str(rejects))}"


def _first(report: "IntakeReport") -> dict[str, Any] | None:
    """The first row that was refused."""
    first = report.first_reject
    if first is None:
        return None
    return {"line": first.line, "column": first.column, "reason": first.reason}
