"""Scanners that are not keyboards."""
