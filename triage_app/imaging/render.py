"""Plate + Viewport + Look -> the pixels of the screen, 0xffRRGGBB. Only what is seen is worked on.

A window/level step is one table look-up on the pixels in view: they are kept between steps.
"""

from dataclasses import replace
from math import ceil

import numpy as np
from numpy.typing import NDArray

from triage_app.imaging.local import GRAIN, evened
from triage_app.imaging.look import (
    DUAL_PALETTES,
    MATERIALS,
    PALETTES,
    PRESETS,
    Look,
    Window,
    colours,
    material_colours,
    ramp,
)
from triage_app.imaging.mass import MassHint, estimate_mass
from triage_app.imaging.materials import classify, transmission_log
from triage_app.imaging.overlay import laid_over, like
from triage_app.imaging.picture import Picture, Samples
from triage_app.imaging.plate import Plate
from triage_app.imaging.viewport import Viewport

Pixels = NDArray[np.uint32]

SMOOTH_ABOVE = 0.4  # below this scale a pixel is the mean of enough others already
DUAL_STEPS = 4096  # brightness steps kept beside the material in one 16-bit index


class Renderer:
    """Renders one picture, of one energy or two. Belongs to one thread."""

    def __init__(self, picture: Picture, low: Picture | None = None) -> None:
        self._pictures = picture, low
        self.page = 0
        self.pages = picture.frames
        self.plate = Plate(picture)
        self.spacing_mm = picture.spacing_mm
        self._low = Plate(low) if low is not None else None
        if self._low is not None and not _pairs(self.plate, self._low):
            self._low = None
        self._logs: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None
        self._seen: tuple[object, Samples] | None = None
        self._middle: float | None = None
        self.over: Renderer | None = None

    @property
    def dual(self) -> bool:
        """Whether there are two energies of one size, so that materials can be told."""
        return self._low is not None

    @property
    def palettes(self) -> tuple[str, ...]:
        """The palettes that can be shown, the natural one first."""
        if self.plate.colour:
            return ()
        return (*DUAL_PALETTES, *PALETTES) if self.dual else tuple(PALETTES)

    def first_look(self) -> Look:
        """How a picture is shown when it comes: automatic window, natural colours."""
        palettes = self.palettes
        return Look(self.plate.auto_window(), palette=palettes[0] if palettes else "")

    def auto_window(self, view: Viewport) -> Window:
        """An automatic window on what is in view."""
        return self.plate.auto_window(self.plate.region(view))

    def preset(self, name: str) -> Window:
        """A window by name: "full", or one of PRESETS on the automatic one."""
        if name == "full":
            return self.plate.full_window()
        whole = self.plate.auto_window()
        first, last = PRESETS[name]
        return Window.between(whole.low + first * whole.width, whole.low + last * whole.width)

    def render_whole(self, look: Look) -> NDArray[np.uint8]:
        """The whole picture at its own size as (h, w, 3) red, green, blue of 8 bit."""
        width, height = self.plate.width, self.plate.height
        view = Viewport(width, height, width, height, 1.0, width / 2, height / 2)
        pixels = self.render(view, look)
        return np.stack([(pixels >> np.uint32(s) & 0xFF).astype(np.uint8) for s in (16, 8, 0)], -1)

    def turn_page(self) -> None:
        """The next frame of the file, or the first again: another view of a study."""
        high, low = self._pictures
        self.page = (self.page + 1) % self.pages
        self._seen = self._logs = self._middle = None
        self.plate = Plate(high, self.page)
        told = low is not None and self.page < low.frames
        self._low = Plate(low, self.page) if low is not None and told else None
        if self._low is not None and not _pairs(self.plate, self._low):
            self._low = None

    def mass(self) -> MassHint | None:
        """About how heavy what is in it is; None without two energies and a known spacing."""
        if self._low is None or self.spacing_mm is None:
            return None
        return estimate_mass(self.plate, self._low, self.spacing_mm)

    def turn(self, how: int) -> None:
        """By a quarter to the right or left for right, from as it is now."""
        self._seen = None
        for plate in filter(None, (self.plate, self._low)):
            plate.turn(how)

    def straighten(self) -> None:
        """As the picture came."""
        self._seen = None
        for plate in filter(None, (self.plate, self._low)):
            plate.straighten()

    def render(self, view: Viewport, look: Look) -> Pixels:
        """The screen pixels that `view.covered()` names, (rows, columns)."""
        pixels = self._rendered(view, look)
        if look.over and self.over is not None:
            beneath = like(view, self.over.plate)
            laid_over(pixels, view, self.over.render(beneath, self.over.first_look()), beneath)
        return pixels

    def render_apart(self, view: Viewport, look: Look) -> Pixels:
        """The same for a moment's look: what is kept of the view shown stays."""
        seen = self._seen
        try:
            return self._rendered(view, look)
        finally:
            self._seen = seen

    def _rendered(self, view: Viewport, look: Look) -> Pixels:
        if self.plate.colour:
            return _coloured(self._region(view, look), look)
        if look.palette in DUAL_PALETTES and self._low is not None:
            return self._dual_table(look).take(self._materials(view, look, self._low), mode="clip")
        table = colours(PALETTES.get(look.palette, PALETTES["grey"]))[
            ramp(look.window, self.plate.values(), invert=look.invert)
        ]
        return table.take(self._region(view, look), mode="clip")

    def _region(self, view: Viewport, look: Look) -> Samples:
        key = (view, look.edges, look.local)
        if self._seen is None or self._seen[0] != key:
            self._seen = key, self._bright(view, look)
        return self._seen[1]

    def _bright(self, view: Viewport, look: Look) -> Samples:
        seen = self.plate.region(view, edges=look.edges)
        if not look.local or self.plate.colour:
            return seen
        if self._middle is None:
            center = self.plate.auto_window().center
            self._middle = (center - self.plate.floor) / self.plate.step
        return evened(seen, self.plate.region(_coarser(view, GRAIN)), self._middle)

    def _materials(self, view: Viewport, look: Look, low: Plate) -> Samples:
        """Material and brightness of each pixel in one index: material * DUAL_STEPS + step."""
        key = (view, look.edges, look.local, "dual")
        if self._seen is None or self._seen[0] != key:
            self._logs = self._logs or (transmission_log(self.plate), transmission_log(low))
            coarse = _coarse(view)
            told = classify(
                self.plate.region(coarse),
                low.region(coarse),
                *self._logs,
                smooth=coarse.scale > SMOOTH_ABOVE,
            )
            materials = _as_fine(told, coarse, view)
            bright = self._bright(view, look)
            steps = bright.astype(np.uint32) * DUAL_STEPS // self.plate.count
            steps += materials.astype(np.uint32) * DUAL_STEPS
            self._seen = key, steps.astype(np.uint16)
        return self._seen[1]

    def _dual_table(self, look: Look) -> Pixels:
        spacing = self.plate.count / DUAL_STEPS
        indices = np.arange(DUAL_STEPS) * spacing + (spacing - 1) / 2
        values = self.plate.floor + self.plate.step * indices
        brightness = ramp(look.window, values, invert=look.invert)
        table = material_colours(look.palette, look.only)[:, brightness]
        return table.reshape(len(MATERIALS) * DUAL_STEPS)


def _pairs(high: Plate, low: Plate) -> bool:
    same = (high.width, high.height) == (low.width, low.height)
    return same and not high.colour and not low.colour


def _coarse(view: Viewport) -> Viewport:
    """The same part of the picture with at least two by two of its pixels to one: a material
    needs the certainty of several pixels more than the eye needs its edge."""
    return _coarser(view, max(1.0, 2 * view.scale))


def _coarser(view: Viewport, factor: float) -> Viewport:
    """The same part of the picture on an area so many times smaller."""
    width, height = (ceil(length / factor) for length in (view.width, view.height))
    return replace(view, width=width, height=height, scale=view.scale / factor)


def _as_fine(told: Samples, coarse: Viewport, view: Viewport) -> Samples:
    """What `coarse` covers, spread over the screen pixels that `view` covers."""
    left, top, right, bottom = view.covered()
    coarse_left, coarse_top, _, _ = coarse.covered()
    ratio = coarse.scale / view.scale
    columns = (np.arange(left, right) + 0.5 - view.width / 2) * ratio + coarse.width / 2
    rows = (np.arange(top, bottom) + 0.5 - view.height / 2) * ratio + coarse.height / 2
    across = np.clip(columns.astype(np.intp) - coarse_left, 0, told.shape[1] - 1)
    down = np.clip(rows.astype(np.intp) - coarse_top, 0, told.shape[0] - 1)
    spread: Samples = told.take(across, axis=1).take(down, axis=0)
    return spread


def _coloured(seen: Samples, look: Look) -> Pixels:
    """Colours under a window on each channel; the plain window costs nothing."""
    pixels: Pixels = seen
    if look.window != Window.between(0, 255):
        table = ramp(look.window, np.arange(256.0))
        channels = table.take(np.ascontiguousarray(seen).view(np.uint8), mode="clip")
        pixels = channels.view(np.uint32) | np.uint32(0xFF000000)
    return pixels ^ np.uint32(0x00FFFFFF) if look.invert else pixels
