"""An empty home -> a demonstration home: settings, stores, files, pictures, holds, a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from triage_app.app import make_home, rule_pack
from triage_app.assets import asset
from triage_app.demo.files import Gathered, draw, write_files
from triage_app.demo.holds import demonstration_holds
from triage_app.demo.pictures import PictureJob
from triage_app.demo.shift import write_shift
from triage_app.demo.stream import FacilityPlan
from triage_app.flow.intake import import_file
from triage_app.formats.read_list import read_list
from triage_app.model.errors import HomeNotEmpty
from triage_app.model.item import ImageRole
from triage_app.model.sentence import tr
from triage_app.settings import load_settings
from triage_app.store.cache import OpenCache, open_cache
from triage_app.store.keys import StoreKeys
from triage_app.store.record import open_record

TIME_ZONE = "America/New_York"
"""Of the made-up facility, whatever its code."""
VIEWS = {
    "-high.tif": (ImageRole.XRAY, "image/tiff", "high"),
    "-low.tif": (ImageRole.XRAY, "image/tiff", "low"),
    "-product.jpg": (ImageRole.PRODUCT, "image/jpeg", ""),
}
LIST_NAME = "demonstration"


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
    gathered = write_files(folder, plan, images)
    made = make_home(settings)
    mark_record(home, made.keys, settings.station.name)
    cache = open_cache(home, made.keys)
    try:
        cache.mark_demonstration()
        holds = _fill_cache(cache, gathered, plan, folder)
    finally:
        cache.close()
    codes = gathered.showcase.codes()
    write_shift(home, codes)
    return Filled(gathered, plan.items, len(gathered.jobs), holds, len(codes), made.recovery_key)


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


def mark_record(home: Path, keys: StoreKeys, station: str) -> None:
    """Mark the record as made up, so that a real hub refuses it."""
    record = open_record(home, keys, station=station)
    try:
        record.mark_demonstration()
    finally:
        record.close()


def _fill_cache(cache: OpenCache, gathered: Gathered, plan: FacilityPlan, folder: Path) -> int:
    """The manifest through the importer, a list, peers, pictures and holds; how many holds."""
    imported_at = datetime.combine(plan.day, time(6, 0), UTC)
    import_file(folder / "manifest.csv", cache.writer, imported_at, feed=LIST_NAME)
    entries = read_list(asset("demo", "screening.csv"), LIST_NAME).entries
    cache.keep_list(LIST_NAME, plan.day.isoformat(), tuple(entries))
    cache.refresh_peers(rule_pack().rates.to_usd_minor)
    for job, files in draw(gathered.jobs, folder / "xray"):
        _add_pictures(cache, job, files)
    count = 0
    for number, hold in demonstration_holds(gathered.showcase, plan.day):
        cache.writer.place_hold(number, hold)
        count += 1
    return count


def _add_pictures(cache: OpenCache, job: PictureJob, files: Mapping[str, bytes]) -> None:
    number, posted_on = job.announcement.number, job.announcement.posted_on
    found = cache.reader.find([("", number)])
    announced = next(one for one in found if one.posted_on == posted_on)
    for name, data in files.items():
        for ending, (role, media_type, view) in VIEWS.items():
            if name.endswith(ending):
                cache.writer.add_image(announced.id, data, role, media_type, view)
