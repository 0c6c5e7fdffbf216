"""Words of the command line -> values; what is none is a usage error that says what is."""

import argparse


def count(text: str) -> int:
    """ "1,000" or "1_000" -> 1000; at least 1. Raises ArgumentTypeError."""
    digits = text.replace("_", "").replace(",", "")
    if not (digits.isascii() and digits.isdecimal() and int(digits)):
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number from 1 on")
    return int(digits)
