"""Text -> the modules of its Code 128 or QR code, to be drawn by whoever has a painter."""

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


def code_squares(text: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of modules of a QR code (ISO/IEC 18004), True for dark; without its quiet zone of
    four modules.

    Raises ValueError for a text no QR code can carry.
    """
    import numpy as np
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    drawn = zxingcpp.write_barcode_to_image(code, scale=1, add_hrt=False, add_quiet_zones=False)
    return tuple(tuple(bool(dark) for dark in row) for row in np.asarray(drawn) == 0)
