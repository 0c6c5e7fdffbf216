"""Settings: frozen, from TOML, unknown keys refused by name. facility.toml is read first, then
settings.toml; each field's sentence says what it is for."""

import getpass
import tomllib
from collections.abc import Mapping
from dataclasses import field, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

from triage_app.model.errors import SettingsWrong
from triage_app.model.noun import noun
from triage_app.model.sentence import tr

LAYERS = ("facility.toml", "settings.toml")


def setting(
    default: Any,
    sentence: str,
    *,
    choices: tuple[str, ...] = (),
    within: tuple[float, float] | None = None,
) -> Any:
    """A field with its default, what it is for, the words it may hold or its least and most."""
    metadata = {"sentence": sentence, "choices": choices, "within": within}
    return field(default=default, metadata=metadata)


@noun(frozen=True, slots=True)
class StationSettings:
    name: str = setting("station-1", "The station's name, as the hub and the acts know it.")
    facility: str = setting("FACILITY", "The facility's code; announcements are fetched for it.")
    time_zone: str = setting("UTC", "IANA time zone of the facility; its local date is the law's.")
    lock_after_min: int = setting(10, "Lock after this many minutes without a key; 0 never.")


@noun(frozen=True, slots=True)
class StoreSettings:
    key: str = setting(
        "keyring", "Where the stores' key lies: keyring or file.", choices=("keyring", "file")
    )
    backup_folder: str = setting(
        "", "Where the daily backup of the record goes; empty: backups beside it."
    )
    backup_keep: int = setting(
        14, "How many daily backups stay; 0: none is made by itself.", within=(0, 10_000)
    )


@noun(frozen=True, slots=True)
class HubSettings:
    url: str = setting("", "The hub's address; empty: this station has none.")
    ca_file: str = setting("", "A certificate authority to trust instead of the system's.")
    proxy: str = setting("", "The proxy on the way to the hub.")


@noun(frozen=True, slots=True)
class ScannerSettings:
    gap_ms: int = setting(120, "A longer pause between two keys is no scanner any more.")
    prefix: str = setting("", "What the scanner sends before a code.")
    suffix: str = setting("\r", "What the scanner sends after a code.")
    layout: str = setting("auto", "Keyboard layout the scanner types for; auto: by scan codes.")
    serial_ports: tuple[str, ...] = setting(
        (), "Serial scanners: [LANE=]PORT[@BAUD[/8N1]], auto (all on USB), [LANE=]replay:FILE."
    )
    serial_suffix: str = setting(
        "auto", "What ends a serial scanner's code: auto (CR, LF, ETX), a text; empty: a pause."
    )
    serial_pause_ms: int = setting(200, "So long a silence ends or cuts off a serial code.")
    scale: str = setting("", "A serial scale: [NAME=]PORT[@BAUD[/8N1]].")
    camera_folder: str = setting("", "A folder a camera writes pictures of labels into.")


@noun(frozen=True, slots=True)
class ImageSettings:
    watch: str = setting("", "A folder whose new pictures are paired with items.")
    memory_mb: int = setting(256, "How much memory decoded pictures may take.")
    mm_per_pixel: float = setting(
        0.0,
        "What one pixel of the machine is in mm where its files do not say; 0: not known.",
        within=(0, 1_000),
    )
    tags: tuple[str, ...] = setting(
        ("AccessionNumber", "PatientID", "OOIID"),
        "DICOM and DICOS elements, by keyword, that may hold an item's number.",
    )
    pair_within_s: int = setting(
        120,
        "So many seconds around its scan an item is suggested for a picture without a name.",
        within=(0, 86_400),
    )


@noun(frozen=True, slots=True)
class CacheSettings:
    keep_days: int = setting(
        90,
        "Announcements that arrived more days ago go in the station's quiet time; 0: never.",
        within=(0, 36_500),
    )


@noun(frozen=True, slots=True)
class RandomSettings:
    share: float = setting(0.05, "Share of items picked at random, 0 to 1.", within=(0, 1))


@noun(frozen=True, slots=True)
class UiSettings:
    theme: str = setting("auto", "Colours.", choices=("auto", "light", "dark"))
    language: str = setting("auto", "Language of the window.")
    sound: bool = setting(True, "Sounds with each verdict.")
    scale: int = setting(100, "Size of text and targets in per cent, 75 to 300.", within=(75, 300))


@noun(frozen=True, slots=True)
class Settings:
    """All settings of one home. `home` is where they were read from."""

    home: Path
    station: StationSettings = StationSettings()
    store: StoreSettings = StoreSettings()
    hub: HubSettings = HubSettings()
    scanner: ScannerSettings = ScannerSettings()
    images: ImageSettings = ImageSettings()
    cache: CacheSettings = CacheSettings()
    random: RandomSettings = RandomSettings()
    ui: UiSettings = UiSettings()


def load_settings(home: Path) -> Settings:
    """The settings of a home. Raises SettingsWrong naming file and key."""
    settings = Settings(home)
    for name in LAYERS:
        path = home / name
        if path.is_file():
            settings = _with_layer(settings, path)
    return settings


def _with_layer(settings: Settings, path: Path) -> Settings:
    try:
        layer = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsWrong(
            tr("settings", "{path} cannot be read: {error}.", path=path, error=error),
            tr("settings", "Mend or remove the file, then start again."),
        ) from error
    changes = {}
    for section, values in layer.items():
        if section == "home" or not hasattr(settings, section):
            raise _unknown(path, section)
        if not isinstance(values, dict):
            raise _wrong(path, section, "a table")
        changes[section] = _section(path, section, getattr(settings, section), values)
    return replace(settings, **changes)


def _section(path: Path, section: str, now: Any, values: Mapping[str, Any]) -> Any:
    hints = get_type_hints(type(now))
    known = {f.name: f for f in fields(now)}
    changes = {}
    for name, value in values.items():
        where = f"{section}.{name}"
        if name not in known:
            raise _unknown(path, where)
        changes[name] = _value(path, where, value, hints[name])
        choices = known[name].metadata["choices"]
        if choices and value not in choices:
            raise _wrong(path, where, " or ".join(choices))
        within = known[name].metadata["within"]
        if within and not within[0] <= value <= within[1]:
            raise _wrong(path, where, f"from {within[0]} to {within[1]}")
    return replace(now, **changes)


def _value(path: Path, where: str, value: Any, hint: Any) -> Any:
    if hint == tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        raise _wrong(path, where, "a list of texts")
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if type(value) is not hint:
        kinds = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
        raise _wrong(path, where, kinds[hint])
    return value


def _unknown(path: Path, where: str) -> SettingsWrong:
    return SettingsWrong(
        tr("settings", "{path} has an unknown setting: {where}.", path=path, where=where),
        tr("settings", "Remove it or mend its name, then start again."),
    )


def _wrong(path: Path, where: str, kind: str) -> SettingsWrong:
    return SettingsWrong(
        tr("settings", "In {path}, {where} must be {kind}.", path=path, where=where, kind=kind),
        tr("settings", "Mend the value, then start again."),
    )


def inspector_here() -> str:
    """Who is at the bench until inspectors are set up: the machine's own user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "inspector"
