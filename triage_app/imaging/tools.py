"""What the tools of a viewer do: Shown + a tool's name -> what is shown next. No toolkit."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from triage_app.imaging.look import DUAL_PALETTES, PRESETS, Look, Window, next_palette
from triage_app.imaging.render import Renderer
from triage_app.imaging.turning import MIRROR, TURN_RIGHT
from triage_app.imaging.viewport import Viewport

ZOOM_STEP = 1.25
PAN_SHARE = 0.1  # of the screen area, a key
WINDOW_STEP = 0.05  # of the window's width, a key

ZOOMS = {"nearer": ZOOM_STEP, "farther": 1 / ZOOM_STEP}
PANS = {"left": (1, 0), "right": (-1, 0), "up": (0, 1), "down": (0, -1)}
WINDOWS = {
    "level_down": (-WINDOW_STEP, 1.0),
    "level_up": (WINDOW_STEP, 1.0),
    "narrower": (0.0, 1 / (1 + WINDOW_STEP)),
    "wider": (0.0, 1 + WINDOW_STEP),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The part of the picture on the screen and how it is looked at."""

    view: Viewport
    look: Look


def first_shown(renderer: Renderer, width: int, height: int) -> Shown:
    """A picture as it comes: fitted into an area of device pixels, automatic window."""
    plate = renderer.plate
    view = Viewport.fitted(width, height, plate.width, plate.height)
    return Shown(view, renderer.first_look())


def use(tool: str, shown: Shown, renderer: Renderer) -> Shown:
    """Raises KeyError for a tool there is not."""
    if tool in ZOOMS:
        return replace(shown, view=_zoomed(shown.view, ZOOMS[tool]))
    if tool in PANS:
        across, down = PANS[tool]
        view = shown.view
        moved = view.panned(across * PAN_SHARE * view.width, down * PAN_SHARE * view.height)
        return replace(shown, view=moved)
    if tool in WINDOWS:
        return _with_window(shown, *WINDOWS[tool])
    return TOOLS[tool](shown, renderer)


def dragged(shown: Shown, across: float, down: float) -> Shown:
    """A drag over shares of the screen area: across widens the window, down raises its level."""
    return _with_window(shown, down, 2.0 ** (2 * across))


def _with_window(shown: Shown, level: float, width: float) -> Shown:
    """The window moved by a share of its width and made wider by a factor."""
    now = shown.look.window
    center = now.center + level * now.width
    window = Window(center, min(max(now.width * width, 1e-6), 1e12))
    return replace(shown, look=replace(shown.look, window=window))


def _zoomed(view: Viewport, factor: float) -> Viewport:
    return view.zoomed(factor, view.width / 2, view.height / 2)


def _invert(shown: Shown, _: Renderer) -> Shown:
    return replace(shown, look=replace(shown.look, invert=not shown.look.invert))


def _edges(shown: Shown, _: Renderer) -> Shown:
    return replace(shown, look=replace(shown.look, edges=not shown.look.edges))


def _local(shown: Shown, renderer: Renderer) -> Shown:
    if renderer.plate.colour:
        return shown
    return replace(shown, look=replace(shown.look, local=not shown.look.local))


def _over(shown: Shown, renderer: Renderer) -> Shown:
    if renderer.over is None:
        return shown
    return replace(shown, look=replace(shown.look, over=not shown.look.over))


def _preset(shown: Shown, renderer: Renderer) -> Shown:
    """The next of the windows by name; the automatic one where the window is none of them."""
    windows = [renderer.preset(name) for name in (*PRESETS, "full")]
    now = shown.look.window
    at = windows.index(now) + 1 if now in windows else 0
    return replace(shown, look=replace(shown.look, window=windows[at % len(windows)]))


def _turn(how: int) -> Callable[[Shown, Renderer], Shown]:
    def use_it(shown: Shown, renderer: Renderer) -> Shown:
        renderer.turn(how)
        return replace(shown, view=_fitted(shown.view, renderer))

    return use_it


def windowed(shown: Shown, renderer: Renderer, box: tuple[float, float, float, float]) -> Shown:
    """The automatic window on a part of the picture: left, top, right, bottom in its pixels."""
    left, top, right, bottom = box
    page = renderer.plate.indices
    rows = slice(max(0, int(top)), max(int(top) + 1, int(bottom)))
    part = page[rows, max(0, int(left)) : max(int(left) + 1, int(right))]
    if not part.size:
        return shown
    return replace(shown, look=replace(shown.look, window=renderer.plate.auto_window(part)))


def _page(shown: Shown, renderer: Renderer) -> Shown:
    """The next frame, as it comes."""
    if renderer.pages < 2:
        return shown
    renderer.turn_page()
    return first_shown(renderer, shown.view.width, shown.view.height)


def _auto(shown: Shown, renderer: Renderer) -> Shown:
    window = renderer.auto_window(shown.view)
    return replace(shown, look=replace(shown.look, window=window))


def _palette(shown: Shown, renderer: Renderer) -> Shown:
    if not renderer.palettes:
        return shown
    palette = next_palette(shown.look.palette, renderer.palettes)
    return replace(shown, look=replace(shown.look, palette=palette, only=""))


def _only(material: str) -> Callable[[Shown, Renderer], Shown]:
    def use_it(shown: Shown, renderer: Renderer) -> Shown:
        if not renderer.dual:
            return shown
        look = shown.look
        palette = look.palette if look.palette in DUAL_PALETTES else renderer.palettes[0]
        only = "" if look.only == material else material
        return replace(shown, look=replace(look, palette=palette, only=only))

    return use_it


def _fit(shown: Shown, _: Renderer) -> Shown:
    view = shown.view
    fitted = Viewport.fitted(view.width, view.height, view.picture_width, view.picture_height)
    return replace(shown, view=fitted)


def _whole(shown: Shown, _: Renderer) -> Shown:
    return replace(shown, view=_zoomed(shown.view, 1 / shown.view.scale))


def _near_and_far(shown: Shown, renderer: Renderer) -> Shown:
    return _whole(shown, renderer) if shown.view.fits else _fit(shown, renderer)


def _fitted(view: Viewport, renderer: Renderer) -> Viewport:
    plate = renderer.plate
    return Viewport.fitted(view.width, view.height, plate.width, plate.height)


def _reset(shown: Shown, renderer: Renderer) -> Shown:
    renderer.straighten()
    return first_shown(renderer, shown.view.width, shown.view.height)


TOOLS: dict[str, Callable[[Shown, Renderer], Shown]] = {
    "auto": _auto,
    "invert": _invert,
    "edges": _edges,
    "local": _local,
    "over": _over,
    "page": _page,
    "preset": _preset,
    "turn": _turn(TURN_RIGHT),
    "mirror": _turn(MIRROR),
    "organic": _only("organic"),
    "metal": _only("metal"),
    "palette": _palette,
    "whole": _whole,
    "fit": _fit,
    "near_and_far": _near_and_far,
    "reset": _reset,
}
