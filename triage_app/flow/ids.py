"""Ids of acts: unique without asking anyone, in order of their making."""

import os
import time

from triage_app.model import act


def uuid7() -> str:
    """A new UUID version 7 of this moment."""
    return act.uuid7(time.time_ns() // 1_000_000, os.urandom(10))
