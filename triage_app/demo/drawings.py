"""Scene -> how such goods look in a seller's picture: one drawing each."""

from collections.abc import Callable

from triage_app.demo.sheet import Sheet

GREY, PALE, INK, WHITE = (150, 152, 158), (222, 224, 228), (52, 54, 60), (250, 250, 250)
CREAM, FLAME, STEEL = (247, 238, 214), (255, 190, 70), (176, 182, 190)


def _candle(b: Sheet) -> None:
    b.box(30, 34, 40, 52, PALE, 4)
    b.box(33, 42, 34, 42, CREAM, 3)
    b.oval(33, 38, 34, 8, (240, 226, 190))
    b.line([(50, 42), (50, 33)], INK, 0.9)
    b.oval(46.5, 19, 7, 15, FLAME)
    b.oval(48.2, 25, 3.6, 8, (255, 240, 190))
    b.box(37, 56, 26, 16, b.main, 1)
    b.box(40, 61, 20, 1.6, WHITE)
    b.box(43, 65, 14, 1.2, WHITE)
    b.box(34.5, 36, 2.4, 47, WHITE, 1)


def _shirt(b: Sheet) -> None:
    b.shape(
        [
            (36, 20),
            (64, 20),
            (88, 34),
            (80, 50),
            (71, 44),
            (71, 88),
            (29, 88),
            (29, 44),
            (20, 50),
            (12, 34),
        ],
        b.main,
    )
    b.shape([(36, 20), (12, 34), (20, 50), (29, 44), (31, 32)], b.dark)
    b.shape([(64, 20), (88, 34), (80, 50), (71, 44), (69, 32)], b.dark)
    b.oval(40, 14, 20, 13, b.dark)
    b.oval(42, 14, 16, 10, PALE)
    b.line([(29, 85), (71, 85)], b.dark, 0.7)
    b.line([(42, 48), (45, 70)], b.dark, 0.5)
    b.line([(58, 50), (56, 74)], b.dark, 0.5)


def _bottle(b: Sheet) -> None:
    b.box(43, 12, 14, 13, INK, 2)
    b.box(45, 24, 10, 7, b.dark)
    b.box(34, 30, 32, 58, b.main, 8)
    b.box(34, 48, 32, 26, WHITE)
    b.box(38, 53, 24, 3, b.dark, 1)
    b.box(38, 59, 18, 1.6, GREY)
    b.box(38, 63, 21, 1.6, GREY)
    b.box(37, 33, 3, 52, b.light, 1.5)


def _gadget(b: Sheet) -> None:
    b.line([(62, 30), (80, 22), (88, 38), (78, 58), (86, 76)], INK, 2.2)
    b.box(18, 28, 46, 50, INK, 6)
    b.box(22, 32, 38, 34, b.main, 2)
    b.box(26, 37, 22, 3, WHITE, 1)
    b.box(26, 44, 28, 2, b.light, 1)
    b.box(26, 49, 16, 2, b.light, 1)
    b.oval(37, 68.5, 8, 8, GREY)
    b.box(82, 74, 8, 12, PALE, 1)


def _case(b: Sheet) -> None:
    for x, fill, edge in ((20, b.dark, INK), (46, b.main, b.dark)):
        b.box(x, 16, 34, 70, fill, 7)
        b.box(x + 3, 20, 14, 16, edge, 4)
        b.oval(x + 5, 22, 4.6, 4.6, INK)
        b.oval(x + 10.5, 22, 4.6, 4.6, INK)
        b.oval(x + 5, 28, 4.6, 4.6, INK)


def _book(b: Sheet) -> None:
    b.shape([(24, 20), (70, 14), (78, 18), (78, 82), (32, 88), (24, 84)], b.dark)
    b.shape([(32, 24), (78, 18), (78, 82), (32, 88)], b.main)
    b.shape([(24, 20), (70, 14), (78, 18), (32, 24)], WHITE)
    b.shape([(40, 36), (70, 32), (70, 42), (40, 46)], b.light)
    b.line([(42, 56), (68, 52.5)], b.light, 1.2)
    b.line([(42, 61), (60, 58.6)], b.light, 1.2)


def _bag(b: Sheet) -> None:
    b.ring(33, 8, 34, 50, b.dark, 2.4)
    b.shape([(22, 40), (78, 40), (84, 86), (16, 86)], b.main)
    b.shape([(22, 40), (78, 40), (76, 58), (24, 58)], b.dark)
    b.box(45, 54, 10, 8, (214, 180, 96), 2)
    b.line([(20, 82), (80, 82)], b.light, 0.6)


def _shoe(b: Sheet) -> None:
    b.shape([(14, 46), (38, 44), (52, 56), (78, 64), (88, 72), (88, 78), (12, 78)], b.main)
    b.shape([(14, 46), (22, 40), (36, 42), (38, 46), (26, 58), (13, 60)], b.dark)
    b.box(10, 76, 80, 8, WHITE, 4)
    b.box(10, 82, 80, 2.6, b.dark, 1)
    for step in range(4):
        b.line([(42 + 6 * step, 50 + 3 * step), (36 + 6 * step, 58 + 3 * step)], WHITE, 1.3)
    b.line([(20, 68), (44, 62), (70, 72)], b.light, 2)


def _trinkets(b: Sheet) -> None:
    b.ring(18, 4, 64, 66, (206, 176, 92), 1.1)
    for nth, (x, y) in enumerate(((28, 58), (36, 66), (46, 70), (57, 69), (67, 64))):
        b.oval(x - 2, y - 2, 10, 10, (b.main, b.dark, b.light)[nth % 3])
        b.oval(x, y, 3, 3, WHITE)
    b.oval(44, 78, 12, 12, b.dark)
    b.oval(46, 80, 4, 4, WHITE)


def _knife(b: Sheet) -> None:
    b.shape([(8, 58), (60, 34), (64, 42), (34, 60), (12, 62)], STEEL)
    b.shape([(8, 58), (60, 34), (61, 36), (12, 59)], WHITE)
    b.shape([(60, 34), (90, 18), (94, 26), (65, 43)], b.dark)
    for x, y in ((70, 33.6), (78, 29.4), (86, 25)):
        b.oval(x, y - 1, 2.4, 2.4, PALE)
    b.box(16, 72, 68, 8, b.light, 3)


def _bear(b: Sheet) -> None:
    for x in (26, 60):
        b.oval(x, 10, 14, 14, b.dark)
        b.oval(x + 3, 13, 8, 8, b.light)
        b.oval(x - 6 if x < 50 else x + 4, 50, 16, 22, b.main)
        b.oval(x - 4 if x < 50 else x - 2, 74, 20, 18, b.dark)
    b.oval(28, 42, 44, 46, b.main)
    b.oval(37, 52, 26, 28, b.light)
    b.oval(27, 12, 46, 40, b.main)
    b.oval(40, 32, 20, 15, b.light)
    b.oval(46.5, 33, 7, 5, INK)
    b.oval(37, 25, 4.4, 4.4, INK)
    b.oval(58.6, 25, 4.4, 4.4, INK)


def _die(b: Sheet) -> None:
    b.oval(18, 30, 40, 40, GREY)
    b.oval(20, 28, 38, 38, STEEL)
    b.oval(32, 40, 13, 13, INK)
    for x in (66, 80):
        b.box(x, 26, 7, 44, STEEL, 1)
        b.box(x - 2, 66, 11, 8, GREY, 1)
        b.box(x + 1, 28, 1.4, 38, WHITE)


def _jar(b: Sheet) -> None:
    b.box(30, 14, 40, 12, b.dark, 2)
    b.box(26, 25, 48, 62, WHITE, 6)
    b.box(26, 42, 48, 28, b.light)
    b.box(31, 47, 30, 3, INK, 1)
    b.box(31, 54, 36, 1.6, GREY)
    b.box(31, 58, 24, 1.6, GREY)
    b.box(29, 28, 2.6, 54, PALE, 1)


def _battery(b: Sheet) -> None:
    for x in (16, 40, 64):
        b.box(x + 6, 14, 8, 6, GREY, 1)
        b.box(x, 18, 20, 68, b.main, 3)
        b.box(x, 18, 20, 14, INK, 3)
        b.box(x + 3, 22, 2.6, 60, b.light, 1)
        b.box(x + 8, 44, 6, 1.8, WHITE)
        b.box(x + 10, 42, 1.8, 6, WHITE)


DRAWINGS: dict[str, Callable[[Sheet], None]] = {
    "candles": _candle,
    "cloth": _shirt,
    "bottles": _bottle,
    "electronics": _gadget,
    "plastic": _case,
    "box": _book,
    "bag": _bag,
    "shoes": _shoe,
    "small": _trinkets,
    "tools": _knife,
    "toy": _bear,
    "dies": _die,
    "powders": _jar,
    "cells": _battery,
}
"""A drawing for every scene of scenes.PIECES."""
