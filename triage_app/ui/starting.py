"""What is settled before Qt is loaded: whether a window can be seen, quiet while it is made."""

import builtins
import gc
import os
import sys


def has_display() -> bool:
    """Whether a window can be seen here. Qt aborts the process where there is none."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def rest_collector() -> None:
    """No search for garbage while the window is made: nearly all that is made then stays, and
    looking through it again and again takes a tenth of the start. `Collector` takes over."""
    gc.disable()


def load_qt() -> None:
    """Load Qt after all that needs no Qt, and go on importing as before.

    Its import hook reads the source of each module that comes after it, to see whether that wants
    Qt's names spelt in another way (`from __feature__ import snake_case`). None of ours does.
    """
    as_ever = builtins.__import__
    import PySide6.QtWidgets  # noqa: F401

    builtins.__import__ = as_ever
