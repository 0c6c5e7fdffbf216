"""Codes read on a page -> those to be believed.

A symbology without a check of its own is believed only when another look agrees: a slanted ITF
reads as part of itself. So is a code beside another of its kind where only one has room.
"""

from collections.abc import Callable, Iterable

from triage_app.imaging.labels_code import LabelCode
from triage_app.imaging.labels_fields import bar_fields
from triage_app.imaging.labels_grey import Grey, scaled
from triage_app.imaging.labels_zbar import zbar_codes
from triage_app.imaging.labels_zxing import LINEAR, zxing_codes

Look = Callable[[Grey], Iterable[LabelCode]]

SMALLER = 0.8  # a stray line falls elsewhere
FIELD_PIXELS = 1_300_000  # enough to see where bars end
COVERED = 0.85  # ten of fourteen digits are a part


def believed(page: Grey, codes: Iterable[LabelCode]) -> list[LabelCode]:
    """Without what is seen twice, is too short, or is said by one look only."""
    unique = list({(code.symbology, code.text, code.polygon[0]): code for code in codes}.values())
    doubtful = [
        code for code in unique if code.unchecked or any(code.contests(other) for other in unique)
    ]
    if not doubtful:
        return unique
    agreed = _agreed(page, doubtful)
    kept = [
        code
        for code in unique
        if code not in doubtful
        or (code.long_enough and code.text in agreed and _covers_its_bars(page, code))
    ]
    return [code for code in kept if not any(code.is_part_of(other) for other in kept)]


def _agreed(page: Grey, doubtful: list[LabelCode]) -> set[str]:
    """The texts another look says too; the next look is taken only while some are missing."""
    wanted = {code.text for code in doubtful}
    agreed: set[str] = set()
    for look in _other_looks(doubtful[0].reader):
        agreed |= {code.text for code in look(page)}
        if wanted <= agreed:
            break
    return agreed


def _covers_its_bars(page: Grey, code: LabelCode) -> bool:
    """Whether an ITF, which begins and ends like any of its digits, is as long as its bars."""
    if code.symbology != "ITF" or not code.unchecked:
        return True
    factor = min(1.0, (FIELD_PIXELS / page.size) ** 0.5)
    corners = [(x * factor, y * factor) for x, y in code.polygon]
    return not any(
        field.holds(corners) and field.length_of(corners) < COVERED * field.length
        for field in bar_fields(scaled(page, factor))
    )


def _other_looks(reader: str) -> tuple[Look, ...]:
    return (_as_it_is,) if reader == "zbar" else (_smaller, zbar_codes)


def _as_it_is(page: Grey) -> Iterable[LabelCode]:
    return zxing_codes(page, LINEAR)


def _smaller(page: Grey) -> Iterable[LabelCode]:
    return zxing_codes(scaled(page, SMALLER), LINEAR)
