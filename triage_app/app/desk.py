"""What the window is handed."""

import sys
from functools import partial
from typing import TYPE_CHECKING

from triage_app.app.modes import assemble_search, assemble_work
from triage_app.app.parts import assemble
from triage_app.app.road import sync_home
from triage_app.app.shared import Shared
from triage_app.flow.clock import SystemClock
from triage_app.flow.compared import oldest_kept
from triage_app.flow.desk import Desk
from triage_app.settings import Settings, inspector_here
from triage_app.store.cache_care import doubt
from triage_app.store.durable_file import takes_files

if TYPE_CHECKING:  # what some stations need
    from triage_app.devices.device_set import DeviceSet
    from triage_app.devices.picture_folder import PictureFolder
    from triage_app.store.looks import LooksFolder
    from triage_app.store.tray import TrayFolder


def make_desk(settings: Settings, *, devices: bool = False) -> Desk:
    """What the window is handed; nothing is opened yet. With `devices` it listens to the scanners
    the settings name and lets old announcements go: a window played for pictures or figures leaves
    both alone.

    Raises SettingsWrong where a scanner's port cannot be read."""
    clock = SystemClock(settings.station.time_zone)
    shared = Shared(settings)
    child = (sys.executable, "-m", "triage_app", "--home", str(settings.home))
    return Desk(
        settings=settings,
        local=clock.local,
        outcomes=shared.outcomes,
        inspector=inspector_here(),
        open_station=partial(assemble, settings, shared),
        sync=partial(sync_home, settings) if settings.hub.url else None,
        import_command=(*child, "import"),
        devices=device_set(settings, clock) if devices else None,
        at_desk=shared.at_desk,
        doubt_cache=partial(doubt, settings.home),
        disk_takes=partial(takes_files, settings.home),
        open_search=partial(assemble_search, settings, shared),
        open_work=partial(assemble_work, settings, shared),
        bag_command=(*child, "reconcile"),
        open_rules=partial(assemble, settings, shared),
        rejudge_command=(*child, "assess", "--stale", "--json"),
        preview_command=(*child, "pack", "preview", "draft", "--json", "--progress"),
        measure_command=child,
        index_command=(*child, "search", "--catch-up", "--json"),
        quiet_commands=tuple(
            (*child, job, "--by-itself", "--json") for job in ("purge", "backup") if devices
        ),
        pictures=picture_folder(settings, clock) if devices else None,
        open_tray=partial(open_tray, shared),
        open_looks=partial(open_looks, shared, clock),
    )


def picture_folder(settings: Settings, clock: SystemClock) -> "PictureFolder | None":
    """The folder whose new pictures are paired with items; None where the settings name none."""
    if not settings.images.watch:
        return None
    from triage_app.devices.picture_folder import PictureFolder

    return PictureFolder(settings.home / settings.images.watch, clock.now)


def open_tray(shared: Shared) -> "TrayFolder":
    """Where pictures wait for their item, under the key of the evidence they may become."""
    from triage_app.store.tray import TrayFolder

    return TrayFolder(shared.settings.home, shared.keys().evidence)


def open_looks(shared: Shared, clock: SystemClock) -> "LooksFolder":
    """What pictures looked like; with the announcements it goes by age."""
    from triage_app.store.looks import LooksFolder

    settings = shared.settings
    since = partial(oldest_kept, clock.now(), settings.cache.keep_days)
    return LooksFolder(settings.home, shared.keys().cache, since)


def device_set(settings: Settings, clock: SystemClock) -> "DeviceSet | None":
    """The scanners the settings name, none opened yet; None where they name none."""
    scanner = settings.scanner
    if not (scanner.serial_ports or scanner.scale or scanner.camera_folder):
        return None
    from triage_app.devices.device_set import DeviceSet

    return DeviceSet(settings.scanner, settings.home, clock.now)
