"""Scan text -> Identity: what number is this, whose, and is it whole?

`identify` reads a text by every scheme registered in `schemes.py`; `near_numbers` offers valid
numbers one slip away from a wrong one.
"""

from triage_app.flow.identify.choose import identify
from triage_app.flow.identify.near import near_numbers

__all__ = ["identify", "near_numbers"]
