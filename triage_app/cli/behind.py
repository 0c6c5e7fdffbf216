"""A command that works behind everybody else."""

import os
from contextlib import suppress


def behind_others() -> None:
    """A scan comes first: the system runs this process when nobody else wants to."""
    with suppress(AttributeError, OSError):  # not on every system
        os.nice(10)
