"""`triage watch`: a folder's new pictures are paired with announced items and kept as evidence."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from triage_app.cli.output import say, say_json, warn
from triage_app.model.sentence import Sentence, tr

if TYPE_CHECKING:
    from triage_app.app import Parts
    from triage_app.imaging.worker import DecodePool

LOOKS_APART_S = 0.5


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures come")
    parser.add_argument(
        "--once", action="store_true", help="take what lies in it now, then end; else until Ctrl+C"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a picture")


def run(args: argparse.Namespace) -> int:
    """0 when every picture was paired, 1 when one was not; the files stay where they are."""
    from triage_app.cli.opening import acting, opened
    from triage_app.imaging.worker import DecodePool
    from triage_app.model.errors import FileUnreadable

    if not args.folder.is_dir():
        raise FileUnreadable(
            tr("watch", "There is no folder {folder}.", folder=args.folder),
            tr("watch", "Check its name, or connect what it lies on, then run it again."),
        )
    with ExitStack() as stack:
        parts = stack.enter_context(opened(args))
        pool = stack.enter_context(DecodePool())
        take = partial(_take, parts, pool, acting(args, parts))
        return _once(args, take) if args.once else _for_ever(args, take)


def _once(args: argparse.Namespace, take: Callable[[str, bytes], dict[str, Any]]) -> int:
    from triage_app.devices.watched_folder import NewFiles

    files = NewFiles(args.folder, old_too=True)
    whole = True
    for name, data in _two_looks(files.look):
        shown = take(name, data)
        whole = whole and shown["error"] is None
        _show(args, shown)
    for name in files.too_large:
        error = tr("watch", "It is too large to be a picture; the file stays where it is.")
        _show(args, {**_blank(name), "error": str(error)})
    return 0 if whole and not files.is_waiting and not files.too_large else 1


def _two_looks(
    look: Callable[[], Iterator[tuple[str, bytes]]],
) -> Iterator[tuple[str, bytes]]:
    """What two looks find the same; what is still being written is left for the next run."""
    from time import sleep

    yield from look()
    sleep(LOOKS_APART_S)
    yield from look()


def _for_ever(args: argparse.Namespace, take: Callable[[str, bytes], dict[str, Any]]) -> int:
    from triage_app.devices.watched_folder import FolderWatch

    results: list[bool] = []

    def taken(name: str, data: bytes) -> None:
        shown = take(name, data)
        results.append(shown["error"] is None)
        _show(args, shown)

    def noticed(said: Sentence) -> None:
        warn(f"triage: {said}")

    with suppress(KeyboardInterrupt):
        FolderWatch(args.folder, taken, noticed).run()
    return 0 if all(results) else 1


def _take(
    parts: "Parts", pool: "DecodePool", inspector: str, name: str, data: bytes
) -> dict[str, Any]:
    from triage_app.flow.labelled import names_an_item
    from triage_app.flow.pairing import Paired, named_in, pair
    from triage_app.imaging.decode import media_type_of
    from triage_app.imaging.labels import read_labels
    from triage_app.imaging.picture import Unreadable
    from triage_app.model.item import ImageRole

    shown = _blank(name)
    picture = pool.decode(data)
    if isinstance(picture, Unreadable):
        return {**shown, "error": str(picture.reason)}
    read = read_labels(picture, lambda read: names_an_item(read.candidates))
    told = named_in(picture.names, parts.settings.images.tags)
    paired = pair(Path(name).stem, read.candidates, parts.station.look_up, told)
    if not isinstance(paired, Paired):
        return {**shown, "error": f"{paired.reason} Run 'triage attach CODE FILE' for it."}
    key = paired.item.key
    shown |= {"item": {"scheme": key.scheme, "number": key.number}, "paired_by": paired.by}
    if sha256(data).hexdigest() not in {image.sha256 for image in paired.item.images}:
        role = ImageRole.XRAY if picture.looks_like_xray else ImageRole.PHOTO
        shown["act"] = parts.station.attach(key, data, media_type_of(data), role, inspector).id
    return {**shown, "error": None}


def _blank(name: str) -> dict[str, Any]:
    return {"file": name, "item": None, "paired_by": None, "act": None}


def _show(args: argparse.Namespace, shown: dict[str, Any]) -> None:
    from triage_app.model.visible import visible

    if args.json:
        say_json(shown)
    elif shown["error"]:
        warn(f"triage: {visible(shown['file'])} was not paired: {shown['error']}")
    else:
        done = f"attached, act {shown['act']}" if shown["act"] else "there already"
        number, by = shown["item"]["number"], shown["paired_by"]
        say(f"{visible(shown['file'])}: {number} by its {by}, {done}")
