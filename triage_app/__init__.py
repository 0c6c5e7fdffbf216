"""Triage: the inspector's station at a mail or express facility."""

__version__ = "0.1.0"
