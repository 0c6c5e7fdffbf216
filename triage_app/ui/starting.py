"""What is settled before Qt is loaded: whether a window can be seen, and quiet while it is made.

Whatever does not need Qt is imported before it: importing is slower once Qt is there, since it
reads the source of every module that comes after.
"""

import gc
import os
import sys
from contextlib import suppress


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
    """Load Qt after all that needs no Qt, and tell it so.

    Its import hook reads the source of each module it meets, to see whether that names Qt. The
    modules loaded before it do not. Where the hook is made otherwise, nothing is told or lost.
    """
    before = [name for name in sys.modules if not name.startswith(("PySide6", "shiboken"))]
    import PySide6.QtWidgets  # noqa: F401

    with suppress(ImportError):
        from shibokensupport.feature import (  # type: ignore[import-not-found]  # in its library
            pyside_feature_dict as known,
        )

        for name in before:
            known.setdefault(name, -1)
