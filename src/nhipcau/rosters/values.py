"""Dates of birth and phones as lists hold them: read surely, or refused with a code."""

import datetime as dt
import re

from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import clean_mobile
from nhipcau.shared.wording import fold

FIRST_SERIAL, LAST_SERIAL = 7_000, 60_000  # 1919 to 2064, as a spreadsheet counts days
_DAY = re.compile(r"(\d{1,2})\s*[/.\-\s,]\s*(\d{1,2})\s*[/.\-\s,]\s*(\d{4}|\d{2})")
_PLAIN_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[t\s].*)?")
_WORDS = re.compile(r"(?:ngay\s*)?(\d{1,2})\s*[-\s]?(?:thang|thg)\s*(\d{1,2})\D+?(\d{4}|\d{2})")
_ENGLISH = re.compile(r"(\d{1,2})[-\s/.]([a-z]{3})[a-z]*[-\s/.,]+(\d{4}|\d{2})")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEAR_ONLY = re.compile(r"(?:\D|0|x)*((?:19|20)\d\d)")
_MONTH_YEAR = re.compile(r"(?:0{1,2}[/.\-])?(\d{1,2})\s*[/.\-]\s*((?:19|20)\d\d)")

_MOBILE = re.compile(r"\+84(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?e\+?\d{1,2}", re.IGNORECASE)
# Numbers of eleven digits became ten in 2018; old lists still have them.
_RENUMBERED = {
    **{f"016{n}": f"03{n}" for n in range(2, 10)},
    **{"0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078"},
    **{"0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082"},
    **{"0186": "056", "0188": "058", "0199": "059"},
}


class Unclear(Exception):
    """A value that is not read. ``code`` is a key of ``reasons.SENTENCES``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def birth_date(typed: str, *, today: dt.date, starts_1904: bool = False) -> dt.date:
    """A full date, day before month as it is written in Vietnam.

    ``starts_1904``: day numbers count from 1904, as workbooks of older Macs do.

    Raises:
        Unclear: ``birth_missing``, ``birth_year_only``, ``birth_month_only``,
        ``birth_month_first``, ``birth_no_such_day`` or ``birth_unclear``.
    """
    if found := _PLAIN_DAY.fullmatch(typed):
        return _built(found[1], found[2], found[3], today)
    text = fold(typed).strip(" '.")
    if not text:
        raise Unclear("birth_missing")
    if re.fullmatch(r"\d{5}([.,]\d+)?", text):
        return _serial(int(text[:5]), starts_1904)
    if re.fullmatch(r"\d{8}", text):
        return _built(text[:2], text[2:4], text[4:], today)
    if found := _ISO.fullmatch(text):
        return _built(found[3], found[2], found[1], today)
    if _YEAR_ONLY.fullmatch(text):
        raise Unclear("birth_year_only")
    if _MONTH_YEAR.fullmatch(text):
        raise Unclear("birth_month_only")
    without_time = re.sub(r"\s+\d{1,2}:\d\d(:\d\d)?.*$", "", text)
    for pattern in (_DAY, _WORDS):
        if found := pattern.fullmatch(without_time):
            return _built(found[1], found[2], found[3], today)
    if (found := _ENGLISH.fullmatch(without_time)) and found[2] in _MONTHS:
        return _built(found[1], str(_MONTHS.index(found[2]) + 1), found[3], today)
    raise Unclear("birth_unclear")


def _serial(days: int, starts_1904: bool) -> dt.date:
    if not FIRST_SERIAL <= days <= LAST_SERIAL:
        raise Unclear("birth_unclear")
    start = dt.date(1904, 1, 1) if starts_1904 else dt.date(1899, 12, 30)
    return start + dt.timedelta(days=days)


def _built(day: str, month: str, year: str, today: dt.date) -> dt.date:
    full_year = int(year)
    if len(year) == 2:
        full_year += 2000 if full_year <= today.year % 100 else 1900
    if not int(day) and not int(month):
        raise Unclear("birth_year_only")
    try:
        return dt.date(full_year, int(month), int(day))
    except ValueError:
        is_turned = int(month) > 12 >= int(day) > 0 and int(month) <= 31
        raise Unclear("birth_month_first" if is_turned else "birth_no_such_day") from None


_PLAIN_MOBILE = re.compile(r"0[35789]\d{8}")


def phones(typed: str) -> tuple[str, ...]:
    """The mobile numbers of a cell in E.164, in their order, none twice.

    Raises:
        Unclear: ``phone_missing``, ``phone_not_mobile`` or ``phone_unclear``.
    """
    if _PLAIN_MOBILE.fullmatch(typed) and _MOBILE.fullmatch(number := f"+84{typed[1:]}"):
        return (number,)
    text = re.sub(r"\([^)]*[^\d)\s][^)]*\)", " ", typed)
    parts = re.split(r"[;,/|\n]|\bhoặc\b|\bvà\b|\s-\s", text)
    if _SCIENTIFIC.fullmatch(text.strip()):
        parts = [f"{float(text.strip().replace(',', '.')):.0f}"]
    found: list[str] = []
    code = "phone_missing"
    for part in parts:
        for digits in _numbers(part):
            code = "phone_not_mobile" if re.fullmatch(r"02\d{8,9}", digits) else "phone_unclear"
            if number := _mobile(digits):
                found.append(number)
    if not found:
        has_letters = any(sign.isalpha() for sign in text)
        raise Unclear("phone_unclear" if has_letters else code)
    return tuple(dict.fromkeys(found))


def _numbers(part: str) -> list[str]:
    digits = re.sub(r"\D", "", re.sub(r"[.,]0+$", "", part.strip()))
    if not digits:
        return []
    if len(digits) in (20, 21, 22) and (second := digits.find("0", 9)) > 0:
        return [digits[:second], digits[second:]]
    return [digits]


def _mobile(digits: str) -> str:
    if digits.startswith("0084"):
        digits = "0" + digits[4:].removeprefix("0")
    elif digits.startswith("84") and len(digits) in (11, 12):
        digits = "0" + digits[2:].removeprefix("0")
    elif len(digits) in (9, 10) and not digits.startswith("0"):
        digits = "0" + digits  # a spreadsheet drops the zero in front
    if len(digits) == 11 and digits[:4] in _RENUMBERED:
        digits = _RENUMBERED[digits[:4]] + digits[4:]
    number = "+84" + digits[1:]
    if len(digits) == 10 and _MOBILE.fullmatch(number):
        return number
    try:
        return clean_mobile(digits)
    except InvalidValue:
        return ""
