"""Pixels without a toolkit: decode, window, colour, edges, codes in pictures."""
