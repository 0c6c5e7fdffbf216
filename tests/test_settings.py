from dataclasses import fields
from pathlib import Path

import pytest

from triage_app.model.errors import SettingsWrong
from triage_app.settings import Settings, load_settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def write(home: Path, text: str, name: str = "settings.toml") -> None:
    (home / name).write_text(text, "utf-8")


def refusal(home: Path) -> str:
    with pytest.raises(SettingsWrong) as caught:
        load_settings(home)
    return str(caught.value.what)


def test_a_home_without_files_has_the_defaults(home: Path) -> None:
    assert load_settings(home) == Settings(home)


def test_the_station_s_file_overrides_the_facility_s_and_keeps_the_rest(home: Path) -> None:
    write(home, '[station]\nfacility = "ISC"\ntime_zone = "America/New_York"\n', "facility.toml")
    write(home, '[station]\nfacility = "JFK"\n')

    station = load_settings(home).station

    assert (station.facility, station.time_zone) == ("JFK", "America/New_York")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('[station]\nnmae = "x"\n', "station.nmae"),
        ("[statoin]\n", "statoin"),
        ('[home]\nx = "y"\n', "home"),
        ("loose = 1\n", "loose"),
    ],
)
def test_an_unknown_key_is_refused_by_name(home: Path, text: str, name: str) -> None:
    write(home, text)

    assert f"unknown setting: {name}." in refusal(home)


def test_the_refusal_names_the_file_the_key_stands_in(home: Path) -> None:
    write(home, "[station]\ncolour = 1\n", "facility.toml")

    assert "facility.toml" in refusal(home)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[station]\nname = 7\n", "station.name must be a text"),
        ('[station]\nlock_after_min = "10"\n', "station.lock_after_min must be a whole number"),
        ("[station]\nlock_after_min = true\n", "station.lock_after_min must be a whole number"),
        ("[station]\nlock_after_min = 1.5\n", "station.lock_after_min must be a whole number"),
        ("[random]\nshare = true\n", "random.share must be a number"),
        ("[ui]\nsound = 1\n", "ui.sound must be true or false"),
        ('[scanner]\nserial_ports = "COM3"\n', "scanner.serial_ports must be a list of texts"),
        ("[scanner]\nserial_ports = [3]\n", "scanner.serial_ports must be a list of texts"),
        ('[ui]\ntheme = "pink"\n', "ui.theme must be auto or light or dark"),
        ('[store]\nkey = "none"\n', "store.key must be keyring or file"),
        ("station = 3\n", "station must be a table"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_with_the_right_one(
    home: Path, text: str, words: str
) -> None:
    write(home, text)

    assert words in refusal(home)


def test_a_whole_number_is_taken_where_a_fraction_may_stand(home: Path) -> None:
    write(home, "[random]\nshare = 1\n")

    assert load_settings(home).random.share == 1.0


def test_a_list_of_ports_is_read_in_order(home: Path) -> None:
    write(home, '[scanner]\nserial_ports = ["/dev/b", "/dev/a"]\n')

    assert load_settings(home).scanner.serial_ports == ("/dev/b", "/dev/a")


@pytest.mark.parametrize("data", [b"[station\n", b"\xff\xfe", b"[ui]\nscale = 1\nscale = 2\n"])
def test_a_file_that_is_no_toml_is_a_fault_with_a_next_step(home: Path, data: bytes) -> None:
    (home / "settings.toml").write_bytes(data)

    with pytest.raises(SettingsWrong) as caught:
        load_settings(home)

    assert "settings.toml" in str(caught.value.what)
    assert caught.value.next_step


def test_every_setting_says_what_it_is_for(home: Path) -> None:
    sections = [f.name for f in fields(Settings) if f.name != "home"]
    silent = [
        f"{section}.{f.name}"
        for section in sections
        for f in fields(getattr(Settings(home), section))
        if not f.metadata["sentence"].endswith(".")
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[ui]\nscale = 5000", "ui.scale must be from 75 to 300"),
        ("[ui]\nscale = 10", "ui.scale must be from 75 to 300"),
        ("[random]\nshare = 7.5", "random.share must be from 0 to 1"),
        ("[random]\nshare = nan", "random.share must be from 0 to 1"),
    ],
)
def test_a_number_out_of_its_range_is_refused_with_the_range(
    tmp_path: Path, toml: str, said: str
) -> None:
    (tmp_path / "settings.toml").write_text(toml, "utf-8")
    with pytest.raises(SettingsWrong, match=said):
        load_settings(tmp_path)
