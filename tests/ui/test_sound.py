"""Sounds told by ear alone, played without keeping anybody waiting."""

import stat
import sys
import wave
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from time import perf_counter

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.builders import make_item
from tests.ui.views import make_assessment, make_examination, unknown_item, wrong_digit_item
from triage_app.assets import asset
from triage_app.model.examination import Examination
from triage_app.model.risk import Verdict
from triage_app.ui import sound_player
from triage_app.ui.sound import MOST_AT_ONCE, Sound, Sounds, sound_of

LEAST_SILENCE_S = 0.02
UNANNOUNCED = replace(make_item(), announcement=None)


def heard(sound: Sound) -> tuple[int, float, float]:
    """Beats, Hz of the strongest tone, and seconds."""
    with wave.open(str(asset("sounds", f"{sound.value}.wav"))) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    window = int(rate * LEAST_SILENCE_S / 2)
    loud = np.array(
        [np.abs(part).max() > 1_000 for part in np.array_split(samples, len(samples) // window)]
    )
    beats = int(loud[0]) + int((loud[1:] & ~loud[:-1]).sum())
    spectrum = np.abs(np.fft.rfft(samples, 1 << 16))
    return beats, float(spectrum.argmax()) * rate / (1 << 16), len(samples) / rate


def test_sounds_are_short_and_each_has_a_rhythm_or_a_pitch_of_its_own() -> None:
    notes = {sound: heard(sound) for sound in Sound}
    assert all(seconds < 0.5 for _, _, seconds in notes.values())
    for (one, a), (other, b) in combinations(notes.items(), 2):
        octaves = abs(np.log2(a[1] / b[1]))
        assert a[0] != b[0] or octaves > 0.3, (one, other)
    assert notes[Sound.CLEAR][0] == 1
    assert notes[Sound.CLEAR][1] > notes[Sound.LOOK][1] > notes[Sound.HOLD][1]
    assert notes[Sound.HOLD][2] > notes[Sound.LOOK][2] > notes[Sound.CLEAR][2]


@pytest.mark.parametrize(
    ("examination", "sound"),
    [
        (make_examination(make_assessment(verdict=Verdict.CLEAR)), Sound.CLEAR),
        (make_examination(make_assessment(verdict=Verdict.HOLD)), Sound.HOLD),
        (
            make_examination(make_assessment(), replace(make_item(), announcement=None)),
            Sound.NOT_ANNOUNCED,
        ),
        (make_examination(make_assessment(), unknown_item()), Sound.NOT_UNDERSTOOD),
        (make_examination(make_assessment(), wrong_digit_item()), Sound.NOT_UNDERSTOOD),
        (make_examination(make_assessment(verdict=Verdict.HOLD), wrong_digit_item()), Sound.HOLD),
    ],
)
def test_what_is_heard_is_what_the_band_says(examination: Examination, sound: Sound) -> None:
    assert sound_of(examination) is sound


def a_player(folder: Path, script: str) -> Path:
    player = folder / "aplay"
    player.write_text(f"#!/bin/sh\n{script}\n")
    player.chmod(player.stat().st_mode | stat.S_IXUSR)
    return player


@pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")
def test_a_hanging_player_keeps_nobody_waiting_and_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    a_player(tmp_path, f"echo $1 >> {tmp_path}/heard; exec sleep 60")
    monkeypatch.setattr(sound_player, "PLAYERS", ("aplay",))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    sounds = Sounds(on=True)
    started = perf_counter()
    for _ in range(3):
        sounds.play(Sound.HOLD)
    assert perf_counter() - started < 1
    qtbot.waitUntil(lambda: sounds.playing <= MOST_AT_ONCE, timeout=5_000)
    qtbot.waitUntil((tmp_path / "heard").exists, timeout=5_000)
    assert "hold.wav" in (tmp_path / "heard").read_text()
    sounds.close()
    assert sounds.playing == 0


def test_off_by_setting_or_without_a_player_nothing_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    without = Sounds(on=True)
    without.play(Sound.CLEAR)
    a_player(tmp_path, "exec sleep 60")
    off = Sounds(on=False)
    off.play(Sound.CLEAR)
    assert (without.playing, off.playing) == (0, 0)
