"""What the figures were measured on."""

import os
import platform
import sqlite3


def machine_line() -> str:
    """Cores, system, Python, Qt and the machine's own SQLite, on one line."""
    from PySide6 import __version__ as qt

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{cores} cores, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}, Qt {qt}, SQLite {sqlite3.sqlite_version}"
    )
