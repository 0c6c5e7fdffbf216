"""An empty home -> a demonstration home: settings, stores, files, pictures, holds, a list."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from triage_app.app import Parts, Shared, assemble, assemble_search, make_home
from triage_app.assets import asset
from triage_app.demo.files import FIRST, Gathered, draw, write_files
from triage_app.demo.holds import demonstration_holds
from triage_app.demo.pictures import PictureJob
from triage_app.demo.shift import write_shift
from triage_app.demo.stream import FacilityPlan
from triage_app.flow.intake import take_in
from triage_app.formats.read_list import read_list
from triage_app.model.errors import HomeNotEmpty
from triage_app.model.item import ImageRole
from triage_app.model.sentence import tr
from triage_app.risk.signals.history import lacking
from triage_app.settings import load_settings
from triage_app.store.cache_history import keep_data_history

TIME_ZONE = "America/New_York"
"""Of the made-up facility, whatever its code."""
FEED = "manifest"
"""What `triage import` calls a feed by itself: the manifest taken in again changes nothing."""
INDEXED_AT_ONCE = 30_000
LIST_NAME, LIST_EDITION = "demonstration", "made up"
VIEWS = (
    ("-high.tif", ImageRole.XRAY, "image/tiff", "high"),
    ("-low.tif", ImageRole.XRAY, "image/tiff", "low"),
    ("-product.jpg", ImageRole.PRODUCT, "image/jpeg", ""),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was put where. `gathered` has the counts of each rule; `pictures` counts items."""

    gathered: Gathered
    items: int
    pictures: int
    holds: int
    codes: int
    recovery_key: str


def fill_home(home: Path, plan: FacilityPlan, images: int) -> Filled:
    """Fill `home`, which must be empty or not there yet (else HomeNotEmpty). The files in
    HOME/demo are the same for the same plan and number of images."""
    refuse_taken(home)
    folder = home / "demo"
    folder.mkdir(parents=True)
    (home / "settings.toml").write_text(settings_text(plan), "utf-8", newline="\n")
    settings = load_settings(home)
    made = make_home(settings)
    with assemble(settings, Shared(settings, made.keys)) as parts:
        parts.cache.mark_demonstration()
        parts.record.mark_demonstration()
        gathered = write_files(folder, plan, images)
        take_in(folder / FIRST, parts.cache.writer, parts.clock, feed=FEED)
        take_in(folder / "manifest.csv", parts.cache.writer, parts.clock, feed=FEED)
        parts.cache.refresh_peers(parts.pack.rates.to_usd_minor)
        keep_data_history(parts.cache.connection, lacking(parts.pack))
        entries = read_list(asset("demo", "screening.csv"), LIST_NAME).entries
        parts.cache.keep_list(LIST_NAME, LIST_EDITION, entries)
        for job, files in draw(gathered.jobs, folder / "xray"):
            _keep_pictures(parts, job, files)
        holds = tuple(demonstration_holds(gathered.showcase, plan.day))
        for number, hold in holds:
            parts.cache.writer.place_hold(number, hold)
    with closing(assemble_search(settings)) as searched:
        while searched.search.catch_up(INDEXED_AT_ONCE) or searched.search.tidy():
            pass
    codes = gathered.showcase.codes()
    write_shift(home, codes)
    return Filled(
        gathered, plan.items, len(gathered.jobs), len(holds), len(codes), made.recovery_key
    )


def refuse_taken(home: Path) -> None:
    """Raise HomeNotEmpty when anything lies in `home`."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise HomeNotEmpty(
            tr("demo", "{home} is not empty; nothing was changed.", home=home),
            tr("demo", "Name another place: 'triage --home DIR demo'."),
        )


def settings_text(plan: FacilityPlan) -> str:
    """The settings of a demonstration home; its key lies in a file, which is said on screen."""
    return (
        "[station]\n"
        'name = "demo-1"\n'
        f'facility = "{plan.facility}"\n'
        f'time_zone = "{TIME_ZONE}"\n'
        "\n"
        "[store]\n"
        'key = "file"\n'
    )


def _keep_pictures(parts: Parts, job: PictureJob, files: Mapping[str, bytes]) -> None:
    """Give the cache's announcement its pictures."""
    announced = job.announcement
    for kept in parts.cache.reader.find([(announced.scheme, announced.number)]):
        if kept.posted_on != announced.posted_on:
            continue
        for ending, role, media_type, view in VIEWS:
            data = files[f"{job.stem}{ending}"]
            parts.cache.writer.add_image(kept.id, data, role, media_type, view)
