"""What is settled before Qt is loaded: whether a window can be seen, and quiet while it is made.

Whatever does not need Qt is imported before it: importing is slower once Qt is there, since it
reads the source of every module that comes after.
"""

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
    looking through it again and again takes a tenth of the start."""
    gc.disable()


def wake_collector() -> None:
    """From now on as usual, except that what stands now is never looked through again: a scan is
    not held up by it."""
    gc.freeze()
    gc.enable()
