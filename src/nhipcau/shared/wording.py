"""How days, times, numbers, money and phone numbers are written, and how text is compared.

Pure functions: the language is that of the current request, everything else is an argument.
"""

import datetime as dt
import unicodedata
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import get_language

_WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_WEEKDAYS_SHORT = {
    "vi": ("Thứ 2", "Thứ 3", "Thứ 4", "Thứ 5", "Thứ 6", "Thứ 7", "CN"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_EN_DASH = "\N{EN DASH}"
_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
_BULLET = "\N{BULLET}"


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def _local_day(value: dt.date | dt.datetime) -> dt.date:
    return timezone.localdate(value) if isinstance(value, dt.datetime) else value


def _local_time(value: dt.time | dt.datetime) -> dt.time:
    return timezone.localtime(value).time() if isinstance(value, dt.datetime) else value


# --- days and times ------------------------------------------------------------------------------


def weekday(value: dt.date | dt.datetime, *, short: bool = False) -> str:
    names = _WEEKDAYS_SHORT if short else _WEEKDAYS
    return names[_language()][_local_day(value).weekday()]


def day(value: dt.date | dt.datetime) -> str:
    """``12/12/2026``, in both languages."""
    return f"{_local_day(value):%d/%m/%Y}"


def long_day(value: dt.date | dt.datetime) -> str:
    """``Thứ Bảy 12/12/2026``; ``Saturday 12/12/2026``."""
    return f"{weekday(value)} {day(value)}"


def month(value: dt.date | dt.datetime) -> str:
    """``tháng 12/2026``; ``December 2026``."""
    on = _local_day(value)
    if _language() == "en":
        return f"{_MONTHS_EN[on.month - 1]} {on.year}"
    return f"tháng {on.month}/{on.year}"


def clock_time(value: dt.time | dt.datetime) -> str:
    """``8:00``: hours as people write them, minutes always."""
    at = _local_time(value)
    return f"{at.hour}:{at.minute:02d}"


def time_range(starts: dt.time | dt.datetime, ends: dt.time | dt.datetime | None) -> str:
    """``8:00–11:30``; without an end, the start alone."""
    if ends is None:
        return clock_time(starts)
    return f"{clock_time(starts)}{_EN_DASH}{clock_time(ends)}"


def when(starts: dt.datetime, ends: dt.datetime | None) -> str:
    """``Thứ Bảy 12/12/2026, 8:00–11:30``; over several days, both days in full."""
    if ends is None or _local_day(starts) == _local_day(ends):
        return f"{long_day(starts)}, {time_range(starts, ends)}"
    return (
        f"{clock_time(starts)} {long_day(starts)} {_EN_DASH} {clock_time(ends)} {long_day(ends)}"
    )


def moment(value: dt.datetime) -> str:
    """``14:05, 12/12/2026``: an instant in a history."""
    return f"{clock_time(value)}, {day(value)}"


def days_left(value: dt.date | dt.datetime, *, today: dt.date) -> str:
    """``còn 20 ngày``, ``ngày mai``, ``hôm nay``, ``đã qua 3 ngày``."""
    days = (_local_day(value) - today).days
    if _language() == "en":
        if days == 0:
            return "today"
        if days == 1:
            return "tomorrow"
        if days > 0:
            return f"in {number(days)} days"
        return "yesterday" if days == -1 else f"{number(-days)} days ago"
    if days == 0:
        return "hôm nay"
    if days == 1:
        return "ngày mai"
    return f"còn {number(days)} ngày" if days > 0 else f"đã qua {number(-days)} ngày"


# --- numbers -------------------------------------------------------------------------------------


def number(value: int | float | Decimal, decimals: int = 0) -> str:
    """``1.234.567`` and ``12,5``; in English ``1,234,567`` and ``12.5``."""
    text = f"{value:,.{decimals}f}"
    if _language() == "en":
        return text
    return text.translate(str.maketrans(",.", ".,"))


def percent(part: float, whole: float, decimals: int = 0) -> str:
    """``75%``; an en dash when there is nothing to divide by."""
    if not whole:
        return _EN_DASH
    return f"{number(100 * part / whole, decimals)}%"


def money(value: int | Decimal) -> str:
    """Whole đồng: ``9.500.000 đ``."""
    return f"{number(value)}{_NO_BREAK_SPACE}đ"


# --- phones --------------------------------------------------------------------------------------


def phone(value: str) -> str:
    """``+84912345678`` as ``0912 345 678``; a number of another country stays as it is."""
    if not value.startswith("+84"):
        return value
    national = "0" + value.removeprefix("+84")
    return _NO_BREAK_SPACE.join(filter(None, (national[:4], national[4:7], national[7:])))


def masked_phone(value: str) -> str:
    """``•••• ••5 678``: enough for its owner to know it, too little to call it."""
    shown = phone(value)
    keep_from = len(shown) - 5
    return "".join(
        _BULLET if sign.isalnum() and place < keep_from else sign
        for place, sign in enumerate(shown)
        if sign != "+"
    )


# --- comparing Vietnamese ------------------------------------------------------------------------


def fold(text: str) -> str:
    """To search in: no case, no Vietnamese marks, single spaces. ``Đông Kinh`` → ``dong kinh``."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", " ".join(bare.split()))


# Which of the letters with one base comes first, and in which order the tones follow.
_SHAPES = {"\u0306": "1", "\u0302": "2", "\u031b": "3"}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def sort_key(text: str) -> str:
    """A key that sorts as a Vietnamese dictionary does: a ă â b c d đ e ê … u ư, tones last.

    Spaces come before letters, so ``An Bình`` stands before ``Anh``. The key holds only
    digits and small Latin letters and is compared byte by byte (Python, or ``COLLATE "C"``).
    """
    letters: list[str] = []
    tones: list[str] = []
    cleaned = " ".join(text.lower().split()).replace("đ", "d\u0306")
    for sign in unicodedata.normalize("NFD", cleaned):
        if sign in _SHAPES and letters and letters[-1][0].isalpha():
            letters[-1] = letters[-1][0] + _SHAPES[sign]
        elif sign in _TONES and tones:
            tones[-1] = _TONES[sign]
        elif not unicodedata.combining(sign):
            letters.append(_letter_code(sign))
            tones.append("0")
    return f"{''.join(letters)} {''.join(tones)}"


def _letter_code(sign: str) -> str:
    """Two signs that sort: space, other signs, digits, letters."""
    if sign == " ":
        return "00"
    if sign.isascii() and sign.isdigit():
        return f"1{sign}"
    if sign.isascii() and sign.isalpha():
        return f"{sign}0"
    return "01"
