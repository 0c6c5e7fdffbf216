"""Where keys are, and what a scanner set to a layout means by them (data).

A scanner types positions; the station's layout makes characters of them, wrong ones when the two
are set differently. Positions are Linux key codes (input-event-codes.h), which agree with the PC's
set 1 scan codes for the main block; X11 adds 8 to them.
"""

from collections.abc import Mapping
from functools import cache

ENTERS = frozenset({28, 96})
TAB = 15
F8 = 66
ALT = 56
BRACKET = 27
CONTROLS = {27: "\x1d", 7: "\x1e", 32: "\x04"}
"""Ctrl + these positions on a US keyboard: GS (]), RS (6, that is ^), EOT (D)."""
NUMPAD = dict(
    zip(
        (82, 79, 80, 81, 75, 76, 77, 71, 72, 73, 83, 55, 74, 78, 98), "0123456789.*-+/", strict=True
    )
)

_X11_OFFSET = 8
_SET_1_EXTENDED = {0x11C: 96, 0x11D: 97, 0x135: 98, 0x138: 100}

# First position of a row: plain, with Shift, with AltGr. A space stands for "nothing there".
_ROWS: Mapping[str, tuple[tuple[int, str, str, str], ...]] = {
    "us": (
        (2, "1234567890-=", "!@#$%^&*()_+", ""),
        (16, "qwertyuiop[]", "QWERTYUIOP{}", ""),
        (30, "asdfghjkl;'`", 'ASDFGHJKL:"~', ""),
        (43, "\\zxcvbnm,./", "|ZXCVBNM<>?", ""),
        (86, "\\", "|", ""),
    ),
    "fr": (
        (2, "&é\"'(-è_çà)=", "1234567890°+", " ~#{[|`\\^@]}"),
        (16, "azertyuiop^$", "AZERTYUIOP¨£", "  €"),
        (30, "qsdfghjklmù²", "QSDFGHJKLM%", ""),
        (43, "*wxcvbn,;:!", "µWXCVBN?./§", ""),
        (86, "<", ">", ""),
    ),
    "de": (
        (2, "1234567890ß´", '!"§$%&/()=?`', " ²³   {[]}\\"),
        (16, "qwertzuiopü+", "QWERTZUIOPÜ*", "@ €        ~"),
        (30, "asdfghjklöä^", "ASDFGHJKLÖÄ°", ""),
        (43, "#yxcvbnm,.-", "'YXCVBNM;:_", ""),
        (86, "<", ">", "|"),
    ),
    "gb": (
        (2, "1234567890-=", '!"£$%^&*()_+', "   €"),
        (16, "qwertyuiop[]", "QWERTYUIOP{}", ""),
        (30, "asdfghjkl;'`", "ASDFGHJKL:@¬", "           ¦"),
        (43, "#zxcvbnm,./", "~ZXCVBNM<>?", ""),
        (86, "\\", "|", ""),
    ),
    "es": (
        (2, "1234567890'¡", '!"·$%&/()=?¿', "|@#~€¬"),
        (16, "qwertyuiop`+", "QWERTYUIOP^*", "  €       []"),
        (30, "asdfghjklñ´º", "ASDFGHJKLÑ¨ª", "          {\\"),
        (43, "çzxcvbnm,.-", "ÇZXCVBNM;:_", "}"),
        (86, "<", ">", ""),
    ),
    "it": (
        (2, "1234567890'ì", '!"£$%&/()=?^', "    €"),
        (16, "qwertyuiopè+", "QWERTYUIOPé*", "  €       []"),
        (30, "asdfghjklòà\\", "ASDFGHJKLç°|", "         @#"),
        (43, "ùzxcvbnm,.-", "§ZXCVBNM;:_", ""),
        (86, "<", ">", ""),
    ),
    "ch": (
        (2, "1234567890'^", '+"*ç%&/()=?`', "¦@#  ¬|¢  ´~"),
        (16, "qwertzuiopü¨", "QWERTZUIOPè!", "  €       []"),
        (30, "asdfghjklöä§", "ASDFGHJKLéà°", "          {"),
        (43, "$yxcvbnm,.-", "£YXCVBNM;:_", "}"),
        (86, "<", ">", "\\"),
    ),
    "ch-fr": (
        (2, "1234567890'^", '+"*ç%&/()=?`', "¦@#  ¬|¢  ´~"),
        (16, "qwertzuiopè¨", "QWERTZUIOPü!", "  €       []"),
        (30, "asdfghjkléà§", "ASDFGHJKLöä°", "          {"),
        (43, "$yxcvbnm,.-", "£YXCVBNM;:_", "}"),
        (86, "<", ">", "\\"),
    ),
    "be": (
        (2, "&é\"'(§è!çà)-", "1234567890°_", "|@#  ^  {}"),
        (16, "azertyuiop^$", "AZERTYUIOP¨*", "  €       []"),
        (30, "qsdfghjklmù²", "QSDFGHJKLM%³", "          ´"),
        (43, "µwxcvbn,;:=", "£WXCVBN?./+", "`         ~"),
        (86, "<", ">", "\\"),
    ),
}
LAYOUTS = tuple(_ROWS)

Levels = tuple[str, str, str]


@cache
def layout(name: str) -> Mapping[int, Levels]:
    """Position -> characters plain, with Shift, with AltGr ("" for none) of a layout."""
    levels: dict[int, Levels] = {57: (" ", " ", " ")}
    for first, *rows in _ROWS[name]:
        plain, shifted, third = (row.ljust(len(rows[0])) for row in rows)
        for at, characters in enumerate(zip(plain, shifted, third, strict=True)):
            one, two, three = (c.strip() for c in characters)
            levels[first + at] = (one, two, three)
    return levels


def position(native_scan_code: int, platform: str) -> int:
    """The position a native scan code means on `sys.platform`; 0 where it says nothing."""
    if platform.startswith("linux"):
        return max(native_scan_code - _X11_OFFSET, 0)
    if platform == "win32":
        return _SET_1_EXTENDED.get(native_scan_code, native_scan_code & 0xFF)
    return 0
