"""Text -> the bars of its Code 128 (ISO/IEC 15417), to be drawn by whoever has a painter."""

QUIET_MODULES = 10
"""Light modules each side (ISO/IEC 15417, 4.2)."""


def code_bars(text: str) -> tuple[bool, ...]:
    """The modules from left to right, True for dark; without quiet zones.

    Raises ValueError for a text Code 128 cannot carry.
    """
    import numpy as np
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    drawn = zxingcpp.write_barcode_to_image(code, scale=1, add_hrt=False, add_quiet_zones=False)
    return tuple(bool(dark) for dark in np.asarray(drawn)[0] == 0)
