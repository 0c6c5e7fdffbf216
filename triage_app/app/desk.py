"""What the window is handed."""

import sys
from functools import partial
from typing import TYPE_CHECKING

from triage_app.app.modes import assemble_search, assemble_work
from triage_app.app.parts import assemble
from triage_app.app.road import sync_home
from triage_app.app.shared import Shared
from triage_app.flow.clock import SystemClock
from triage_app.flow.desk import Desk
from triage_app.settings import Settings, inspector_here
from triage_app.store.cache_care import doubt
from triage_app.store.durable_file import takes_files

if TYPE_CHECKING:  # what some stations need
    from triage_app.devices.device_set import DeviceSet


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
        index_command=(*child, "search", "--catch-up", "--json"),
        purge_command=(*child, "purge", "--by-itself", "--json") if devices else (),
    )


def device_set(settings: Settings, clock: SystemClock) -> "DeviceSet | None":
    """The scanners the settings name, none opened yet; None where they name none."""
    if not (settings.scanner.serial_ports or settings.scanner.camera_folder):
        return None
    from triage_app.devices.device_set import DeviceSet

    return DeviceSet(settings.scanner, settings.home, clock.now)
