"""Which of the named Debian packages' parts are missing here: `missing_parts.py PACKAGE...`.

Each is looked for by trying it (load the library, find the font, find the program), so that it
answers on any Linux, however the part came there. Prints the missing names on one line.
"""

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

LIBRARIES = {
    "libglib2.0-0": "libgthread-2.0.so.0",
    "libgl1": "libGL.so.1",
    "libegl1": "libEGL.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    "libzbar0": "libzbar.so.0",
}
PROGRAMS = {"xvfb": "Xvfb", "xauth": "xauth"}
FONTS = {
    "fonts-dejavu-core": (":family=DejaVu Sans", "truetype/dejavu/DejaVuSans.ttf"),
    "fonts-droid-fallback": (":lang=zh", "truetype/droid/DroidSansFallbackFull.ttf"),
}


def is_there(package: str) -> bool:
    """Whether the part the package brings can be used on this machine."""
    if package in PROGRAMS:
        return shutil.which(PROGRAMS[package]) is not None
    if package in FONTS:
        return _has_font(*FONTS[package])
    try:
        ctypes.CDLL(LIBRARIES[package])
    except OSError:
        return False
    return True


def _has_font(pattern: str, usual_file: str) -> bool:
    if Path("/usr/share/fonts", usual_file).exists():
        return True
    if shutil.which("fc-list") is None:
        return False
    listing = subprocess.run(["fc-list", pattern], capture_output=True, text=True, check=False)
    return bool(listing.stdout.strip())


if __name__ == "__main__":
    sys.stdout.write(" ".join(p for p in sys.argv[1:] if not is_there(p)) + "\n")
