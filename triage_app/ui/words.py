"""How values are said on screen: sentences in the reader's language, money, weights, times."""

import re
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from triage_app.model.money import said_money
from triage_app.model.sentence import Sentence
from triage_app.model.visible import visible

_LETTERED = re.compile("([A-Z]{0,4})([0-9]{9,40})([A-Z]{0,2})")

_UNBROKEN = re.compile(r"\S{80}(?=\S)")


def tr(context: str, text: str, **values: object) -> str:
    """The window's own text in the reader's language, filled with `values`."""
    said = QCoreApplication.translate(context, text)
    return said.format(**values) if values else said


def say(sentence: Sentence) -> str:
    """A sentence of the rooms below in the reader's language; values made safe to show."""
    values = {
        name: visible(value) if isinstance(value, str) else value
        for name, value in sentence.values.items()
    }
    return tr(sentence.context, sentence.text, **values)


def money(minor: int | None, currency: str) -> str:
    """12345 USD minor units -> "123.45 USD"; "-" when the data do not say."""
    return said_money(minor, visible(currency, 8))


def weight(grams: int | None) -> str:
    """Grams -> "310 g" or "1.31 kg"; "-" when the data do not say."""
    if grams is None:
        return "–"
    if abs(grams) < 1000:
        return f"{grams} g"
    return f"{grams / 1000:,.2f} kg"


def delta(measured: int, announced: int) -> str:
    """A signed difference in per cent, "+38 %"; from ten times on how many times, "42 ×"."""
    if announced == 0:
        return "–"
    if measured >= 10 * announced > 0:
        return f"{measured / announced:,.0f} ×"
    return f"{(measured - announced) / announced:+.0%}".replace("%", " %").replace("-", "−")


def ago(then: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that tells."""
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < 60:
        return tr("Words", "just now")
    if seconds < 3600:
        return tr("Words", "{n} min ago", n=seconds // 60)
    if seconds < 48 * 3600:
        return tr("Words", "{n} h ago", n=seconds // 3600)
    return tr("Words", "{n} days ago", n=seconds // 86400)


def age_of(then: datetime, now: datetime) -> str:
    """How old, in the largest unit that tells: "14 min"."""
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < 3600:
        return tr("Words", "{n} min", n=seconds // 60)
    if seconds < 48 * 3600:
        return tr("Words", "{n} h", n=seconds // 3600)
    return tr("Words", "{n} days", n=seconds // 86400)


def clock_time(at: datetime) -> str:
    """HH:MM in the zone `at` is given in."""
    return at.strftime("%H:%M")


def utc_now() -> datetime:
    return datetime.now(UTC)


def tip(text: str) -> str:
    """`text` for a tool tip, which would take markup in it for its own, and has no way to break a
    code that no line holds."""
    broken = _UNBROKEN.sub("\\g<0>\u200b", text)
    if "<" not in text and broken == text:
        return text
    from html import escape  # its table of names costs 1 ms, and most texts need it not

    return f"<p>{escape(broken)}</p>"


def grouped(number: str) -> str:
    """A number in groups the eye can hold: RR 4731 2482 9 US, TBA 9523 6392 0237; others in
    fours."""
    if len(number) == 13 and number[:2].isalpha() and number[-2:].isalpha():
        digits = number[2:11]
        return f"{number[:2]} {digits[:4]} {digits[4:8]} {digits[8:]} {number[11:]}"
    if number[:2] == "1Z" and len(number) == 18:
        return f"1Z {number[2:5]} {number[5:8]} {number[8:10]} {number[10:14]} {number[14:]}"
    if found := _LETTERED.fullmatch(number):
        digits = found[2]
        fours = (digits[i : i + 4] for i in range(0, len(digits), 4))
        return " ".join(part for part in (found[1], *fours, found[3]) if part)
    return number
