"""Judging, pure: rule packs, signals, lists, names, sampling. No disk, no clock, no Qt."""
